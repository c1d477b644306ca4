"""Processes that are killed without a word: no acknowledged message is lost, none is doubled, the order stays.

Real gateways and workers, each a process of its own, before a Telegram that repeats what was not acknowledged. Forty
customers write in waves and an operator answers; in the middle of each wave somebody is killed with SIGKILL, by a
seeded plan, and started again. The bot is down all the time: people take over.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.worker import IN_HAND
from handoff.conversation import Conversation
from handoff.ids import ConversationId, EventId
from handoff.messages import DeliveryState, Message, Side
from handoff.session import Waiting, WithOperator
from storage.mongo.conversations import MongoConversations
from storage.processes import Server, free_port
from tests.backstage import SECRET, TOKEN, Backstage
from tests.fakes.telegram import User
from tests.parts import ANNA, DELIVERY, texts_of, until
from tests.roles import Role

CUSTOMERS = range(1, 41)
WAVES, QUICK = 4, 3
"""How often each customer writes, and messages at once."""


@dataclass(slots=True)
class Fleet:
    gateway: Role
    workers: list[Role]


@asynccontextmanager
async def fleet(backstage: Backstage, mongo_url: str, redis_url: str, folder: Path) -> AsyncIterator[Fleet]:
    gateway_port = free_port()
    environment = {
        "MONGO_URL": mongo_url, "MONGO_DATABASE": backstage.db.name, "REDIS_URL": redis_url,
        "RASA_URL": "http://127.0.0.1:9", "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": backstage.cloud.base,
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{gateway_port}/channels/telegram",
        "TELEGRAM_WEBHOOK_SECRET": SECRET, "HELPLINE_LOG_FORMAT": "json", "OMP_NUM_THREADS": "1",
        "TELEGRAM_PER_SECOND": "1000",
    }  # fmt: skip
    gateway = Role("gateway", environment, folder, gateway_port)
    all_of_it = Fleet(gateway, [Role("worker", environment, folder) for _ in range(2)])
    roles = [gateway, *all_of_it.workers]
    try:
        await asyncio.gather(*(role.start() for role in roles))
        yield all_of_it
    finally:
        await asyncio.gather(*(role.ends() for role in roles))


class Operator:
    """Anna takes whatever waits, and answers once in each wave."""

    def __init__(self, backstage: Backstage, chance: random.Random) -> None:
        self._desk, self._chance = backstage.desk, chance
        self._conversations = MongoConversations(backstage.db)

    async def takes(self, conversation_id: ConversationId) -> None:
        async def waiting() -> bool:
            found = await self._conversations.load(conversation_id)
            return found is not None and isinstance(found.session, Waiting | WithOperator)

        await until(waiting, within=45)
        await self._desk.accept(conversation_id, ANNA)

    async def answers(self, conversation_id: ConversationId, wave: int) -> None:
        await asyncio.sleep(self._chance.uniform(0, 1.5))
        await self._desk.reply(conversation_id, ANNA, f"answer {wave}", EventId(f"console:{conversation_id}:{wave}"))


async def customers_write(users: list[User], wave: int) -> None:
    for quick in range(QUICK):
        for user in users:
            await user.says(f"message {wave}.{quick}")


async def dies_in_the_middle(role: Role, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0.1, 0.6))
    await role.dies()
    await asyncio.sleep(chance.uniform(0, 0.3))
    await role.start()


async def settled(backstage: Backstage, users: list[User]) -> bool:
    """Everything that was written is heard, sent and in the history."""
    found = [row async for row in backstage.db.conversations.find({}, {"journal.id": 1})]
    if len(found) < len(users) or any(row["journal"] for row in found):
        return False
    heard = await backstage.db.messages.count_documents({"side": "customer"})
    return heard >= len(users) * WAVES * QUICK and await backstage.idle()


def check(conversation: Conversation, thread: list[Message], user: User) -> Counter[DeliveryState]:
    """One customer's thread, against what they wrote and what arrived."""
    written = [f"message {wave}.{quick}" for wave in range(WAVES) for quick in range(QUICK)]
    assert texts_of(each for each in thread if each.side is Side.CUSTOMER) == written
    assert [each.number for each in thread] == list(range(1, conversation.count + 1))
    said = [each for each in thread if each.delivery is not None]
    answers = [f"answer {wave}" for wave in range(WAVES)]
    assert texts_of(each for each in said if each.side is Side.OPERATOR) == answers

    arrived = [heard.text for heard in user.inbox]
    assert len(set(arrived)) == len(arrived), "sent twice"
    assert arrived == [text for text in texts_of(said) if text in arrived], "out of order"
    fates = Counter(each.delivery.state for each in said if each.delivery)
    missing = {each.content.text for each in said} - set(arrived)
    unknown = {each.content.text for each in said if each.delivery and each.delivery.state is DeliveryState.UNKNOWN}
    assert missing <= unknown, "what did not arrive is known to be doubtful"
    assert set(fates) <= {DeliveryState.ACCEPTED, DeliveryState.UNKNOWN}
    return fates


async def test_killed_processes_lose_nothing_double_nothing_and_keep_the_order(
    backstage: Backstage, mongo_server: Server, redis_server: Server, tmp_path: Path
) -> None:
    chance = random.Random(20261123)
    backstage.clock.now = datetime.now(UTC)
    users = [backstage.cloud.user(number, f"User {number}", bot=backstage.cloud.bot(TOKEN)) for number in CUSTOMERS]
    ids = [ConversationId(f"telegram:main:{user.id}") for user in users]
    anna = Operator(backstage, chance)
    backstage.cloud.delay(0.1, times=10_000)  # so that the dead leave sends without an answer
    beside = [asyncio.create_task(each) for each in (backstage.scheduler().run(), _goes(backstage))]

    async def done() -> bool:
        return await settled(backstage, users)

    async with fleet(backstage, mongo_server.url, redis_server.url, tmp_path) as running:
        victims = [*running.workers, *running.workers[:1], running.gateway]
        chance.shuffle(victims)
        dying = []
        for wave, victim in enumerate(victims):
            await until(victim.answers, within=60)
            dying.append(asyncio.create_task(dies_in_the_middle(victim, chance)))
            await customers_write(users, wave)
            await asyncio.gather(*(anna.takes(each) for each in ids))
            await asyncio.gather(*(anna.answers(each, wave) for each in ids))
        await asyncio.gather(*dying)
        await until(done, within=45)
        for task in beside:
            task.cancel()

        fates: Counter[DeliveryState] = Counter()
        for user in users:
            fates += check(await backstage.conversation(user.id), await backstage.thread(user.id), user)
        assert fates[DeliveryState.UNKNOWN] <= len(victims) * IN_HAND, "no more than the dead had in hand"
        rows = [row["count"] async for row in backstage.db.conversations.find({}, {"count": 1})]
        assert await backstage.db.messages.count_documents({}) == sum(rows)
        assert await backstage.queues.length(DELIVERY) == 0
        assert await backstage.dead_letters.recent(10) == []
        assert [await role.ends() for role in (running.gateway, *running.workers)] == [0, 0, 0], (
            "an orderly end is no failure"
        )


async def _goes(backstage: Backstage) -> None:
    """The scheduler's clock, as real as that of the processes."""
    while True:
        backstage.clock.now = datetime.now(UTC)
        await asyncio.sleep(0.05)
