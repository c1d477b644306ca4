"""Cutting texts to a length without cutting a word, a sentence or what a reader sees as one sign.

Lengths are as messengers count them, in UTF-16 code units: an emoji is two of them, or more.
"""

import re
import unicodedata

_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def width(text: str) -> int:
    """The length as messengers count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit`, none for no text: cut between paragraphs, else sentences, else words, else
    anywhere. They lose nothing but white space at the cuts."""
    pieces = []
    rest = text.strip()
    while width(rest) > limit:
        head = _head(rest, limit)
        cut = _cut(head, rest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def shorten(label: str, limit: int) -> str:
    return label if width(label) <= limit else _head(label, limit - 1).rstrip() + "…"


def _head(text: str, limit: int) -> str:
    """The longest beginning that fits, which may not end within a character."""
    head = text.encode("utf-16-le", "surrogatepass")[: max(limit, 0) * 2]
    return head.decode("utf-16-le", "ignore")


_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"(?<!\d)[.!?…;·。]+[\"»”)]*\s|\n"), re.compile(r"\s"))


def _cut(head: str, whole: str) -> int:
    """Where to cut, in the later half if it can be, so that pieces do not get tiny."""
    room = head + whole[len(head) : len(head) + 1]
    for end in _ENDS:
        places = [found.end() for found in end.finditer(room) if len(head) // 2 < found.end() <= len(head) + 1]
        if places:
            return places[-1]
    cut = max(len(head), 1)
    return next((place for place in range(cut, cut // 2, -1) if not _belong_together(whole, place)), cut)


def _belong_together(text: str, cut: int) -> bool:
    """Would a cut here fall inside what a reader sees as one sign?"""
    if not 0 < cut < len(text):
        return False
    before, after = text[cut - 1], text[cut]
    if _JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me") or ord(after) in _SKIN_TONES:
        return True
    if ord(before) not in _REGIONAL or ord(after) not in _REGIONAL:
        return False
    flags = next((place for place in range(cut) if ord(text[cut - 1 - place]) not in _REGIONAL), cut)
    return flags % 2 == 1  # two letters make a flag
