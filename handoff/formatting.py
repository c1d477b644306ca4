"""The little Markdown that people at the desk write: `**bold**`, `_italic_`, `` `code` ``, a block between two lines of
three backticks, and `[words](https://...)`. All else is what it looks like: lists, lines and addresses stay as they are
typed, and so do `*`, `__` and lone signs, which people write for themselves. All channels agree on it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_BLOCK = re.compile(r"^```[^\n`]*\n(.*?)\n?^```[ \t]*$", re.MULTILINE | re.DOTALL)
_SIGNS = re.compile(r"[*_`\[]")
_WEB = ("https://", "http://")
_ADDRESS = re.compile(r"://[^\s<>()\[\]`]*[^\s<>()\[\]`*_.,;:!?]")


class Style(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    BLOCK = "block"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How some characters look, `end` not included; spans lie in one another or apart."""

    start: int
    end: int
    style: Style
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """The words without their signs."""

    text: str
    spans: tuple[Span, ...] = ()

    def between(self, start: int, end: int) -> "Formatted":
        """A piece of it, with what there is of each span."""
        kept = (
            replace(each, start=max(each.start, start) - start, end=min(each.end, end) - start)
            for each in self.spans
            if each.start < end and each.end > start
        )
        return Formatted(text=self.text[start:end], spans=tuple(kept))


def read(text: str) -> Formatted:
    """Never fails: what is not of the subset is text."""
    if not _SIGNS.search(text):
        return Formatted(text=text)
    writer, since = _Writer(), 0
    for block in _BLOCK.finditer(text):
        writer.line(text[since : block.start()])
        if block[1].strip():
            writer.styled(block[1], Style.BLOCK)
        else:
            writer.write(block[0])
        since = block.end()
    writer.line(text[since:])
    return Formatted(text=writer.text, spans=tuple(sorted(writer.spans, key=lambda each: (each.start, -each.end))))


def plain(text: str) -> str:
    """For where nothing can be formatted: the words, and behind those of a link where it leads."""
    formatted = read(text)
    words = formatted.text
    for span in reversed(formatted.spans):
        if span.style is Style.LINK and words[span.start : span.end] != span.url:
            words = f"{words[: span.end]} ({span.url}){words[span.end :]}"
    return words


class _Writer:
    """Puts words down and keeps where each style began."""

    def __init__(self) -> None:
        self.text, self.spans = "", list[Span]()
        self._open: list[tuple[int, Style, str]] = []

    def write(self, words: str) -> None:
        self.text += words

    def styled(self, words: str, style: Style, url: str = "") -> None:
        self.spans.append(Span(start=len(self.text), end=len(self.text) + len(words), style=style, url=url))
        self.write(words)

    def line(self, text: str) -> None:
        """Text without blocks."""
        for token in _tokens(text):
            match token.type:
                case "code_inline":
                    self.styled(token.content, Style.CODE)
                case "strong_open" | "em_open" | "link_open" if (style := _style(token)) is not None:
                    self._open.append((len(self.text), style, str(token.attrs.get("href", ""))))
                case "strong_close" | "em_close" | "link_close" if self._open and self._open[-1][1] is _style(token):
                    start, style, url = self._open.pop()
                    if start < len(self.text):
                        self.spans.append(Span(start=start, end=len(self.text), style=style, url=url))
                case "strong_open" | "strong_close" | "em_open" | "em_close":
                    self.write(token.markup)
                case _:
                    self.write(token.content)


def _style(token: Token) -> Style | None:
    match token.type.partition("_")[0], token.markup:
        case "strong", "**":
            return Style.BOLD
        case "em", "_":
            return Style.ITALIC
        case "link", _:
            return Style.LINK
        case _:
            return None


def _tokens(text: str) -> Iterator[Token]:
    for inline in _parser().parseInline(text):
        yield from inline.children or ()


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address is no place for signs."""
    found = _ADDRESS.match(state.src, state.pos)
    if found is None or not state.pending.endswith(("http", "https")):
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["emphasis", "backticks", "link"])
    parser.inline.ruler.before("emphasis", "address", _address)
    parser.core.ruler.disable("normalize")  # it changes characters, and here all that is no sign stays as it was typed
    parser.validateLink = lambda url: url.startswith(_WEB)  # type: ignore[method-assign]
    return parser
