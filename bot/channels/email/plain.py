"""A mail's HTML as plain text: lines where a reader sees lines, quotes as `> `, a link's target beside its words.

The HTML is a stranger's: nh3 cleans it first, and leaves a few kinds of elements, well-formed. Nothing of it but its
words is kept, so that nothing in it ever runs or loads anywhere.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import nh3

_BLOCKS = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "ul", "ol", "table"})
_TAGS = frozenset({*_BLOCKS, "br", "td", "th", "a", "img", "blockquote"})
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})
_DEEPEST = 5
"""Quotes in quotes that are still told apart."""


def plain(html: str, pictures: Mapping[str, str] | None = None) -> str:
    """`pictures` of the mail, by their Content-ID: each is named where it stands. Those of others are left out."""
    clean = nh3.clean(
        html, tags=set(_TAGS), attributes={"a": {"href"}, "img": {"src"}},
        url_schemes={"http", "https", "mailto", "cid"}, link_rel=None,
    )  # fmt: skip
    reader = _Reader(pictures or {})
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._pictures = pictures
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._verbatim = 0
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        self._end_line()
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "br":
                self._break()
            case "a":
                self._links.append((dict(attrs).get("href") or "", len(self._line)))
            case "img":
                name = self._pictures.get((dict(attrs).get("src") or "").removeprefix("cid:"))
                self._line += f"[{name}]" if name else ""
            case "td" | "th":
                self._line += " " if self._line else ""
            case "blockquote":
                self._end_line()
                self._depth += 1
            case _:
                self._end_line(apart=tag in _APART)
                self._verbatim += tag == "pre"
                self._line += "- " if tag == "li" else ""

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "a":
                self._end_link()
            case "blockquote":
                self._end_line()
                self._depth = max(0, self._depth - 1)
                self._end_line(apart=True)
            case "td" | "th" | "br" | "img":
                pass
            case _:
                self._end_line(apart=tag in _APART)
                self._verbatim -= tag == "pre"

    def handle_data(self, data: str) -> None:
        if self._verbatim:
            first, *others = data.split("\n")
            self._line += first
            for each in others:
                self._break()
                self._line += each
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._line += words.lstrip(" ") if not self._line or self._line.endswith(" ") else words

    def _end_link(self) -> None:
        target, start = self._links.pop() if self._links else ("", 0)
        shown = self._line[start:].strip()
        address = target.removeprefix("mailto:")
        if address and address.rstrip("/") not in (shown, f"https://{shown}", f"http://{shown}"):
            self._line += f" ({address})" if shown else address

    def _break(self) -> None:
        self._lines.append(self._quoted(self._line.replace("\xa0", " ").rstrip()))
        self._line = ""

    def _end_line(self, *, apart: bool = False) -> None:
        if self._line.strip():
            self._break()
        self._line = ""
        blank = self._quoted("")
        if apart and self._lines and self._lines[-1] != blank:
            self._lines.append(blank)

    def _quoted(self, line: str) -> str:
        return ("> " * min(self._depth, _DEEPEST) + line).rstrip()
