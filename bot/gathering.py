"""Items of an album, between a channel's events and what the desk gathers of them."""

from dataclasses import replace
from datetime import datetime

from bot.events import Said
from handoff.conversation import Conversation
from handoff.gathering import Gathered, Gathering, Item, begun
from handoff.messages import Content


def gathers(conversation: Conversation, event: Said, content: Content, now: datetime) -> Conversation:
    """With one more item of the album that it gathers, or the first of one."""
    item = Item(
        provider_id=event.provider_id or event.id, content=content, at=event.at, sent_at=event.sent_at,
        reply_to=event.reply_to, forwarded_from=event.forwarded_from,
    )  # fmt: skip
    known = conversation.gathering
    gathering = known.joined_by(item, now) if known else begun(event.album or "", event.id, item, now)
    return replace(conversation, gathering=gathering)


def whole(conversation: Conversation, gathering: Gathering) -> Said:
    """The album as if it had come as one message."""
    item = gathering.whole
    return Said(
        id=gathering.event, address=conversation.address, at=item.at, sent_at=item.sent_at, content=item.content,
        provider_id=item.provider_id, part_ids=tuple(each.provider_id for each in gathering.items),
        reply_to=item.reply_to, forwarded_from=item.forwarded_from,
    )  # fmt: skip


def gathered(conversation: Conversation, gathering: Gathering) -> Conversation:
    """Remembering which album it was."""
    return replace(conversation, gathered=Gathered(album=gathering.album, first=gathering.whole.provider_id))
