"""A message of ours as the messages of Viber's that it takes: files, texts that fit, and the buttons under the last."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson

from bot.channels.viber import keyboard
from flows.cutting import split
from handoff.messages import Attachment, Button, FileKind, Message

LIMIT = 7000
"""Characters of a text, counted in UTF-16 units: nobody counts more strictly."""
LARGEST = 30_000
"""Bytes of the whole JSON."""
CAPTION = 120
LARGEST_PICTURE = 1024 * 1024
"""On iOS; Android takes three times as much."""
NAME = 28
LONGEST_URL = 2000

_MB = 1024 * 1024
_AROUND = 1500
"""Bytes of JSON to leave for the receiver, the sender and all the names of fields."""

Part = Mapping[str, Any]


def compose(message: Message) -> list[Part]:
    """The parts in order, each a call of `send_message`, without receiver and sender. None for an empty message."""
    links = [button for button in message.buttons if len(button.url or "") > keyboard.LONGEST_LINK]
    buttons = [button for button in message.buttons if button not in links]
    text = "\n".join(filter(None, (message.content.text.strip(), *(f"{each.label}: {each.url}" for each in links))))
    files = [_file(each) for each in message.content.attachments if each.url]
    if len(files) == 1 and files[0]["type"] == "picture" and 0 < len(text) <= CAPTION:
        files, text = [{**files[0], "text": text}], ""
    return _with_buttons([*files, *_texts(text, buttons)], buttons)


def _texts(text: str, buttons: Sequence[Button]) -> Iterator[Part]:
    under = keyboard.keyboard(buttons) if buttons else None
    room = LARGEST - _AROUND - len(orjson.dumps(under))
    limit, parts = LIMIT, split(text, LIMIT)
    # Seven thousand control characters make 42 KB, since JSON writes each as six.
    while any(len(orjson.dumps(part)) > room for part in parts):
        limit //= 2
        parts = split(text, limit)
    return ({"type": "text", "text": part} for part in parts)


def _with_buttons(parts: list[Part], buttons: Sequence[Button]) -> list[Part]:
    """Viber shows the keyboard of the latest message only."""
    if not buttons or not parts:
        return parts
    version = {"min_api_version": keyboard.API_VERSION}
    if under := keyboard.keyboard(buttons):
        return [*parts[:-1], {**parts[-1], "keyboard": under, **version}]
    return [*parts, *({"type": "rich_media", "rich_media": page, **version} for page in keyboard.carousels(buttons))]


def _file(file: Attachment) -> Part:
    """As what it is where Viber would show it so, else as a link."""
    path = urlsplit(file.url or "").path.lower()
    if (
        file.kind is FileKind.PHOTO
        and (file.size or 0) <= LARGEST_PICTURE
        and path.endswith((".jpg", ".jpeg", ".png", ".gif"))
    ):
        return {"type": "picture", "text": "", "media": file.url}
    if file.kind is FileKind.VIDEO and path.endswith(".mp4") and 0 < (file.size or 0) <= 26 * _MB:
        return {"type": "video", "media": file.url, "size": file.size}
    if 0 < (file.size or 0) <= 50 * _MB and "." in file.name:
        return {"type": "file", "media": file.url, "size": file.size, "file_name": file.name[-256:]}
    if len(file.url or "") <= LONGEST_URL:
        return {"type": "url", "media": file.url}
    return {"type": "text", "text": file.url}
