"""What a flow wants done: values. The caller does it, and may refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from flows.words import FlowId, StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file to show: by its address, with what it is."""

    kind: Literal["photo", "video", "audio", "document"]
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What can be pressed: whose it is and which, so that one of an old message is told from one that counts.
    With a `url` it opens that instead."""

    label: str
    flow: FlowId
    step: StepId
    choice: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Show this to the customer, in their language already. `expects` is what a question waits for."""

    kind: Literal["say"] = "say"
    text: str
    media: tuple[Media, ...] = ()
    buttons: tuple[Button, ...] = ()
    shape: Literal["buttons", "list"] = "buttons"
    expects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAttribute:
    kind: Literal["set_attribute"] = "set_attribute"
    name: str
    value: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """To people. No line: the company's rules choose one. The card is what was collected, for whoever takes it."""

    kind: Literal["hand_off"] = "hand_off"
    line: str | None = None
    priority: str | None = None
    topic: str | None = None
    card: Mapping[str, JsonValue] = field(default_factory=dict)
    asked: bool = False
    """The customer asked for it, in the middle of something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Answer this from the knowledge base; CallFinished with `ok` says that there was an answer."""

    kind: Literal["answer"] = "answer"
    id: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRequest:
    """`id` is the same when this is done again."""

    kind: Literal["create_request"] = "create_request"
    id: str
    type: str
    title: str
    fields: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    kind: Literal["close"] = "close"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The customer rated the session."""

    kind: Literal["rated"] = "rated"
    score: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    kind: Literal["tag"] = "tag"
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A private note to colleagues."""

    kind: Literal["note"] = "note"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Make this HTTP call, then tell CallFinished. `id` is also its idempotency key, the same on every try.

    `secret_headers` name the secrets whose values the caller puts into these headers. Whether an address is private,
    and so forbidden, is the caller's to decide after it was resolved.
    """

    kind: Literal["call"] = "call"
    id: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, str] = field(default_factory=dict)
    body: JsonValue = None
    timeout: timedelta
    retries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StartProcess:
    """Send this to the process's signed webhook; its callback becomes CallFinished."""

    kind: Literal["start_process"] = "start_process"
    id: str
    process: str
    data: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitUntil:
    """Tell TimePassed at this time (earlier is harmless)."""

    kind: Literal["wait_until"] = "wait_until"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexpected:
    """These words are no answer to what was asked: treat them as said to the bot, then tell Resumed."""

    kind: Literal["unexpected"] = "unexpected"
    flow: FlowId
    step: StepId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A button of something that is over was pressed: say so, unless it starts something else."""

    kind: Literal["expired"] = "expired"
    flow: FlowId
    step: StepId
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The flow broke at this step and has ended; staff must see it, and the customer must not be left alone."""

    kind: Literal["failed"] = "failed"
    flow: FlowId
    step: StepId
    error: str


Effect = Annotated[
    Say | SetAttribute | HandOff | Answer | CreateRequest | Close | Rated | Tag | Note | Call | StartProcess
    | WaitUntil | Unexpected | Expired | Failed,
    Field(discriminator="kind"),
]  # fmt: skip
