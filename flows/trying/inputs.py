"""What somebody who tries a flow can do: all that a customer, the company and time can, and a little more."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from flows.happenings import (
    AskedForPerson,
    CallFinished,
    Event,
    File,
    Happening,
    Hooked,
    Linked,
    Occurred,
    Place,
    Pressed,
    Said,
)
from flows.words import FlowId, StepId

YEAR = 366 * 24 * 3600.0


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SaidInput(_Input):
    kind: Literal["said"]
    text: str = Field(max_length=20_000)


class PressedInput(_Input):
    kind: Literal["pressed"]
    flow: FlowId
    step: StepId
    choice: str
    label: str = ""


class FileInput(_Input):
    kind: Literal["file"]
    name: str
    mime: str


class PlaceInput(_Input):
    kind: Literal["place"]
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class EventInput(_Input):
    kind: Literal["event"]
    event: Event
    minutes: int = 0


class LinkInput(_Input):
    kind: Literal["link"]
    payload: str


class HookInput(_Input):
    kind: Literal["hook"]
    hook: str
    data: JsonValue = None


class PersonInput(_Input):
    """The customer asks for a person, in whatever words."""

    kind: Literal["person"]


class CallInput(_Input):
    """What another system answers: made up, or what it really did."""

    kind: Literal["call"]
    call: str
    ok: bool
    status: int = 0
    body: JsonValue = None
    error: str = ""


class WaitInput(_Input):
    """Nothing happens for so long."""

    kind: Literal["wait"]
    seconds: float = Field(gt=0, le=YEAR)


class BeginInput(_Input):
    """The flow begins at this trigger, whatever its conditions are."""

    kind: Literal["begin"]
    trigger: str


Doing = SaidInput | PressedInput | FileInput | PlaceInput | EventInput | LinkInput | HookInput | PersonInput | CallInput
"""What happens to a flow by itself."""
Input = Annotated[Doing | WaitInput | BeginInput, Field(discriminator="kind")]


def happening(doing: Doing) -> Happening:
    match doing:
        case SaidInput():
            return Said(text=doing.text)
        case PressedInput():
            return Pressed(flow=doing.flow, step=doing.step, choice=doing.choice)
        case FileInput():
            return Said(files=(File(id=doing.name, name=doing.name, mime=doing.mime),))
        case PlaceInput():
            return Said(place=Place(latitude=doing.latitude, longitude=doing.longitude))
        case EventInput():
            return Occurred(event=doing.event, minutes=doing.minutes)
        case LinkInput():
            return Linked(payload=doing.payload)
        case HookInput():
            return Hooked(hook=doing.hook, data=doing.data)
        case PersonInput():
            return AskedForPerson()
        case CallInput():
            return CallFinished(
                call=doing.call, ok=doing.ok, status=doing.status, body=doing.body, error=doing.error
            )  # fmt: skip
