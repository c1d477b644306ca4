"""How much each operator has in hand: room is reserved before it is used, and nobody gets more than they can hold."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.ids import OperatorId
from handoff.reasons import Reason
from handoff.session import Hold, Offer, Waiting, WithOperator
from storage.redis.loads import RESERVED_FOR, Load, Loads
from tests.parts import ANNA, BORIS, NOW, conversation, held, waiting

SECOND = timedelta(seconds=1)


@pytest.fixture
def loads(redis: Redis) -> Loads:
    return Loads(redis)


def version(number: int, start: Conversation, effort: int = 1) -> Conversation:
    return replace(start.with_handling(replace(start.handling, effort=effort)), version=number)


def offered(customer: int, to: OperatorId = ANNA.id) -> Conversation:
    start = waiting(customer)
    assert isinstance(start.session, Waiting)
    return start.with_session(start.session.offered(Offer(operator=to, until=NOW, why=Reason(code="only"))))


def on_hold(start: Conversation) -> Conversation:
    assert isinstance(start.session, WithOperator)
    return start.with_session(start.session.put_on_hold(Hold(since=NOW, until=NOW + SECOND, reason="supplier")))


async def truth(*conversations: Conversation) -> AsyncIterator[Conversation]:
    for each in conversations:
        yield each


async def in_hand(loads: Loads, operator: OperatorId = ANNA.id) -> int:
    return (await loads.of([operator], NOW))[operator].held


async def room(
    loads: Loads, customer: int, *, seen: int = 1, effort: int = 1, capacity: int = 3, after: timedelta = SECOND
) -> bool:
    start = version(seen, waiting(customer), effort)
    return await loads.reserve(ANNA.id, start, capacity=capacity, now=NOW + after)


async def test_room_is_given_while_there_is_some(loads: Loads) -> None:
    assert await room(loads, 1, effort=2)
    assert not await room(loads, 2, effort=2)
    assert await room(loads, 3, effort=1)
    assert not await room(loads, 4)
    assert await in_hand(loads) == 3


async def test_reserving_again_is_reserving_once(loads: Loads) -> None:
    assert [await room(loads, 1, effort=3) for _ in range(3)] == [True, True, True]
    assert await in_hand(loads) == 3


async def test_of_many_at_once_no_more_get_room_than_there_is(redis: Redis) -> None:
    dispatchers = [Loads(redis) for _ in range(6)]
    got = await asyncio.gather(*(room(dispatchers[n % 6], n, capacity=4) for n in range(30)))
    assert sum(got) == 4


async def test_one_session_is_being_given_by_one_dispatcher_only(loads: Loads, redis: Redis) -> None:
    other = Loads(redis)
    assert await room(loads, 1)
    assert not await room(other, 1)

    await other.release(ANNA.id, conversation(1).id)
    assert await in_hand(loads) == 1, "what is not one's own can't be released"
    await loads.release(ANNA.id, conversation(1).id)
    assert await in_hand(loads) == 0
    assert await room(other, 1)


async def test_who_has_seen_an_older_version_gets_no_room_for_it(loads: Loads) -> None:
    """Another dispatcher has given it to Anna meanwhile."""
    await loads.sync(version(1, waiting(1)), version(2, held(1)))

    assert not await room(loads, 1, seen=1)

    assert (await loads.of([ANNA.id], NOW + timedelta(days=1)))[ANNA.id].held == 1


async def test_what_a_dead_dispatcher_reserved_lapses(loads: Loads, redis: Redis) -> None:
    assert await room(Loads(redis), 1, effort=3)
    assert not await room(loads, 2)

    assert await room(loads, 2, after=RESERVED_FOR + 2 * SECOND)
    assert await room(loads, 1, after=RESERVED_FOR + 2 * SECOND), "this one may be given again, too"


async def test_what_is_told_of_is_held_and_a_release_that_comes_late_changes_nothing(loads: Loads) -> None:
    assert await room(loads, 1)
    await loads.sync(version(1, waiting(1)), version(2, held(1)))
    await loads.release(ANNA.id, conversation(1).id)
    assert (await loads.of([ANNA.id], NOW + timedelta(days=1)))[ANNA.id].held == 1


async def test_a_session_in_hand_an_offer_and_a_hold(loads: Loads) -> None:
    await loads.sync(version(1, waiting(1)), version(2, offered(1), effort=2))
    assert await in_hand(loads) == 2
    await loads.sync(version(2, offered(1)), version(3, held(1), effort=2))
    assert await in_hand(loads) == 2
    await loads.sync(version(3, held(1)), version(4, on_hold(held(1)), effort=2))
    assert await in_hand(loads) == 0
    await loads.sync(version(4, on_hold(held(1))), version(5, held(1), effort=2))
    assert await in_hand(loads) == 2
    await loads.sync(version(5, held(1)), version(6, conversation(1)))
    assert await in_hand(loads) == 0


async def test_an_offer_that_goes_on_to_the_next_changes_hands(loads: Loads) -> None:
    await loads.sync(version(1, waiting(1)), version(2, offered(1)))
    await loads.sync(version(2, offered(1)), version(3, offered(1, to=BORIS.id)))

    assert (await in_hand(loads), await in_hand(loads, BORIS.id)) == (0, 1)


async def test_who_tells_of_an_older_commit_comes_too_late(loads: Loads) -> None:
    await loads.sync(version(2, held(1)), version(3, conversation(1)))
    await loads.sync(version(1, waiting(1)), version(2, held(1)))
    assert await in_hand(loads) == 0


async def test_a_lost_telling_is_made_good_by_the_next(loads: Loads) -> None:
    """It was passed to Boris, and back to the queue; of the first nobody heard."""
    await loads.sync(version(1, waiting(1)), version(2, held(1)))
    await loads.sync(version(3, held(1, by=BORIS)), version(4, waiting(1)))

    assert (await in_hand(loads), await in_hand(loads, BORIS.id)) == (0, 0)


async def test_news_of_the_last_holder_does_not_undo_the_next_ones_reservation(loads: Loads) -> None:
    await loads.sync(version(1, waiting(1)), version(2, held(1)))
    assert await room(loads, 1, seen=3)  # the dispatcher has read version 3, of which Redis hears later
    await loads.sync(version(2, held(1)), version(3, waiting(1)))
    assert await in_hand(loads) == 1


async def test_who_was_given_something_last_is_known(loads: Loads) -> None:
    assert (await loads.of([ANNA.id, BORIS.id], NOW))[BORIS.id] == Load(held=0, idle_since=None)
    await loads.sync(version(1, waiting(1)), version(2, held(1, at=NOW)))
    await loads.sync(version(1, waiting(2)), version(2, held(2, at=NOW + 5 * SECOND)))
    await loads.sync(version(2, held(1, at=NOW)), version(3, conversation(1)))
    assert (await loads.of([ANNA.id], NOW))[ANNA.id] == Load(held=1, idle_since=NOW + 5 * SECOND)
    assert await loads.of([], NOW) == {}


# -- mending -------------------------------------------------------------------------------------------------------


async def test_a_wiped_redis_is_built_again(loads: Loads, redis: Redis) -> None:
    there = [
        version(7, held(1), effort=2),
        version(3, offered(2)),
        version(9, on_hold(held(3))),
        version(1, waiting(4)),
    ]
    assert await loads.repair(truth(*there)) == 3
    assert await in_hand(loads) == 3
    assert await loads.repair(truth(*there)) == 0


async def test_what_is_in_no_hands_any_more_is_taken_out(loads: Loads) -> None:
    await loads.sync(version(1, waiting(1)), version(2, held(1)))
    await loads.sync(version(1, waiting(2)), version(2, held(2)))

    assert await loads.repair(truth(version(3, held(1, by=BORIS)))) == 3, "one gone, one moved: out there, in here"

    assert (await in_hand(loads), await in_hand(loads, BORIS.id)) == (0, 1)


async def test_a_reservation_is_left_alone_and_becomes_held_when_it_is_true(loads: Loads) -> None:
    assert await room(loads, 1)
    assert await room(loads, 2)

    assert await loads.repair(truth(version(2, held(1)))) == 1

    assert await in_hand(loads) == 2
    lapsed = NOW + RESERVED_FOR + 2 * SECOND
    assert (await loads.of([ANNA.id], lapsed))[ANNA.id].held == 1


async def test_what_is_given_during_the_audit_is_not_taken_out(loads: Loads) -> None:
    async def truth_while_somebody_is_given() -> AsyncIterator[Conversation]:
        await loads.sync(version(1, waiting(2)), version(2, held(2)))
        yield version(2, held(1))

    await loads.repair(truth_while_somebody_is_given())

    assert await in_hand(loads) == 2
