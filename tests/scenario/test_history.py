"""The history: every message once, in order, with what is not settled yet laid over it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.conversation import Conversation
from handoff.messages import Content, Delivery, DeliveryState, Happening, Message
from handoff.standing import FlowTrace
from storage.mongo.client import Database
from storage.mongo.messages import MongoHistory
from tests.parts import NOW, conversation, texts_of

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def history(mongo: Database) -> MongoHistory:
    return MongoHistory(mongo)


def talk(count: int) -> Conversation:
    """The customer counts aloud."""
    now = conversation()
    for number in range(1, count + 1):
        now = now.received(Content(text=str(number)), at=NOW, provider_id=f"p{number}")
    return now


async def written(history: MongoHistory, now: Conversation, numbers: range | None = None) -> Conversation:
    """With these messages written and out of the journal."""
    done = [message for message in now.journal if numbers is None or message.number in numbers]
    await history.write(now.id, done)
    return replace(now, journal=tuple(message for message in now.journal if message not in done))


async def test_a_message_comes_back_as_it_was_written(history: MongoHistory) -> None:
    now = talk(3).bot_says("hi", at=NOW)

    assert await history.page(await written(history, now), before=None, limit=10) == list(now.journal)


async def test_writing_again_changes_nothing(history: MongoHistory, mongo: Database) -> None:
    now = talk(2)
    await written(history, now)
    changed = replace(now, journal=tuple(replace(each, content=Content(text="other")) for each in now.journal))

    await written(history, changed)

    assert await mongo.messages.count_documents({}) == 2
    assert texts_of(await history.page(conversation(), before=None, limit=10)) == ["1", "2"]


async def test_another_conversations_messages_are_not_shown(history: MongoHistory) -> None:
    await written(history, talk(2))

    assert await history.page(conversation(502), before=None, limit=10) == []


async def test_pages_go_back_to_the_beginning(history: MongoHistory) -> None:
    now = await written(history, talk(25))

    latest = await history.page(now, before=None, limit=10)
    middle = await history.page(now, before=latest[0].number, limit=10)
    first = await history.page(now, before=middle[0].number, limit=10)

    assert [each.number for each in (*first, *middle, *latest)] == list(range(1, 26))
    assert await history.page(now, before=1, limit=10) == []


@pytest.mark.parametrize("settled", [range(1, 8), range(4, 8), range(1, 1)], ids=["oldest", "out of turn", "nothing"])
@pytest.mark.parametrize("limit", [3, 4, 100])
async def test_what_is_not_settled_yet_has_its_place_on_the_page(
    history: MongoHistory, settled: range, limit: int
) -> None:
    now = await written(history, talk(9), settled)

    pages: list[Message] = []
    before: int | None = None
    while page := await history.page(now, before=before, limit=limit):
        pages = [*page, *pages]
        before = page[0].number

    assert [each.number for each in pages] == list(range(1, 10))


async def test_a_stored_message_counts_more_than_the_journals(history: MongoHistory) -> None:
    """A screen that read the conversation a moment ago still has the message as queued."""
    now = conversation().bot_says("hi", at=NOW)
    sent = replace(now.journal[0], delivery=Delivery(state=DeliveryState.ACCEPTED, at=LATER, provider_id="9"))
    await history.write(now.id, [sent])

    assert await history.page(now, before=None, limit=10) == [sent]


@pytest.mark.parametrize("after", [0, 4, 9, 12])
async def test_who_reconnects_gets_what_was_missed(history: MongoHistory, after: int) -> None:
    now = await written(history, talk(12), range(1, 10))

    assert [each.number for each in await history.since(now, after)] == list(range(after + 1, 13))
    assert [each.number for each in await history.since(now, after, limit=2)] == list(range(after + 1, 13))[:2]


# -- edits ---------------------------------------------------------------------------------------------------------


async def test_an_edit_keeps_the_old_wording(history: MongoHistory) -> None:
    now = await written(history, talk(2))

    for text, at in (("two", LATER), ("zwei", LATER + timedelta(minutes=1))):
        assert await history.edit(now.id, "p2", text, at)

    first, second = await history.page(now, before=None, limit=10)
    assert (first.content.text, first.edits) == ("1", ())
    assert second.content.text == "zwei"
    assert [(edit.text, edit.until) for edit in second.edits] == [("2", LATER), ("two", LATER + timedelta(minutes=1))]


async def test_the_same_edit_twice_is_one(history: MongoHistory) -> None:
    now = await written(history, talk(1))

    for _ in range(2):
        assert await history.edit(now.id, "p1", "one", LATER)

    [message] = await history.page(now, before=None, limit=10)
    assert len(message.edits) == 1


async def test_an_edit_of_an_unknown_message_or_of_another_conversation_changes_nothing(history: MongoHistory) -> None:
    now = await written(history, talk(1))

    assert not await history.edit(now.id, "p9", "?", LATER)
    assert not await history.edit(conversation(502).id, "p1", "?", LATER)
    assert texts_of(await history.page(now, before=None, limit=10)) == ["1"]


# -- receipts ------------------------------------------------------------------------------------------------------

QUEUED, ACCEPTED, UNKNOWN = DeliveryState.QUEUED, DeliveryState.ACCEPTED, DeliveryState.UNKNOWN
DELIVERED, READ, FAILED = DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.FAILED


@pytest.mark.parametrize(
    ("start", "receipts", "end"),
    [
        (ACCEPTED, [DELIVERED], DELIVERED),
        (ACCEPTED, [DELIVERED, READ], READ),
        (ACCEPTED, [READ], READ),
        (ACCEPTED, [READ, DELIVERED], READ),
        (ACCEPTED, [DELIVERED, DELIVERED], DELIVERED),
        (UNKNOWN, [DELIVERED], DELIVERED),
        (ACCEPTED, [FAILED], FAILED),
        (ACCEPTED, [READ, FAILED], READ),
        (FAILED, [DELIVERED], FAILED),
    ],
    ids=lambda value: getattr(value, "value", None) or "+".join(value),
)
async def test_receipts_that_come_out_of_order_take_nothing_back(
    history: MongoHistory, start: DeliveryState, receipts: list[DeliveryState], end: DeliveryState
) -> None:
    now = conversation().bot_says("hi", at=NOW)
    sent = replace(now.journal[0], delivery=Delivery(state=start, at=NOW, provider_id="9"))
    await history.write(now.id, [sent])

    for state in receipts:
        await history.received(now.id, "9", Delivery(state=state, at=LATER, provider_id="9"))

    [message] = await history.page(now, before=None, limit=10)
    assert message.delivery is not None
    assert (message.delivery.state, message.delivery.provider_id) == (end, "9")


async def test_a_receipt_says_which_message_it_was_for(history: MongoHistory) -> None:
    now = conversation().bot_says("hi", at=NOW)
    delivery = Delivery(state=ACCEPTED, at=NOW, provider_id="9")
    await history.write(now.id, [replace(now.journal[0], delivery=delivery)])
    read = Delivery(state=READ, at=LATER, provider_id="9")

    assert await history.received(now.id, "9", read) == now.journal[0].id
    assert await history.received(now.id, "10", read) is None
    assert await history.received(conversation(502).id, "9", read) is None


async def test_what_nobody_knew_of_is_known_once_the_messenger_names_it_as_we_do(history: MongoHistory) -> None:
    """Another's message of that name stays as it is, and so does one whose fate is known."""
    now = conversation().bot_says("lost", at=NOW).bot_says("there", at=NOW)
    lost, there = now.journal
    await history.write(now.id, [
        replace(lost, delivery=Delivery(state=UNKNOWN, at=NOW)),
        replace(there, delivery=Delivery(state=ACCEPTED, at=NOW, provider_id="2")),
    ])  # fmt: skip
    arrived = Delivery(state=DELIVERED, at=LATER, provider_id="1")

    assert await history.received(conversation(502).id, "1", arrived, lost.id) is None
    assert await history.received(now.id, "1", arrived, there.id) is None
    assert await history.received(now.id, "1", arrived, lost.id) == lost.id

    found = [each.delivery for each in await history.page(now, before=None, limit=10)]
    assert [(each.state, each.provider_id) for each in found if each] == [(DELIVERED, "1"), (ACCEPTED, "2")]


