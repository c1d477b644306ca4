"""Markdown to what a messenger shows: plain text. The first paragraph of an article is what the bot says."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def first_paragraph(body: str) -> str:
    """The first paragraph of `body` as plain text, "" when it has none; headings before it are passed over."""
    return next((text for block, text in _blocks(body) if block != "heading_open" and text), "")


def plain_text(body: str) -> str:
    """All that `body` says, a line for each of its blocks."""
    return "\n".join(text for _, text in _blocks(body) if text)


def _blocks(body: str) -> Iterator[tuple[str, str]]:
    opened_by = ""
    for token in _MARKDOWN.parse(body):
        if token.type == "inline":
            yield opened_by, _inline(token.children or ()).strip()
        elif token.type in ("fence", "code_block"):
            yield token.type, token.content.strip()
        opened_by = token.type


def _inline(tokens: Sequence[Token]) -> str:
    said: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                said.append(token.content)
            case "softbreak":
                said.append(" ")
            case "hardbreak":
                said.append("\n")
            case "image":
                said.append(token.content)
            case "link_open":
                links.append((len(said), str(token.attrGet("href") or "")))
            case "link_close":
                start, address = links.pop()
                # A messenger can't hide an address behind words, so it has to be spelled out.
                if "://" in address and address != "".join(said[start:]):
                    said.append(f" ({address})")
    return "".join(said)
