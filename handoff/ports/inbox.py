"""Lists of conversations for staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from handoff.conversation import Conversation
from handoff.ids import LevelId, LineId, OperatorId


class View(StrEnum):
    """The lists of the inbox."""

    MINE = "mine"
    """Theirs, without those on hold."""
    HOLD = "hold"
    WAITING = "waiting"
    OPEN = "open"
    BOT = "bot"
    CLOSED = "closed"


class Order(StrEnum):
    """How a list is sorted."""

    RECENT = "recent"
    """What changed last."""
    TURN = "turn"
    """Who is next: by priority, then by who came first."""
    DUE = "due"
    """What is due soonest; what is never due comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxQuery:
    """`lines`: the only lines whose sessions may be shown; None is all of them (supervisors)."""

    view: View
    operator: OperatorId
    lines: frozenset[LineId] | None
    text: str = ""
    line: LineId | None = None
    priority: LevelId | None = None
    channel: str | None = None
    account: str | None = None
    """Of that channel: accounts of several may have one name."""
    order: Order | None = None
    """None is the view's own: TURN for those waiting, RECENT for all others."""
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """`next` is the cursor of the following page; None at the end."""

    items: Sequence[Conversation]
    next: str | None


class UnknownPage(Exception):
    """The cursor was not made by the inbox."""


class Inbox(Protocol):
    """Lists of conversations for staff."""

    async def page(self, query: InboxQuery) -> InboxPage:
        """Raises UnknownPage."""
        ...

    async def counts(self, operator: OperatorId, lines: frozenset[LineId] | None) -> Mapping[View, int]: ...

    async def offered_to(self, operator: OperatorId) -> Sequence[Conversation]:
        """Waiting for this person's yes or no, the earliest to lapse first."""
        ...
