"""The versioned commit on a real Mongo-wire server, and the group commit beneath what is only ever added."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError, DocumentTooLarge

from handoff.conversation import REMEMBERED_EVENTS, Conversation
from handoff.customer import Customer
from handoff.ids import EventId
from handoff.messages import (
    Attachment,
    Belief,
    Button,
    Card,
    Content,
    FileKind,
    Happening,
    Place,
    Source,
)
from handoff.ports import Conflict
from handoff.session import Asked, Waiting, WithBot
from storage.mongo.batch import Inserter
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations, _difference
from tests.parts import ANNA, DELIVERY, NOW, closed, conversation, held, texts_of, waiting, with_bot

LATER = NOW + timedelta(minutes=1)
HELLO = Content(text="hello")


@pytest.fixture
def conversations(mongo: Database) -> MongoConversations:
    return MongoConversations(mongo)


async def stored(conversations: MongoConversations, start: Conversation) -> Conversation:
    return await conversations.commit(start, start)


async def now(conversations: MongoConversations) -> Conversation:
    found = await conversations.load(conversation().id)
    assert found is not None
    return found


# -- what is stored is what was decided ----------------------------------------------------------------------------


def everything(start: Conversation) -> Conversation:
    """With every kind of thing that can be said."""
    photo = Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", size=3, provider_ref="x", failure="late")
    content = Content(
        text="hej",
        attachments=(photo,),
        place=Place(latitude=52.2, longitude=21.0),
        cards=(Card(name="A", phone="+48"),),
    )
    return (
        start.received(content, at=NOW, sent_at=LATER, provider_id="9")
        .believing(Belief(intent="x", confidence=0.5, ranking=(("x", 0.5),), articles=(("a", "A", 0.9),)))
        .bot_says(
            "Hi", at=NOW, buttons=(Button(action="helped#1", label="Так"),),
            sources=(Source(article_id="a.en", title="A"),),
        )
        .operator_says("Anna", ANNA, at=NOW)
        .noted("hm", ANNA, at=NOW)
        .reports(Happening.LATE, at=NOW, minutes="40")
        .knowing(Customer(name="Ada", language="pl", username="ada", phone="+48", left=True))
        .handles(EventId(f"telegram:main:{start.count}"))
    )  # fmt: skip


@pytest.mark.parametrize(
    "start",
    [conversation(), waiting(priority=2), held(), closed(), closed().reopened(at=LATER)],
    ids=["with the bot", "waiting", "held", "closed", "reopened"],
)
async def test_a_conversation_comes_back_as_it_was_committed(
    conversations: MongoConversations, start: Conversation
) -> None:
    full = everything(start)
    assert await conversations.commit(start, full) == await now(conversations)

    before = await now(conversations)
    assert await conversations.commit(before, everything(before)) == await now(conversations)
    assert (await now(conversations)).version == 2


async def test_a_conversation_that_nobody_began_is_not_there(conversations: MongoConversations) -> None:
    assert await conversations.load(conversation().id) is None


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (lambda now: now.seen(), {"unread"}),
        (lambda now: now.with_session(replace(with_bot(now), asked=Asked.HELPED)), {"session", "sort"}),
        (lambda now: now.knowing(Customer(name="Ada L.")), {"customer", "known_by"}),
        (lambda now: now.handles(EventId("e")), set()),
        (lambda now: now.received(HELLO, at=LATER), {"count", "unread", "last", "updated_at", "session", "sort"}),
        (lambda now: now.reports(Happening.LATE, at=LATER), {"count", "updated_at"}),
    ],
    ids=["seen", "session", "customer", "handled", "received", "reported"],
)
def test_only_what_changed_travels(change: Callable[[Conversation], Conversation], fields: set[str]) -> None:
    before = replace(everything(conversation()).received(HELLO, at=NOW), version=1)

    update = _difference(before, change(before), whole_journal=False)

    assert update["$set"].keys() == fields | {"version"}
    assert "journal" not in update["$set"]


async def test_two_commits_of_one_version_and_one_conflict(conversations: MongoConversations) -> None:
    before = await stored(conversations, waiting())
    assert isinstance(before.session, Waiting)
    rivals = [
        before.with_session(before.session.assign(ANNA.id, at=NOW)).reports(Happening.ASSIGNED, at=NOW, operator=str(n))
        for n in range(8)
    ]

    ended = await asyncio.gather(*(conversations.commit(before, each) for each in rivals), return_exceptions=True)

    [winner] = [each for each in ended if isinstance(each, Conversation)]
    assert sum(isinstance(each, Conflict) for each in ended) == 7
    after = await now(conversations)
    assert after == winner
    assert len(after.journal) == 1


async def test_two_who_see_a_customer_first(conversations: MongoConversations) -> None:
    new = conversation()

    ended = await asyncio.gather(
        *(conversations.commit(new, new.received(HELLO, at=NOW)) for _ in range(4)), return_exceptions=True
    )

    assert sum(isinstance(each, Conflict) for each in ended) == 3
    assert texts_of((await now(conversations)).journal) == ["hello"]


async def test_a_commit_that_lost_leaves_nothing_behind(conversations: MongoConversations) -> None:
    before = await stored(conversations, conversation())
    winner = await conversations.commit(before, before.bot_says("first", at=NOW))

    with pytest.raises(Conflict):
        await conversations.commit(before, before.bot_says("second", at=NOW).handles(EventId("e")))

    assert await now(conversations) == winner


async def test_the_journal_is_pushed_once_and_what_was_settled_meanwhile_stays_away(
    conversations: MongoConversations,
) -> None:
    """A worker settles while staff decide on what they read before: the version is the same, the journal is not."""
    first = await conversations.commit(conversation(), conversation().bot_says("one", at=NOW))
    read_by_staff = await now(conversations)
    await conversations.settle(first, [first.journal[0].id], wake_at=None)

    await conversations.commit(read_by_staff, read_by_staff.bot_says("two", at=LATER))

    assert texts_of((await now(conversations)).journal) == ["two"]


async def test_events_are_remembered_up_to_a_number(conversations: MongoConversations) -> None:
    there = await stored(conversations, conversation())
    for number in range(REMEMBERED_EVENTS + 3):
        there = await conversations.commit(there, there.handles(EventId(str(number))))

    after = await now(conversations)
    assert after.handled == there.handled
    assert after.handled[0] == "3"


# -- settling and waking -------------------------------------------------------------------------------------------


async def test_settled_messages_leave_the_journal(conversations: MongoConversations) -> None:
    there = await conversations.commit(conversation(), conversation().bot_says("1", at=NOW).bot_says("2", at=NOW))

    await conversations.settle(there, [there.journal[0].id], wake_at=LATER)

    after = await now(conversations)
    assert texts_of(after.journal) == ["2"]
    assert after.wake_at == LATER
    assert after.version == there.version, "staff who read before are not turned away"


async def test_settling_does_not_put_off_what_was_decided_meanwhile(conversations: MongoConversations) -> None:
    first = await conversations.commit(conversation(), conversation().bot_says("one", at=NOW))
    second = await conversations.commit(first, first.bot_says("two", at=LATER))

    await conversations.settle(first, [first.journal[0].id], wake_at=None)

    after = await now(conversations)
    assert after.wake_at == second.wake_at
    assert texts_of(after.journal) == ["two"]


async def test_settling_later_costs_nothing_but_the_next_commit(conversations: MongoConversations) -> None:
    first = await conversations.commit(conversation(), conversation().bot_says("one", at=NOW))
    conversations.settle_soon(first, [first.journal[0].id])
    read = await conversations.load(first.id)
    assert read is not None
    assert read.journal == (), "it is settled for all who ask here"

    await conversations.commit(read, read.bot_says("two", at=LATER))

    assert texts_of((await now(conversations)).journal) == ["two"]


async def test_settling_later_is_done_when_nothing_else_happens(conversations: MongoConversations) -> None:
    first = await conversations.commit(conversation(), conversation().bot_says("one", at=NOW))
    conversations.settle_soon(first, [first.journal[0].id])

    await conversations.flush_settled(older_than=timedelta())

    after = await now(conversations)
    assert after.journal == ()
    assert after.wake_at is None


async def test_what_staff_add_while_settling_waits_is_not_lost(
    conversations: MongoConversations, mongo: Database
) -> None:
    """The console is another process: it knows nothing of what this worker will settle."""
    console = MongoConversations(mongo)
    first = await conversations.commit(conversation(), conversation().bot_says("one", at=NOW))
    conversations.settle_soon(first, [first.journal[0].id])
    read = await console.load(first.id)
    assert read is not None
    theirs = await console.commit(read, read.bot_says("two", at=LATER))

    with pytest.raises(Conflict):
        await conversations.commit(first, first.bot_says("three", at=LATER))
    await conversations.flush_settled(older_than=timedelta())

    after = await now(conversations)
    assert texts_of(after.journal) == ["two"]
    assert after.wake_at == theirs.wake_at


async def test_a_try_of_sending_begins_once(conversations: MongoConversations) -> None:
    there = await conversations.commit(conversation(), conversation().bot_says("1", at=NOW))
    message = there.journal[0].id

    begun = await asyncio.gather(*(conversations.mark_sending(message, 0, NOW) for _ in range(5)))

    assert sorted(begun) == [False, False, False, False, True]
    assert not await conversations.mark_sending(message, 0, LATER)
    assert await conversations.mark_sending(message, 1, LATER), "the next try is another one"


async def test_those_whose_time_has_come_earliest_first(conversations: MongoConversations) -> None:
    for customer, seconds in ((1, 30), (2, 10), (3, 20), (4, 3600)):
        new = conversation(customer)
        at = NOW + timedelta(seconds=seconds)
        await conversations.commit(new, replace(new, wake_at=at))
    await conversations.commit(conversation(5), conversation(5))

    due = await conversations.due(NOW + timedelta(seconds=30), limit=10)

    assert [id_[-1] for id_, _ in due] == ["2", "3", "1"]
    assert due[0][1] == NOW + timedelta(seconds=10)
    assert len(await conversations.due(NOW + timedelta(hours=2), limit=2)) == 2


async def test_only_waiting_conversations_wait(conversations: MongoConversations) -> None:
    for each in (conversation(1), waiting(2), held(3), closed(4), waiting(5)):
        await stored(conversations, each)

    assert {each.id[-1] async for each in conversations.waiting()} == {"2", "5"}


async def test_a_bots_session_is_not_lost_to_a_closing_that_came_second(conversations: MongoConversations) -> None:
    before = await stored(conversations, conversation())
    session = with_bot(before)
    handed = await conversations.commit(before, before.with_session(session.hand_off(DELIVERY, at=NOW)))

    with pytest.raises(Conflict):
        await conversations.commit(before, before.closed(session, at=NOW, reason="helped", by=None))

    assert (await now(conversations)).session == handed.session
    assert not isinstance(handed.session, WithBot)


# -- group commit --------------------------------------------------------------------------------------------------


class Counting:
    """A real collection that counts round trips."""

    def __init__(self, rows: AsyncIOMotorCollection[dict[str, Any]]) -> None:
        self._rows = rows
        self.groups: list[int] = []

    async def insert_many(self, documents: list[dict[str, Any]], ordered: bool) -> Any:
        self.groups.append(len(documents))
        return await self._rows.insert_many(documents, ordered=ordered)


async def test_what_is_asked_for_at_once_goes_together(mongo: Database) -> None:
    counting = Counting(mongo.rows)
    inserter = Inserter(counting)  # type: ignore[arg-type]

    await asyncio.gather(*(inserter.insert([{"_id": n}]) for n in range(300)))

    assert await mongo.rows.count_documents({}) == 300
    assert sum(counting.groups) == 300
    assert len(counting.groups) <= 3


async def test_a_lone_row_goes_at_once(mongo: Database) -> None:
    counting = Counting(mongo.rows)
    inserter = Inserter(counting)  # type: ignore[arg-type]

    for number in range(3):
        await inserter.insert([{"_id": number}])

    assert counting.groups == [1, 1, 1]


async def test_a_row_that_is_there_stays_as_it_is(mongo: Database) -> None:
    inserter = Inserter(mongo.rows)
    await inserter.insert([{"_id": 1, "said": "first"}])

    await asyncio.gather(
        inserter.insert([{"_id": 1, "said": "second"}, {"_id": 2, "said": "new"}]),
        inserter.insert([{"_id": 3, "said": "other"}]),
        inserter.insert([{"_id": 3, "said": "other"}]),
    )

    rows = {row["_id"]: row["said"] async for row in mongo.rows.find()}
    assert rows == {1: "first", 2: "new", 3: "other"}


async def test_nothing_to_insert_is_inserted_at_once(mongo: Database) -> None:
    await Inserter(mongo.rows).insert([])


async def test_an_error_reaches_those_who_asked_for_that_write_and_nobody_after_them(mongo: Database) -> None:
    await mongo.rows.create_index("unique", unique=True)
    inserter = Inserter(mongo.rows)
    enormous = {"_id": "large", "text": "x" * (17 * 1024 * 1024)}

    with pytest.raises((DocumentTooLarge, BulkWriteError)):
        await inserter.insert([enormous])
    await inserter.insert([{"_id": "after"}])

    assert [row["_id"] async for row in mongo.rows.find()] == ["after"]


class Away:
    """A database that is away for one write, with the next callers waiting behind it."""

    def __init__(self, rows: AsyncIOMotorCollection[dict[str, Any]]) -> None:
        self._rows = rows
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        self.calls = 0

    async def insert_many(self, documents: list[dict[str, Any]], ordered: bool) -> Any:
        self.calls += 1
        if self.calls == 1:
            self.reached.set()
            await self.go_on.wait()
            raise ConnectionError("away")
        return await self._rows.insert_many(documents, ordered=ordered)


async def test_who_comes_while_a_write_fails_is_not_told_of_it(mongo: Database) -> None:
    away = Away(mongo.rows)
    inserter = Inserter(away)  # type: ignore[arg-type]
    failing = asyncio.create_task(inserter.insert([{"_id": 1}]))
    await away.reached.wait()
    later = [asyncio.create_task(inserter.insert([{"_id": n}])) for n in (2, 3)]
    await asyncio.sleep(0)
    away.go_on.set()

    with pytest.raises(ConnectionError):
        await failing
    await asyncio.gather(*later)

    assert {row["_id"] async for row in mongo.rows.find()} == {2, 3}


async def test_who_gives_up_waiting_takes_nobody_along(mongo: Database) -> None:
    inserter = Inserter(mongo.rows)
    impatient, patient = (asyncio.create_task(inserter.insert([{"_id": n}])) for n in (1, 2))
    await asyncio.sleep(0)
    impatient.cancel()

    await patient

    assert 2 in {row["_id"] async for row in mongo.rows.find()}
