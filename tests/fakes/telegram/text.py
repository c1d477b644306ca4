"""Texts as the Bot API measures and reads them.

Lengths and offsets are UTF-16 code units. The real server counts a message's 4096 in characters; we count units,
which is never more lenient. The legacy `Markdown` mode is left out on purpose: nothing here should use it.
"""

import html
import re
from typing import Any

from tests.fakes.telegram.errors import bad_request

Entity = dict[str, Any]

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_HTML = re.compile(r"<(?P<close>/?)(?P<tag>[a-zA-Z0-9-]*)(?P<rest>[^>]*)>|&[#\w]+;|[^<&]+|[<&]")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_MARKERS = {
    "*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code", "```": "pre",
}  # fmt: skip
_MARKDOWN = re.compile(r"\\(?P<escaped>[\x01-\x7e])|(?P<marker>```|__|\|\||[*_~`])|(?P<link>\[|\]\([^)]*\))|(?s:.)")
_RESERVED = set("_*[]()~`>#+-=|{}.!")


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def read_text(
    text: str, parse_mode: str, entities: list[Entity] | None, *, limit: int, too_long: str
) -> tuple[str, list[Entity]]:
    """The text that users see and its entities, or the refusal that the real server would give."""
    match parse_mode.lower():
        case "":
            found = entities or []
        case "html":
            text, found = _read_html(text)
        case "markdownv2":
            text, found = _read_markdown(text)
        case _:
            raise bad_request("unsupported parse_mode")
    _check(text, found)
    if units(text) > limit:
        raise bad_request(too_long)
    return text, found


def _check(text: str, entities: list[Entity]) -> None:
    encoded = text.encode("utf-16-le")
    if len(entities) > ENTITY_LIMIT:
        raise bad_request("ENTITIES_TOO_LONG")
    for entity in entities:
        start, end = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(end, int) or "type" not in entity or start < 0 or end < 0:
            raise bad_request("can't parse entities: can't parse MessageEntity: field is missing or invalid")
        if 2 * (start + end) > len(encoded):
            place = f"UTF-16 offset {start} ends after the end of the text at UTF-16 offset {start + end}"
            raise bad_request(f"entity beginning at {place}")
        for edge in (start, start + end):
            if 0xDC <= encoded[2 * edge + 1 : 2 * edge + 2].ljust(1, b"\0")[0] <= 0xDF:
                raise bad_request(f"entity begins or ends in a middle of a UTF-16 symbol at offset {edge}")


def _read_html(source: str) -> tuple[str, list[Entity]]:
    text, found, opened = "", [], list[tuple[str, int, Entity]]()
    for token in _HTML.finditer(source):
        offset = len(source[: token.start()].encode())
        tag = (token["tag"] or "").lower()
        if token[0] in "<&" or (token["tag"] == "" and not token["close"]):
            if token[0] == "&":
                text += "&"
                continue
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {offset}')
        if token["tag"] is None:
            text += html.unescape(token[0])
        elif token["close"]:
            if not opened:
                raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {offset}")
            name, start, entity = opened.pop()
            if tag and tag != name:
                wanted = f'expected "</{name}>", found "</{tag}>"'
                raise bad_request(f"can't parse entities: Unmatched end tag at byte offset {offset}, {wanted}")
            if length := units(text) - start:
                found.append({**entity, "offset": start, "length": length})
        elif tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {offset}')
        else:
            opened.append((tag, units(text), _entity(tag, token["rest"], offset)))
    if opened:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(tag: str, rest: str, offset: int) -> Entity:
    values = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(rest)}
    match tag:
        case "span" if values.get("class") != "tg-spoiler":
            where = f"at byte offset {offset}"
            raise bad_request(f'can\'t parse entities: Tag "span" must have class "tg-spoiler" {where}')
        case "a":
            return {"type": "text_link", "url": values.get("href", "")}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": values.get("emoji-id", "")}
        case _:
            return {"type": _TAGS[tag]}


def _read_markdown(source: str) -> tuple[str, list[Entity]]:
    text, found, opened = "", [], list[tuple[str, int, int]]()
    for token in _MARKDOWN.finditer(source):
        offset, piece = len(source[: token.start()].encode()), token[0]
        inside_code = bool(opened) and opened[-1][0] in ("`", "```")
        closes = bool(opened) and (piece == opened[-1][0] or (piece.startswith("](") and opened[-1][0] == "["))
        if token["escaped"]:
            text += token["escaped"]
        elif closes:
            name, start, _ = opened.pop()
            entity = {"type": _MARKERS[name]} if name != "[" else {"type": "text_link", "url": piece[2:-1]}
            if length := units(text) - start:
                found.append({**entity, "offset": start, "length": length})
        elif inside_code:
            text += piece
        elif token["marker"] or piece == "[":
            opened.append((piece, units(text), offset))
        elif piece == ">" and (not text or text.endswith("\n")):
            continue
        elif piece in _RESERVED or token["link"]:
            rule = "is reserved and must be escaped with the preceding '\\'"
            raise bad_request(f"can't parse entities: Character '{piece[0]}' {rule}")
        else:
            text += piece
    if opened:
        name, _, offset = opened[-1]
        kind = _MARKERS.get(name, "text_link").title().replace("_", "")
        raise bad_request(f"can't parse entities: Can't find end of {kind} entity at byte offset {offset}")
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))
