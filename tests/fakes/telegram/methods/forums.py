"""Methods about a forum's topics, a chat's members, and reactions."""

from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.groups import ICON_COLORS, Group
from tests.fakes.telegram.methods.arguments import dialog_of
from tests.fakes.telegram.methods.table import method
from tests.fakes.telegram.state import Bot, Json

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

NAME_LIMIT = 128
REACTIONS = {"👍", "👎", "❤", "🔥", "👏", "🎉", "🤔", "😢", "🙏", "👌", "👀", "✍", "🤝", "💯", "⚡"}
"""A few of those that Telegram takes from bots."""


@method
async def create_forum_topic(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    group = _group(bot, call)
    name = _name(call)
    if call.text("icon_color") and call.number("icon_color") not in ICON_COLORS:
        raise bad_request("invalid topic icon color specified")
    cloud.rates.spend(group.person.id)
    color = call.number("icon_color", ICON_COLORS[0])
    return {"message_thread_id": group.open_topic(name), "name": name, "icon_color": color}


@method
async def edit_forum_topic(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    topic = _group(bot, call).topic(call.number("message_thread_id"))
    name = _name(call)
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    topic.names.append(name)
    return True


@method
async def close_forum_topic(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    return _shut(bot, call, closed=True)


@method
async def reopen_forum_topic(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    return _shut(bot, call, closed=False)


@method
async def delete_forum_topic(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    group = _group(bot, call)
    group.topic(call.number("message_thread_id"))
    del group.topics[call.number("message_thread_id")]
    return True


@method
async def get_chat_member(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    group = _group(bot, call)
    group.check_writable()
    if call.number("user_id") != bot.id:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return group.member()


@method
async def set_message_reaction(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    dialog = dialog_of(bot, call)
    dialog.check_writable()
    if call.number("message_id") not in dialog.messages:
        raise bad_request("message to react not found")
    signs = [str(each.get("emoji", "")) for each in call.list("reaction") or []]
    if len(signs) > 1 or not set(signs) <= REACTIONS:
        raise bad_request("REACTION_INVALID")
    dialog.reactions[call.number("message_id")] = signs
    return True


def _shut(bot: Bot, call: Call, *, closed: bool) -> bool:
    topic = _group(bot, call).topic(call.number("message_thread_id"))
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


def _group(bot: Bot, call: Call) -> Group:
    dialog = dialog_of(bot, call)
    if not isinstance(dialog, Group):
        raise bad_request("the chat is not a supergroup")
    return dialog


def _name(call: Call) -> str:
    name = call.text("name").strip()
    if not 1 <= len(name) <= NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_NAME_INVALID")
    return name
