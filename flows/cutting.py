"""Cutting texts to a length without cutting a word, a sentence or a character when it can be helped."""

import re


def width(text: str) -> int:
    """The length as messengers count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit`: cut between paragraphs, else sentences, else words, else anywhere."""
    pieces = []
    rest = text.strip()
    while width(rest) > limit:
        head = _head(rest, limit)
        cut = _cut(head, rest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


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
    return max(len(head), 1)
