"""The arguments that several methods share, checked as the real server checks them."""

import json
from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.markup import read_markup
from tests.fakes.telegram.state import Bot, Dialog, Json
from tests.fakes.telegram.text import CAPTION_LIMIT, MESSAGE_LIMIT, read_text

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud


def dialog_of(bot: Bot, call: Call) -> Dialog:
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    return bot.dialog(call.number("chat_id"))


def writable(cloud: "TelegramCloud", bot: Bot, call: Call) -> Dialog:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    dialog.check_thread(call.number("message_thread_id"))
    cloud.rates.spend(dialog.person.id)
    return dialog


def thread_of(call: Call) -> Json:
    """In which topic of a forum a message stands."""
    thread = call.number("message_thread_id")
    return {"message_thread_id": thread, "is_topic_message": True} if thread else {}


def text_of(call: Call) -> Json:
    if not call.text("text"):
        raise bad_request("message text is empty")
    entities = call.list("entities")
    text, found = read_text(
        call.text("text"), call.text("parse_mode"), entities, limit=MESSAGE_LIMIT, too_long="message is too long"
    )
    if not text.strip():
        raise bad_request("text must be non-empty")
    return {"text": text if found else text.strip(), **({"entities": found} if found else {})}


def caption_of(source: str, parse_mode: str, entities: list[Json] | None) -> Json:
    too_long = "message caption is too long"
    text, found = read_text(source, parse_mode, entities, limit=CAPTION_LIMIT, too_long=too_long)
    return {**({"caption": text} if text else {}), **({"caption_entities": found} if found else {})}


def markup_of(call: Call) -> Json | None:
    return read_markup(call.text("reply_markup"))


def reply_of(dialog: Dialog, call: Call) -> Json:
    parameters = json.loads(call.text("reply_parameters") or "{}")
    wanted = parameters.get("message_id") or call.number("reply_to_message_id")
    if not wanted:
        return {}
    if wanted in dialog.messages:
        return {"reply_to_message": {k: v for k, v in dialog.messages[wanted].items() if k != "reply_to_message"}}
    if parameters.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
