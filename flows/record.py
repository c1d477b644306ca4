"""What one event made of a flow, as it is kept: all that is needed to play it again, and to compare.

A run begins with a match and goes on with happenings. Each move keeps what came in, and what was known then, beside
what the engine made of it. The records of a run, in order, are the dialogue.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from flows.effects import Effect, HandOff
from flows.facts import Facts
from flows.happenings import Happening
from flows.progress import Passage
from flows.triggers import Match
from flows.words import FlowId, StepId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The flow was left for a reason of the desk's: a person took over, or the customer began something else."""

    kind: Literal["ended"] = "ended"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One call of the engine: what came in, and what came out."""

    came: Annotated[Begun | Heard | Moved | Ended, Field(discriminator="kind")]
    facts: Facts
    effects: tuple[Effect, ...] = ()
    passages: tuple[Passage, ...] = ()
    waits_at: tuple[FlowId, StepId] | None = None
    """Where it waits now; None: it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The moves that one event made, in order."""

    run: str
    at: datetime
    moves: tuple[Move, ...]

    @property
    def flows(self) -> tuple[FlowId, ...]:
        """All that it began or went through, each once."""
        begun = [move.came.match.flow for move in self.moves if isinstance(move.came, Begun)]
        passed = [passage.flow for passage in self.passages]
        waits = [move.waits_at[0] for move in self.moves if move.waits_at]
        return tuple(dict.fromkeys([*begun, *passed, *waits]))

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for move in self.moves for passage in move.passages)

    @property
    def began(self) -> bool:
        return any(isinstance(move.came, Begun) for move in self.moves)

    @property
    def waits_at(self) -> tuple[FlowId, StepId] | None:
        return self.moves[-1].waits_at if self.moves else None

    @property
    def person(self) -> bool:
        """Did the customer ask for a person?"""
        return any(isinstance(effect, HandOff) and effect.asked for move in self.moves for effect in move.effects)


RECORD: TypeAdapter[Record] = TypeAdapter(Record)
