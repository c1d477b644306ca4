"""Waiting sessions find their operators: who gets what, when, never too much, and what if somebody dies meanwhile."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time, timedelta
from typing import Any, cast

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.monitoring import CommandListener
from redis.asyncio import Redis

from bot import dispatcher
from bot.floor import build
from handoff.abilities import Abilities
from handoff.changes import Changes
from handoff.conversation import Conversation
from handoff.courtesies import Courtesies
from handoff.hours import BusinessHours, Interval
from handoff.ids import OperatorId
from handoff.line import Distribution
from handoff.messages import Happening, Side
from handoff.operator import AwayReason, Presence, Role
from handoff.priority import Priority
from handoff.routing.decisions import Choosing
from handoff.session import Waiting
from storage.mongo import chapters, lines, operators
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.processes import Server
from storage.redis.loads import RESERVED_FOR
from tests.floor import OFFER, PUSH, Process, online
from tests.parts import DELIVERY, NOW, PAYMENTS, Clock, address, held, until, waiting

ANNA, BORIS, CLEO = online("Anna"), online("Boris"), online("Cleo")
SECOND = timedelta(seconds=1)
NIGHT = BusinessHours(week={0: (Interval(opens=time(20), closes=time(23)),)})
"""Closed at NOW, a Monday morning."""


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores read anew each time: what one process changes, another sees at once."""
    for module in (lines, operators, chapters):
        monkeypatch.setattr(module, "_KEPT_SECONDS", 0.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(mongo: Database, redis: Redis, clock: Clock) -> Process:
    """A process of the product: the console's, say, or the one that dispatches."""
    return Process(db=mongo, redis=redis, clock=clock)


@pytest.fixture
def other(mongo: Database, redis: Redis, clock: Clock) -> Process:
    """One more."""
    return Process(db=mongo, redis=redis, clock=clock)


@asynccontextmanager
async def running(process: Process) -> AsyncIterator[None]:
    task = asyncio.create_task(process.dispatcher.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


# -- giving --------------------------------------------------------------------------------------------------------


async def test_a_session_is_given_with_the_reason_kept(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1)

    assert await desk.dispatcher.dispatch() == 1

    given = await desk.of(1)
    assert await desk.hands(1) == {1: "anna"}
    spoken = [message.content.text for message in given.journal if message.side is Side.BOT]
    assert spoken == ["Anna is with you now."]
    [report] = [message for message in given.journal if message.happening is Happening.ASSIGNED]
    assert (report.tells, report.details) == ((ANNA.id,), {"operator": "Anna"})
    assert isinstance(report.decision, Choosing)
    assert report.decision.choice.operator == ANNA.id
    assert given.handling.why_operator == report.decision.choice.why
    assert await desk.queues.length(DELIVERY) == 0
    assert await desk.dispatcher.dispatch() == 0, "that was all"


async def test_who_has_a_session_is_not_told_where_each_word_would_be_a_letter(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1)
    silent = Courtesies(texts=desk.texts, abilities=lambda address: Abilities(chatty=False))

    assert await replace(desk.dispatcher, courtesies=silent).dispatch() == 1

    given = await desk.of(1)
    assert [message.content.text for message in given.journal if message.side is Side.BOT] == []
    assert Happening.ASSIGNED in [message.happening for message in given.journal]


async def test_nobody_gets_more_than_they_can_hold_and_the_oldest_go_first(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA, replace(BORIS, capacity=1)])
    await desk.queue(*range(1, 8))

    assert await desk.dispatcher.dispatch() == 4

    hands = await desk.hands(*range(1, 8))
    assert sorted(hands[customer] for customer in range(1, 5)) == ["anna", "anna", "anna", "boris"]
    assert [hands[customer] for customer in range(5, 8)] == ["", "", ""]


async def test_the_highest_priority_goes_first(desk: Process) -> None:
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1)
    await desk.queue(2, priority=Priority(rank=2))
    await desk.queue(3, priority=Priority(rank=2))

    await desk.dispatcher.dispatch()

    assert await desk.hands(1, 2, 3) == {1: "", 2: "anna", 3: ""}


