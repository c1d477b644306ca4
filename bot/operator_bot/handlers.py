"""Which update goes to which handler, in people's own chats and in groups."""

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.operator_bot.cards import Card
from bot.operator_bot.commands import Commands
from bot.operator_bot.grouping import Grouping
from bot.operator_bot.keeper import Keeper
from bot.operator_bot.lanes import message_of, spot_of
from bot.operator_bot.luggage import Luggage
from bot.operator_bot.polling import Telegram
from bot.operator_bot.presses import Presses
from bot.operator_bot.reception import Context, Reception
from bot.operator_bot.trouble import GroupTrouble

log = structlog.get_logger()


def add_handlers(application: Telegram, here: Reception, keeper: Keeper, luggage: Luggage) -> None:
    """In a group we hear commands, and what is written in the topics of sessions; the rest of its life is not ours."""
    grouping = Grouping(here, keeper)
    commands = Commands(here, luggage, grouping)
    private, group = filters.ChatType.PRIVATE, filters.ChatType.SUPERGROUP | filters.ChatType.GROUP
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    topical = group & filters.IS_TOPIC_MESSAGE
    add = application.add_handler
    add(MessageHandler(filters.StatusUpdate.MIGRATE, grouping.moved))
    for name, callback in commands.handlers().items():
        add(CommandHandler(name, callback, filters=new))
    unknown, said = here.operators_only(commands.unknown), here.operators_only(commands.speaking.said)
    add(MessageHandler(new & (private | topical) & filters.COMMAND, unknown))
    add(MessageHandler(new & (private | topical) & ~filters.StatusUpdate.ALL, said))
    add(MessageHandler(edited & (private | topical), here.operators_only(commands.speaking.edited)))
    add(CallbackQueryHandler(here.operators_only(Presses(here, commands).pressed)))
    add(ChatMemberHandler(grouping.membership, ChatMemberHandler.MY_CHAT_MEMBER))

    async def failed(update: object, context: Context) -> None:
        log.error("Update failed", action="update_failed", exc_info=context.error)
        if isinstance(context.error, GroupTrouble):
            await keeper.hear(context.error)
        elif isinstance(update, Update) and (message := message_of(update)) and update.effective_user:
            say = here.texts.in_language(update.effective_user.language_code)
            try:
                await here.post.send(spot_of(message), Card(text=say("failed")))
            except (GroupTrouble, TelegramError) as error:
                log.warning("Failure not told", action="failure_not_told", error=str(error))

    application.add_error_handler(failed)
