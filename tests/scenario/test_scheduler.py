"""The scheduler: it holds no state, so that a restart loses nothing and two of them are harmless."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from bot import scheduler as scheduler_module
from bot.events import EVENTS, Wake
from bot.intake import OVERDUE
from handoff.conversation import SETTLED_WITHIN
from handoff.ids import ConversationId, EventId
from handoff.messages import DeliveryState
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.parts import ANNA, DELIVERY, NOW, conversation, held, said, until, waiting

AT_ONCE = timedelta(milliseconds=1)


async def posted(backstage: Backstage) -> list[Wake]:
    """The wakes in all mailboxes."""
    mailbox = backstage.mailbox("reader")
    found = []
    for hold in await mailbox.take(100, AT_ONCE):
        found += [EVENTS.validate_json(letter.event) for letter in await mailbox.letters(hold)]
    return [event for event in found if isinstance(event, Wake)]


async def test_a_conversation_is_woken_when_its_time_has_come_and_once(backstage: Backstage) -> None:
    for customer, seconds in ((1, 10), (2, 20)):
        new = conversation(customer)
        await backstage.begins(replace(new, wake_at=NOW + timedelta(seconds=seconds)))
    scheduler = backstage.scheduler()

    assert await scheduler.wake_due() == 0
    backstage.clock.move_on(timedelta(seconds=10))
    for _ in range(3):
        await scheduler.wake_due()

    [wake] = await posted(backstage)
    assert (wake.conversation_id[-1], wake.at) == ("1", NOW + timedelta(seconds=10))


async def test_two_schedulers_wake_once(backstage: Backstage) -> None:
    for customer in range(20):
        await backstage.begins(replace(conversation(customer), wake_at=NOW))

    await asyncio.gather(*(backstage.scheduler().wake_due() for _ in range(4)))

    assert len(await posted(backstage)) == 20


async def test_another_time_is_another_wake(backstage: Backstage) -> None:
    start = await backstage.begins(replace(conversation(), wake_at=NOW))
    await backstage.scheduler().wake_due()
    await backstage.conversations.commit(start, replace(start, wake_at=NOW + AT_ONCE))
    backstage.clock.move_on(AT_ONCE)
    await backstage.scheduler().wake_due()

    assert [wake.at for wake in await posted(backstage)] == [NOW, NOW + AT_ONCE]


async def test_what_a_dead_worker_left_undelivered_is_delivered(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))  # committed, and here it died

    async with backstage.working():
        assert await backstage.scheduler().wake_due() == 0
        backstage.clock.move_on(SETTLED_WITHIN)
        await backstage.scheduler().wake_due()
        await until(backstage.idle)

    assert [heard.text for heard in ada.inbox] == ["Hello"]
    assert (await backstage.conversation()).wake_at is None
    assert await backstage.scheduler().wake_due() == 0


async def test_a_throttled_message_goes_out_when_its_time_has_come(backstage: Backstage, ada: User) -> None:
    async with backstage.working():
        backstage.cloud.throttle(501, 30)
        await backstage.receives(said(1))
        await until(backstage.idle)
        backstage.cloud.throttle(501, 0)
        assert ada.inbox == []

        backstage.clock.move_on(timedelta(seconds=30))
        assert await backstage.scheduler().wake_due() == 1
        await until(backstage.idle)

    assert [heard.text for heard in ada.inbox] == ["You said: message 1"]
    [answer] = [each for each in await backstage.thread() if each.delivery]
    assert answer.delivery is not None
    assert answer.delivery.state is DeliveryState.ACCEPTED


async def test_events_that_redis_lost_are_handled_after_all(backstage: Backstage, ada: User) -> None:
    for number in range(5):
        await backstage.receives(said(number))
        backstage.clock.move_on(AT_ONCE)
    await backstage.redis.flushall()
    backstage.clock.move_on(OVERDUE + AT_ONCE)

    async with backstage.working("one", "two"):
        await asyncio.gather(*(backstage.scheduler().reception.post_overdue() for _ in range(2)))
        await until(backstage.idle)

    assert [heard.text for heard in ada.inbox] == [f"You said: message {number}" for number in range(5)]


async def test_queues_that_redis_lost_are_mended(backstage: Backstage) -> None:
    for customer in range(3):
        await backstage.begins(waiting(customer, since=NOW + timedelta(seconds=customer)))

    assert await backstage.scheduler().repair_queues() == 3
    assert await backstage.scheduler().repair_queues() == 0
    assert await backstage.queues.place(DELIVERY, waiting(2).id) == 3


async def test_those_that_nobody_has_come_to_yet_hide_nobody(
    backstage: Backstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "_MOST", 3)
    seconds = [1, 1, 1, 1, 1, 2, 2, 2, 3, 99]
    for customer, second in enumerate(seconds):
        await backstage.begins(replace(conversation(customer), wake_at=NOW + timedelta(seconds=second)))
    backstage.clock.move_on(timedelta(seconds=10))

    assert [await backstage.scheduler().wake_due() for _ in range(2)] == [9, 9]
    assert len({wake.conversation_id for wake in await posted(backstage)}) == 9


async def test_it_goes_on_by_itself_and_through_an_outage(
    backstage: Backstage, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "TICK", timedelta(milliseconds=20))
    scheduler = backstage.scheduler()
    due, looks = scheduler.conversations.due, 0

    async def away_at_first(now: datetime, limit: int, **beyond: Any) -> Sequence[tuple[ConversationId, datetime]]:
        nonlocal looks
        looks += 1
        if looks <= 3:
            raise AutoReconnect("The database is away")
        return await due(now, limit, **beyond)

    async def heard() -> bool:
        return bool(ada.inbox)

    monkeypatch.setattr(scheduler.conversations, "due", away_at_first)
    await backstage.begins(held().operator_says("Hello", ANNA, at=NOW - SETTLED_WITHIN))
    running = asyncio.create_task(scheduler.run())
    async with backstage.working():
        await until(heard)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert looks > 3


async def test_handling_a_wake_twice_changes_nothing(backstage: Backstage, ada: User) -> None:
    start = await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))
    wake = Wake(id=EventId("wake:1"), conversation_id=start.id, at=NOW)
    handler = backstage.handler()

    for _ in range(2):
        await handler.handle(wake)

    assert [heard.text for heard in ada.inbox] == ["Hello"]
    assert len(await backstage.thread()) == 1


async def test_a_wake_for_nobody_is_harmless(backstage: Backstage) -> None:
    await backstage.handler().handle(Wake(id=EventId("w"), conversation_id=conversation(9).id, at=NOW))
