"""What Viber takes: its refusals come with HTTP 200 and a status in the body."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

LARGEST = 30_000
TEXT, SENDER, TRACKING, URL, CAPTION = 7000, 28, 4000, 2000, 512
IMAGES = (".jpg", ".jpeg", ".png", ".gif")
MB = 1024 * 1024
ROWS = 12
ACTIONS = ("reply", "open-url", "location-picker", "share-phone", "none")

Json = Mapping[str, Any]


class Refusal(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def invalid_url(message: str) -> Refusal:
    return Refusal(1, message)


def bad(message: str) -> Refusal:
    return Refusal(3, message)


def missing(name: str) -> Refusal:
    return Refusal(4, f"{name} is missing")


def read(raw: bytes) -> Json:
    if len(raw) > LARGEST:
        raise bad("request is too large")
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad("request is not JSON") from None
    if not isinstance(body, dict):
        raise bad("request is not an object")
    return body


def check_message(body: Json, *, welcome: bool = False) -> None:
    """A call of `send_message`, or what is answered to somebody who opened the chat."""
    if welcome and "receiver" in body:
        raise bad("a welcome message has no receiver")
    if not welcome and not body.get("receiver"):
        raise missing("receiver")
    sender = body.get("sender") or {}
    if not sender.get("name"):
        raise missing("sender.name")
    if len(sender["name"]) > SENDER:
        raise bad("sender.name is too long")
    if len(body.get("tracking_data") or "") > TRACKING:
        raise bad("tracking_data is too long")
    if "type" not in body and "keyboard" not in body:
        raise missing("type")
    if "type" in body:
        _KINDS.get(body["type"], _unknown)(body)
    if "keyboard" in body:
        _grid(body, body["keyboard"], "keyboard", deepest=ROWS)


def _unknown(body: Json) -> None:
    raise bad(f"unknown type {body['type']!r}")


def _text(body: Json) -> None:
    if not body.get("text"):
        raise missing("text")
    if len(body["text"].encode("utf-16-le")) // 2 > TEXT:
        raise bad("text is too long")


def _picture(body: Json) -> None:
    _media(body, *IMAGES)
    if "text" not in body:
        raise missing("text")
    if len(body["text"]) > CAPTION:
        raise bad("text is too long")


def _video(body: Json) -> None:
    _media(body, ".mp4")
    _size(body, 26 * MB)


def _file(body: Json) -> None:
    _media(body)
    _size(body, 50 * MB)
    if "." not in body.get("file_name", ""):
        raise missing("file_name with an extension")
    if len(body["file_name"]) > 256:
        raise bad("file_name is too long")


def _media(body: Json, *endings: str) -> None:
    if not body.get("media"):
        raise missing("media")
    address = urlsplit(body["media"])
    if address.scheme not in ("http", "https") or len(body["media"]) > URL:
        raise bad("media is no URL")
    if endings and not address.path.lower().endswith(endings):
        raise bad("media has a wrong extension")


def _size(body: Json, most: int) -> None:
    if not isinstance(body.get("size"), int):
        raise missing("size")
    if not 0 < body["size"] <= most:
        raise bad("size is too large")


def _rich_media(body: Json) -> None:
    grid = body.get("rich_media") or {}
    columns, rows = grid.get("ButtonsGroupColumns", 6), grid.get("ButtonsGroupRows", 7)
    if columns not in range(1, 7) or rows not in range(1, 8):
        raise bad("the group is of a wrong size")
    if body.get("min_api_version", 1) < 2:
        raise Refusal(14, "rich media needs min_api_version 2")
    _grid(body, grid, "rich_media", deepest=6 * rows)


_KINDS = {
    "text": _text, "picture": _picture, "video": _video, "file": _file, "url": _media, "rich_media": _rich_media,
}  # fmt: skip


def _grid(body: Json, grid: Json, kind: str, *, deepest: int) -> None:
    if grid.get("Type") != kind:
        raise bad(f"{kind}.Type is not {kind!r}")
    if not grid.get("Buttons"):
        raise missing(f"{kind}.Buttons")
    cells = 0
    for button in grid["Buttons"]:
        columns, rows = button.get("Columns", 6), button.get("Rows", 1)
        if columns not in range(1, 7) or rows not in range(1, 8 if kind == "rich_media" else 3):
            raise bad("a button is of a wrong size")
        cells += columns * rows
        if button.get("ActionType", "reply") not in ACTIONS:
            raise bad("a button has an unknown ActionType")
        if not button.get("ActionBody"):
            raise missing("ActionBody")
        # 250 on Android and 100 on iOS, where links are not shown: we are as strict as the strictest phone.
        if len(button["ActionBody"]) > (250 if button.get("ActionType") == "open-url" else 100):
            raise bad("ActionBody is too long")
        if not any(button.get(name) for name in ("Text", "Image", "BgMedia", "BgColor")):
            raise missing("something to show on a button")
        if len(button.get("Text", "")) > 250:
            raise bad("Text of a button is too long")
        if button.get("Silent") and body.get("min_api_version", 1) < 6:
            raise Refusal(14, "Silent needs min_api_version 6")
    if cells > 6 * deepest:
        raise bad("more rows than fit")
