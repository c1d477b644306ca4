"""A whole day at the desk, with a clock that is moved minute by minute: 120 customers, 8 operators and a supervisor.

Afterwards the history is read, and everything in it must be explained: who had what and when, every step of every
promise once and at its minute, every notice; and Redis says exactly what MongoDB says.
"""

import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.ids import MessageId
from handoff.messages import Happening, Message, Side
from handoff.ports import PRIORITY as PRIORITY_CHAPTER
from handoff.ports import ROUTING as ROUTING_CHAPTER
from handoff.ports import SLA as SLA_CHAPTER
from handoff.routing.again import again
from handoff.routing.decisions import Choosing
from handoff.session import Closed, Offer, Waiting, WithBot, WithOperator
from storage.mongo import chapters, client, lines, operators
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.processes import Server
from tests.backstage import Backstage, open_backstage
from tests.day.company import BY_ID, LINES, MINUTE, PRIORITY, ROUTING, SLA, STAFF, wall
from tests.day.customers import Customers, commands
from tests.day.office import Office
from tests.day.people import CUSTOMERS, stories
from tests.day.post import Post
from tests.day.promises import foretold, told
from tests.floor import Process
from tests.parts import Clock, conversation, until

BEGINS, ENDS = wall(8), wall(19)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What is left of it."""

    backstage: Backstage
    office: Office
    post: Post
    ends: Mapping[int, Conversation]
    threads: Mapping[int, Sequence[Message]]

    @property
    def messages(self) -> list[Message]:
        return [message for thread in self.threads.values() for message in thread]


@pytest.fixture
async def database(mongo_server: Server) -> AsyncIterator[Database]:
    """Not dropped at the end: many rows take the embedded server half a minute, and its folder goes with the run."""
    connection, db = client.connect(mongo_server.url, f"day_{os.getpid()}")
    await client.ensure_indexes(db)
    yield db
    connection.close()


async def test_a_whole_day(database: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(BEGINS)
    for module in (chapters, lines, operators):  # what is kept for a moment grows old by the day's clock
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock().timestamp()))
    async with open_backstage(database, redis) as backstage:
        backstage.clock = clock
        day = await _lived_through(backstage)
        everybody_was_heard(day)
        all_kinds_of_things_happened(day)
        every_session_ends_in_a_state_that_is_explained(day)
        each_step_of_a_promise_was_taken_once_and_at_its_minute(day)
        nobody_was_given_what_they_could_not_take(day)
        await notices_are_what_was_told(day)
        await the_audit_is_clean(day)


# -- the day -------------------------------------------------------------------------------------------------------


async def _lived_through(backstage: Backstage) -> Day:
    post, all_stories = Post(), stories()
    backstage.channels = {"telegram": post}
    process = Process(db=backstage.db, redis=backstage.redis, clock=backstage.clock)
    process.books, process.operators = backstage.books, backstage.operators  # read once a minute is enough
    customers = Customers(all_stories, backstage.clock)
    office = Office(backstage=backstage, process=process, customers=customers)
    post.hears = customers.hear
    backstage.rasa.commands.update(commands(all_stories))
    await _open(backstage)
    for story in all_stories:
        known = Customer(name=f"Customer {story.number}", language="en", tier=story.tier)
        start = conversation(story.number, at=BEGINS)
        await backstage.begins(start.knowing(known))
    async with backstage.working("one", "two"):
        while backstage.clock() <= ENDS:
            await _minute(backstage, process, office)
            backstage.clock.move_on(MINUTE)
        backstage.clock.move_on(-MINUTE)
    store = MongoConversations(backstage.db)
    ends = {story.number: await store.load(conversation(story.number).id) for story in all_stories}
    known_ends = {number: end for number, end in ends.items() if end is not None}
    threads = {number: await backstage.history.page(end, before=None, limit=1000) for number, end in known_ends.items()}
    return Day(backstage=backstage, office=office, post=post, ends=known_ends, threads=threads)


async def _open(backstage: Backstage) -> None:
    for line in LINES:
        await backstage.lines.save(line)
    await backstage.db.operators.delete_many({})
    for who in STAFF:
        await backstage.operators.save(who)
    for chapter, value in ((ROUTING_CHAPTER, ROUTING), (PRIORITY_CHAPTER, PRIORITY), (SLA_CHAPTER, SLA)):
        await backstage.chapters.save(chapter, value, base=0, by=None, at=BEGINS)


async def _minute(backstage: Backstage, process: Process, office: Office) -> None:
    """Customers write, what is due is done, staff work, and what can be given out is given out."""
    await office.people_come_and_go()
    await backstage.receives(*office.customers.now_write())
    await until(backstage.idle, within=60)
    await backstage.scheduler().wake_due()
    await until(backstage.idle, within=60)
    await office.note_who_is_there()
    await office.work()
    await until(backstage.idle, within=60)
    await process.caretaker.watch_screens()
    await process.caretaker.take_back()
    await office.note_who_is_there()
    if await process.dispatcher.dispatch():
        await _nobody_has_too_much(process)
        await until(backstage.idle, within=60)
    await backstage.conversations.flush_settled(older_than=timedelta())


async def _nobody_has_too_much(process: Process) -> None:
    """At the moment that something was given to them; a person's word, or the end of a hold, may fill hands fuller."""
    now, loads, given = process.clock(), await process.in_hand(), set()
    async for each in MongoConversations(process.db).at_desk():
        why = each.handling.why_operator
        match each.session:
            case WithOperator(operator=who, since=since, hold=None) if since == now and why and why.code != "given":
                given.add((who, each.session.line))
            case Waiting(offer=Offer(operator=who, until=lapses), line=line) if lapses == now + 2 * MINUTE:
                given.add((who, line))
            case _:
                pass
    for who, line_id in given:
        line = next(line for line in LINES if line.id == line_id)
        assert loads[who] <= (BY_ID[who].who.capacity or line.capacity), (who, now)


