"""What the desk needs from outside: small protocols that storage and bot fulfil."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from handoff.book import Book
from handoff.conversation import Conversation
from handoff.ids import ConversationId, FileId, LevelId, LineId, MessageId, OperatorId
from handoff.line import Line
from handoff.messages import Happening, Message
from handoff.operator import AwayReason, Operator, Presence
from handoff.priority import PriorityScheme
from handoff.routing.rules import RuleSet
from handoff.session import Closed
from handoff.sla.policy import SlaPolicies

T = TypeVar("T")

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


class Stale(Exception):
    """What was to be changed has changed meanwhile, and has this version now: look again, then decide again."""

    def __init__(self, current: int) -> None:
        super().__init__(f"It has been changed meanwhile, and has version {current} now.")
        self.current = current


class LoginTaken(Exception):
    """Somebody else signs in by this name."""


class Lines(Protocol):
    async def all(self) -> Sequence[Line]: ...

    async def change(self, line: Line, *, base: int) -> Line:
        """Store the line if version `base` is the latest (0: there is none yet); with its new version. Raises Stale."""
        ...


class Operators(Protocol):
    async def all(self) -> Sequence[Operator]: ...

    async def get(self, operator_id: OperatorId) -> Operator | None: ...

    async def by_login(self, login: str) -> Operator | None: ...

    async def by_telegram(self, telegram_id: int) -> Operator | None: ...

    async def link_telegram(self, operator_id: OperatorId, telegram_id: int) -> None: ...

    async def change(self, operator: Operator, *, base: int) -> Operator:
        """Store what an admin edits, as `Lines.change` does; presence and Telegram are left alone.

        Raises Stale, LoginTaken.
        """
        ...

    async def set_presence(
        self,
        operator_id: OperatorId,
        presence: Presence,
        reason: AwayReason | None = None,
        since: datetime | None = None,
        *,
        was: Presence | None = None,
    ) -> bool:
        """False when it was so already, or when it is not what it `was`: then `since` stays as it is, too."""
        ...


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a line has to do now. `breached` counts open sessions with a promise that is broken and not yet met."""

    waiting: int = 0
    oldest_since: datetime | None = None
    with_operators: int = 0
    """Those on hold among them."""
    on_hold: int = 0
    breached: int = 0


class Team(Protocol):
    """What everybody at the desk has in hand."""

    async def tallies(self) -> Mapping[LineId, Tally]:
        """Of the lines that have any open session."""
        ...

    async def held(self) -> Sequence[Conversation]:
        """Every session that is with an operator, the longest with them first."""
        ...

    async def closed(self, since: datetime, until: datetime) -> Sequence[Closed]:
        """Sessions closed in a period, its end not included; what was reopened is not among them."""
        ...


class Load(Protocol):
    """What an operator has in hand, in units of effort, and when they were last given something."""

    @property
    def held(self) -> int: ...

    @property
    def idle_since(self) -> datetime | None: ...


class Loads(Protocol):
    async def of(self, operators: Collection[OperatorId], now: datetime) -> Mapping[OperatorId, Load]: ...


class Vocabulary(Protocol):
    """Which words the facts have had: for editors to offer."""

    async def words(self) -> Mapping[str, Sequence[str]]:
        """By fact, in order; a minute old at most."""
        ...


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

    async def remove_all(self, operator_id: OperatorId) -> None:
        """Sign a person out everywhere."""
        ...


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
    """What happens, as it happens: for screens. A missed one is only late: screens read again."""

    def changes(self) -> AsyncIterator[ConversationId]: ...

    def told(self) -> AsyncIterator[OperatorId]:
        """Who has a new notice."""
        ...


class Heartbeats(Protocol):
    """Whose screens are open."""

    async def beat(self, operator: OperatorId, at: datetime) -> None: ...

    async def gone(self, operator: OperatorId, at: datetime) -> None:
        """Their last screen here was closed."""
        ...


# -- the rules in force, and their earlier versions ----------------------------------------------------------------


class Books(Protocol):
    async def now(self) -> Book:
        """All rules in force; half a second old at most."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Generic[T]):
    """A part of the book that is edited, and has versions, as a whole. `blank` counts until something is saved."""

    name: str
    kind: type[T]
    blank: T


ROUTING = Chapter(name="routing", kind=RuleSet, blank=Book().routing)
PRIORITY = Chapter(name="priority", kind=PriorityScheme, blank=Book().priority)
SLA = Chapter(name="sla", kind=SlaPolicies, blank=Book().sla)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterVersion:
    """Who saved what is version `version` of a chapter, and why."""

    version: int
    by: OperatorId | None
    at: datetime
    comment: str = ""


class Chapters(Protocol):
    """Every version of each chapter, counted from 1; the latest is in force. Going back is saving an old one anew."""

    async def current(self, chapter: Chapter[T]) -> tuple[int, T]:
        """The latest version and its value; 0 and the blank one when nothing was saved yet."""
        ...

    async def save(
        self, chapter: Chapter[T], value: T, *, base: int, by: OperatorId | None, at: datetime, comment: str = ""
    ) -> int:
        """The number of the new version. Raises Stale when `base` is not the latest."""
        ...

    async def versions(self, chapter: Chapter[T]) -> Sequence[ChapterVersion]:
        """Newest first."""
        ...

    async def version(self, chapter: Chapter[T], number: int) -> T | None: ...


# -- notices -------------------------------------------------------------------------------------------------------


class Carrier(StrEnum):
    """How a notice leaves the console."""

    TELEGRAM = "telegram"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A system message put before one hearer: an operator, or (`operator` is None) whoever reads `email`."""

    id: str
    """`{message}~{operator or address}`: a hearer is told of a message once."""
    operator: OperatorId | None
    email: str | None = None
    """An address that the rules name; operators have theirs on their card."""
    conversation_id: ConversationId
    message_id: MessageId
    customer: str
    """The customer's name, for the line that is shown."""
    happening: Happening
    details: Mapping[str, str]
    at: datetime
    read_at: datetime | None = None
    unsent: tuple[Carrier, ...] = ()
    """Carriers that have not had it yet."""


class Notices(Protocol):
    """What operators are told; kept for a month."""

    async def add(self, notices: Sequence[Notice]) -> None:
        """Those that are there already stay as they are."""
        ...

    async def unread(self, operator: OperatorId) -> int: ...

    async def recent(self, operator: OperatorId, limit: int) -> Sequence[Notice]:
        """Newest first."""
        ...

    async def mark_read(self, operator: OperatorId, at: datetime) -> None:
        """All of theirs up to this time."""
        ...

    async def unsent(self, carrier: Carrier, limit: int) -> Sequence[Notice]:
        """A sender's work, oldest first."""
        ...

    async def mark_sent(self, carrier: Carrier, notice_id: str) -> None:
        """Sent, or nothing to send: it is off the sender's list."""
        ...
