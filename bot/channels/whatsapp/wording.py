"""The desk's little Markdown in WhatsApp's signs: `*bold*`, `_italic_`, one backtick, three.

They hold within a line only, and only where they touch words; a link is its words and where it leads.
"""

from collections.abc import Iterator

from handoff.formatting import Formatted, Span, Style, read

_SIGNS = {Style.BOLD: "*", Style.ITALIC: "_", Style.CODE: "`", Style.BLOCK: "```"}


def worded(text: str) -> str:
    formatted = read(text)
    if not formatted.spans:
        return formatted.text
    put: dict[int, tuple[list[str], list[str]]] = {}
    """At each place, what is written there: what closes first, then what opens."""
    for span in formatted.spans:
        if span.style is Style.LINK:
            if formatted.text[span.start : span.end] != span.url:
                put.setdefault(span.end, ([], []))[0].append(f" ({span.url})")
            continue
        for start, end in _pieces(formatted, span):
            put.setdefault(start, ([], []))[1].append(_SIGNS[span.style])
            put.setdefault(end, ([], []))[0].insert(0, _SIGNS[span.style])
    return "".join(_written(formatted.text, put))


def _written(text: str, put: dict[int, tuple[list[str], list[str]]]) -> Iterator[str]:
    since = 0
    for place in sorted(put):
        closes, opens = put[place]
        yield text[since:place]
        yield from (*closes, *opens)
        since = place
    yield text[since:]


def _pieces(formatted: Formatted, span: Span) -> Iterator[tuple[int, int]]:
    """A block is one piece; of all else, the words of each line."""
    if span.style is Style.BLOCK:
        yield span.start, span.end
        return
    start = span.start
    for line in formatted.text[span.start : span.end].split("\n"):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            yield begin, begin + len(words)
        start += len(line) + 1
