"""Never too much and nothing twice, though two dispatch at once, somebody dies, and Redis forgets."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest
from redis.asyncio import Redis

from bot import dispatcher
from bot.floor import build
from handoff.changes import Changes
from handoff.conversation import Conversation
from handoff.messages import Happening
from handoff.operator import Presence
from storage.mongo import operators
from storage.redis.loads import RESERVED_FOR
from tests.dispatching import ANNA, BORIS, CLEO, SECOND, given, running
from tests.floor import PUSH, Process, online
from tests.parts import DELIVERY, PAYMENTS, Clock, address, held, until, waiting


async def test_two_dispatchers_never_fill_hands_too_full_nor_give_a_session_twice(
    desk: Process, other: Process
) -> None:
    await desk.opens(PUSH, staff=[ANNA, BORIS, CLEO])
    await desk.queue(*range(1, 13))
    await desk.queue(13, 14, effort=2)

    given = await asyncio.gather(desk.dispatcher.dispatch(), other.dispatcher.dispatch())

    assert max((await desk.in_hand()).values()) <= 3
    await desk.dispatcher.dispatch()
    assert await desk.in_hand() == {ANNA.id: 3, BORIS.id: 3, CLEO.id: 3}
    reports = [await said_of_assignment(desk, customer) for customer in range(1, 15)]
    assert sum(reports) == 9
    assert max(reports) == 1
    assert sum(given) <= 9


async def test_two_who_serve_different_lines_do_not_fill_the_same_hands(desk: Process, other: Process) -> None:
    staff = [online(name, DELIVERY, PAYMENTS) for name in ("Anna", "Boris", "Cleo")]
    await desk.opens(replace(PUSH, capacity=1), replace(PUSH, id=PAYMENTS, capacity=1, takes_rest=False), staff=staff)
    await desk.stored(
        *(waiting(n, line=DELIVERY) for n in range(5)), *(waiting(n, line=PAYMENTS) for n in range(5, 10))
    )

    await asyncio.gather(desk.dispatcher.dispatch([DELIVERY]), other.dispatcher.dispatch([PAYMENTS]))

    assert await desk.in_hand() == {ANNA.id: 1, BORIS.id: 1, CLEO.id: 1}


async def said_of_assignment(desk: Process, customer: int) -> int:
    return sum(message.happening is Happening.ASSIGNED for message in (await desk.of(customer)).journal)


async def test_who_took_it_by_hand_a_moment_ago_keeps_it(desk: Process, other: Process) -> None:
    """The dispatcher has chosen Anna, and before it commits, Boris takes the session."""
    await desk.opens(PUSH, staff=[ANNA, replace(BORIS, presence=Presence.AWAY)])
    await desk.queue(1)

    class Slow(Changes):
        async def make(self, conversation_id: Any, decide: Any) -> Conversation | None:
            await other.desk.accept(conversation_id, BORIS)
            return await super().make(conversation_id, decide)

    slow = Slow(conversations=desk.conversations, announcer=desk.announcer, books=desk.books, clock=desk.clock)
    assert await replace(desk.dispatcher, changes=slow).dispatch() == 0

    assert await desk.hands(1) == {1: "boris"}
    loads = await desk.loads.of([ANNA.id, BORIS.id], desk.clock())
    assert (loads[ANNA.id].held, loads[BORIS.id].held) == (0, 1)


async def test_who_left_a_moment_ago_is_not_given_anything(
    desk: Process, other: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.opens(PUSH, staff=[ANNA, BORIS])
    await desk.queue(1)
    monkeypatch.setattr(operators, "_KEPT_SECONDS", 60.0)
    assert [each.presence for each in await desk.operators.all()] == [Presence.ONLINE, Presence.ONLINE]
    await other.is_now(ANNA, Presence.AWAY)

    await desk.dispatcher.dispatch()

    assert await desk.hands(1) == {1: "boris"}


class Died(Exception):
    """The process ended here."""


async def test_room_reserved_by_a_process_that_died_is_free_again_after_a_while(desk: Process, clock: Clock) -> None:
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1)

    class Dies(Changes):
        async def make(self, conversation_id: Any, decide: Any) -> Conversation | None:
            raise Died

    dies = Dies(conversations=desk.conversations, announcer=desk.announcer, books=desk.books, clock=desk.clock)
    with pytest.raises(Died):
        await replace(desk.dispatcher, changes=dies).dispatch()
    assert await replace(desk.dispatcher, loads=type(desk.loads)(desk.redis)).dispatch() == 0

    clock.move_on(RESERVED_FOR + SECOND)
    assert await replace(desk.dispatcher, loads=type(desk.loads)(desk.redis)).dispatch() == 1
    assert await desk.hands(1) == {1: "anna"}


async def test_what_was_committed_and_not_told_of_is_not_given_twice_nor_beyond_capacity(
    desk: Process, other: Process
) -> None:
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1, 2)

    class Dies:
        async def announce(self, before: Conversation, after: Conversation) -> None:
            raise Died

    dies = Changes(conversations=desk.conversations, announcer=Dies(), books=desk.books, clock=desk.clock)
    with pytest.raises(Died):
        await replace(desk.dispatcher, changes=dies).dispatch()
    assert await other.dispatcher.dispatch() == 0
    assert await desk.hands(1, 2) == {1: "anna", 2: ""}
    assert await desk.queues.place(DELIVERY, address(1).conversation_id) is None, "the stale entry was mended"

    assert await other.dispatcher.repair_loads() == 1
    assert await other.dispatcher.repair_loads() == 0
    await other.closes(1)
    assert await other.dispatcher.dispatch() == 1
    assert await desk.hands(2) == {2: "anna"}


async def test_a_wiped_redis_is_built_anew_and_nobody_gets_too_much(
    desk: Process, other: Process, redis: Redis
) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(*range(1, 6))
    await desk.dispatcher.dispatch()
    await redis.flushdb()

    async with running(other):
        await until(other.queues.built)
        await desk.closes(1)
        await until(lambda: given(desk, 4))
        await until(lambda: only_one_waits(desk))  # told of right after the commit

    assert await desk.in_hand() == {ANNA.id: 3}


async def only_one_waits(desk: Process) -> bool:
    return await desk.queues.length(DELIVERY) == 1


async def test_who_dies_while_building_anew_lets_nobody_get_too_much(
    desk: Process, other: Process, redis: Redis
) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(*range(1, 6))
    await desk.dispatcher.dispatch()
    await redis.flushdb()

    with pytest.raises(Died):
        await build(cast(Any, Dying()), desk.loads, desk.conversations)
    await desk.queues.repair(desk.conversations.waiting())  # as schedulers do by themselves
    assert await other.dispatcher.dispatch() == 0

    async with running(other):
        await until(other.queues.built)
    assert await desk.in_hand() == {ANNA.id: 3}
    assert await desk.loads.repair(desk.conversations.at_desk()) == 0


class Dying:
    """Queues at which somebody dies."""

    async def repair(self, waiting: object) -> int:
        raise Died


async def test_behind_what_somebody_else_gave_stands_the_next_of_its_kind(desk: Process) -> None:
    """Not whoever is the head of another kind: they came later."""
    await desk.opens(replace(PUSH, capacity=2), staff=[ANNA])
    await desk.queue(1, 2)
    await desk.queue(3, effort=2)
    start = await desk.of(1)
    await desk.conversations.commit(start, replace(start, session=held(1, by=BORIS).session))  # and it told nobody

    assert await desk.dispatcher.dispatch() == 1
    assert await desk.hands(2, 3) == {2: "anna", 3: ""}


async def test_the_dispatcher_audits_by_itself(
    desk: Process, other: Process, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "AUDIT", SECOND / 50)
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1, 2)
    await desk.queues.repair(desk.conversations.waiting())
    await desk.dispatcher.dispatch()
    await redis.hset(f"{{floor}}:load:{ANNA.id}", "telegram:main:a-ghost", "1 v1")
    await desk.closes(1)
    assert await desk.dispatcher.dispatch() == 0, "somebody whom nobody knows takes Anna's time"

    async with running(other):
        await until(lambda: given(desk, 2))
