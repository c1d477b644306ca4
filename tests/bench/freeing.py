"""(b) From "an operator has room again" to "the next session is theirs", with many waiting.

Counted from the commit that gives the room to the commit that uses it; between them are the bell, a look at the heads
of the queues, the choice and a reservation. Everything runs as in the product, in one process, on the embedded servers.
The floor is the least that any correct system must do: take the first of one sorted set, read its document, and change
it under its version.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from redis.asyncio import Redis

from bot.app import utc_now
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import LineId, OperatorId
from handoff.line import Distribution, Line
from handoff.operator import Operator, Presence
from handoff.priority import Priority
from handoff.session import Waiting, WithOperator
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from tests.bench.crowd import databases, each_of, load
from tests.bench.growth import Growth, Point, point
from tests.floor import Process
from tests.parts import conversation, person, waiting, with_bot

OPERATORS = 200
_WARM_UP = 5
"""The first ones compile scripts and open connections."""
LINES = tuple(
    Line(id=LineId(f"line{n}"), names={"en": f"Line {n}"}, takes_rest=n == 0, distribution=Distribution.PUSH)
    for n in range(4)
)
_SKILLS = ({}, {}, {"law": 2}, {"parts": 3}, {"law": 1, "parts": 1})


class _Noting(MongoConversations):
    """Notes when each commit was true, and in whose hands it left the conversation."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.assigned: asyncio.Queue[tuple[OperatorId, float]] = asyncio.Queue()
        self.latest = 0.0

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        committed = await super().commit(before, after)
        self.latest = time.perf_counter()
        if isinstance(after.session, WithOperator):
            self.assigned.put_nowait((after.session.operator, self.latest))
        return committed


async def measure(sizes: Sequence[int] = (100, 1_000, 10_000, 100_000)) -> list[Growth]:
    points = [await _with(n) for n in sizes]
    each = f"one operator after another, of {OPERATORS}, closes a session and is given the next"
    return [Growth(name="waiting sessions", each=each, points=points)]


async def _with(n: int) -> Point:
    async with databases() as (db, redis):
        staff = [_operator(number) for number in range(OPERATORS)]
        seen, given = (Process(db=db, redis=redis, clock=cast(Any, utc_now)) for _ in range(2))
        seen.conversations, given.conversations = _Noting(db), _Noting(db)
        await seen.opens(*LINES, staff=staff)
        busy = [_held(number, each, utc_now()) for number, each in enumerate(staff)]
        queue = [_waiting(OPERATORS + number, utc_now()) for number in range(n)]
        await load(db, [*busy, *queue])
        await given.queues.repair(each_of(queue))
        await given.loads.repair(each_of(busy))
        await given.queues.are_built()
        floor = await _floor(db, redis, queue)
        times = await _free_one_after_another(seen, given, staff[: n // 2], busy[: n // 2])
    return point(n, times, floor=floor)


async def _free_one_after_another(
    seen: Process, given: Process, staff: Sequence[Operator], busy: Sequence[Conversation]
) -> Sequence[float]:
    desk: Desk = seen.desk
    closing, giving = seen.conversations, given.conversations
    assert isinstance(closing, _Noting)
    assert isinstance(giving, _Noting)
    running, times = asyncio.create_task(given.dispatcher.run()), []
    await asyncio.sleep(0.5)
    assert giving.assigned.empty(), "Everybody's hands are full."
    try:
        for who, held in zip(staff, busy, strict=True):
            await desk.close(held.id, who, reason="solved", topic=None)
            async with asyncio.timeout(30):
                to, at = await giving.assigned.get()
            assert to == who.id, "nobody else has room"
            times.append(at - closing.latest)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return times[_WARM_UP:]


async def _floor(db: Database, redis: Redis, queue: Sequence[Conversation]) -> Sequence[float]:
    await redis.zadd("floor", {each.id: number for number, each in enumerate(queue)})
    times = []
    for _ in range(min(len(queue), 100)):
        began = time.perf_counter()
        [(first, _)] = await redis.zpopmin("floor")
        row = await db.conversations.find_one({"_id": first})
        assert row is not None
        await db.conversations.update_one({"_id": first, "version": row["version"]}, {"$set": {"touched": True}})
        times.append(time.perf_counter() - began)
    await redis.delete("floor")
    return times


def _operator(number: int) -> Operator:
    skills = {"law": 1 + number % 5, "parts": 1 + number % 4} if number % 2 else {}
    lines = [line.id for line in LINES if number % 3 or line is LINES[number % 4]]
    return person(f"Operator{number}", *lines, presence=Presence.ONLINE, capacity=1, skills=skills)


def _waiting(number: int, now: datetime) -> Conversation:
    """Of some twenty kinds, in four lines, with four priorities."""
    start = waiting(number, line=LINES[number % 4].id, since=now - timedelta(seconds=number % 100_000))
    known = replace(start.handling, skills=_SKILLS[number % 5], priority=Priority(rank=number % 7 // 2))
    return replace(start.with_handling(known), version=1)


def _held(number: int, by: Operator, now: datetime) -> Conversation:
    new = conversation(number, at=now)
    queued: Waiting = with_bot(new).hand_off(min(by.lines), at=now)
    return replace(new.with_session(queued.assign(by.id, at=now)), version=1)
