"""What happens to a flow from outside: values that can be recorded and played again."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from flows.words import FlowId, StepId


class Event(StrEnum):
    """What the desk can report."""

    FIRST_MESSAGE = "first_message"
    SESSION_OPENED = "session_opened"
    SESSION_CLOSED = "session_closed"
    HANDED_BACK = "handed_back"
    OUT_OF_HOURS = "out_of_hours"
    OPERATOR_SILENT = "operator_silent"
    CUSTOMER_SILENT = "customer_silent"
    SLA_WARNING = "sla_warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that the customer sent."""

    id: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shared location, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The customer wrote or sent something. The intent is what the dialogue took it for, if it was asked already."""

    kind: Literal["said"] = "said"
    text: str = ""
    files: tuple[File, ...] = ()
    place: Place | None = None
    phone: str | None = None
    intent: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button was pressed: whose, and which. It may be one of a message of long ago."""

    kind: Literal["pressed"] = "pressed"
    flow: FlowId
    step: StepId
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurred:
    """The desk reports an event; for silence, after how many minutes of it."""

    kind: Literal["occurred"] = "occurred"
    event: Event
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The customer came by a deep link, with what it carries."""

    kind: Literal["linked"] = "linked"
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooked:
    """Another system called an incoming webhook."""

    kind: Literal["hooked"] = "hooked"
    hook: str
    data: JsonValue = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed:
    """Nothing but time: the facts say what time it is."""

    kind: Literal["time_passed"] = "time_passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFinished:
    """What a flow waited for is done: an HTTP call, a process, a search for an answer."""

    kind: Literal["call_finished"] = "call_finished"
    call: str
    ok: bool
    status: int = 0
    body: JsonValue = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForPerson:
    """The customer wants a person, whatever they were being asked."""

    kind: Literal["asked_for_person"] = "asked_for_person"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The digression after an unexpected answer is over. `helped`: the bot could reply to it, so no try is counted."""

    kind: Literal["resumed"] = "resumed"
    helped: bool = True


Happening = Annotated[
    Said | Pressed | Occurred | Linked | Hooked | TimePassed | CallFinished | AskedForPerson | Resumed,
    Field(discriminator="kind"),
]
