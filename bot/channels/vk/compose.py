"""A message of ours as the messages of VK's that it takes, each with the name by which VK knows a second copy of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from bot.channels.formatted import pieces, placed
from bot.channels.vk.keyboard import keyboard
from handoff.formatting import Formatted, Style, read
from handoff.ids import MessageId
from handoff.messages import Message

LIMIT = 4096
"""Characters of a text. VK's documents say 9000 and its users 4096; longer ones may come back as error 914."""
FILES = 10
Part = Mapping[str, Any]
_LOOKS = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.LINK: "url"}
_RANDOM_BITS = 53
"""Whole in any JSON reader, and wide enough that two messages never share one."""


def compose(peer: int, message: Message, uploaded: Sequence[str]) -> list[Part]:
    """The parts in order, each a call of `messages.send`. None for an empty message."""
    parts: list[dict[str, Any]] = [_worded(piece) for piece in pieces(text_of(message), LIMIT)]
    for place, names in enumerate(_groups(uploaded)):
        if place == 0 and parts:
            parts[0]["attachment"] = names
        else:
            parts.append({"attachment": names})
    if parts and message.buttons:
        parts[-1]["keyboard"] = keyboard(message.buttons)
    if parts and message.reply_to and message.reply_to.isdigit():
        answered = {"peer_id": peer, "conversation_message_ids": [int(message.reply_to)], "is_reply": True}
        parts[0]["forward"] = orjson.dumps(answered).decode()
    common = {"peer_ids": str(peer), "dont_parse_links": 1, "disable_mentions": 1}
    return [{**common, **part, "random_id": random_id(message.id, place)} for place, part in enumerate(parts)]


def text_of(message: Message) -> Formatted:
    """Files of others are addresses: VK takes no file by its address."""
    words = read(message.content.text.strip())
    links = [f"{each.name}: {each.url}" for each in message.content.attachments if each.url]
    return replace(words, text="\n".join(filter(None, (words.text, *links))))


def _worded(piece: Formatted) -> dict[str, Any]:
    """Code looks like all else in VK, which has no look for it."""
    items = [
        {"type": _LOOKS[span.style], "offset": offset, "length": length} | ({"url": span.url} if span.url else {})
        for span, offset, length in placed(piece)
        if span.style in _LOOKS
    ]
    look = {"format_data": orjson.dumps({"version": 1, "items": items}).decode()} if items else {}
    return {"message": piece.text, **look}


def random_id(message: MessageId, part: int) -> int:
    """The same for the same part of the same message: sent again, VK takes it for what it has. Never 0, which says
    that nothing is to be compared."""
    digest = hashlib.blake2b(f"{message}/{part}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> (64 - _RANDOM_BITS)) or 1


def _groups(uploaded: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(uploaded), FILES):
        yield ",".join(uploaded[start : start + FILES])
