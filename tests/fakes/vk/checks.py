"""What VK takes of a message, and what not."""

import json
from typing import Any

from tests.fakes.vk.errors import VkError, number

TEXT = 4096
FILES = 10
_GRID = {True: (6, 5, 10), False: (10, 5, 40)}
"""Rows, buttons in a row, buttons in all: within a message, or under the field for words."""
_COLORS = {"primary", "secondary", "negative", "positive"}


def check_message(params: dict[str, str], known_files: set[str]) -> None:
    if not params.get("message") and not params.get("attachment"):
        raise VkError(100, "message is empty or invalid")
    number(params, "random_id")
    if len(params.get("message", "").encode("utf-16-le")) // 2 > TEXT:
        raise VkError(914)
    files = list(filter(None, params.get("attachment", "").split(",")))
    if len(files) > FILES or not set(files) <= known_files:
        raise VkError(100, "attachment is invalid")
    if "format_data" in params:
        check_format(params["format_data"], params.get("message", ""))
    if "keyboard" in params:
        check_keyboard(params["keyboard"])


def check_format(text: str, message: str) -> None:
    """Version, kinds, and places within the words, counted as UTF-16 does."""
    width = len(message.encode("utf-16-le")) // 2
    try:
        data = json.loads(text)
        good = data["version"] == 1 and all(
            set(each) == {"type", "offset", "length", *(("url",) if each["type"] == "url" else ())}
            and each["type"] in ("bold", "italic", "underline", "url")
            and 0 <= each["offset"] < each["offset"] + each["length"] <= width
            for each in data["items"]
        )
    except (ValueError, KeyError, TypeError):
        good = False
    if not good:
        raise VkError(100, "format_data is invalid")


def check_keyboard(text: str) -> None:
    try:
        keyboard = json.loads(text)
        rows, columns, most = _GRID[bool(keyboard.get("inline"))]
        buttons = [button for row in keyboard["buttons"] for button in row]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise VkError(911, "it is no JSON of a keyboard") from None
    if keyboard.get("inline") and keyboard.get("one_time"):
        raise VkError(911, "inline keyboard can't be one_time")
    if len(keyboard["buttons"]) > rows or any(not 0 < len(row) <= columns for row in keyboard["buttons"]):
        raise VkError(911, "too many buttons in a row, or rows")
    if len(buttons) > most:
        raise VkError(911, "too much buttons")
    for button in buttons:
        _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    action = button.get("action", {})
    if len(action.get("payload") or "") > 255:
        raise VkError(911, "button payload is too long")
    if len(action.get("label", "").encode("utf-16-le")) // 2 > 40 or not action.get("label"):
        raise VkError(911, "button label length is wrong")
    if action.get("type") not in ("text", "callback", "open_link"):
        raise VkError(911, "button action has wrong type")
    if action["type"] == "open_link" and not action.get("link", "").startswith("http"):
        raise VkError(911, "button has no link")
    if "color" in button and (button["color"] not in _COLORS or action["type"] == "open_link"):
        raise VkError(911, "button color is wrong")
