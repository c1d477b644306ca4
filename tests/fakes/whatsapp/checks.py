"""What a message must look like. Lengths are counted as strictly as anybody might."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.fakes.whatsapp.errors import invalid, parameter

_TOP = {"messaging_product", "recipient_type", "to", "recipient", "biz_opaque_callback_data", "context", "type"}
_CAPTIONED = {"image", "video", "document"}
_MEDIA = {*_CAPTIONED, "audio", "sticker"}


def check_message(body: Mapping[str, Any]) -> None:
    """Raises GraphError. Templates are checked by `templates.py`."""
    kind = body.get("type", "text")
    content = body.get(kind)
    if not isinstance(content, Mapping):
        raise parameter(f"The parameter {kind} is required.")
    for key in set(body) - _TOP - {kind}:
        raise parameter(f'Unexpected key "{key}" on param "message".')
    if bool(body.get("to")) == bool(body.get("recipient")):
        raise parameter("The parameter to is required.")
    if "context" in body and set(body["context"]) != {"message_id"}:
        raise parameter("The parameter context['message_id'] is required.")
    if len(body.get("biz_opaque_callback_data", "")) > 512:
        raise parameter("Param biz_opaque_callback_data must be at most 512 characters long.")
    match kind:
        case "text":
            _known(content, {"body", "preview_url"})
            _length("text['body']", content.get("body"), 4096)
        case "interactive":
            _interactive(content)
        case "template":
            pass
        case _ if kind in _MEDIA:
            _medium(kind, content)
        case _:
            raise parameter(f"Param type must be one of the known kinds, and is {kind}.")


def _interactive(content: Mapping[str, Any]) -> None:
    _known(content, {"type", "header", "body", "footer", "action"})
    action = content.get("action") or {}
    match content.get("type"):
        case "button":
            _length("interactive['body']['text']", content["body"].get("text"), 1024)
            replies = [each["reply"] for each in action.get("buttons", []) if each.get("type") == "reply"]
            _count("buttons", replies, 3)
            _distinct("button", replies)
            for each in replies:
                _length("button title", each.get("title"), 20)
                _length("button id", each.get("id"), 256)
        case "list":
            _length("interactive['body']['text']", content["body"].get("text"), 1024)
            _length("action button", action.get("button"), 20)
            sections = action.get("sections", [])
            _count("sections", sections, 10)
            rows = [row for section in sections for row in section.get("rows", [])]
            _count("rows", rows, 10)
            _distinct("row", rows)
            for section in sections:
                if len(sections) > 1:
                    _length("section title", section.get("title"), 24)
            for row in rows:
                _length("row title", row.get("title"), 24)
                _length("row id", row.get("id"), 200)
                if "description" in row:
                    _length("row description", row["description"], 72)
        case other:
            raise invalid(f"Interactive type {other} is not valid.")


def _medium(kind: str, content: Mapping[str, Any]) -> None:
    known = {"id", "link", *({"caption"} if kind in _CAPTIONED else ()), *({"filename"} if kind == "document" else ())}
    _known(content, known | ({"voice"} if kind == "audio" else set()))
    if bool(content.get("id")) == bool(content.get("link")):
        raise parameter(f"Either {kind}['id'] or {kind}['link'] is required.")
    if "caption" in content:
        _length(f"{kind}['caption']", content["caption"], 1024)


def _known(content: Mapping[str, Any], names: set[str]) -> None:
    for key in set(content) - names:
        raise parameter(f'Unexpected key "{key}".')


def _length(what: str, text: Any, most: int) -> None:
    if not isinstance(text, str) or not text.strip():
        raise parameter(f"The parameter {what} is required.")
    if len(text.encode("utf-16-le")) // 2 > most:
        raise invalid(f"{what} length invalid. Min length: 1, Max length: {most}")


def _count(what: str, things: list[Any], most: int) -> None:
    if not 1 <= len(things) <= most:
        raise invalid(f"Invalid {what} count. Min allowed {what}: 1, Max allowed {what}: {most}")


def _distinct(what: str, things: Iterable[Mapping[str, Any]]) -> None:
    for name in ("id", "title"):
        values = [each.get(name) for each in things]
        if len(set(values)) < len(values):
            raise invalid(f"Duplicated {what} {name}")
