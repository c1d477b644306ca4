"""Where a conversation stands in its flows: a value that survives a restart as JSON."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from flows.happenings import Event
from flows.words import FlowId, StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class ForAnswer:
    """The customer's turn."""

    kind: Literal["answer"] = "answer"
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForTime:
    kind: Literal["time"] = "time"
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEvent:
    kind: Literal["event"] = "event"
    event: Event
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForCall:
    """The world's turn: the result of what `call` names."""

    kind: Literal["call"] = "call"
    call: str
    until: datetime | None = None


Wait = Annotated[ForAnswer | ForTime | ForEvent | ForCall, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One flow in progress. `outputs` maps what comes back from it to variables of the flow beneath."""

    flow: FlowId
    revision: int
    step: StepId
    variables: dict[str, JsonValue] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    """Answers to the question being asked that nobody understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """`frames` from the first flow to the one now running; `wait` is what it waits for there."""

    run: str
    """The caller's name for this run, unlike any other: what the flow calls outside is named after it."""
    frames: tuple[Frame, ...]
    wait: Wait
    moves: int = 0
    """Steps taken in all."""
    unpaused: int = 0
    """Steps since somebody else's turn, or time, came between: an endless loop is seen by it."""

    @property
    def top(self) -> Frame:
        return self.frames[-1]


POSITION: TypeAdapter[Position] = TypeAdapter(Position)
