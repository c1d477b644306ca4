"""Keyboards under a message, checked as the Bot API checks them."""

import json
from typing import Any

from tests.fakes.telegram.errors import bad_request

BUTTON_LIMIT = 100
ROW_LIMIT = 8
DATA_LIMIT = 64
"""Bytes of `callback_data`."""

_ACTIONS = {
    "callback_data", "url", "login_url", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip


def read_markup(source: str) -> dict[str, Any] | None:
    """The `reply_markup` argument: an inline keyboard, a reply keyboard, its removal, or a forced reply."""
    if not source:
        return None
    try:
        markup = json.loads(source)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check_size(markup["inline_keyboard"])
        for row in markup["inline_keyboard"]:
            for button in row:
                _check_inline(button)
    elif "keyboard" in markup:
        _check_size(markup["keyboard"])
    return markup


def _check_size(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    if any(len(row) > ROW_LIMIT for row in rows) or sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")


def _check_inline(button: Any) -> None:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    if not str(button.get("text", "")).strip():
        raise bad_request(problem + 'field "text" must be non-empty')
    if len(_ACTIONS & button.keys()) != 1:
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request("BUTTON_URL_INVALID")
