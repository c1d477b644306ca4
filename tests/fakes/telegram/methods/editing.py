"""Methods about what was sent already, and the fetching of files."""

from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.methods.arguments import dialog_of, markup_of, text_of
from tests.fakes.telegram.methods.table import method
from tests.fakes.telegram.state import Bot, Json
from tests.fakes.telegram.text import units

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
STALE = "query is too old and response timeout expired or query ID is invalid"


@method
async def edit_message_text(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    old = _own_message(bot, call)
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    return cloud.change(dialog_of(bot, call), old, {"entities": None, **text_of(call)}, markup_of(call), NOT_MODIFIED)


@method
async def edit_message_reply_markup(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    old = _own_message(bot, call)
    return cloud.change(dialog_of(bot, call), old, {}, markup_of(call), NOT_MODIFIED)


@method
async def delete_message(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    if dialog.messages.pop(call.number("message_id"), None) is None:
        raise bad_request("message to delete not found")
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


def _own_message(bot: Bot, call: Call) -> Json:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    message = dialog.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != bot.id:
        raise bad_request("message can't be edited")
    return message
