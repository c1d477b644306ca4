"""What the desk needs from outside: small protocols that storage and bot fulfil."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handoff.conversation import Conversation
from handoff.ids import ConversationId, FileId, LineId, OperatorId
from handoff.line import Line
from handoff.messages import Message
from handoff.operator import Operator, Presence

Clock = Callable[[], datetime]
"""Gives the present as an aware UTC time; tests move it."""


class Conflict(Exception):
    """Someone else committed this conversation first: read again, decide again."""


class Conversations(Protocol):
    """The truth about conversations: one document each, changed under its version."""

    async def load(self, conversation_id: ConversationId) -> Conversation | None: ...

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        """Store `after` if `before` is still the truth; gives it back with its new version. Raises Conflict."""
        ...


class History(Protocol):
    """Every message ever said, in order."""

    async def page(self, conversation: Conversation, *, before: int | None, limit: int) -> Sequence[Message]:
        """The last `limit` messages, or those before a number; oldest first, the journal included."""
        ...


class Announcer(Protocol):
    """Tells the world what a commit made true. Safe to repeat."""

    async def announce(self, before: Conversation, after: Conversation) -> None: ...


class Lines(Protocol):
    async def all(self) -> Sequence[Line]: ...


class Operators(Protocol):
    async def all(self) -> Sequence[Operator]: ...

    async def get(self, operator_id: OperatorId) -> Operator | None: ...

    async def by_login(self, login: str) -> Operator | None: ...

    async def by_telegram(self, telegram_id: int) -> Operator | None: ...

    async def link_telegram(self, operator_id: OperatorId, telegram_id: int) -> None: ...

    async def set_presence(self, operator_id: OperatorId, presence: Presence) -> None: ...


class View(StrEnum):
    """The lists of the inbox."""

    MINE = "mine"
    WAITING = "waiting"
    OPEN = "open"
    BOT = "bot"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxQuery:
    """`lines`: the only lines whose sessions may be shown; None is all of them (supervisors)."""

    view: View
    operator: OperatorId
    lines: frozenset[LineId] | None
    text: str = ""
    line: LineId | None = None
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


class Texts(Protocol):
    """What the product says to customers, by key and language."""

    def say(self, key: str, language: str, **values: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """A reply ready to use: typed as `/{shortcut}` in the composer."""

    shortcut: str
    text: str
    language: str


class CannedReplies(Protocol):
    async def all(self) -> Sequence[Canned]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A staff member's signed-in browser."""

    operator_id: OperatorId
    csrf: str
    expires_at: datetime


class Logins(Protocol):
    """Signed-in browsers, by the hash of their cookie."""

    async def add(self, token_hash: str, login: Login) -> None: ...

    async def get(self, token_hash: str, now: datetime) -> Login | None: ...

    async def remove(self, token_hash: str) -> None: ...


class Throttle(Protocol):
    """Counts tries against a limit."""

    async def allow(self, key: str, *, limit: int, seconds: int) -> bool: ...

    async def forget(self, key: str) -> None:
        """Count from the beginning."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A customer's file: what we know of it, and where it belongs."""

    id: FileId
    conversation_id: ConversationId
    name: str
    mime: str
    size: int


class Files(Protocol):
    """Our own copies of customers' files."""

    async def find(self, file_id: FileId) -> StoredFile | None: ...

    def read(self, file_id: FileId) -> AsyncIterator[bytes]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An event that failed too often and was set aside, so that its conversation could go on."""

    id: str
    conversation_id: ConversationId
    error: str
    parked_at: datetime


class DeadLetters(Protocol):
    async def recent(self, limit: int) -> Sequence[DeadLetter]: ...


class LiveFeed(Protocol):
    """Which conversations changed, as it happens. A missed one is only late: screens read again."""

    def changes(self) -> AsyncIterator[ConversationId]: ...