async def test_small_sessions_do_not_keep_a_heavy_one_waiting_for_ever(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1, 2)
    await desk.dispatcher.dispatch()
    await desk.queue(3, effort=3)
    await desk.queue(4, 5)

    assert await desk.dispatcher.dispatch() == 0, "Anna has room for the small ones, but it is not their turn"
    await desk.closes(1)
    await desk.closes(2)
    await desk.dispatcher.dispatch()

    assert await desk.hands(3, 4, 5) == {3: "anna", 4: "", 5: ""}


@pytest.mark.parametrize(
    "who",
    [
        replace(ANNA, presence=Presence.AWAY), replace(ANNA, presence=Presence.OFFLINE), replace(ANNA, active=False),
        replace(ANNA, lines=frozenset({PAYMENTS})), replace(ANNA, shift=NIGHT), replace(ANNA, capacity=0),
    ],
    ids=["away", "offline", "left", "another line", "off shift", "no capacity"],
)  # fmt: skip
async def test_who_can_not_take_it_does_not_get_it(desk: Process, who: Any) -> None:
    await desk.opens(PUSH, staff=[who])
    await desk.queue(1)

    assert await desk.dispatcher.dispatch() == 0
    await desk.operators.save(ANNA)
    assert await desk.dispatcher.dispatch() == 1, "with Anna as she should be, it is given"


async def test_a_required_skill_is_waited_for_while_others_go_by(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1, skills={"legal": 3})
    await desk.queue(2)

    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "", 2: "anna"}

    await desk.operators.save(replace(BORIS, skills={"legal": 4}))
    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "boris", 2: "anna"}


async def test_only_a_supervisor_gets_what_was_escalated_to_them(desk: Process) -> None:
    siobhan = online("Siobhan", PAYMENTS, role=Role.SUPERVISOR)
    await desk.opens(PUSH, staff=[ANNA, siobhan])
    await desk.queue(1, supervised=True)
    await desk.queue(2, 3)

    await desk.dispatcher.dispatch()

    assert await desk.hands(1, 2, 3) == {1: "siobhan", 2: "anna", 3: "anna"}


@pytest.mark.parametrize("distribution", [Distribution.PULL, Distribution.SUPERVISOR])
async def test_where_people_hand_out_nothing_is_given(desk: Process, distribution: Distribution) -> None:
    await desk.opens(replace(PUSH, distribution=distribution), staff=[ANNA])
    await desk.queue(1)

    assert await desk.dispatcher.dispatch() == 0


async def test_out_of_hours_only_who_is_on_shift_is_given_anything(desk: Process) -> None:
    await desk.opens(replace(PUSH, hours=NIGHT), staff=[ANNA])
    await desk.queue(1)
    assert await desk.dispatcher.dispatch() == 0

    await desk.operators.save(replace(BORIS, shift=BusinessHours()))
    assert await desk.dispatcher.dispatch() == 1
    assert await desk.hands(1) == {1: "boris"}


async def test_a_closed_lines_customer_is_not_torn_from_the_bots_questions(desk: Process) -> None:
    await desk.opens(replace(PUSH, hours=NIGHT), staff=[replace(ANNA, shift=BusinessHours())])
    await desk.queue(1, asking="order")
    await desk.queue(2)

    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "", 2: "anna"}

    await desk.lines.save(PUSH)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1) == {1: "anna"}


async def test_several_lines_share_their_people_by_whose_turn_it_is(desk: Process) -> None:
    both = online("Anna", DELIVERY, PAYMENTS, capacity=2)
    await desk.opens(PUSH, replace(PUSH, id=PAYMENTS, takes_rest=False), staff=[both])
    await desk.stored(
        waiting(1, line=DELIVERY, since=NOW + SECOND),
        waiting(2, line=PAYMENTS, since=NOW),
        waiting(3, line=DELIVERY, since=NOW - SECOND),
    )

    await desk.dispatcher.dispatch()

    assert await desk.hands(1, 2, 3) == {1: "", 2: "anna", 3: "anna"}


# -- offers --------------------------------------------------------------------------------------------------------


