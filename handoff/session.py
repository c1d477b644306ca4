"""A session is one episode of a conversation, and at any time exactly one party controls it.

    WithBot --hand_off--> Waiting --assign--> WithOperator
    WithBot <--give_back-- Waiting <--transfer-- WithOperator
    WithBot <-----------give_back---------------- WithOperator
    any open one --close--> Closed --reopen--> Waiting

Each state is a type and each move a method that exists only where it is legal: nobody can assign a closed session.
How it is handled (priority, clocks, what it requires) is carried along from state to state.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, Self

from handoff.handling import Handling
from handoff.ids import LineId, OperatorId, SessionId
from handoff.reasons import Reason


class Asked(StrEnum):
    """What the bot has asked and not yet heard the answer to."""

    HELPED = "helped"
    OFFER_PERSON = "offer_person"
    DESCRIBE = "describe"
    """What exactly they need of the service they have chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A waiting session shown to one operator, who has until then to accept it."""

    operator: OperatorId
    until: datetime
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Put aside by its operator: until a time, until the customer writes, or whichever comes first."""

    since: datetime
    until: datetime
    reason: str
    until_reply: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBase:
    """What every state of a session knows. `topic` is what it is about, once known."""

    id: SessionId
    number: int
    started_at: datetime
    topic: str | None = None
    handling: Handling = field(default_factory=Handling)

    def with_handling(self, handling: Handling) -> Self:
        """The same session with another way of handling it."""
        return self if handling is self.handling else replace(self, handling=handling)

    def close(
        self, *, at: datetime, reason: str, by: OperatorId | None = None, topic: str | None = None, comment: str = ""
    ) -> "Closed":
        """End the session; `reason` is `helped`, `solved`, `unresolved`, or a word of the business's own."""
        shared = self._shared() | {"topic": topic or self.topic}
        return Closed(**shared, closed_at=at, reason=reason, closed_by=by, line=self.held_by_line, comment=comment)

    @property
    def held_by_line(self) -> LineId | None:
        """The line that has the session now; None while it is with the bot."""
        return None

    def _shared(self) -> dict[str, Any]:
        return {
            "id": self.id, "number": self.number, "started_at": self.started_at, "topic": self.topic,
            "handling": self.handling,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WithBot(SessionBase):
    """The bot answers. `failures` counts tries in a row that did not help; `choices` are what its buttons offer."""

    state: Literal["with_bot"] = "with_bot"
    asked: Asked | None = None
    failures: int = 0
    choices: tuple[str, ...] = ()

    def hand_off(self, line: LineId, *, at: datetime, topic: str | None = None) -> "Waiting":
        handling = replace(self.handling, handed_at=at, owed_since=self.handling.owed_since or at)
        shared = self._shared() | {"topic": topic or self.topic, "handling": handling}
        return Waiting(**shared, line=line, since=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(SessionBase):
    """In a line's queue since `since`, and perhaps offered to an operator."""

    state: Literal["waiting"] = "waiting"
    line: LineId
    since: datetime
    counted_from: datetime | None = None
    """Its place counts from then, when it has come back to a queue through no fault of the customer."""
    offer: Offer | None = None

    @property
    def held_by_line(self) -> LineId:
        return self.line

    @property
    def priority(self) -> int:
        """Higher goes first."""
        return self.handling.priority.rank

    @property
    def place_from(self) -> datetime:
        """Of equal priority the earlier goes first."""
        return self.counted_from or self.since

    def offered(self, offer: Offer | None) -> "Waiting":
        return replace(self, offer=offer)

    def assign(self, operator: OperatorId, *, at: datetime) -> "WithOperator":
        shared = self._shared() | {"handling": replace(self.handling, asking=None)}
        waited = max(at - self.place_from, timedelta())
        return WithOperator(**shared, line=self.line, operator=operator, since=at, waited=waited)

    def transfer(self, line: LineId) -> "Waiting":
        """To another queue. Who has waited keeps the time they have waited."""
        return replace(self, line=line, offer=None)

    def give_back(self) -> WithBot:
        return WithBot(**self._shared())


@dataclass(frozen=True, slots=True, kw_only=True)
class WithOperator(SessionBase):
    """One operator answers; the bot is silent."""

    state: Literal["with_operator"] = "with_operator"
    line: LineId
    operator: OperatorId
    since: datetime
    waited: timedelta = timedelta()
    """In the queue before; what that has earned it is not lost when somebody takes it."""
    hold: Hold | None = None

    @property
    def held_by_line(self) -> LineId:
        return self.line

    def transfer(self, line: LineId, *, at: datetime) -> Waiting:
        return Waiting(**self._shared(), line=line, since=at)

    def put_back(self, *, at: datetime) -> Waiting:
        """Back to the line's queue, at the place it would have had all along; anybody but this operator first."""
        handling = replace(self.handling.declined_by(self.operator, at=at), wanted=None)
        shared = self._shared() | {"handling": handling}
        return Waiting(**shared, line=self.line, since=at, counted_from=self.handling.handed_at)

    def pass_to(self, operator: OperatorId, *, at: datetime) -> "WithOperator":
        return WithOperator(**self._shared(), line=self.line, operator=operator, since=at, waited=self.waited)

    def put_on_hold(self, hold: Hold) -> "WithOperator":
        return replace(self, hold=hold)

    def resume(self) -> "WithOperator":
        return replace(self, hold=None)

    def give_back(self) -> WithBot:
        return WithBot(**self._shared())


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Over. A later message opens a new session, or reopens this one if it comes soon enough."""

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
    comment: str = ""
    """What the customer was offered; asked for when the close is `unresolved`."""
    handling: Handling = field(default_factory=Handling)

    def reopen(self, line: LineId, *, at: datetime) -> Waiting:
        """The customer wrote again: back to the line, if possible to the one who closed it."""
        again = replace(
            self.handling, reopenings=self.handling.reopenings + 1, wanted=self.closed_by or self.handling.wanted,
            declined=(), done=(),
        )  # fmt: skip
        return Waiting(
            id=self.id, number=self.number, started_at=self.started_at, topic=self.topic, handling=again,
            line=line, since=at,
        )  # fmt: skip


Session = WithBot | Waiting | WithOperator | Closed
Open = WithBot | Waiting | WithOperator
