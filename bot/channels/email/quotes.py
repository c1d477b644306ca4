"""What of a mail its writer has just written. What an answer quotes below it, and signatures, are folded away.

Programs introduce a quote in the reader's language. A rule that knows no language finds the most: the quote has `>`
before each line, and the line over it ends with a colon. Outlook marks nothing and writes a few header lines instead;
those are known in the languages that we speak. Words between quotes are an answer to them, and stay with them.

The libraries for this know no Russian and no Greek, and their patterns take seconds over a few kilobytes that mean it.
"""

import re
from typing import NamedTuple

_HEADERS = (
    ("from", "sent", "date", "to", "cc", "subject"),
    ("от", "от кого", "отправлено", "дата", "кому", "копия", "тема"),
    ("od", "wysłano", "data", "do", "dw", "temat"),
    ("από", "στάλθηκε", "ημερομηνία", "προς", "κοιν", "θέμα"),
    ("von", "gesendet", "datum", "an", "cc", "betreff"),
)
_LABELS = tuple(frozenset(each) for each in _HEADERS)
_FIRST = frozenset(label for each in _HEADERS for label in each[:2])
_HEADER_LINES, _INTRODUCTION_LINES = 3, 3
_RULER = re.compile(r"[-_\s]{5,}([^-_]{0,40}[-_]{5,})?")
"""`____________` or `-----Original Message-----`."""
_SIGNATURE = "\n--\n"
"""`-- ` on a line of its own, whose blank has gone with those at the ends of all lines."""
_ADVERTISEMENT = re.compile(
    r"\n\n(sent from|sent with|get outlook for|отправлено (с|из|от)|wysłan[eo] z|στάλθηκε από|gesendet (mit|von))"
    r"[^\n]{0,80}\Z", re.IGNORECASE,
)  # fmt: skip
"""`Sent from my phone`, as a paragraph of its own at the end."""


class Folded(NamedTuple):
    """Together they are the mail; `rest` is shown when it is asked for."""

    words: str
    rest: str


def fold(text: str, *, answer: bool) -> Folded:
    """Without the signature at its end and, of an answer, the quote; whole, when there is nothing else in it. What a
    new mail quotes is what it is about."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    whole = "\n".join(lines).strip()
    kept = "\n".join(_without_marked(_without_outlook(lines))).strip() if answer else whole
    signed = kept.partition(_SIGNATURE)[0].strip()
    words = _ADVERTISEMENT.sub("", signed).strip() or signed or kept or whole
    return Folded(words=words, rest=whole.removeprefix(words).strip())


def _without_outlook(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        if _label(line) in _FIRST and _is_header_block(lines[place : place + _HEADER_LINES + 2]):
            return _without_ruler(lines[:place])
    return lines


def _is_header_block(lines: list[str]) -> bool:
    found = [label for line in lines if (label := _label(line))]
    return any(len(labels.intersection(found)) >= _HEADER_LINES for labels in _LABELS)


def _label(line: str) -> str:
    """`subject` of `*Subject:* Hello`; empty where the line has none."""
    label, colon, _ = line[:40].partition(":")
    return label.strip(" *").lower() if colon else ""


def _without_marked(lines: list[str]) -> list[str]:
    """Without the lines marked with `>` at the end, and what introduces them."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if not any(line.startswith(">") for line in lines[end:]):
        return lines
    return _without_ruler(lines[: _without_introduction(lines, end)])


def _without_introduction(lines: list[str], end: int) -> int:
    """`On Monday, Ada <ada@example.com> wrote:` may take several lines: a paragraph of their own, or the fewest."""
    first = end
    while first and end - first < _INTRODUCTION_LINES and lines[first - 1].strip():
        first -= 1
    alone = first > 0 and not lines[first - 1].strip()
    for start in [first] * alone + list(range(end - 1, first - 1, -1)):
        words = " ".join(lines[start:end])
        if words.endswith(":") and ("@" in words or len(re.findall(r"\d+", words)) >= 2):
            return start
    return end


def _without_ruler(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[: end - 1] if end and _RULER.fullmatch(lines[end - 1]) else lines[:end]
