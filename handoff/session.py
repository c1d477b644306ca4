"""A session is one episode of a conversation, and at any time exactly one party controls it.

    WithBot --hand_off--> Waiting --assign--> WithOperator
    WithBot <--give_back-- Waiting <--transfer-- WithOperator
    WithBot <-----------give_back---------------- WithOperator
    any open one --close--> Closed

Each state is a type and each move a method that exists only where it is legal: nobody can assign a closed session.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from handoff.ids import LineId, OperatorId, SessionId


class Asked(StrEnum):
    """What the bot has asked and not yet heard the answer to."""

    HELPED = "helped"
    OFFER_PERSON = "offer_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBase:
    """What every state of a session knows. `topic` is what it is about, once known."""

    id: SessionId
    number: int
    started_at: datetime
    topic: str | None = None

    def close(self, *, at: datetime, reason: str, by: OperatorId | None = None, topic: str | None = None) -> "Closed":
        """End the session; `reason` is `helped`, `solved`, `unresolved`, or a word of the business's own."""
        return Closed(
            id=self.id, number=self.number, started_at=self.started_at, topic=topic or self.topic,
            closed_at=at, reason=reason, closed_by=by, line=self.held_by_line,
        )  # fmt: skip

    @property
    def held_by_line(self) -> LineId | None:
        """The line that has the session now; None while it is with the bot."""
        return None

    def _as_bot(self) -> "WithBot":
        return WithBot(id=self.id, number=self.number, started_at=self.started_at, topic=self.topic)

    def _as_waiting(self, line: LineId, at: datetime, topic: str | None) -> "Waiting":
        return Waiting(
            id=self.id, number=self.number, started_at=self.started_at, topic=topic or self.topic,
            line=line, since=at,
        )  # fmt: skip

    def _as_operator(self, line: LineId, operator: OperatorId, at: datetime) -> "WithOperator":
        return WithOperator(
            id=self.id, number=self.number, started_at=self.started_at, topic=self.topic,
            line=line, operator=operator, since=at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WithBot(SessionBase):
    """The bot answers. `failures` counts tries in a row that did not help; `choices` are articles it has offered."""

    state: Literal["with_bot"] = "with_bot"
    asked: Asked | None = None
    failures: int = 0
    choices: tuple[str, ...] = ()

    def hand_off(self, line: LineId, *, at: datetime, topic: str | None = None) -> "Waiting":
        return self._as_waiting(line, at, topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(SessionBase):
    """In a line's queue since `since`."""

    state: Literal["waiting"] = "waiting"
    line: LineId
    since: datetime
    priority: int = 0
    """Higher goes first."""

    @property
    def held_by_line(self) -> LineId:
        return self.line

    def assign(self, operator: OperatorId, *, at: datetime) -> "WithOperator":
        return self._as_operator(self.line, operator, at)

    def transfer(self, line: LineId, *, at: datetime) -> "Waiting":
        return self._as_waiting(line, at, None)

    def give_back(self) -> WithBot:
        return self._as_bot()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithOperator(SessionBase):
    """One operator answers; the bot is silent."""

    state: Literal["with_operator"] = "with_operator"
    line: LineId
    operator: OperatorId
    since: datetime

    @property
    def held_by_line(self) -> LineId:
        return self.line

    def transfer(self, line: LineId, *, at: datetime) -> Waiting:
        return self._as_waiting(line, at, None)

    def pass_to(self, operator: OperatorId, *, at: datetime) -> "WithOperator":
        return self._as_operator(self.line, operator, at)

    def give_back(self) -> WithBot:
        return self._as_bot()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Over. A later message opens a new session."""

    state: Literal["closed"] = "closed"
    id: SessionId
    number: int
    started_at: datetime
    closed_at: datetime
    reason: str
    topic: str | None = None
    line: LineId | None = None
    """The line that had it last; None when it never left the bot."""
    closed_by: OperatorId | None = None


Session = WithBot | Waiting | WithOperator | Closed
Open = WithBot | Waiting | WithOperator
