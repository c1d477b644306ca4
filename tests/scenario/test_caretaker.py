"""Operators who are not there: their screens are gone, they stay away too long, their shift ends."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest
from redis.asyncio import Redis

from handoff.hours import BusinessHours, Interval
from handoff.ids import EventId
from handoff.line import Line, Reassign
from handoff.messages import Happening
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.session import Waiting
from storage.mongo import chapters, lines, operators
from storage.mongo.client import Database
from storage.redis.heartbeats import GRACE, SILENCE
from tests.floor import PUSH, Process, online
from tests.parts import DELIVERY, NOW, PAYMENTS, Clock, address, held

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ANNA, BORIS = online("Anna", presence_since=NOW), online("Boris", presence_since=NOW)
SIOBHAN = online("Siobhan", PAYMENTS, role=Role.SUPERVISOR)
RETURNING = replace(PUSH, reassign=Reassign(away_for=10 * MINUTE, at_shift_end=True))
MORNINGS = BusinessHours(week={0: (Interval(opens=time(8), closes=time(10)),)})
"""Half an hour of it is left at NOW."""


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lines, operators, chapters):
        monkeypatch.setattr(module, "_KEPT_SECONDS", 0.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(mongo: Database, redis: Redis, clock: Clock) -> Process:
    return Process(db=mongo, redis=redis, clock=clock)


async def state(desk: Process, who: Operator = ANNA) -> tuple[Presence, AwayReason | None]:
    found = await desk.operators.get(who.id)
    assert found is not None
    return found.presence, found.away_reason


GONE, HERE = (Presence.AWAY, AwayReason.CONNECTION), (Presence.ONLINE, None)


# -- screens -------------------------------------------------------------------------------------------------------


async def test_whose_screens_are_silent_is_away_and_back_with_the_first_beat(desk: Process, clock: Clock) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.heartbeats.beat(ANNA.id, NOW)
    clock.move_on(SILENCE)
    await desk.caretaker.watch_screens()
    assert await state(desk) == HERE, "not yet"

    clock.move_on(SECOND)
    await desk.caretaker.watch_screens()
    assert await state(desk) == GONE
    anna = await desk.operators.get(ANNA.id)
    assert anna is not None
    assert anna.presence_since == clock()

    await desk.heartbeats.beat(ANNA.id, clock())
    await desk.caretaker.watch_screens()
    assert await state(desk) == HERE
    assert await desk.bell.wait(SECOND) == {DELIVERY}, "and may be given something"

    clock.move_on(SILENCE + SECOND)
    await desk.caretaker.watch_screens()
    assert await state(desk) == GONE, "once more"


async def test_a_closed_page_is_noticed_sooner(desk: Process, clock: Clock) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.heartbeats.beat(ANNA.id, NOW)
    await desk.heartbeats.gone(ANNA.id, NOW)

    clock.move_on(GRACE + SECOND)
    await desk.caretaker.watch_screens()

    assert await state(desk) == GONE


@pytest.mark.parametrize("reason", [AwayReason.CHOSEN, AwayReason.MISSED, None])
async def test_who_is_away_by_another_cause_stays_so_at_an_open_screen(
    desk: Process, reason: AwayReason | None
) -> None:
    await desk.opens(PUSH, staff=[replace(ANNA, presence=Presence.AWAY, away_reason=reason)])
    await desk.heartbeats.beat(ANNA.id, NOW)

    await desk.caretaker.watch_screens()

    assert await state(desk) == (Presence.AWAY, reason)


async def test_who_never_had_a_screen_works_elsewhere(desk: Process, clock: Clock) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    clock.move_on(timedelta(hours=1))

    await desk.caretaker.watch_screens()

    assert await state(desk) == HERE


async def test_who_says_that_they_are_here_long_after_their_last_screen_works_elsewhere(
    desk: Process, clock: Clock
) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.heartbeats.beat(ANNA.id, NOW)
    clock.move_on(SILENCE + SECOND)
    await desk.caretaker.watch_screens()
    assert await state(desk) == GONE

    clock.move_on(MINUTE)
    await desk.is_now(ANNA, Presence.ONLINE)
    clock.move_on(timedelta(hours=1))
    await desk.caretaker.watch_screens()
    assert await state(desk) == HERE


# -- what they hold ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("presence", [Presence.AWAY, Presence.OFFLINE])
async def test_what_they_hold_goes_back_after_a_while_to_its_old_place(
    desk: Process, clock: Clock, presence: Presence
) -> None:
    await desk.opens(RETURNING, staff=[ANNA, SIOBHAN])
    await desk.stored(held(1, by=ANNA, at=NOW))
    await desk.queue(2)
    await desk.is_now(ANNA, presence)

    clock.move_on(10 * MINUTE - SECOND)
    assert await desk.caretaker.take_back() == 0
    clock.move_on(SECOND)
    assert await desk.caretaker.take_back() == 1

    back = await desk.of(1)
    assert isinstance(back.session, Waiting)
    assert [await desk.queues.place(DELIVERY, address(n).conversation_id) for n in (1, 2)] == [1, 2]
    [report] = [message for message in back.journal if message.happening is Happening.RETURNED]
    assert (report.details["operator"], report.details["cause"]) == ("Anna", "away")
    assert report.tells == (ANNA.id, SIOBHAN.id)
    assert (await desk.loads.of([ANNA.id], clock()))[ANNA.id].held == 0
    assert await desk.caretaker.take_back() == 0, "once"

    await desk.operators.save(BORIS)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "boris", 2: "boris"}


async def test_what_somebody_takes_while_they_are_away_is_theirs_as_long_as_they_work_on_it(
    desk: Process, clock: Clock
) -> None:
    """Perhaps they forgot to say that they are here."""
    await desk.opens(RETURNING, staff=[replace(ANNA, presence=Presence.AWAY)])
    await desk.queue(1)
    conversation = address(1).conversation_id
    clock.move_on(30 * MINUTE)
    await desk.desk.accept(conversation, ANNA)
    assert await desk.caretaker.take_back() == 0

    clock.move_on(9 * MINUTE)
    await desk.desk.reply(conversation, ANNA, "I am looking at it.", EventId("reply:1"))
    clock.move_on(9 * MINUTE)
    assert await desk.caretaker.take_back() == 0

    clock.move_on(MINUTE)
    assert await desk.caretaker.take_back() == 1


async def test_what_goes_back_is_given_to_somebody_else_by_itself(desk: Process, clock: Clock) -> None:
    await desk.opens(RETURNING, staff=[replace(ANNA, presence=Presence.AWAY), BORIS])
    await desk.stored(held(1, by=ANNA))
    await desk.bell.wait(SECOND / 50)
    clock.move_on(10 * MINUTE)

    await desk.caretaker.take_back()

    assert await desk.bell.wait(SECOND) == {DELIVERY}


@pytest.mark.parametrize(
    "line",
    [PUSH, replace(PUSH, reassign=Reassign(at_shift_end=True)), replace(PUSH, reassign=Reassign(away_for=60 * MINUTE))],
    ids=["never", "only at the end of a shift", "later"],
)
async def test_where_the_line_does_not_say_so_it_stays(desk: Process, clock: Clock, line: Line) -> None:
    await desk.opens(line, staff=[replace(ANNA, presence=Presence.AWAY)])
    await desk.stored(held(1, by=ANNA))
    clock.move_on(30 * MINUTE)

    assert await desk.caretaker.take_back() == 0


async def test_each_line_has_its_own_rule(desk: Process, clock: Clock) -> None:
    both = online("Anna", DELIVERY, PAYMENTS, presence_since=NOW)
    await desk.opens(RETURNING, replace(PUSH, id=PAYMENTS), staff=[replace(both, presence=Presence.AWAY)])
    await desk.stored(held(1, by=ANNA), held(2, by=ANNA, line=PAYMENTS))
    clock.move_on(30 * MINUTE)

    assert await desk.caretaker.take_back() == 1

    assert await desk.hands(1, 2) == {1: "", 2: "anna"}


async def test_at_the_end_of_a_shift_what_was_taken_in_it_goes_back(desk: Process, clock: Clock) -> None:
    await desk.opens(RETURNING, staff=[replace(ANNA, shift=MORNINGS), BORIS])
    await desk.stored(held(1, by=ANNA), held(2, by=BORIS))
    clock.move_on(29 * MINUTE)
    assert await desk.caretaker.take_back() == 0

    clock.move_on(MINUTE)
    assert await desk.caretaker.take_back() == 1
    assert (await desk.of(1)).journal[-1].details["cause"] == "shift_end"

    await desk.stored(held(3, by=ANNA, at=clock()))
    assert await desk.caretaker.take_back() == 0, "what she takes after her shift is hers to finish"
    assert await desk.hands(1, 2, 3) == {1: "", 2: "boris", 3: "anna"}


async def test_what_is_on_hold_waits_for_its_operator(desk: Process, clock: Clock) -> None:
    await desk.opens(RETURNING, staff=[ANNA])
    await desk.stored(held(1, by=ANNA))
    hold = {"reason": "supplier", "until_reply": False}
    await desk.desk.hold(address(1).conversation_id, ANNA, until=clock() + timedelta(hours=5), **hold)
    await desk.is_now(ANNA, Presence.AWAY)

    clock.move_on(timedelta(hours=1))
    assert await desk.caretaker.take_back() == 0

    clock.move_on(timedelta(hours=4))
    await desk.hears(1)
    assert await desk.caretaker.take_back() == 1, "the hold is over, and nobody is there"


async def test_two_caretakers_take_a_session_back_once(desk: Process, clock: Clock) -> None:
    await desk.opens(RETURNING, staff=[replace(ANNA, presence=Presence.AWAY)])
    await desk.stored(held(1, by=ANNA))
    clock.move_on(10 * MINUTE)
    twin = Process(db=desk.db, redis=desk.redis, clock=clock)

    await asyncio.gather(desk.caretaker.take_back(), twin.caretaker.take_back())

    returned = [message for message in (await desk.of(1)).journal if message.happening is Happening.RETURNED]
    assert len(returned) == 1