async def test_an_offer_waits_for_an_answer_and_takes_room_meanwhile(desk: Process, clock: Clock) -> None:
    await desk.opens(replace(OFFER, capacity=1), staff=[ANNA])
    await desk.queue(1, 2)

    assert await desk.dispatcher.dispatch() == 1

    offered = await desk.of(1)
    assert isinstance(offered.session, Waiting)
    assert offered.session.offer is not None
    assert (offered.session.offer.operator, offered.session.offer.until) == (ANNA.id, clock() + 30 * SECOND)
    [report] = offered.journal
    assert (report.happening, report.tells) == (Happening.OFFERED, (ANNA.id,))
    assert isinstance(report.decision, Choosing)
    assert await desk.queues.place(DELIVERY, offered.id) == 1, "it still waits"

    await desk.desk.accept(offered.id, ANNA)
    assert await desk.dispatcher.dispatch() == 0, "accepted, it takes the same room"
    assert await desk.hands(1, 2) == {1: "anna", 2: ""}


async def test_a_declined_offer_goes_to_the_next(desk: Process) -> None:
    await desk.opens(OFFER, staff=[ANNA, BORIS])
    await desk.queue(1)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1) == {1: "anna?"}

    await desk.desk.decline(address(1).conversation_id, ANNA)
    await desk.dispatcher.dispatch()

    assert await desk.hands(1) == {1: "boris?"}
    assert (await desk.loads.of([ANNA.id], desk.clock()))[ANNA.id].held == 0


async def test_an_offer_that_is_let_pass_goes_to_the_next_and_its_operator_is_away(desk: Process, clock: Clock) -> None:
    await desk.opens(OFFER, staff=[ANNA, BORIS])
    await desk.queue(1, 2)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "anna?", 2: "boris?"}

    clock.move_on(30 * SECOND)
    await desk.hears(1)
    anna = await desk.operators.get(ANNA.id)
    assert anna is not None
    assert (anna.presence, anna.away_reason, anna.presence_since) == (Presence.AWAY, AwayReason.MISSED, clock())
    await desk.dispatcher.dispatch()

    assert await desk.hands(1) == {1: "boris?"}


async def test_who_went_offline_meanwhile_is_left_offline(desk: Process, clock: Clock) -> None:
    await desk.opens(OFFER, staff=[ANNA])
    await desk.queue(1)
    await desk.dispatcher.dispatch()
    await desk.is_now(ANNA, Presence.OFFLINE)

    clock.move_on(31 * SECOND)
    await desk.hears(1)

    anna = await desk.operators.get(ANNA.id)
    assert anna is not None
    assert anna.presence is Presence.OFFLINE


# -- at once -------------------------------------------------------------------------------------------------------


async def test_who_has_room_again_is_given_the_next_at_once(desk: Process, other: Process) -> None:
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1, 2)
    await desk.queues.repair(desk.conversations.waiting())
    async with running(other):
        await until(lambda: given(desk, 1))
        began = asyncio.get_running_loop().time()
        await desk.closes(1)
        await until(lambda: given(desk, 2))
        assert asyncio.get_running_loop().time() - began < 0.9, "not only when it looks at all lines again"


async def given(desk: Process, customer: int) -> bool:
    return (await desk.hands(customer))[customer] != ""


async def test_the_bell_rings_in_all_lines_of_who_has_room_again(desk: Process) -> None:
    both = online("Anna", DELIVERY, PAYMENTS)
    await desk.opens(PUSH, staff=[both])
    await desk.queue(1)
    assert await desk.bell.wait(SECOND) == {DELIVERY}
    await desk.dispatcher.dispatch()
    assert await desk.bell.wait(SECOND / 50) == frozenset()

    await desk.desk.hold(
        address(1).conversation_id, both, until=desk.clock() + 60 * SECOND, reason="supplier", until_reply=False
    )

    assert await desk.bell.wait(SECOND) == {DELIVERY, PAYMENTS}


# -- two at once, and those who die ------------------------------------------------------------------------------


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

    assert await desk.in_hand() == {ANNA.id: 3}
    assert await desk.queues.length(DELIVERY) == 1


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


# -- the cost ------------------------------------------------------------------------------------------------------


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


# -- a day like any other ------------------------------------------------------------------------------------------


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
