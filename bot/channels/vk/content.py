"""What a message says: its words, what hangs on it, and what others said that it passes on."""

import re
from collections.abc import Iterator, Sequence

from bot.channels.vk.attachments import hanging
from bot.channels.vk.payload import Forwarded, Message
from handoff.messages import Content, Place

_MENTION = re.compile(r"\[(?:id|club|public)\d+\|([^\[\]|]*)\]")
_MOST_FORWARDED = 100


def forwarded_from(message: Message) -> str | None:
    """Where the whole message is somebody else's words."""
    if message.text.strip() or message.attachments or not message.fwd_messages:
        return None
    writers = {each.from_id for each in message.fwd_messages}
    writer = writers.pop() if len(writers) == 1 else 0
    return f"vk.com/id{writer}" if writer > 0 else f"vk.com/club{-writer}" if writer else ""


def content_of(message: Message) -> tuple[Content, str | None]:
    """And the kind that nothing could be shown of, where that is all there is."""
    forwarded = list(_flat(message.fwd_messages))[:_MOST_FORWARDED]
    own = hanging(message.attachments)
    others = [hanging(each.attachments) for each in forwarded]
    told = [_plain(message.text), *own.lines]
    for each, things in zip(forwarded, others, strict=True):
        lines = "\n".join(filter(None, (_plain(each.text), *things.lines)))
        told.append("\n".join(f"> {line}" for line in lines.splitlines()))
    place = message.geo.coordinates if message.geo else None
    content = Content(
        text="\n\n".join(filter(None, told)),
        attachments=(*own.files, *(file for things in others for file in things.files)),
        place=Place(latitude=place.latitude, longitude=place.longitude) if place else None,
    )
    unknown = [*own.unknown, *(kind for things in others for kind in things.unknown)]
    return content, (unknown or ["message"])[0] if content == Content() else None


def _flat(forwarded: Sequence[Forwarded]) -> Iterator[Forwarded]:
    for each in forwarded:
        yield each
        yield from _flat(each.fwd_messages)


def _plain(text: str) -> str:
    """`[id1|Ada]` is how VK writes a mention."""
    return _MENTION.sub(r"\1", text).strip()
