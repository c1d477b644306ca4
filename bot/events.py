"""What may happen to a conversation, in one vocabulary for every channel.

Channels parse their messenger's payload into these; the mailbox carries them as JSON; `turn.py` handles them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue, TypeAdapter

from flows.happenings import CallFinished
from handoff.customer import Address
from handoff.ids import ConversationId, EventId, MessageId
from handoff.messages import Content, Happening, Quote
from handoff.person_known import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the messenger tells about the writer; None where it tells nothing."""

    name: str | None = None
    language: str | None = None
    username: str | None = None
    phone: str | None = None
    phone_is_theirs: bool = False
    """The messenger vouches for the number: it is the writer's, and no other's."""
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _FromCustomer:
    id: EventId
    address: Address
    at: datetime
    """When we received it."""
    sent_at: datetime
    """When it was written, as the messenger says."""
    profile: Profile = field(default_factory=Profile)
    reply_until: datetime | None = None
    """Until when this lets us write to them, where the messenger sets a time."""

    @property
    def conversation_id(self) -> ConversationId:
        return self.address.conversation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came in a form beside the message, for people: `service` is an entry of the catalogue, as `line/service`."""

    service: str = ""
    collected: Mapping[str, str] = field(default_factory=dict)


def _with_cards(content: object) -> object:
    """Events that earlier releases wrote, and nobody has read yet, have room for one card."""
    if isinstance(content, dict) and "card" in content:
        one = content["card"]
        return {**{key: value for key, value in content.items() if key != "card"}, "cards": [one] if one else []}
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(_FromCustomer):
    """A message. `unsupported` names a kind that the channel cannot read yet."""

    kind: Literal["said"] = "said"
    content: Annotated[Content, BeforeValidator(_with_cards)]
    provider_id: str | None = None
    reply_to: str | None = None
    """The messenger's id of the message that this one answers."""
    picked: str = ""
    """The words of that message that were picked out to be answered."""
    quote: Quote | None = None
    """That message, once it is found in the history."""
    forwarded_from: str | None = None
    """Whose words these are, where they were passed on; empty where the messenger does not name them."""
    album: str | None = None
    """What it has in common with further messages, which are one with it."""
    part_ids: tuple[str, ...] = ()
    """Of a whole album: the messenger's ids of all its items."""
    unsupported: str | None = None
    filled: Filled | None = None
    """It was written in a form, and goes to people."""
    heard_before: bool = False
    """It was set aside, and is tried again: its words are in the thread."""
    automatic: bool = False
    """A machine wrote it, such as one that tells of an absence: it is kept, and never answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(_FromCustomer):
    """A button. `label` is what the customer saw on it; `callback_id` lets the channel stop its spinner."""

    kind: Literal["pressed"] = "pressed"
    action: str
    label: str = ""
    callback_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(_FromCustomer):
    """The customer changed the wording of an earlier message."""

    kind: Literal["edited"] = "edited"
    provider_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(_FromCustomer):
    """The customer took an earlier message back."""

    kind: Literal["withdrawn"] = "withdrawn"
    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(_FromCustomer):
    """The customer put signs to a message, theirs or ours; all that are there now, none when they took them away."""

    kind: Literal["reacted"] = "reacted"
    provider_id: str
    reactions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(_FromCustomer):
    """The customer opened the chat; `payload` comes from the link that led here."""

    kind: Literal["started"] = "started"
    payload: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(_FromCustomer):
    """The customer blocked us, or the messenger does not reach them any more."""

    kind: Literal["left"] = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(_FromCustomer):
    """The customer unblocked us."""

    kind: Literal["returned"] = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(_FromCustomer):
    """The customer goes on elsewhere: whoever has this address later is somebody else."""

    kind: Literal["moved"] = "moved"
    to: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(_FromCustomer):
    """The customer has come here from another address, and has said nothing yet."""

    kind: Literal["arrived"] = "arrived"
    was: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(_FromCustomer):
    """The messenger says how far one of our messages has come."""

    kind: Literal["receipt"] = "receipt"
    provider_id: str
    state: Literal["delivered", "read", "failed"]
    reason: str | None = None
    message_id: MessageId | None = None
    """Which it is, where the messenger says back what we call it: so it is known though the answer to its send was
    lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """A time the conversation was waiting for has come."""

    kind: Literal["wake"] = "wake"
    id: EventId
    conversation_id: ConversationId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Poke:
    """Staff changed the conversation, or a process died with it in hand: see whether something is to be delivered."""

    kind: Literal["poke"] = "poke"
    id: EventId
    conversation_id: ConversationId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Another system has answered what a flow asked it."""

    kind: Literal["called"] = "called"
    id: EventId
    conversation_id: ConversationId
    at: datetime
    result: CallFinished


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """Another system has taken what a flow asked it to start; how it ends will come later."""

    kind: Literal["underway"] = "underway"
    id: EventId
    conversation_id: ConversationId
    at: datetime
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooked:
    """Another system called one of our webhooks about this conversation."""

    kind: Literal["hooked"] = "hooked"
    id: EventId
    conversation_id: ConversationId
    at: datetime
    hook: str
    data: JsonValue = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another conversation turned out to be this customer's, or not to be, or has taught us something about them."""

    kind: Literal["related"] = "related"
    id: EventId
    conversation_id: ConversationId
    at: datetime
    happening: Happening | None = None
    """What the thread reports of it, with the names that follow; None where it reports nothing."""
    other: str = ""
    channel: str = ""
    customer: str = ""
    how: str = ""
    value: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Staff put down something about the customer, which their other conversations are to know, too."""

    kind: Literal["learned"] = "learned"
    id: EventId
    conversation_id: ConversationId
    at: datetime
    was: Known
    became: Known


FromCustomer = Said | Pressed | Edited | Withdrawn | Reacted | Started | Left | Returned | Moved | Arrived | Receipt
OfThemselves = Said | Pressed | Started | Left | Returned | Moved | Arrived
"""What may change where the conversation stands."""
OfOneMessage = Edited | Withdrawn | Reacted | Receipt
"""What changes a row of the history, and decides nothing."""
FromSystem = Called | Underway | Hooked | Related | Learned
FromOutside = FromCustomer | FromSystem
"""What is lost unless it is stored before it is acknowledged."""
AnyEvent = FromOutside | Wake | Poke
EVENTS: TypeAdapter[AnyEvent] = TypeAdapter(Annotated[AnyEvent, Field(discriminator="kind")])
