"""Methods about the bot itself."""

from typing import TYPE_CHECKING

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.methods.arguments import dialog_of
from tests.fakes.telegram.methods.table import method
from tests.fakes.telegram.state import Bot, Json

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud


@method
async def get_me(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**bot.user(), **abilities, "can_connect_to_business": False, "has_main_web_app": False}


@method
async def set_my_commands(cloud: "TelegramCloud", bot: Bot, call: Call) -> bool:
    commands = call.list("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        if not (1 <= len(name) <= 32 and name.replace("_", "").isalnum() and name == name.lower()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands = commands
    return True


@method
async def get_my_commands(cloud: "TelegramCloud", bot: Bot, call: Call) -> list[Json]:
    return bot.commands


@method
async def get_chat(cloud: "TelegramCloud", bot: Bot, call: Call) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    extras = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {**dialog_of(bot, call).person.chat(), **extras}
