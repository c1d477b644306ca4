"""Methods about what was sent already, and the fetching of files."""

from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.methods.arguments import caption_of, dialog_of, markup_of, text_of
from tests.fakes.telegram.methods.table import method
from tests.fakes.telegram.state import Bot, Json
from tests.fakes.telegram.text import units

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CAPTIONED = ("photo", "video", "animation", "audio", "document", "voice")
DELETABLE = 48 * 3600
"""Seconds after which a message is there to stay."""
STALE = "query is too old and response timeout expired or query ID is invalid"


@method
async def edit_message_text(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    old = _own_message(cloud, bot, call)
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    return cloud.change(dialog_of(bot, call), old, {"entities": None, **text_of(call)}, markup_of(call), NOT_MODIFIED)


@method
async def edit_message_caption(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    old = _own_message(cloud, bot, call)
    if not any(kind in old for kind in CAPTIONED):
        raise bad_request("there is no caption in the message to edit")
    shown = caption_of(call.text("caption"), call.text("parse_mode"), call.list("caption_entities"))
    content = {"caption": None, "caption_entities": None, **shown}
    return cloud.change(dialog_of(bot, call), old, content, markup_of(call), NOT_MODIFIED)


@method
async def edit_message_reply_markup(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    old = _own_message(cloud, bot, call)
    return cloud.change(dialog_of(bot, call), old, {}, markup_of(call), NOT_MODIFIED)


@method
async def delete_message(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    message = dialog.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if cloud.clock().timestamp() - message["date"] >= DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    del dialog.messages[message["message_id"]]
    dialog.news.discard(call.number("message_id"))
    return True


@method
async def answer_callback_query(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    query = bot.queries.get(call.text("callback_query_id"))
    if query is None or query.stale or query.answer is not None:
        raise bad_request(STALE)
    if units(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": call.text("text"), "show_alert": call.flag("show_alert")}
    return True


@method
async def get_file(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    file = cloud.files.link(call.text("file_id"))
    return {**file.names(), "file_path": file.path}


def _own_message(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    cloud.rates.check(dialog.person.id)
    message = dialog.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != bot.id:
        raise bad_request("message can't be edited")
    return message
