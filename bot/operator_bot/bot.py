"""The operators' bot as a process: polls Telegram, hands updates to their handlers, and keeps chats up to date.

We poll ourselves instead of with the library's updater, which confirms updates to Telegram when it has read them: here
a batch is confirmed when it has been handled, so a killed process gets it again, and the desk does nothing twice.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, ExtBot

from bot.operator_bot import linking
from bot.operator_bot.commands import SHOWN
from bot.operator_bot.deeds import Deeds, noted_desk
from bot.operator_bot.handlers import add_handlers
from bot.operator_bot.herald import Herald
from bot.operator_bot.keeper import Keeper
from bot.operator_bot.locks import Locks
from bot.operator_bot.luggage import Luggage
from bot.operator_bot.memory import Memory
from bot.operator_bot.mirror import Mirror
from bot.operator_bot.patience import Patience
from bot.operator_bot.polling import Polling, refused
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.reception import Reception
from bot.operator_bot.rooms import Rooms
from bot.operator_bot.shown import Screens
from bot.operator_bot.texts import FALLBACK, BotTexts, load_texts
from bot.operator_bot.watch import Watch
from handoff.notary import Notary
from storage.mongo.audit import MongoAudit
from storage.mongo.operator_groups import Group, MongoOperatorGroups, MongoOperatorTopics
from storage.mongo.team import MongoTeam
from storage.redis.leader import lead

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()
_PAUSE = timedelta(seconds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorBotSettings:
    token: str = field(repr=False)
    api_base: str = "https://api.telegram.org"
    group: int | None = None
    """A group that is connected for all lines, where none is."""


async def run(app: "App") -> None:
    """Until cancelled. Any number of processes may run it: one works, the others stand by."""
    settings = OperatorBotSettings(
        token=app.settings.operator_bot_token, api_base=app.settings.operator_bot_api_base,
        group=int(app.settings.operator_bot_group or 0) or None,
    )  # fmt: skip
    deeds = Deeds(notary=Notary(MongoAudit(app.db, app.settings.secrets_key)), clock=app.clock)
    ports = OperatorBotPorts(
        desk=noted_desk(app.desk, deeds), inbox=app.inbox, history=app.history, files=app.files, feed=app.live,
        notices=app.notices, team=MongoTeam(app.db), loads=app.loads, bell=app.bell, redis=app.redis,
        groups=MongoOperatorGroups(app.db), topics=MongoOperatorTopics(app.db), deeds=deeds,
    )  # fmt: skip
    await serve(settings, ports)


async def serve(settings: OperatorBotSettings, ports: OperatorBotPorts) -> None:
    """As `run`, from the parts that the bot needs."""
    # Telegram answers 409 to a second poller, and two mirrors would announce everything twice.
    await lead(ports.redis, "operator-bot", OperatorBot(settings, ports, load_texts()).work)


class OperatorBot:
    def __init__(self, settings: OperatorBotSettings, ports: OperatorBotPorts, texts: BotTexts) -> None:
        self._ports, self._texts = ports, texts
        self._memory, self._screens, self._group = Memory(ports.redis), Screens(ports.redis), settings.group
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
            bot, locks = application.bot, Locks()
            post = Post(bot, self._memory, self._ports.files)
            at_once = Post(bot, self._memory, self._ports.files, waits=False)
            keeper = Keeper(bot, self._ports, post, self._texts)
            rooms = Rooms(bot, self._ports, self._texts)
            mirror = Mirror(self._ports, self._memory, self._screens, at_once, rooms, keeper, locks, self._texts)
            watch = Watch(self._ports, self._screens, mirror)
            herald = Herald(self._ports, post, self._texts)
            polling = Polling(application)
            here = Reception(
                ports=self._ports, memory=self._memory, post=post, watch=watch, locks=locks, texts=self._texts,
                others=polling.others,
            )  # fmt: skip
            add_handlers(application, here, keeper, Luggage(bot, self._ports.files))
            try:
                async with application:
                    await self._introduce(application.bot)
                    async with asyncio.TaskGroup() as tasks:
                        beside = [tasks.create_task(each.run()) for each in (watch, herald)]
                        await polling.run()
                        for each in beside:
                            each.cancel()
                return
            except InvalidToken:
                refused()
                return
            except TelegramError as error:
                log.warning("Telegram is away, trying again", action="telegram_away", error=error.message)
                await asyncio.sleep(_PAUSE.total_seconds())

    async def _introduce(self, bot: ExtBot[bool]) -> None:
        """Say what we are called and what we can do; a webhook of earlier days would keep updates from us."""
        await bot.delete_webhook()
        await linking.remember_name(self._ports.redis, bot.username)
        if self._group is not None and not await self._ports.groups.all():
            await self._ports.groups.connect(Group(chat=self._group))
        for language in sorted(self._texts.languages):
            say = self._texts.in_language(language)
            menu = [BotCommand(name, say(f"command_{name}")) for name in SHOWN]
            await bot.set_my_commands(menu, language_code="" if language == FALLBACK else language)
