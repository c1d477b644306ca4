"""Each timed step once: with two schedulers, two workers on the same due sessions, and a crash in between."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.events import EVENTS, Wake
from handoff.conversation import Conversation
from handoff.ids import EventId, LevelId
from handoff.line import Overflow, Reassign
from handoff.messages import Content, Message
from handoff.ports import SLA
from handoff.reasons import Reason
from handoff.session import Hold, Offer, Waiting, WithOperator
from handoff.sla.policy import Cell, Hearer, SlaPolicies, SlaPolicy, Step, Table, Target
from storage.mongo import chapters, lines, operators
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from tests.floor import PUSH, online
from tests.parts import PAYMENTS, Clock, address, held, waiting
from tests.whole import AT_ONCE, Died, Whole

MINUTE = timedelta(minutes=1)
ANNA, BORIS = online("Anna"), online("Boris")
LINE = replace(
    PUSH, capacity=99, overflow=Overflow(after=10 * MINUTE, to=PAYMENTS),
    reassign=Reassign(no_answer_within=10 * MINUTE),
)  # fmt: skip
PROMISES = SlaPolicies(
    policies=(
        SlaPolicy(
            id="p", name="All",
            tables=(Table(target=Target.FIRST_RESPONSE, axes=(),
                          cells=(Cell(row=(), limits={LevelId("normal"): 10 * MINUTE}),)),),
            steps=(Step(id="soon", percent=50, tell=frozenset(Hearer)), Step(id="late", percent=100)),
        ),
    )
)  # fmt: skip
QUEUED, OFFERED, OWED, ON_HOLD = range(1, 6), range(11, 16), range(21, 26), range(31, 36)
WANTED = {
    QUEUED: Counter({"sla_warning": 1, "sla_breach": 1, "overflowed": 1}),
    OFFERED: Counter({"offer_missed": 1, "sla_warning": 1, "sla_breach": 1, "overflowed": 1}),
    OWED: Counter({"returned": 1, "sla_warning": 1, "sla_breach": 1, "overflowed": 1}),
    ON_HOLD: Counter({"resumed": 1, "returned": 1, "sla_warning": 1, "sla_breach": 1, "overflowed": 1}),
}


@pytest.fixture
async def whole(mongo: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Whole:
    for module in (lines, operators, chapters):
        monkeypatch.setattr(module, "_KEPT_SECONDS", 0.0)
    whole = Whole(db=mongo, redis=redis, clock=Clock())
    desk = whole.desks[0]
    await desk.opens(LINE, replace(PUSH, id=PAYMENTS, takes_rest=False), staff=[ANNA, BORIS])
    await whole.backstage.chapters.save(SLA, PROMISES, base=0, by=None, at=whole.clock())
    for customer, start in _starts(whole).items():
        await desk.stored(start)
        await desk.hears(customer)
    return whole


def _starts(whole: Whole) -> dict[int, Conversation]:
    now = whole.clock()

    def offered(start: Conversation) -> Conversation:
        assert isinstance(start.session, Waiting)
        offer = Offer(operator=ANNA.id, until=now + MINUTE, why=Reason(code="only"))
        return start.with_session(start.session.offered(offer))

    def put_aside(start: Conversation) -> Conversation:
        assert isinstance(start.session, WithOperator)
        return start.with_session(start.session.put_on_hold(Hold(since=now, until=now + 3 * MINUTE, reason="later")))

    owed = Content(text="Hello?")
    return (
        {customer: waiting(customer) for customer in QUEUED}
        | {customer: offered(waiting(customer)) for customer in OFFERED}
        | {customer: held(customer, by=BORIS).received(owed, at=now) for customer in OWED}
        | {customer: put_aside(held(customer, by=BORIS)) for customer in ON_HOLD}
    )


def before_commit(handler: Any) -> Any:
    return replace(handler, conversations=_Dies(handler.conversations, "commit"))


def before_anybody_is_told(handler: Any) -> Any:
    return replace(handler, announcer=_Dies(handler.announcer, "announce"))


def before_it_is_written_down(handler: Any) -> Any:
    return replace(handler, postman=replace(handler.postman, history=_Dies(handler.history, "write")))


def before_anybody_has_a_notice(handler: Any) -> Any:
    return replace(handler, postman=replace(handler.postman, notices=_Dies(handler.postman.notices, "add")))


class _Dies:
    """A part like another, at one of whose doings the process ends."""

    def __init__(self, part: Any, at: str) -> None:
        self._part, self._at = part, at

    def __getattr__(self, name: str) -> Any:
        return self._dies if name == self._at else getattr(self._part, name)

    async def _dies(self, *args: Any, **known: Any) -> None:
        raise Died


@pytest.mark.parametrize(
    "dies", [before_commit, before_anybody_is_told, before_it_is_written_down, before_anybody_has_a_notice]
)
async def test_each_timed_step_once_whoever_dies(whole: Whole, dies: Callable[[Any], Any]) -> None:
    deaths = 0
    for minutes in (1, 2, 2, 5, 6, 9):
        whole.clock.move_on(minutes * MINUTE)
        await _two_schedulers_look(whole)
        deaths += await _a_worker_dies_with_each(whole, dies(whole.handler))
        await _two_schedulers_look(whole)
        await whole.wake()

    assert deaths >= 20
    for customers, wanted in WANTED.items():
        for customer in customers:
            thread = await _thread(whole, customer)
            assert Counter(each.happening.value for each in thread if each.happening) == wanted, customer
            assert [each.number for each in thread] == list(range(1, len(thread) + 1))
    await _notices_are_what_was_told(whole)
    store = MongoConversations(whole.db)
    assert await whole.desks[0].queues.repair(store.waiting()) == 0
    assert await whole.desks[0].loads.repair(store.at_desk()) == 0


async def test_two_workers_at_the_same_wake_take_its_step_once(whole: Whole) -> None:
    """As when one was taken for dead and was not."""
    whole.clock.move_on(5 * MINUTE)
    twin = Whole(db=whole.db, redis=whole.redis, clock=whole.clock)
    wakes = [Wake(id=EventId("w"), conversation_id=address(n).conversation_id, at=whole.clock()) for n in QUEUED]

    await asyncio.gather(*(each.handler.handle(wake) for wake in wakes for each in (whole, twin)))

    for customer in QUEUED:
        happened = [each.happening for each in await _thread(whole, customer)]
        assert [each.value for each in happened if each] == ["sla_warning"]
    await _notices_are_what_was_told(whole)


async def _two_schedulers_look(whole: Whole) -> None:
    await asyncio.gather(*(whole.backstage.scheduler().wake_due() for _ in range(2)))


async def _a_worker_dies_with_each(whole: Whole, handler: Any) -> int:
    """It leaves each conversation as it is, with the event in its mailbox; how often that was so."""
    mailbox, deaths = whole.backstage.mailbox("dead"), 0
    await mailbox.prepare()
    for hold in await mailbox.take(100, AT_ONCE):
        [letter, *_] = await mailbox.letters(hold)
        with contextlib.suppress(Died):
            await handler.handle(EVENTS.validate_json(letter.event))
            deaths -= 1
        deaths += 1
        await mailbox.give_up(hold)
    return deaths


async def _thread(whole: Whole, customer: int) -> Sequence[Message]:
    return await whole.backstage.history.page(await whole.desks[0].of(customer), before=None, limit=100)


async def _notices_are_what_was_told(whole: Whole) -> None:
    told = set()
    for customer in (each for group in WANTED for each in group):
        for message in await _thread(whole, customer):
            told |= {f"{message.id}~{hearer}" for hearer in message.tells}
    found = [row["_id"] async for row in whole.db.notices.find({}, {"_id": 1})]
    assert (len(found), set(found)) == (len(told), told)
