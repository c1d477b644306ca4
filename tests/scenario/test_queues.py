"""The queue of each line: who is next, and how it is mended when it differs from the truth."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.ids import ConversationId, LineId
from handoff.reasons import Reason
from handoff.session import Offer, Waiting, WithBot
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.redis.queues import Queues
from tests.parts import ANNA, DELIVERY, NOW, PAYMENTS, conversation, held, waiting


@pytest.fixture
async def queues(redis: Redis) -> Queues:
    queues = Queues(redis)
    await queues.are_built()
    return queues


async def join(queues: Queues, *joining: Conversation) -> None:
    for each in joining:
        await queues.sync(conversation(), each)


async def truth(*conversations: Conversation) -> AsyncIterator[Conversation]:
    for each in conversations:
        yield each


async def places(queues: Queues, *conversations: Conversation) -> list[int | None]:
    return [await queues.place(DELIVERY, each.id) for each in conversations]


async def test_who_waits_longest_is_next_and_priority_goes_first(queues: Queues) -> None:
    minute = timedelta(minutes=1)
    early, late = waiting(1, since=NOW), waiting(2, since=NOW + minute)
    urgent, urgent_later = (
        waiting(3, since=NOW + 2 * minute, priority=1),
        waiting(4, since=NOW + 3 * minute, priority=1),
    )

    await join(queues, late, urgent_later, early, urgent)

    assert await places(queues, urgent, urgent_later, early, late) == [1, 2, 3, 4]


async def test_a_priority_outweighs_any_age(queues: Queues) -> None:
    for_years = waiting(1, since=NOW)
    urgent = waiting(2, since=NOW + timedelta(days=3 * 365), priority=1)

    await join(queues, for_years, urgent)

    assert await places(queues, urgent, for_years) == [1, 2]


async def test_a_millisecond_decides_even_at_a_high_priority(queues: Queues) -> None:
    first, second = (waiting(n, since=NOW + n * timedelta(milliseconds=1), priority=9) for n in (1, 2))

    await join(queues, second, first)

    assert await places(queues, first, second) == [1, 2]


async def test_coming_and_going(queues: Queues) -> None:
    one, two = waiting(1), waiting(2, since=NOW + timedelta(seconds=1))
    await join(queues, one, two)
    assert await queues.length(DELIVERY) == 2

    assert isinstance(one.session, Waiting)
    await queues.sync(one, one.with_session(one.session.assign(ANNA.id, at=NOW)))

    assert await queues.length(DELIVERY) == 1
    assert await places(queues, one, two) == [None, 1]


async def test_a_transfer_moves_it_to_the_other_line(queues: Queues) -> None:
    one = waiting(1)
    await join(queues, one)

    await queues.sync(one, waiting(1, line=PAYMENTS))

    assert (await queues.length(DELIVERY), await queues.length(PAYMENTS)) == (0, 1)


async def test_saying_it_again_changes_nothing(queues: Queues) -> None:
    one = waiting(1)
    for _ in range(3):
        await join(queues, one)
    await queues.sync(one, one)
    assert await queues.length(DELIVERY) == 1

    for _ in range(3):
        await queues.sync(one, held(1))
    assert await queues.length(DELIVERY) == 0


async def test_who_tells_of_an_older_commit_comes_too_late(queues: Queues) -> None:
    """A worker has put a session into the queue, and before it says so, somebody takes the session."""
    before, queued, taken = (
        replace(each, version=version) for version, each in enumerate((conversation(1), waiting(1), held(1)), 1)
    )

    await queues.sync(queued, taken)
    await queues.sync(before, queued)
    assert await queues.length(DELIVERY) == 0

    await queues.sync(taken, replace(waiting(1), version=4))
    assert await queues.length(DELIVERY) == 1


async def test_an_empty_line_has_nobody_next(queues: Queues) -> None:
    assert await queues.length(DELIVERY) == 0
    assert await queues.place(DELIVERY, waiting(1).id) is None


# -- the next one that somebody can take ---------------------------------------------------------------------------


def asking(start: Conversation, **known: Any) -> Conversation:
    return start.with_handling(replace(start.handling, **known))


def offered(start: Conversation, version: int = 0) -> Conversation:
    assert isinstance(start.session, Waiting)
    offer = Offer(operator=ANNA.id, until=NOW, why=Reason(code="only"))
    return replace(start.with_session(start.session.offered(offer)), version=version)


def of(*conversations: Conversation, line: LineId = DELIVERY) -> dict[ConversationId, LineId]:
    return {each.id: line for each in conversations}


async def test_there_is_a_head_for_each_kind_of_need(queues: Queues) -> None:
    second = timedelta(seconds=1)
    plain = [waiting(n, since=NOW + n * second) for n in range(50)]
    heavy = [asking(waiting(n, since=NOW + n * second), effort=3) for n in range(50, 60)]
    skilled = asking(waiting(60, since=NOW), skills={"pl": 3}, tags=("a tag changes nothing",))
    elsewhere = waiting(61, line=PAYMENTS)
    await join(queues, *reversed(plain), *heavy, skilled, elsewhere)

    assert await queues.heads([DELIVERY], each=1) == of(plain[0], heavy[0], skilled)
    assert await queues.heads([DELIVERY], each=2) == of(*plain[:2], *heavy[:2], skilled)
    assert await queues.heads([DELIVERY, PAYMENTS], each=1) == of(plain[0], heavy[0], skilled) | of(
        elsewhere, line=PAYMENTS
    )
    assert await queues.heads([]) == {}


@pytest.mark.parametrize(
    "known",
    [{"effort": 2}, {"skills": {"pl": 1}}, {"supervised": True}, {"declined": (ANNA.id,)}, {"asking": "order"}],
    ids=lambda known: next(iter(known)),
)
async def test_whatever_decides_who_can_take_it_makes_a_kind(queues: Queues, known: dict[str, Any]) -> None:
    one, other = waiting(1), asking(waiting(2, since=NOW + timedelta(seconds=1)), **known)
    await join(queues, one, other)

    assert await queues.heads([DELIVERY], each=1) == of(one, other)


async def test_who_is_offered_to_somebody_keeps_the_place_and_is_nobody_elses_next(queues: Queues) -> None:
    one, two = waiting(1), waiting(2, since=NOW + timedelta(seconds=1))
    await join(queues, one, two)
    await queues.sync(one, offered(one, 1))
    assert await queues.heads([DELIVERY], each=1) == of(two)
    assert await places(queues, one, two) == [1, 2]

    await queues.sync(offered(one, 1), replace(one, version=2))
    assert await queues.heads([DELIVERY], each=1) == of(one)


async def test_whose_needs_change_is_one_of_another_kind_at_once(queues: Queues) -> None:
    one, two = waiting(1), waiting(2, since=NOW + timedelta(seconds=1))
    await join(queues, one, two)

    await queues.sync(one, asking(one, effort=2))
    assert await queues.heads([DELIVERY], each=1) == of(one, two)
    await queues.sync(one, held(1))
    assert await queues.heads([DELIVERY], each=1) == of(two)


async def test_a_rise_in_priority_overtakes(queues: Queues) -> None:
    one, two = waiting(1), waiting(2, since=NOW + timedelta(seconds=1))
    await join(queues, one, two)

    await queues.sync(two, waiting(2, since=NOW + timedelta(seconds=1), priority=1))

    assert await queues.heads([DELIVERY], each=1) == of(two)
    assert await places(queues, two, one) == [1, 2]


async def test_nothing_is_left_behind_when_all_are_gone(queues: Queues, redis: Redis) -> None:
    there = [asking(waiting(n), effort=n % 3 + 1) for n in range(9)]
    await join(queues, *there)
    for n, each in enumerate(there):
        await queues.sync(each, held(n))

    keys = {key async for key in redis.scan_iter()}
    assert {key for key in keys if not key.startswith("{floor}:queued:")} == {"{floor}:built"}


async def test_an_entry_that_is_not_true_is_mended_by_telling_of_the_conversation_again(queues: Queues) -> None:
    """A process committed, and died before it could say so."""
    one = waiting(1)
    await join(queues, one)
    taken = replace(held(1), version=2)

    await queues.sync(taken, taken)

    assert await queues.length(DELIVERY) == 0
    assert await queues.heads([DELIVERY]) == {}


# -- mending -------------------------------------------------------------------------------------------------------


async def test_what_redis_forgot_is_put_back_in_order(queues: Queues, redis: Redis) -> None:
    there = [waiting(n, since=NOW + n * timedelta(seconds=1)) for n in range(1, 4)]
    elsewhere = waiting(9, line=PAYMENTS)
    await join(queues, *there, elsewhere)
    await redis.flushall()

    assert await queues.repair(truth(*reversed(there), elsewhere)) == 4

    assert await places(queues, *there) == [1, 2, 3]
    assert await queues.length(PAYMENTS) == 1


async def test_who_waits_no_more_is_taken_out(queues: Queues) -> None:
    stays, taken, moved = waiting(1), waiting(2), waiting(3)
    await join(queues, stays, taken, moved)

    assert await queues.repair(truth(stays, waiting(3, line=PAYMENTS))) == 3, "one gone, one moved: out there, in here"

    assert await places(queues, stays, taken, moved) == [1, None, None]
    assert await queues.length(PAYMENTS) == 1


async def test_there_is_nothing_to_mend_when_all_is_well(queues: Queues) -> None:
    one = waiting(1)
    await join(queues, one)

    assert await queues.repair(truth(one, held(2))) == 0
    assert await places(queues, one) == [1]


async def test_a_wrong_place_kind_or_offer_is_mended(queues: Queues) -> None:
    first, second, third = (waiting(n, since=NOW + n * timedelta(seconds=1)) for n in (1, 2, 3))
    await join(queues, first, second, third)

    urgent, heavy = waiting(3, since=NOW + timedelta(seconds=3), priority=1), asking(second, effort=5)
    assert await queues.repair(truth(offered(first), heavy, urgent)) == 3

    assert await places(queues, urgent, first, heavy) == [1, 2, 3]
    assert await queues.heads([DELIVERY], each=1) == of(urgent, heavy)
    assert await queues.repair(truth(offered(first), heavy, urgent)) == 0


async def test_a_half_lost_index_is_mended(queues: Queues, redis: Redis) -> None:
    there = [waiting(n, since=NOW + n * timedelta(seconds=1)) for n in range(3)]
    await join(queues, *there)
    [kind] = [key async for key in redis.scan_iter(match="{floor}:able:*")]
    for lost in ("{floor}:placed", f"{{floor}}:queue:{DELIVERY}", kind):
        await redis.delete(lost)
        assert await queues.repair(truth(*there)) == 3
        assert await places(queues, *there) == [1, 2, 3]
        assert await queues.heads([DELIVERY], each=3) == of(*there)


async def test_an_empty_redis_is_known_by_its_emptiness(queues: Queues, redis: Redis) -> None:
    await join(queues, one := waiting(1))
    assert await queues.built()
    assert await queues.heads([DELIVERY]) == of(one)

    await redis.flushall()
    assert not await queues.built()
    await queues.repair(truth(one))
    assert not await queues.built(), "nor does anybody know what operators have in hand"
    assert await queues.heads([DELIVERY]) == {}


async def test_who_starts_to_wait_during_the_audit_is_not_thrown_out(queues: Queues) -> None:
    one, newcomer = waiting(1), waiting(2)
    await join(queues, one)

    async def truth_while_somebody_comes() -> AsyncIterator[Conversation]:
        yield one
        await join(queues, newcomer)

    await queues.repair(truth_while_somebody_comes())

    assert await queues.length(DELIVERY) == 2


async def test_the_truth_is_every_waiting_conversation_and_no_other(queues: Queues, mongo: Database) -> None:
    conversations = MongoConversations(mongo)
    for each in (waiting(1), waiting(2, line=PAYMENTS), held(3), conversation(4)):
        await conversations.commit(each, each)
    over = conversation(5)
    assert isinstance(over.session, WithBot)
    over = over.closed(over.session, at=NOW, reason="helped", by=None)
    await conversations.commit(replace(over, version=0), over)

    assert await queues.repair(conversations.waiting()) == 2

    assert [await queues.length(line) for line in (DELIVERY, PAYMENTS)] == [1, 1]
