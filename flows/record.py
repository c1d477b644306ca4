"""What one event made of a flow, as it is kept: all that is needed to play it again, and to compare.

A run begins with a match and goes on with happenings. Each move keeps what came in, and what was known then, beside
what the engine made of it. The records of a run, in order, are the dialogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter

from flows.effects import Effect, Failed
from flows.facts import Facts
from flows.happenings import Happening
from flows.position import Position
from flows.progress import Passage
from flows.steps.base import PERSON
from flows.triggers import Match
from flows.words import FlowId, StepId


class Why(StrEnum):
    """Why the desk ended a flow."""

    TAKEN_OVER = "taken_over"
    """People have the session now."""
    CLOSED = "closed"
    """The session was closed."""
    OTHER = "other"
    """The customer began something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A step that is being waited at, and for what."""

    flow: FlowId
    revision: int
    step: StepId
    waits_for: Literal["answer", "time", "event", "call"]

    @classmethod
    def of(cls, position: Position | None) -> Self | None:
        """Where it waits; None when it is over."""
        if position is None:
            return None
        top = position.top
        return cls(flow=top.flow, revision=top.revision, step=top.step, waits_for=position.wait.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A flow began. `revision` is the one that was in force; the happening is what its trigger matched."""

    kind: Literal["begun"] = "begun"
    match: Match
    revision: int
    happening: Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Something happened while a flow waited."""

    kind: Literal["heard"] = "heard"
    happening: Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The conversation was moved over to the newest revisions, by an admin's choice."""

    kind: Literal["moved"] = "moved"
    revisions: Mapping[FlowId, int] = field(default_factory=dict)
    """Those of its frames, then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The flow was left for a reason of the desk's."""

    kind: Literal["ended"] = "ended"
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One call of the engine: what came in, and what came out."""

    came: Annotated[Begun | Heard | Moved | Ended, Field(discriminator="kind")]
    facts: Facts
    effects: tuple[Effect, ...] = ()
    passages: tuple[Passage, ...] = ()
    waits_at: Place | None = None
    """Where it waits now; None: it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The moves that one event made, in order."""

    run: str
    at: datetime
    moves: tuple[Move, ...]
    stood_in: tuple[FlowId, ...] = ()
    """The flows in progress before, from the first to the one that waited within it; none where the run begins."""

    @property
    def flows(self) -> tuple[FlowId, ...]:
        """All that it stood in, began, went through or broke, each once."""
        return tuple(dict.fromkeys([*self.stood_in, *(flow for move in self.moves for flow in _flows(move))]))

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for move in self.moves for passage in move.passages)

    @property
    def begun(self) -> Begun | None:
        return next((move.came for move in self.moves if isinstance(move.came, Begun)), None)

    @property
    def began(self) -> bool:
        return self.begun is not None

    @property
    def waits_at(self) -> Place | None:
        return self.moves[-1].waits_at if self.moves else None

    @property
    def person(self) -> bool:
        """Did the customer ask for a person? By the flow's own way or without one: the step is left by that port."""
        return any(passage.port == PERSON for passage in self.passages)

    @property
    def failed(self) -> Failed | None:
        found = (effect for move in self.moves for effect in move.effects if isinstance(effect, Failed))
        return next(found, None)

    @property
    def left(self) -> Why | None:
        return next((move.came.why for move in self.moves if isinstance(move.came, Ended)), None)


RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def _flows(move: Move) -> list[FlowId]:
    begun = [move.came.match.flow] if isinstance(move.came, Begun) else []
    failed = [effect.flow for effect in move.effects if isinstance(effect, Failed)]
    waits = [move.waits_at.flow] if move.waits_at else []
    return [*begun, *(passage.flow for passage in move.passages), *failed, *waits]
