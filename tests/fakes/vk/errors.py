"""Refusals as VK words them: HTTP says 200, and the body which of its numbered errors it is."""

from typing import Any

_WORDS = {
    1: "Unknown error occurred",
    5: "User authorization failed: invalid access_token (4).",
    6: "Too many requests per second",
    9: "Flood control",
    10: "Internal server error",
    14: "Captcha needed",
    15: "Access denied: group messages are disabled",
    100: "One of the parameters specified was missing or invalid",
    113: "Invalid user id",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    914: "Message is too long",
    917: "You don't have access to this chat",
    924: "Can't delete this message for everybody",
    936: "Contact not found",
}


class VkError(Exception):
    def __init__(self, code: int, why: str = "") -> None:
        super().__init__(why)
        self.code = code
        self.words = f"{_WORDS[code]}: {why}" if why else _WORDS[code]

    def body(self, params: dict[str, str]) -> dict[str, Any]:
        """Of an answer. Captchas bring a picture, and everything what was asked."""
        asked = [{"key": key, "value": value} for key, value in params.items() if key != "access_token"]
        captcha = {"captcha_sid": "239633676097", "captcha_img": "https://api.vk.ru/captcha.php?sid=239633676097"}
        return {
            "error": {
                "error_code": self.code, "error_msg": self.words, "request_params": asked,
                **(captcha if self.code == 14 else {}),
            }
        }  # fmt: skip

    def item(self, peer: int) -> dict[str, Any]:
        """Of one receiver among several, within an answer of success."""
        error = {"code": self.code, "description": self.words}
        return {"peer_id": peer, "message_id": 0, "conversation_message_id": 0, "error": error}


def needed(params: dict[str, str], name: str) -> str:
    if not params.get(name):
        raise VkError(100, f"{name} is a required parameter")
    return params[name]


def number(params: dict[str, str], name: str) -> int:
    value = needed(params, name)
    if not value.lstrip("-").isdigit():
        raise VkError(100, f"{name} not integer")
    return int(value)
