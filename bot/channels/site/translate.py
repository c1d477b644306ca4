"""What a visitor does, as events of the conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.deep_links import DeepLinks
from bot.channels.site import frames
from bot.events import FromCustomer, Pressed, Profile, Receipt, Said, Started
from handoff.customer import Address
from handoff.ids import EventId
from handoff.messages import Attachment, Content, DeliveryState, Message, Side

_LINKS = DeepLinks(channel="site")
"""Of the page's address nothing is signed, whatever a browser says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who writes, in which language the page speaks to them, and which page it is."""

    address: Address
    language: str | None = None
    page: str = ""


def event_of(frame: frames.Doing, visitor: Visitor, now: datetime, files: tuple[Attachment, ...] = ()) -> FromCustomer:
    """The event of a frame. A browser's clock may say anything, so things happen when we hear of them."""
    id_, address, profile = _id(visitor, frame.id), visitor.address, Profile(language=visitor.language)
    match frame:
        case frames.Open():
            return Started(
                id=id_, address=address, at=now, sent_at=now, profile=profile, payload=_LINKS.read(visitor.page)
            )
        case frames.Say():
            said = Content(text=frame.text, attachments=files)
            return Said(
                id=id_, address=address, at=now, sent_at=now, profile=profile, content=said, provider_id=frame.id
            )
        case frames.Press():
            action, label = frame.action, frame.label
            return Pressed(id=id_, address=address, at=now, sent_at=now, profile=profile, action=action, label=label)


def receipts(messages: Sequence[Message], visitor: Visitor, now: datetime) -> Sequence[Receipt]:
    """That these messages were read. Only people wait for the ticks on what they wrote."""
    return [
        Receipt(
            id=_id(visitor, f"read:{message.number}"), address=visitor.address, at=now, sent_at=now,
            provider_id=str(message.number), state="read",
        )
        for message in messages
        if message.side is Side.OPERATOR and message.delivery and message.delivery.state is not DeliveryState.READ
    ]  # fmt: skip


def _id(visitor: Visitor, name: str) -> EventId:
    return EventId(f"{visitor.address.conversation_id}:{name}")
