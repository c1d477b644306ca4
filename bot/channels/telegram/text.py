"""Telegram's texts: entities read as plain words, and long answers cut where a reader would pause.

Telegram counts in UTF-16 code units, so an emoji is two of them.
"""

from collections.abc import Sequence

from aiogram.types import MessageEntity

from flows import cutting

LIMIT = 4096


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


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in messages."""
    return cutting.split(text, limit)


def _prefix(text: str, units: int) -> str:
    """The longest beginning of so many UTF-16 units that ends with a whole character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