# -- what must be true of it -----------------------------------------------------------------------------------------


def everybody_was_heard(day: Day) -> None:
    assert len(day.ends) == CUSTOMERS
    wrote = [number for number, thread in day.threads.items() if any(each.side is Side.CUSTOMER for each in thread)]
    assert len(wrote) == CUSTOMERS
    assert len(day.post.sent) == len(set(day.post.sent)), "no message was sent twice"
    outgoing = {each.id for each in day.messages if each.delivery is not None}
    assert set(day.post.sent) == outgoing, "and none was forgotten"


def all_kinds_of_things_happened(day: Day) -> None:
    happened = Counter(each.happening for each in day.messages)
    causes = Counter(each.details["cause"] for each in day.messages if each.happening is Happening.RETURNED)
    wanted = {
        Happening.HANDED_OFF, Happening.ASSIGNED, Happening.TRANSFERRED, Happening.CLOSED, Happening.OFFERED,
        Happening.DECLINED, Happening.OFFER_MISSED, Happening.HELD, Happening.RESUMED, Happening.ESCALATED,
        Happening.PRIORITY, Happening.SLA_WARNING, Happening.SLA_BREACH, Happening.RETURNED, Happening.OVERFLOWED,
        Happening.REOPENED, Happening.COLLECTED,
    }  # fmt: skip
    assert {each for each in wanted if not happened[each]} == set()
    assert {"away", "shift_end", "no_answer"} <= set(causes)


def every_session_ends_in_a_state_that_is_explained(day: Day) -> None:
    for number, end in day.ends.items():
        thread = day.threads[number]
        match end.session:
            case Closed() as over:
                last = next(each for each in reversed(thread) if each.happening is Happening.CLOSED)
                assert (over.closed_at, over.reason) == (last.at, last.details["reason"])
            case WithBot():
                assert thread[-1].side is Side.BOT, "the bot has answered"
            case Waiting() as waiting:
                line = next(line for line in LINES if line.id == waiting.line)
                assert not line.hours.is_open(ENDS), "it waits for the morning"
                assert end.alarm is not None
                assert end.alarm > ENDS
            case WithOperator(hold=None) as held:
                assert BY_ID[held.operator].connected(ENDS) or held.handling.owed_since is None or end.alarm
                assert day.office.present[ENDS] >= {held.operator} or _left_less_than(held, 15 * MINUTE)
            case WithOperator(hold=hold) if hold is not None:
                assert end.alarm is not None
                assert ENDS < end.alarm <= hold.until, "it comes back by itself"
    owed = [end for end in day.ends.values() if end.handling.owed_since and isinstance(end.session, Closed)]
    assert owed == [], "nobody was left without an answer"


def _left_less_than(held: WithOperator, span: timedelta) -> bool:
    day = BY_ID[held.operator]
    return ENDS - day.goes < span


def each_step_of_a_promise_was_taken_once_and_at_its_minute(day: Day) -> None:
    breaches: Counter[str] = Counter()
    for number, thread in day.threads.items():
        tier = day.ends[number].customer.tier or "*"
        sessions: defaultdict[str, list[Message]] = defaultdict(list)
        for message in thread:
            sessions[message.session_id].append(message)
        for session_id, said in sessions.items():
            found, wanted = told(said), foretold(said, tier, until=ENDS)
            assert found == wanted, (session_id, _walls(found - wanted), _walls(wanted - found))
            assert not found or max(found.values()) == 1
            breaches.update(target for target, percent, _ in found if percent == 100)
    assert {"first_response", "next_response", "resolution", "in_status"} <= set(breaches)


def _walls(steps: Counter[tuple[str, int, datetime]]) -> list[str]:
    return [f"{target} {percent} at {at:%H:%M}" for target, percent, at in sorted(steps)]


def nobody_was_given_what_they_could_not_take(day: Day) -> None:
    for message in day.messages:
        decision = message.decision
        if not isinstance(decision, Choosing):
            continue
        assert again(decision, rules=ROUTING, scheme=PRIORITY) == decision
        who = BY_ID[decision.choice.operator].who
        chosen = next(each for each in decision.candidates if each.id == who.id)
        assert chosen.load + decision.needs.effort <= chosen.capacity
        assert who.id in day.office.present[message.at], "they were there"
        assert who.shift is None or who.shift.is_open(message.at)
        assert all(who.skills.get(skill, 0) >= level for skill, level in decision.needs.skills.items())
        assert decision.line in who.lines or who.oversees(decision.line)


async def notices_are_what_was_told(day: Day) -> None:
    found = {MessageId(row["_id"]) async for row in day.backstage.db.notices.find({}, {"_id": 1})}
    wanted = {f"{each.id}~{hearer}" for each in day.messages for hearer in (*each.tells, *each.emails)}
    assert wanted
    assert found == wanted


async def the_audit_is_clean(day: Day) -> None:
    store, backstage = MongoConversations(day.backstage.db), day.backstage
    assert await backstage.queues.repair(store.waiting()) == 0
    assert await backstage.loads.repair(store.at_desk()) == 0
