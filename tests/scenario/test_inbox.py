"""The lists of the inbox: what is in them, in which order, and page by page."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handoff.conversation import Conversation
from handoff.customer import Address
from handoff.ids import LevelId
from handoff.ports import InboxQuery, Order, UnknownPage, View
from handoff.priority import Priority
from handoff.session import Hold, WithOperator
from storage.mongo import walk
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.inbox import MongoInbox
from tests.parts import ANNA, BORIS, DELIVERY, NOW, PAYMENTS, SIOBHAN, conversation, held, waiting

MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(mongo: Database) -> MongoInbox:
    return MongoInbox(mongo)


async def stored(mongo: Database, *conversations: Conversation) -> None:
    for each in conversations:
        await MongoConversations(mongo).commit(each, each)


async def shown(inbox: MongoInbox, view: View, **asked: object) -> list[str]:
    """The customers of all pages, read two at a time."""
    query = InboxQuery(view=view, **{"operator": SIOBHAN.id, "lines": None, "limit": 2, **asked})  # type: ignore[arg-type]
    page = await inbox.page(query)
    customers = [each.address.external_id for each in page.items]
    while page.next:
        assert len(page.items) == 2, "a page before the last is full"
        page = await inbox.page(replace(query, after=page.next))
        customers += [each.address.external_id for each in page.items]
    return customers


def level(start: Conversation, name: str, rank: int) -> Conversation:
    return start.with_handling(replace(start.handling, priority=Priority(level=LevelId(name), rank=rank)))


def on_hold(start: Conversation) -> Conversation:
    assert isinstance(start.session, WithOperator)
    hold = Hold(since=NOW, until=NOW + timedelta(days=1), reason="supplier")
    return start.with_session(start.session.put_on_hold(hold))


async def test_who_waits_is_listed_as_they_will_be_served(inbox: MongoInbox, mongo: Database) -> None:
    line = [waiting(n, since=NOW + n * MINUTE, priority=n % 3) for n in range(1, 8)]
    await stored(mongo, *reversed(line))

    assert await shown(inbox, View.WAITING) == ["2", "5", "1", "4", "7", "3", "6"]


async def test_who_came_back_to_the_queue_is_listed_at_their_old_place(inbox: MongoInbox, mongo: Database) -> None:
    returned = held(1, at=NOW)
    await stored(mongo, returned, waiting(2, since=NOW + MINUTE), waiting(3, since=NOW - MINUTE))
    assert isinstance(returned.session, WithOperator)
    before = await MongoConversations(mongo).load(returned.id)
    assert before is not None
    back = before.with_session(returned.session.put_back(at=NOW + 5 * MINUTE))
    await MongoConversations(mongo).commit(before, back)

    assert await shown(inbox, View.WAITING) == ["3", "1", "2"]


async def test_what_changed_last_comes_first_elsewhere_and_on_request(inbox: MongoInbox, mongo: Database) -> None:
    await stored(mongo, *(waiting(n, since=NOW + n * MINUTE, priority=n) for n in range(3)))
    await stored(mongo, *(held(n, at=NOW + n * MINUTE) for n in range(3, 6)))

    assert await shown(inbox, View.OPEN) == ["5", "4", "3", "2", "1", "0"]
    assert await shown(inbox, View.WAITING, order=Order.RECENT) == ["2", "1", "0"]


async def test_what_is_due_soonest_comes_first_and_what_never_is_last(inbox: MongoInbox, mongo: Database) -> None:
    def due(start: Conversation, at: datetime) -> Conversation:
        return replace(start, due_at=at)

    await stored(
        mongo, held(1), due(held(2), NOW + 9 * MINUTE), due(waiting(3), NOW - MINUTE), held(4), due(held(5), NOW)
    )

    assert await shown(inbox, View.OPEN, order=Order.DUE) == ["3", "5", "2", "1", "4"]


@pytest.mark.parametrize("piece", [1, 2, 3])
async def test_rows_are_read_in_pieces_and_none_is_lost_between_two(
    inbox: MongoInbox, mongo: Database, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """Though many are due at the same time, or never, and pages end in the middle of these."""
    monkeypatch.setattr(walk, "_FIRST_PIECE", piece)
    monkeypatch.setattr(walk, "_LONGER", 1)
    times = [None, NOW, NOW, NOW, NOW + MINUTE, NOW + MINUTE, None, NOW, None, None, NOW + 2 * MINUTE]
    starts = [replace(held(n) if n % 2 else waiting(n), due_at=due) for n, due in enumerate(times, 10)]
    await stored(mongo, *starts)

    never = NOW + timedelta(days=9)
    in_order = sorted(starts, key=lambda each: (each.due_at or never, each.id))
    assert await shown(inbox, View.OPEN, order=Order.DUE) == [each.address.external_id for each in in_order]


async def test_the_due_time_of_a_later_commit_counts(inbox: MongoInbox, mongo: Database) -> None:
    await stored(mongo, held(1), replace(held(2), due_at=NOW))
    before = await MongoConversations(mongo).load(conversation(1).id)
    assert before is not None
    await MongoConversations(mongo).commit(before, replace(before, due_at=NOW - MINUTE))

    assert await shown(inbox, View.OPEN, order=Order.DUE) == ["1", "2"]


async def test_a_list_may_be_of_one_level_only(inbox: MongoInbox, mongo: Database) -> None:
    await stored(mongo, waiting(1), level(waiting(2), "high", 2), level(held(3), "high", 2), level(held(4), "low", 0))

    assert await shown(inbox, View.OPEN, priority=LevelId("high")) == ["3", "2"]
    assert await shown(inbox, View.OPEN, priority=LevelId("normal")) == ["1"]


@pytest.mark.parametrize("view", [View.OPEN, View.WAITING, View.MINE])
async def test_a_list_may_be_of_one_messenger_or_account_only(inbox: MongoInbox, mongo: Database, view: View) -> None:
    def wrote_to(start: Conversation, channel: str, account: str) -> Conversation:
        theirs = Address(channel=channel, account=account, external_id=start.address.external_id)
        return replace(start, id=theirs.conversation_id, address=theirs)

    def one(number: int) -> Conversation:
        return waiting(number, since=NOW - number * MINUTE) if view is View.WAITING else held(number, by=SIOBHAN)

    await stored(
        mongo, one(1), wrote_to(one(2), "email", "main"), wrote_to(one(3), "email", "sales"),
        wrote_to(one(4), "telegram", "sales"),
    )  # fmt: skip

    assert sorted(await shown(inbox, view)) == ["1", "2", "3", "4"]
    assert sorted(await shown(inbox, view, channel="email")) == ["2", "3"]
    assert await shown(inbox, view, channel="email", account="sales") == ["3"]
    assert await shown(inbox, view, channel="viber") == []


async def test_what_is_on_hold_has_a_list_of_its_own(inbox: MongoInbox, mongo: Database) -> None:
    await stored(mongo, held(1), on_hold(held(2)), on_hold(held(3, by=BORIS)), waiting(4))
    lines = frozenset({DELIVERY})

    assert await shown(inbox, View.MINE, operator=ANNA.id, lines=lines) == ["1"]
    assert await shown(inbox, View.HOLD, operator=ANNA.id, lines=lines) == ["2"]
    assert await shown(inbox, View.HOLD) == ["3", "2"], "a supervisor sees everybody's"
    assert await shown(inbox, View.OPEN, operator=ANNA.id, lines=lines) == ["4", "3", "2", "1"]
    assert await inbox.counts(ANNA.id, lines) == {View.MINE: 1, View.HOLD: 1, View.WAITING: 1, View.OPEN: 4}


async def test_others_lines_are_not_shown(inbox: MongoInbox, mongo: Database) -> None:
    await stored(mongo, waiting(1), waiting(2, line=PAYMENTS))

    assert await shown(inbox, View.WAITING, operator=ANNA.id, lines=frozenset({DELIVERY})) == ["1"]


@pytest.mark.parametrize("cursor", ["nonsense", "WyJ4Il0=", "bnVsbA==", "ż"])
async def test_a_made_up_cursor_is_refused(inbox: MongoInbox, cursor: str) -> None:
    query = InboxQuery(view=View.WAITING, operator=ANNA.id, lines=None, after=cursor)
    with pytest.raises(UnknownPage):
        await inbox.page(query)


async def test_a_cursor_of_one_order_is_refused_by_another(inbox: MongoInbox, mongo: Database) -> None:
    await stored(mongo, *(waiting(n) for n in range(3)))
    query = InboxQuery(view=View.WAITING, operator=ANNA.id, lines=None, limit=1)
    page = await inbox.page(query)

    with pytest.raises(UnknownPage):
        await inbox.page(replace(query, order=Order.RECENT, after=page.next))
