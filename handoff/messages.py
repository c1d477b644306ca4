"""What is said in a conversation: by the customer, the bot, an operator, or the desk itself.

A message is a value. Its number is its place in the thread, given by the commit that adds it, so that two
workers can never give the same place to two messages. A private note is a message that no channel delivers;
a system message carries an event as data, for each screen to say in its reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handoff.ids import FileId, MessageId, OperatorId, SessionId
from handoff.routing.decisions import Decision
from handoff.standing import FlowTrace


class Side(StrEnum):
    """Whose words they are."""

    CUSTOMER = "customer"
    BOT = "bot"
    OPERATOR = "operator"
    SYSTEM = "system"


class DeliveryState(StrEnum):
    """How far a message to the customer has come."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The call was made and its answer lost: the customer may or may not have it. Never resent blindly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The fate of one outgoing message; `provider_id` is the messenger's own id for it."""

    state: DeliveryState
    at: datetime
    provider_id: str | None = None
    reason: str | None = None
    tries: int = 0
    """Sends that the messenger did not take."""


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a message. `provider_ref` fetches it from the messenger; `file_id` is our own copy, once made."""

    kind: FileKind
    name: str
    mime: str
    size: int | None = None
    """Bytes, as the messenger says."""
    provider_ref: str | None = None
    file_id: FileId | None = None
    failure: str | None = None
    """Why our copy could not be made."""
    url: str | None = None
    """Of a file that we send: where the messenger fetches it."""
    width: int | None = None
    height: int | None = None
    """Pixels of a picture of which there is a preview, held upright."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A shared location, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A shared contact. `own`: whether it is the writer's own, as the messenger knows; None where it does not say."""

    name: str
    phone: str
    own: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message holds besides who said it."""

    text: str = ""
    folded: str = ""
    """What a mail quotes, and its signature; the advertisement that led here: shown when it is asked for."""
    attachments: tuple[Attachment, ...] = ()
    place: Place | None = None
    cards: tuple[Card, ...] = ()
    unsupported: str | None = None
    """The kind of what came and nobody here can show, as the messenger calls it."""

    @property
    def gist(self) -> str:
        """What it is, where there is room for a line."""
        if self.text:
            return self.text
        if self.attachments:
            return self.attachments[0].name
        if self.cards:
            return self.cards[0].name
        return f"[{self.unsupported}]" if self.unsupported else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A quick answer: `action` comes back when it is pressed (at most 40 bytes), `label` is shown.
    With a `url` it opens that instead."""

    action: str
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The article that an answer cites."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What the bot took a message for: kept so that the operator sees it and the decision can be explained."""

    intent: str
    confidence: float
    topic: str | None = None
    ranking: tuple[tuple[str, float], ...] = ()
    articles: tuple[tuple[str, str, float], ...] = ()
    """Article id, title and score, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An earlier wording of a message."""

    text: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The earlier message that one answers, and how it begins."""

    message: MessageId
    side: Side
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTemplate:
    """A text that the messenger approved, and what is put into its places: sent where our own words are not taken."""

    name: str
    language: str
    values: Mapping[str, str] = field(default_factory=dict)


class Happening(StrEnum):
    """What a system message reports; `details` holds the names to put into the sentence."""

    HANDED_OFF = "handed_off"  # line, reason
    ASSIGNED = "assigned"  # operator
    TRANSFERRED = "transferred"  # line or operator, by
    GIVEN_BACK = "given_back"  # by
    CLOSED = "closed"  # by, reason, topic
    CUSTOMER_LEFT = "customer_left"
    CUSTOMER_BACK = "customer_back"
    BOT_UNAVAILABLE = "bot_unavailable"  # error
    LATE = "late"  # minutes
    PARKED = "parked"  # error
    TRIED_AGAIN = "tried_again"  # by: what was parked
    DROPPED = "dropped"  # by: what was parked
    OFFERED = "offered"  # operator
    DECLINED = "declined"  # operator
    OFFER_MISSED = "offer_missed"  # operator
    HELD = "held"  # by, until, reason
    RESUMED = "resumed"  # cause: time, reply, operator
    ESCALATED = "escalated"  # line, cause, by
    PRIORITY = "priority"  # level, by, reason
    SLA_WARNING = "sla_warning"  # target, percent, due
    SLA_BREACH = "sla_breach"  # target, due
    RETURNED = "returned"  # operator, cause: no_answer, away, shift_end, supervisor, sla
    OVERFLOWED = "overflowed"  # line
    REOPENED = "reopened"  # count
    COLLECTED = "collected"  # question, answer
    FLOW = "flow"  # flow, name, did: began, went_on, ended, failed; step, error
    REQUESTED = "requested"  # type, title, fields
    RATED = "rated"  # score, of
    JOINED = "joined"  # conversation, channel, customer, how: hand, email, phone, code; value, by
    SPLIT = "split"  # conversation, channel, customer, by
    VERIFIED = "verified"  # email
    WINDOW_CLOSING = "window_closing"  # until: when the messenger stops taking our own words
    NUMBER_CHANGED = "number_changed"  # to or was: the customer's other number
    GROUP_LOST = "group_lost"  # title, reason: of no conversation, but of a group in which operators work


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One row of the history."""

    id: MessageId
    number: int
    session_id: SessionId
    side: Side
    at: datetime
    """When we had it: what clocks run from."""
    sent_at: datetime | None = None
    """When the messenger says it was written: what the thread shows."""
    author: str | None = None
    author_name: str | None = None
    content: Content = field(default_factory=Content)
    note: bool = False
    buttons: tuple[Button, ...] = ()
    sources: tuple[Source, ...] = ()
    belief: Belief | None = None
    edits: tuple[Edit, ...] = ()
    happening: Happening | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    decision: Decision | None = None
    """Of a system message: what was decided, and on what."""
    trace: FlowTrace | None = None
    """Of a system message: what a flow did."""
    tells: tuple[OperatorId, ...] = ()
    """Of a system message: whom it is put before as a notice."""
    emails: tuple[str, ...] = ()
    """Further addresses that the notice goes to."""
    provider_id: str | None = None
    """The messenger's id of a customer's message; of an outgoing one see `delivery`."""
    reply_to: str | None = None
    """The messenger's id of the message that this one answers."""
    part_ids: tuple[str, ...] = ()
    """The messenger's ids of its parts, where it came or went as several: an album, a long text."""
    quote: Quote | None = None
    """That message, where it is one of ours."""
    forwarded_from: str | None = None
    """Whose words a customer passed on, as the messenger names them; empty where it does not."""
    reactions: tuple[str, ...] = ()
    """The signs that the customer put to it."""
    withdrawn_at: datetime | None = None
    """When whoever wrote it took it back."""
    corrects: MessageId | None = None
    """The sent message whose words these replace: an order to the messenger, no row of the thread."""
    withdraws: MessageId | None = None
    """The sent message that is to be taken back: likewise."""
    unchanged: str | None = None
    """Why it still reads at the customer as it did before the latest order of this kind."""
    repeats: MessageId | None = None
    """The message that did not arrive and is sent again as this one."""
    repeated_as: MessageId | None = None
    """The other way round: what it was sent again as."""
    template: FromTemplate | None = None
    """Of an outgoing message: what it is sent as; its text is how that reads."""
    delivery: Delivery | None = None
