"""An office whose operators work in Telegram: the real desk, databases and bot, and an emulator of Telegram."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from redis.asyncio import Redis

from bot.announcer import StaffAnnouncer
from bot.floor import Floor
from bot.operator_bot.bot import OperatorBotSettings, serve
from bot.operator_bot.deeds import Deeds, noted_desk
from bot.operator_bot.ports import OperatorBotPorts
from bot.texts import FileTexts
from handoff.abilities import AS_LONG_AS_IT_IS_THERE, Abilities
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.desk import Desk
from handoff.ids import ConversationId, LineId, OperatorId
from handoff.line import Line
from handoff.messages import Content, Side
from handoff.notary import Notary
from handoff.notices import notices_of
from handoff.operator import Operator, Presence, Role
from handoff.session import WithBot
from storage.mongo.audit import MongoAudit
from storage.mongo.chapters import MongoBooks, MongoChapters
from storage.mongo.connections import MongoConnections
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.inbox import MongoInbox
from storage.mongo.lines import MongoLines
from storage.mongo.messages import MongoHistory
from storage.mongo.notices import MongoNotices
from storage.mongo.operator_groups import MongoOperatorGroups, MongoOperatorTopics
from storage.mongo.operators import MongoOperators
from storage.mongo.team import MongoTeam
from storage.redis.bell import Bell
from storage.redis.live import Live
from storage.redis.loads import Loads
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues
from tests.fakes.telegram import Forum, Member, Received, TelegramCloud, User

TOKEN = "20002:operators"
ANNA, BEN, MARIA, SUE = 501, 502, 503, 504
DELIVERY = Line(
    id=LineId("delivery"), names={"en": "Delivery", "ru": "Доставка"}, topics=frozenset({"order_status", "returns"})
)
PAYMENTS = Line(id=LineId("payments"), names={"en": "Payments", "ru": "Оплата"}, topics=frozenset({"refund"}))

ABLE = Abilities(quotes=True, corrects_within=AS_LONG_AS_IT_IS_THERE, withdraws_within=timedelta(hours=48))


def person(login: str, telegram: int | None, lines: str, languages: str, role: Role = Role.OPERATOR) -> Operator:
    return Operator(
        id=OperatorId(login), login=login, name=login.title(), role=role, telegram_id=telegram,
        lines=frozenset(LineId(each) for each in lines.split()), languages=tuple(languages.split()),
        presence=Presence.ONLINE,
    )  # fmt: skip


STAFF = (
    person("anna", ANNA, "delivery", "en"),
    person("ben", BEN, "delivery payments", "en"),
    person("maria", MARIA, "payments", "ru en"),
    person("sue", None, "delivery", "en", Role.SUPERVISOR),
)


class Gate(MongoConversations):
    """The real store, with a gate that a test may close before commits."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        super().__init__(db)
        self.opened, self.reached = asyncio.Event(), asyncio.Event()
        self.opened.set()

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        self.reached.set()
        await self.opened.wait()
        return await super().commit(before, after)


class OfficeClock:
    """The real time, or later."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        now = datetime.now(UTC) + self.ahead
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def move_on(self, step: timedelta) -> None:
        self.ahead += step


@dataclass
class Office:
    """The company's side: customers write, colleagues act in the console, the bot runs or not."""

    cloud: TelegramCloud
    ports: OperatorBotPorts
    conversations: Gate
    operators: MongoOperators
    history: MongoHistory
    files: MongoFiles
    live: Live
    lines: MongoLines
    notices: MongoNotices
    clock: OfficeClock

    @property
    def desk(self) -> Desk:
        return self.ports.desk

    def now(self) -> datetime:
        return self.clock()

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """The bot runs; leaving ends its process."""
        settings = OperatorBotSettings(token=TOKEN, api_base=self.cloud.base)
        running = asyncio.create_task(serve(settings, self.ports))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def operator(self, login: str) -> Operator:
        found = await self.operators.get(OperatorId(login))
        assert found
        return found

    async def now_is(self, conversation_id: ConversationId) -> Conversation:
        found = await self.conversations.load(conversation_id)
        assert found
        return found

    async def waits(
        self, name: str, line: str = "delivery", *, says: str = "Where is my parcel?", address: str = ""
    ) -> ConversationId:
        """A customer whose session is in a line's queue."""
        address_ = Address(channel="telegram", account="main", external_id=address or f"{name}-1")
        fresh = begin(address_, Customer(name=name, language="en"), at=self.now())
        asked = fresh.received(Content(text=says), at=self.now()).bot_says("I'll get a colleague.", at=self.now())
        assert isinstance(asked.session, WithBot)
        waiting = asked.with_session(asked.session.hand_off(LineId(line), at=self.now(), topic="order_status"))
        return await self._commit(fresh, waiting)

    async def hears(
        self, conversation_id: ConversationId, content: Content | str, *, provider_id: str | None = None
    ) -> None:
        """The customer says something more."""
        before = await self.now_is(conversation_id)
        content = Content(text=content) if isinstance(content, str) else content
        await self._commit(before, before.received(content, at=self.now(), provider_id=provider_id))

    async def settles(self, conversation_id: ConversationId) -> None:
        """What was said comes into the history."""
        conversation = await self.now_is(conversation_id)
        await self.history.write(conversation_id, conversation.journal)
        await self.conversations.settle(conversation, [each.id for each in conversation.journal], wake_at=None)

    async def words_to_customer(self, conversation_id: ConversationId) -> list[str]:
        conversation = await self.now_is(conversation_id)
        page = await self.history.page(conversation, before=None, limit=100)
        return [each.content.text for each in page if each.side is Side.OPERATOR and not each.note]

    async def until(self, true: Callable[[], Awaitable[bool]]) -> None:
        """Wait for a change of any conversation to make something true."""
        async with asyncio.timeout(5):
            changes = self.live.changes()
            while not await true():
                waiting = asyncio.ensure_future(anext(changes))
                await asyncio.wait({waiting}, timeout=0.2)  # one that came before we listened is seen by looking
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                changes = self.live.changes()

    async def becomes(
        self, conversation_id: ConversationId, change: Callable[[Conversation], Conversation]
    ) -> Conversation:
        """The desk does something with it; whom it tells gets their notices."""
        before = await self.now_is(conversation_id)
        after = change(before)
        await self._commit(before, after)
        await self.notices.add([each for message in after.news_since(before) for each in notices_of(after, message)])
        return after

    async def _commit(self, before: Conversation, after: Conversation) -> ConversationId:
        await self.conversations.commit(before, after)
        await self.live.publish(after.id)
        return after.id


