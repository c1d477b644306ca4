"""Giving costs the same however many wait, and keeps its laws whatever happens."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.monitoring import CommandListener
from redis.asyncio import Redis

from handoff.ids import OperatorId
from handoff.operator import Presence
from handoff.priority import Priority
from handoff.session import Waiting
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.processes import Server
from tests.dispatching import ANNA, SECOND
from tests.floor import OFFER, PUSH, Process, online
from tests.parts import DELIVERY, NOW, PAYMENTS, Clock, address, waiting


class Counter(CommandListener):
    """Counts what a client asks of MongoDB."""

    def __init__(self) -> None:
        self.asked = 0

    def started(self, event: Any) -> None:
        self.asked += 1

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


@pytest.mark.parametrize("waiting_count", [20, 2000])
async def test_giving_one_costs_the_same_however_many_wait(
    desk: Process, mongo: Database, mongo_server: Server, redis: Redis, clock: Clock, waiting_count: int
) -> None:
    """Who waits behind the first few is not even looked at: MongoDB has never heard of them here."""
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    for n in range(waiting_count):
        start = waiting(n, since=NOW + n * SECOND)
        await desk.queues.tell(await desk.conversations.commit(start, start) if n < 3 else start)
    counter = Counter()
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_server.url, event_listeners=[counter])
    db = client.get_database(mongo.name, codec_options=mongo.codec_options)
    process = Process(db=db, redis=redis, clock=clock)
    assert await process.dispatcher.dispatch() == 1  # scripts and connections are there now
    await process.closes(0)
    counter.asked, redis_before = 0, await redis_calls(redis)

    assert await process.dispatcher.dispatch() == 1

    mongo_calls, redis_calls_ = counter.asked, await redis_calls(redis) - redis_before
    client.close()
    assert (await desk.hands(1))[1] == "anna"
    assert mongo_calls <= 30
    assert redis_calls_ <= 60, "those within scripts included"


async def redis_calls(redis: Redis) -> int:
    stats = await redis.info("commandstats")
    return sum(int(each["calls"]) for each in stats.values())


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_in_whatever_order(desk: Process, other: Process, clock: Clock, seed: int) -> None:
    """Customers come, staff come and go, sessions are accepted, declined and closed, and Redis forgets."""
    fate = random.Random(seed)
    line = replace(OFFER if seed % 2 else PUSH, capacity=2)
    skilled = online("Cleo", DELIVERY, PAYMENTS, skills={"legal": 3}, capacity=4)
    staff = [online("Anna", DELIVERY, PAYMENTS), online("Boris", DELIVERY, PAYMENTS), skilled]
    await desk.opens(line, replace(line, id=PAYMENTS, takes_rest=False), staff=staff)
    customers = 0

    async def held_by(who: OperatorId) -> list[int]:
        hands = await desk.hands(*range(1, customers + 1))
        return [customer for customer, hand in hands.items() if hand.rstrip("?") == who]

    for _ in range(70):
        clock.move_on(timedelta(seconds=fate.randint(1, 8)))
        who = fate.choice(staff)
        match fate.choice(["comes", "comes", "presence", "closes", "answers", "forgets", "dispatches", "dispatches"]):
            case "comes":
                customers += 1
                asked = fate.choice([{}, {}, {"effort": 2}, {"skills": {"legal": 2}}, {"priority": Priority(rank=2)}])
                await desk.queue(customers, line=fate.choice([DELIVERY, PAYMENTS]), **asked)
            case "presence":
                await other.is_now(who, fate.choice([Presence.ONLINE, Presence.ONLINE, Presence.AWAY]))
            case "closes":
                for customer in await held_by(who.id):
                    if not isinstance((await desk.of(customer)).session, Waiting):
                        await other.closes(customer)
            case "answers":
                for customer in await held_by(who.id):
                    if isinstance((await desk.of(customer)).session, Waiting):
                        act = fate.choice([desk.desk.accept, desk.desk.decline])
                        await act(address(customer).conversation_id, who)
            case "forgets":
                lost = fate.choice(["queue:delivery", "placed", f"load:{who.id}"])
                await desk.redis.delete(f"{{floor}}:{lost}")
                await other.queues.repair(other.conversations.waiting())
                await other.loads.repair(other.conversations.at_desk())
            case "dispatches":
                await asyncio.gather(desk.dispatcher.dispatch([DELIVERY]), other.dispatcher.dispatch([PAYMENTS]))
        for each in staff:
            capacity = each.capacity or line.capacity
            assert (await desk.in_hand()).get(each.id, 0) <= capacity, f"{each.name} has too much"

    # Everybody is there, everything is answered and solved: nothing is left behind.
    for _ in range(customers * 4):
        clock.move_on(timedelta(minutes=6))
        for each in staff:
            await other.is_now(each, Presence.ONLINE)
            for customer in await held_by(each.id):
                if isinstance((await desk.of(customer)).session, Waiting):
                    await desk.desk.accept(address(customer).conversation_id, each)
                await other.closes(customer)
        if not await desk.dispatcher.dispatch():
            break
    assert set((await desk.hands(*range(1, customers + 1))).values()) <= {""}
    assert (await desk.queues.length(DELIVERY), await desk.queues.length(PAYMENTS)) == (0, 0)
    assert await desk.queues.repair(MongoConversations(desk.db).waiting()) == 0
    assert await desk.loads.repair(MongoConversations(desk.db).at_desk()) == 0
