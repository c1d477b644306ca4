"""Telegram's texts: entities read as plain words, and long answers cut where a reader would pause.

Telegram counts in UTF-16 code units, so an emoji is two of them.
"""

import re
import unicodedata
from collections.abc import Sequence

from aiogram.types import MessageEntity

LIMIT = 4096

_PAUSES = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"(?<=[.!?…])\s", r"\s")))
"""Ends of a paragraph, a line, a sentence and a word, best first."""
_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)


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
    """Parts of at most `limit` UTF-16 units each; together they lose nothing but white space at the cuts."""
    parts = []
    rest = text.strip()
    while rest:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return parts


def _cut(text: str, limit: int) -> int:
    """Where to end the first part, in characters."""
    most = len(_prefix(text, limit))
    if most == len(text):
        return most
    # A pause in the first third would make a scrap of a message: prefer the next weaker pause then.
    for pause in _PAUSES:
        ends = [match.start() for match in pause.finditer(text, 0, most + 1) if most // 3 < match.start() <= most]
        if ends:
            return ends[-1]
    whole = most
    while whole > most // 2 and _belong_together(text, whole):
        whole -= 1
    return whole if whole > most // 2 else most


def _belong_together(text: str, cut: int) -> bool:
    """Whether a cut here would fall inside what a reader sees as one sign."""
    before, after = text[cut - 1], text[cut]
    if after == _JOINER or before == _JOINER or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if ord(after) in _SKIN_TONES:
        return True
    if ord(before) in _REGIONAL and ord(after) in _REGIONAL:
        flags = 0
        while flags < cut and ord(text[cut - 1 - flags]) in _REGIONAL:
            flags += 1
        return flags % 2 == 1  # two letters make a flag
    return False


def _prefix(text: str, units: int) -> str:
    """The longest beginning of so many UTF-16 units that ends with a whole character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
