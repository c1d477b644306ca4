"""Telegram's texts: theirs read as plain words, ours formatted, and cut where a reader would pause.

Telegram counts in UTF-16 code units, so an emoji is two of them. What is formatted goes as entities, which need no
signs that could be mistaken.
"""

from collections.abc import Sequence
from itertools import islice

from aiogram.types import MessageEntity

from bot.channels.formatted import pieces, placed
from handoff.formatting import Formatted, Style, read

LIMIT = 4096
MOST_ENTITIES = 100
_TYPES = {
    Style.BOLD: "bold", Style.ITALIC: "italic", Style.CODE: "code", Style.BLOCK: "pre", Style.LINK: "text_link",
}  # fmt: skip


def plain(text: str, entities: Sequence[MessageEntity]) -> str:
    """The words as read on the screen, with the target of each link that hides one."""
    ends = [
        (len(_prefix(text, max(0, each.offset + each.length))), each.url)
        for each in entities
        if each.type == "text_link" and each.url
    ]
    for end, url in sorted(ends, reverse=True):
        text = f"{text[:end]} ({url}){text[end:]}"
    return text


def split(text: str, limit: int = LIMIT) -> list[Formatted]:
    """The text in messages."""
    return pieces(read(text), limit)


def entities(formatted: Formatted) -> list[MessageEntity] | None:
    """None where there is nothing to format. What is beyond Telegram's number of them stays plain."""
    found = [
        MessageEntity(type=_TYPES[span.style], offset=offset, length=length, url=span.url or None)
        for span, offset, length in islice(placed(formatted), MOST_ENTITIES)
    ]
    return found or None


def _prefix(text: str, units: int) -> str:
    """The longest beginning of so many UTF-16 units that ends with a whole character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
