"""Formatted text for messengers that take it as places in the words, counted as UTF-16 does."""

from collections.abc import Iterator

from flows import cutting
from handoff.formatting import Formatted, Span


def pieces(whole: Formatted, limit: int) -> list[Formatted]:
    """In messages of at most `limit`; what is bold across a cut is bold on both sides of it."""
    found, since = list[Formatted](), 0
    for piece in cutting.split(whole.text, limit):
        start = whole.text.index(piece, since)
        since = start + len(piece)
        found.append(whole.between(start, since))
    return found


def placed(formatted: Formatted) -> Iterator[tuple[Span, int, int]]:
    """Each span with where it begins, and how long it is."""
    for span in formatted.spans:
        begins = cutting.width(formatted.text[: span.start])
        yield span, begins, cutting.width(formatted.text[span.start : span.end])
