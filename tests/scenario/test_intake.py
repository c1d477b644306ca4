"""Where events come in: stored before they are acknowledged, posted in order, found again when they were lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.events import EVENTS, FromCustomer
from bot.intake import OVERDUE, Reception
from handoff.ids import ConversationId, EventId
from storage.mongo.client import Database
from storage.mongo.intake import MongoIntake
from storage.redis.mailbox import READY, SCHEDULED, Hold, Mailbox
from tests.parts import NOW, Clock, address, said

ADA = address(501).conversation_id
AT_ONCE = timedelta(milliseconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def mailbox(redis: Redis) -> Mailbox:
    mailbox = Mailbox(redis)
    await mailbox.prepare()
    return mailbox


@pytest.fixture
def intake(mongo: Database) -> MongoIntake:
    return MongoIntake(mongo)


@pytest.fixture
def reception(intake: MongoIntake, mailbox: Mailbox, clock: Clock) -> Reception:
    return Reception(store=intake, mailbox=mailbox, clock=clock)


async def taken(mailbox: Mailbox) -> dict[ConversationId, Hold]:
    return {hold.conversation_id: hold for hold in await mailbox.take(100, AT_ONCE)}


async def posted(mailbox: Mailbox, hold: Hold) -> list[str]:
    """The ids of the events in a mailbox."""
    return [EVENTS.validate_json(letter.event).id for letter in await mailbox.letters(hold, count=1000)]


def ids(events: Sequence[FromCustomer]) -> list[str]:
    return [event.id for event in events]


async def test_what_was_received_is_stored_and_posted(
    reception: Reception, intake: MongoIntake, mailbox: Mailbox
) -> None:
    event = said(1, "Where is my sofa? 🛋")

    await reception([event])

    [(conversation_id, text)] = await intake.waiting(NOW + timedelta(seconds=1), limit=10)
    assert conversation_id == ADA
    assert EVENTS.validate_json(text) == event
    assert await posted(mailbox, (await taken(mailbox))[ADA]) == [event.id]


async def test_what_comes_in_one_delivery_stays_in_order(reception: Reception, mailbox: Mailbox) -> None:
    """A poll brings up to a hundred updates at once, and some messengers put several messages into one webhook."""
    events = [said(number, customer=customer) for number in range(50) for customer in (501, 502)]

    await reception(events)

    holds = await taken(mailbox)
    for customer in (501, 502):
        mine = [event for event in events if event.address == address(customer)]
        assert await posted(mailbox, holds[address(customer).conversation_id]) == ids(mine)


async def test_hundreds_of_webhooks_at_once_are_all_taken(reception: Reception, mailbox: Mailbox) -> None:
    """They wait for a connection to Redis where they must, and none is turned away."""
    await asyncio.gather(*(reception([said(1, customer=customer)]) for customer in range(400)))

    assert len(await mailbox.take(500, AT_ONCE)) == 400


async def test_nothing_received_is_nothing_to_do(reception: Reception, redis: Redis) -> None:
    await reception([])

    assert await redis.exists(SCHEDULED) == 0


async def test_a_repeat_is_one_row_and_posted_again(
    reception: Reception, intake: MongoIntake, mailbox: Mailbox, mongo: Database, clock: Clock
) -> None:
    """The first try may have died between the store and the post; the worker knows what it has handled."""
    await reception([said(1, "first")])
    clock.move_on(timedelta(seconds=5))

    await reception([said(1, "first")])

    assert await mongo.intake.count_documents({}) == 1
    assert await intake.waiting(NOW + timedelta(seconds=1), limit=10), "it waits since the first time"
    assert len(await posted(mailbox, (await taken(mailbox))[ADA])) == 2


async def test_what_is_handled_waits_no_more(reception: Reception, intake: MongoIntake, clock: Clock) -> None:
    events = [said(1), said(2)]
    await reception(events)

    await intake.handled([events[0].id], clock())

    [(_, text)] = await intake.waiting(NOW + timedelta(days=1), limit=10)
    assert EVENTS.validate_json(text).id == events[1].id
    await intake.store([(events[0].id, ADA, "again")], clock())
    assert len(await intake.waiting(NOW + timedelta(days=1), limit=10)) == 1, "a repeat does not make it wait anew"


# -- lost on the way -----------------------------------------------------------------------------------------------


async def test_events_that_redis_lost_are_posted_again_in_order(
    reception: Reception, mailbox: Mailbox, redis: Redis, clock: Clock
) -> None:
    events = [said(number) for number in range(95, 125)]
    await reception(events[:20])
    clock.move_on(timedelta(milliseconds=1))
    await reception(events[20:])
    await redis.flushall()
    await mailbox.prepare()

    clock.move_on(OVERDUE + timedelta(seconds=1))
    assert await reception.post_overdue() == 30

    assert await posted(mailbox, (await taken(mailbox))[ADA]) == ids(events)


async def test_after_redis_was_wiped_what_is_new_does_not_overtake_what_waited(
    reception: Reception, mailbox: Mailbox, redis: Redis, clock: Clock
) -> None:
    await reception([said(1), said(2, customer=502)])
    await redis.flushall()
    clock.move_on(timedelta(seconds=1))

    await reception([said(3), said(4)])
    await mailbox.prepare()

    holds = await taken(mailbox)
    assert await posted(mailbox, holds[ADA]) == ids([said(1), said(3), said(4)])
    assert len(holds) == 2, "whoever writes brings back everybody's"


async def test_after_an_upgrade_what_the_older_release_had_posted_comes_first(
    reception: Reception, mailbox: Mailbox, redis: Redis, clock: Clock
) -> None:
    """It lies under names without a tag, which nobody reads any more: that is taken for a Redis that was wiped."""
    await reception([said(1)])
    for key in [key async for key in redis.scan_iter()]:
        await redis.rename(key, key.removeprefix("{mail}:").replace("whole", "mailboxes:whole"))
    clock.move_on(timedelta(seconds=1))

    await reception([said(2)])
    await mailbox.prepare()

    assert await posted(mailbox, (await taken(mailbox))[ADA]) == ids([said(1), said(2)])


@pytest.mark.parametrize("later", [2, 0])
async def test_a_gateway_whose_clock_is_wrong_does_not_turn_the_order(
    reception: Reception, mailbox: Mailbox, redis: Redis, clock: Clock, later: int
) -> None:
    first = replace(said(1), id=EventId("telegram:main:99"))
    second = replace(said(2, at=NOW + timedelta(seconds=later)), id=EventId("telegram:main:100"))
    await reception([first])
    clock.move_on(-timedelta(minutes=1))
    await reception([second])
    await redis.flushall()
    await mailbox.prepare()

    await reception.post_overdue()

    assert await posted(mailbox, (await taken(mailbox))[ADA]) == ids([first, second])


async def test_a_redis_that_is_wiped_during_the_search_is_filled_in_order(
    reception: Reception, mailbox: Mailbox, redis: Redis, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = said(1), said(2, at=NOW + timedelta(seconds=2))
    clock.move_on(timedelta(minutes=1))
    await reception([first])  # by a gateway whose clock is ahead: not overdue yet
    clock.move_on(-timedelta(minutes=1))
    await reception([second])
    clock.move_on(OVERDUE + timedelta(seconds=1))

    async def wiped(_: Mailbox, __: object) -> set[ConversationId]:
        await redis.flushall()
        return set()

    monkeypatch.setattr(Mailbox, "with_mail", wiped)
    await reception.post_overdue()
    await mailbox.prepare()

    assert await posted(mailbox, (await taken(mailbox))[ADA]) == ids([first, second])


async def test_what_came_a_moment_ago_is_given_its_time(reception: Reception, redis: Redis, clock: Clock) -> None:
    await reception([said(1)])
    await redis.delete(READY, SCHEDULED, f"{{mail}}:mailbox:{ADA}")

    clock.move_on(OVERDUE - timedelta(seconds=1))

    assert await reception.post_overdue() == 0


async def test_two_schedulers_post_what_was_lost_once(
    reception: Reception, mailbox: Mailbox, redis: Redis, clock: Clock
) -> None:
    await reception([said(1), said(2)])
    await redis.flushall()
    await mailbox.prepare()
    clock.move_on(OVERDUE * 2)

    for _ in range(2):
        await reception.post_overdue()

    assert len(await posted(mailbox, (await taken(mailbox))[ADA])) == 2


async def test_the_search_goes_on_past_what_was_handled(
    reception: Reception, intake: MongoIntake, redis: Redis, clock: Clock
) -> None:
    """However much there was to look through: one lost event among thousands is found at the next look."""
    many = [[said(number).id for number in range(start, start + 500)] for start in range(0, 2500, 500)]
    for some in many:
        await intake.store([(id_, ADA, "{}") for id_ in some], clock())
        await intake.handled(some, clock())
        clock.move_on(timedelta(milliseconds=1))
    await reception([said(9999)])
    await redis.flushall()
    clock.move_on(OVERDUE * 2)

    assert await reception.post_overdue() == 1

    await intake.handled([said(9999).id], clock())
    assert await reception.post_overdue() == 0


async def test_what_still_lies_in_its_mailbox_is_not_lost(
    reception: Reception, mailbox: Mailbox, clock: Clock, intake: MongoIntake
) -> None:
    """A customer who floods us, or workers that are away, make events old, and posting them again would grow the
    mailbox with each sweep, past the number of handled events that a conversation remembers."""
    await reception([said(number) for number in range(300)])
    clock.move_on(OVERDUE * 2)

    assert await reception.post_overdue() == 0

    hold = (await taken(mailbox))[ADA]
    assert len(await posted(mailbox, hold)) == 300
    for letter in await mailbox.letters(hold, count=300):
        await mailbox.done(hold, letter)
    await intake.handled([said(number).id for number in range(299)], clock())
    assert await reception.post_overdue() == 1, "its mailbox is empty and one was never handled"


async def test_a_late_repeat_of_a_handled_event_is_stored_and_posted_no_more(mongo: Database, redis: Redis) -> None:
    """The conversation forgets an event after a hundred others; the intake remembers it for eight days."""
    intake = MongoIntake(mongo)
    await intake.store([(EventId("e1"), ConversationId("c"), "{}")], NOW)
    assert await intake.store([(EventId("e1"), ConversationId("c"), "{}")], NOW) == set(), "not handled: post it again"

    await intake.handled([EventId("e1")], NOW)

    again = await intake.store(
        [(EventId("e1"), ConversationId("c"), "{}"), (EventId("e2"), ConversationId("c"), "{}")], NOW
    )
    assert again == {"e1"}
