"""The product on a Redis cluster of three servers: its main story, news, a crowd at the door, and what lies apart."""

import asyncio
from dataclasses import replace

import pytest
from redis.asyncio import RedisCluster

from bot.channels.site.nudges import Nudges
from bot.channels.viber.unanswered import Unanswered
from bot.channels.whatsapp.arrivals import Arrivals
from bot.events import Receipt
from bot.operator_bot.memory import Memory
from bot.operator_bot.shown import Screens
from handoff.ids import ConversationId, EventId, MessageId
from handoff.operator import Operator
from handoff.session import WithOperator
from storage.redis.client import Redis, connect
from storage.redis.live import Live
from storage.redis.mailbox import Mailbox
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.floor import PUSH, Process, online
from tests.parts import NOW, address, said, until
from tests.redises import Redises

ADA, BOB = ConversationId("site:main:ada"), ConversationId("site:main:bob")


@pytest.fixture
def redis_url(redis_cluster: Redises) -> str:
    return redis_cluster.url


async def test_a_customer_is_answered_and_given_to_an_operator_who_replies(backstage: Backstage, ada: User) -> None:
    anna = online("Anna")
    backstage.rasa.commands["A person, please!"] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    desk = Process(db=backstage.db, redis=backstage.redis, clock=backstage.clock)
    await desk.opens(PUSH, staff=[anna])
    dispatching = asyncio.create_task(desk.dispatcher.run())

    async with backstage.working("one", "two"):
        await backstage.receives(said(1, "Hello!"))
        await ada.hears("You said: Hello!")

        await backstage.receives(said(2, "A person, please!"))
        await until(lambda: _is_with(anna, backstage))
        await until(lambda: _is_told_of(anna, desk))  # right after the commit

        await desk.desk.reply(address().conversation_id, anna, "It is on its way.", EventId("reply"))
        await ada.hears("It is on its way.")
        await until(backstage.idle)

    dispatching.cancel()
    await asyncio.gather(dispatching, return_exceptions=True)
    redis = backstage.redis
    assert isinstance(redis, RedisCluster)
    assert len({redis.get_node_from_key(key) async for key in redis.scan_iter()}) > 1, "not one server has it all"


async def _is_told_of(who: Operator, desk: Process) -> bool:
    held = (await desk.loads.of([who.id], desk.clock()))[who.id].held
    return (held, await desk.queues.length(PUSH.id)) == (1, 0)


async def _is_with(operator: Operator, backstage: Backstage) -> bool:
    session = (await backstage.conversation()).session
    return isinstance(session, WithOperator) and session.operator == operator.id


async def test_hundreds_of_webhooks_at_once_are_all_taken(redis: Redis) -> None:
    """They wait for a connection where they must, and none is turned away."""
    box = Mailbox(redis)
    await box.prepare()

    await asyncio.gather(*(box.post(ConversationId(f"c{number}"), "hello") for number in range(600)))

    assert await box.depth() == 600


async def test_news_of_one_process_are_heard_in_all_wherever_they_listen(redis: Redis, redis_url: str) -> None:
    """The servers that they listen to are chosen at random."""
    others = [connect(redis_url) for _ in range(4)]
    heard: set[int] = set()

    async def listen(number: int, other: Redis) -> None:
        async for _ in Live(other).changes():
            heard.add(number)

    listening = [asyncio.create_task(listen(number, other)) for number, other in enumerate(others)]

    async def told() -> bool:
        await Live(redis).publish(ADA)
        return len(heard) == len(others)

    await until(told)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    for other in others:
        await other.aclose()


async def test_a_window_hears_of_its_own_conversation(redis: Redis) -> None:
    frame = '{"type": "message", "number": 7}'
    gateway, worker = Nudges(redis), Nudges(redis)
    async with gateway.follow(ADA) as hers, gateway.follow(BOB) as his:

        async def told() -> bool:
            await worker.publish(ADA, frame)
            return (await hers.get(0.05)).number == 7

        await until(told)
        assert (await his.get(0.01)).number is None
    await gateway.close()


async def test_what_channels_and_the_operators_bot_remember_may_lie_on_several_servers(redis: Redis) -> None:
    screens, memory = Screens(redis), Memory(redis)
    arrivals, unanswered = Arrivals(redis, "shop"), Unanswered(redis, "shop")
    for number, conversation in enumerate((ADA, BOB)):
        await screens.announced(conversation, "wait", 7, number, "high")
        await memory.is_copy(7, number, MessageId(conversation))
        await arrivals.expect(str(number), f"wamid.{number}")
        await unanswered.sent(str(number), "token", NOW)
        await unanswered.check(str(number), 1, NOW)
    assert sorted(await screens.open()) == [ADA, BOB]
    assert [await memory.copy(7, MessageId(each)) for each in (ADA, BOB)] == [0, 1]

    await screens.forget(ADA)
    await arrivals.heard([_delivered(number) for number in range(3)])

    assert await screens.open() == [BOB]
    async with asyncio.timeout(1):
        await asyncio.gather(arrivals.wait("0"), arrivals.wait("1"))


def _delivered(number: int) -> Receipt:
    return Receipt(
        id=EventId(f"receipt-{number}"), address=replace(address(), external_id=str(number)), at=NOW, sent_at=NOW,
        provider_id=f"wamid.{number}", state="delivered",
    )  # fmt: skip
