"""The operators' bot as a process: polls Telegram, hands updates to their handlers, and keeps chats up to date.

We poll ourselves instead of with the library's updater, which confirms updates to Telegram when it has read them: here
a batch is confirmed when it has been handled, so a killed process gets it again, and the desk does nothing twice.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from telegram import BotCommand, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.operator_bot import linking
from bot.operator_bot.cards import Card
from bot.operator_bot.commands import SHOWN, Commands
from bot.operator_bot.herald import Herald
from bot.operator_bot.memory import Memory
from bot.operator_bot.mirror import Mirror
from bot.operator_bot.patience import Patience
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.presses import Presses
from bot.operator_bot.shown import Screens
from bot.operator_bot.texts import FALLBACK, BotTexts, load_texts
from bot.operator_bot.visit import Context, Reception
from bot.operator_bot.watch import Watch
from storage.mongo.team import MongoTeam
from storage.redis.leader import lead

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()
_POLL = timedelta(seconds=25)
_PAUSE = timedelta(seconds=3)
_KINDS = [Update.MESSAGE, Update.CALLBACK_QUERY]

Telegram = Application[ExtBot[None], Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorBotSettings:
    token: str = field(repr=False)
    api_base: str = "https://api.telegram.org"


async def run(app: "App") -> None:
    """Until cancelled. Any number of processes may run it: one works, the others stand by."""
    settings = OperatorBotSettings(token=app.settings.operator_bot_token, api_base=app.settings.operator_bot_api_base)
    ports = OperatorBotPorts(
        desk=app.desk, inbox=app.inbox, history=app.history, files=app.files, feed=app.live, notices=app.notices,
        team=MongoTeam(app.db), loads=app.loads, bell=app.bell, redis=app.redis,
    )  # fmt: skip
    await serve(settings, ports)


async def serve(settings: OperatorBotSettings, ports: OperatorBotPorts) -> None:
    """As `run`, from the parts that the bot needs."""
    # Telegram answers 409 to a second poller, and two mirrors would announce everything twice.
    await lead(ports.redis, "operator-bot", OperatorBot(settings, ports, load_texts()).work)


class OperatorBot:
    def __init__(self, settings: OperatorBotSettings, ports: OperatorBotPorts, texts: BotTexts) -> None:
        self._ports, self._texts = ports, texts
        self._memory, self._screens = Memory(ports.redis), Screens(ports.redis)
        self._builder = (
            ApplicationBuilder()
            .token(settings.token)
            .base_url(f"{settings.api_base}/bot")
            .base_file_url(f"{settings.api_base}/file/bot")
            .rate_limiter(Patience())
            .updater(None)
            .job_queue(None)
        )

    async def work(self) -> None:
        """One term as the leader. Ends by itself only when Telegram refuses the token."""
        while True:
            application = self._builder.build()
            post = Post(application.bot, self._memory, self._ports.files)
            mirror = Mirror(self._ports, self._memory, self._screens, post, self._texts)
            watch = Watch(self._ports.feed, self._ports.inbox, self._screens, mirror)
            herald = Herald(self._ports, post, self._texts)
            self._add_handlers(application, post, watch)
            try:
                async with application:
                    await self._introduce(application.bot)
                    async with asyncio.TaskGroup() as tasks:
                        beside = [tasks.create_task(each.run()) for each in (watch, herald)]
                        await poll(application)
                        for each in beside:
                            each.cancel()
                return
            except InvalidToken:
                _refused()
                return
            except TelegramError as error:
                log.warning("Telegram is away, trying again", action="telegram_away", error=error.message)
                await asyncio.sleep(_PAUSE.total_seconds())

    def _add_handlers(self, application: Telegram, post: Post, watch: Watch) -> None:
        """Private chats only. Groups with a topic per session would get handlers of their own here."""
        here = Reception(ports=self._ports, memory=self._memory, post=post, watch=watch, texts=self._texts)
        commands = Commands(here)
        presses = Presses(here, commands)
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        for name, callback in commands.handlers().items():
            application.add_handler(CommandHandler(name, callback, filters=private))
        spoken = here.operators_only(commands.words)
        application.add_handler(MessageHandler(private & filters.COMMAND, here.operators_only(commands.unknown)))
        application.add_handler(MessageHandler(private & filters.TEXT, spoken))
        other = private & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(other, here.operators_only(commands.only_text)))
        application.add_handler(CallbackQueryHandler(here.operators_only(presses.pressed)))

        async def failed(update: object, context: Context) -> None:
            log.error("Update failed", action="update_failed", exc_info=context.error)
            if isinstance(update, Update) and update.effective_chat and update.effective_user:
                say = self._texts.in_language(update.effective_user.language_code)
                await post.send(update.effective_chat.id, Card(text=say("failed")))

        application.add_error_handler(failed)

    async def _introduce(self, bot: ExtBot[None]) -> None:
        """Say what we are called and what we can do; a webhook of earlier days would keep updates from us."""
        await bot.delete_webhook()
        await linking.remember_name(self._ports.redis, bot.username)
        for language in sorted(self._texts.languages):
            say = self._texts.in_language(language)
            menu = [BotCommand(name, say(f"command_{name}")) for name in SHOWN]
            await bot.set_my_commands(menu, language_code="" if language == FALLBACK else language)


async def poll(application: Telegram) -> None:
    """Until cancelled, or until Telegram refuses the token."""
    offset = 0
    while True:
        try:
            updates = await application.bot.get_updates(offset=offset, timeout=_POLL, allowed_updates=_KINDS)
        except InvalidToken:
            _refused()
            return
        except TelegramError as error:
            # Conflict: another program polls with this token. It may be one that is just stopping.
            level = log.error if isinstance(error, Conflict) else log.warning
            level("No updates, trying again", action="poll_failed", error=error.message)
            await asyncio.sleep(_PAUSE.total_seconds())
            continue
        chats: dict[int | None, list[Update]] = defaultdict(list)
        for update in updates:
            chats[update.effective_chat.id if update.effective_chat else None].append(update)
            offset = update.update_id + 1
        # An operator's messages keep their order; one operator does not wait for another.
        await asyncio.gather(*(_handle(application, each) for each in chats.values()))


async def _handle(application: Telegram, updates: Sequence[Update]) -> None:
    for update in updates:
        await application.process_update(update)


def _refused() -> None:
    log.error("Telegram refuses the operators' bot: check its token", action="operator_bot_refused")