async def test_who_has_read_a_message_has_read_those_above_it(history: MongoHistory) -> None:
    """Viber tells of one. What may never have arrived, and what came later, is not taken for read."""
    states = [ACCEPTED, DELIVERED, FAILED, UNKNOWN, ACCEPTED, ACCEPTED]
    now = conversation()
    for state in states:
        now = now.bot_says(state, at=NOW)
    sent = [
        replace(each, delivery=Delivery(state=state, at=NOW, provider_id=str(each.number)))
        for each, state in zip(now.journal, states, strict=True)
    ]
    await history.write(now.id, sent)

    await history.received(now.id, str(sent[4].number), Delivery(state=READ, at=LATER, provider_id=str(sent[4].number)))

    found = [each.delivery for each in await history.page(now, before=None, limit=10) if each.delivery]
    assert [each.state for each in found] == [READ, READ, FAILED, UNKNOWN, READ, ACCEPTED]
    assert [each.at == LATER for each in found] == [True, True, False, False, True, False]


async def test_a_thread_tells_where_flows_began_and_ended_but_not_each_of_their_steps(history: MongoHistory) -> None:
    trace = FlowTrace(
        run="r", flows=("f",), began=True, over=False, waits_at=None, person=False, passages=(), record='{"secret": 1}'
    )  # fmt: skip
    now = talk(1)
    for did in ("began", "went_on", "went_on", "ended"):
        now = now.reports(Happening.FLOW, at=NOW, trace=trace, flow="f", did=did)
    stored = await written(history, now, range(1, 4))

    page = await history.page(stored, before=None, limit=3)

    assert [each.details.get("did") for each in page] == [None, "began", "ended"]
    assert all(each.trace is None for each in page)