@asynccontextmanager
async def open_office(mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis) -> AsyncIterator[Office]:
    """With lines and staff, and nobody at the bot yet."""
    conversations, lines, operators = Gate(mongo), MongoLines(mongo), MongoOperators(mongo)
    history, files, live, notices = MongoHistory(mongo), MongoFiles(mongo), Live(redis), MongoNotices(mongo)
    clock, bell, loads = OfficeClock(), Bell(redis), Loads(redis)
    floor = Floor(queues=Queues(redis), loads=loads, bell=bell, operators=operators)
    announcer = StaffAnnouncer(floor=floor, live=live, mailbox=Mailbox(redis), clock=clock)
    desk = Desk(
        conversations=conversations, announcer=announcer, lines=lines, operators=operators,
        books=MongoBooks(lines, operators, MongoChapters(mongo), MongoConnections(mongo)), texts=FileTexts(),
        history=history,
        abilities=lambda address: ABLE, clock=clock,
    )  # fmt: skip
    await floor.queues.are_built()
    for line in (DELIVERY, PAYMENTS):
        await lines.save(line)
    for operator in STAFF:
        await operators.save(operator)
    async with TelegramCloud() as cloud:
        cloud.bot(TOKEN, "Desk", "desk_bot")
        deeds = Deeds(notary=Notary(MongoAudit(mongo)), clock=clock)
        ports = OperatorBotPorts(
            desk=noted_desk(desk, deeds), inbox=MongoInbox(mongo), history=history, files=files, feed=live,
            notices=notices, team=MongoTeam(mongo), loads=loads, bell=bell, redis=redis,
            groups=MongoOperatorGroups(mongo), topics=MongoOperatorTopics(mongo), deeds=deeds,
        )  # fmt: skip
        yield Office(
            cloud=cloud, ports=ports, conversations=conversations, operators=operators, history=history, files=files,
            live=live, lines=lines, notices=notices, clock=clock,
        )  # fmt: skip


async def at_the_bot(office: Office, id: int, name: str) -> User:
    """Someone who has opened the chat before."""
    user = office.cloud.user(id, name)
    await user.starts()
    return user


def waits(name: str) -> Callable[[Received], bool]:
    return lambda message: message.text.startswith(name) and "Waiting in" in message.text


def is_card_of(name: str) -> Callable[[Received], bool]:
    return lambda message: message.text.startswith(name) and any("Close" in row for row in message.buttons)


async def accepted(office: Office, operator: User, name: str) -> ConversationId:
    """A session that this operator has taken in Telegram."""
    conversation_id = await office.waits(name)
    announced = await operator.hears(waits(name))
    await operator.presses(announced.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    await operator.hears(is_card_of(name))
    return conversation_id


async def takes(forum: Forum, operator: User, topic: int) -> Member:
    """In the session's topic."""
    there = forum.member(operator, topic)
    await there.hears(lambda message: message.buttons == [["Accept"]])
    await there.presses("Accept")
    await there.hears("Taken by")
    await forum.has_topic("💬")
    return there


async def said(office: Office, conversation_id: ConversationId, text: str) -> bool:
    return text in await office.words_to_customer(conversation_id)
