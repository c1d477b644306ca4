"""Workers: oldest event first, one worker for a conversation, poison set aside, and nothing lost when one dies."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot import worker as worker_module
from bot.events import Edited, Left, Pressed, Receipt, Returned, Started
from handoff.ids import EventId
from handoff.messages import DeliveryState, Happening, Message, Side
from storage.mongo.client import Database
from storage.redis import mailbox as mailbox_module
from tests.backstage import Backstage, as_text
from tests.fakes.telegram import User
from tests.parts import ANNA, DELIVERY, NOW, SIOBHAN, address, conversation, held, said, texts_of, until, waiting

ADA = address(501).conversation_id
ANSWER = {"name": "answer", "topic": "delivery"}
HAND_OFF = {"name": "hand_off", "reason": "asked", "topic": "delivery"}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is taken for dead after a third of a second of silence, and the dead are looked for all the time."""
    monkeypatch.setattr(mailbox_module, "CLAIM_AFTER", timedelta(seconds=0.35))
    monkeypatch.setattr(worker_module, "_LOOK_FOR_DEAD", 0.02)


def words(thread: Sequence[Message], side: Side) -> list[str]:
    return texts_of(each for each in thread if each.side is side)


def happened(thread: Sequence[Message]) -> list[Happening | None]:
    return [each.happening for each in thread if each.side is Side.SYSTEM]


# -- a turn --------------------------------------------------------------------------------------------------------


async def test_quick_messages_are_answered_in_order(backstage: Backstage, ada: User) -> None:
    async with backstage.working("one", "two", "three"):
        for number in range(12):
            await backstage.receives(said(number))
        await until(backstage.idle)

    assert words(await backstage.thread(), Side.CUSTOMER) == [f"message {number}" for number in range(12)]
    assert [heard.text for heard in ada.inbox] == [f"You said: message {number}" for number in range(12)]
    assert backstage.rasa.most_at_once == 1


async def test_what_is_handled_is_ticked_off_and_nothing_is_left(backstage: Backstage, ada: User, redis: Redis) -> None:
    async with backstage.working():
        await backstage.receives(said(1), said(2))
        await until(backstage.idle)

    assert await backstage.intake.waiting(NOW + timedelta(days=1), limit=10) == []
    assert (await backstage.conversation()).journal == ()
    left = [key for key in await redis.keys("*") if not key.startswith("channel:")]  # counts for its health
    assert sorted(left) == ["{floor}:built", "{mail}:ready", "{mail}:whole"]


async def test_the_same_event_three_times_has_one_effect(backstage: Backstage, ada: User) -> None:
    async with backstage.working("one", "two"):
        for _ in range(3):
            await backstage.receives(said(1))
        await until(backstage.idle)
        await backstage.mailbox().post(*as_text(said(1)))
        await until(backstage.idle)

    assert words(await backstage.thread(), Side.CUSTOMER) == ["message 1"]
    assert len(ada.inbox) == 1
    assert len(backstage.rasa.heard) == 1


@pytest.mark.parametrize("hands", [1, 2])
async def test_who_writes_without_a_pause_keeps_nobody_waiting(
    backstage: Backstage, ada: User, monkeypatch: pytest.MonkeyPatch, hands: int
) -> None:
    monkeypatch.setattr(worker_module, "IN_HAND", hands)
    monkeypatch.setattr(worker_module, "IN_A_ROW", 2)
    bella = await backstage.customer(502, "Bella")
    await backstage.receives(*(said(number) for number in range(1, 8)), said(8, customer=502))

    async with backstage.working():
        await until(backstage.idle)

    asked = [text for _, text in backstage.rasa.heard]
    assert asked.index("message 8") <= 2, "where every hand is full, two in a row are enough"
    assert [text for text in asked if text != "message 8"] == [f"message {number}" for number in range(1, 8)]
    assert (len(ada.inbox), len(bella.inbox)) == (7, 1)


async def test_with_an_operator_the_bot_is_silent_and_not_even_asked(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held())

    async with backstage.working():
        await backstage.receives(said(1, "hello?"))
        await until(backstage.idle)

    assert words(await backstage.thread(), Side.CUSTOMER) == ["hello?"]
    assert (await backstage.conversation()).unread == 1
    assert backstage.rasa.heard == []
    assert ada.inbox == []


async def test_without_a_bot_a_person_takes_over(backstage: Backstage, ada: User) -> None:
    await backstage.dialogue.close()
    broken = backstage.dialogue = type(backstage.dialogue)("http://127.0.0.1:9")

    async with backstage.working():
        await backstage.receives(said(1), said(2))
        await until(backstage.idle)
    await broken.close()

    after = await backstage.conversation()
    assert after.session.state == "waiting"
    assert await backstage.queues.length(DELIVERY) == 1
    assert happened(await backstage.thread()) == [Happening.BOT_UNAVAILABLE, Happening.HANDED_OFF]
    [told] = ada.inbox
    assert told.text.startswith(backstage.texts.say("handoff_unavailable", "en"))


async def test_every_kind_of_event_goes_its_way(backstage: Backstage, ada: User) -> None:
    common = {"address": address(), "at": NOW, "sent_at": NOW}
    await backstage.begins(waiting())

    async with backstage.working():
        await backstage.receives(
            said(1, "helo"),
            Edited(**common, id=EventId("e2"), provider_id="1", text="hello"),  # type: ignore[arg-type]
            Pressed(**common, id=EventId("e3"), action="helped#1", label="Yes"),  # type: ignore[arg-type]
            Left(**common, id=EventId("e4")),  # type: ignore[arg-type]
            Returned(**common, id=EventId("e5")),  # type: ignore[arg-type]
            Started(**common, id=EventId("e6")),  # type: ignore[arg-type]
        )
        await until(backstage.idle)

    thread = await backstage.thread()
    assert words(thread, Side.CUSTOMER) == ["hello", "Yes"]
    assert [edit.text for edit in thread[0].edits] == ["helo"]
    assert happened(thread) == [Happening.CUSTOMER_LEFT, Happening.CUSTOMER_BACK]
    assert backstage.rasa.heard == []


async def test_a_receipt_says_how_far_a_message_has_come(backstage: Backstage, ada: User) -> None:
    async with backstage.working():
        await backstage.receives(said(1))
        await until(backstage.idle)
        [heard] = ada.inbox
        receipt = Receipt(
            id=EventId("r"), address=address(), at=NOW, sent_at=NOW, provider_id=str(heard.id), state="read"
        )
        await backstage.receives(receipt)
        await until(backstage.idle)

    [answer] = [each for each in await backstage.thread() if each.side is Side.BOT]
    assert answer.delivery is not None
    assert answer.delivery.state is DeliveryState.READ


async def test_a_customer_who_blocks_us_is_known_to_have_left(backstage: Backstage, ada: User) -> None:
    async with backstage.working():
        await ada.blocks()
        await backstage.receives(said(1))
        await until(backstage.idle)

    assert (await backstage.conversation()).customer.left
    assert happened(await backstage.thread()) == [Happening.CUSTOMER_LEFT]


# -- staff at the same time ----------------------------------------------------------------------------------------


async def test_staff_who_take_over_in_the_middle_of_a_turn_are_not_talked_over(backstage: Backstage, ada: User) -> None:
    async with backstage.working():
        await backstage.receives(said(1, "first"))
        await until(backstage.idle)

        async def siobhan_takes_it(text: str) -> None:
            backstage.rasa.meanwhile = None
            await backstage.desk.accept(ADA, SIOBHAN)

        backstage.rasa.meanwhile = siobhan_takes_it
        await backstage.receives(said(2, "second"))
        await until(backstage.idle)

    thread = await backstage.thread()
    assert words(thread, Side.CUSTOMER) == ["first", "second"]
    assert words(thread, Side.BOT) == ["You said: first", "Siobhan is with you now."]
    assert (await backstage.conversation()).operator == SIOBHAN.id


async def test_an_operators_words_are_delivered_by_a_worker(backstage: Backstage, ada: User) -> None:
    await backstage.begins(waiting())

    async with backstage.working():
        await backstage.desk.accept(ADA, ANNA)
        await backstage.desk.reply(ADA, ANNA, "Hello Ada", EventId("console:1"))
        await until(backstage.idle)

    assert [heard.text for heard in ada.inbox] == ["Anna is with you now.", "Hello Ada"]


async def test_a_session_that_is_taken_while_the_customer_is_told_does_not_come_back_to_the_queue(
    backstage: Backstage, ada: User
) -> None:
    backstage.rasa.commands["a person"] = [HAND_OFF]
    backstage.cloud.delay(0.3)

    async def in_the_queue() -> bool:
        return await backstage.queues.length(DELIVERY) == 1

    async with backstage.working():
        await backstage.receives(said(1, "a person"))
        await until(in_the_queue)
        await backstage.desk.accept(ADA, ANNA)
        await until(backstage.idle)

    assert await backstage.queues.length(DELIVERY) == 0


async def test_a_worker_that_died_before_it_told_the_queue_is_made_up_for(backstage: Backstage, ada: User) -> None:
    """The event comes again, changes nothing, and what it had changed is announced."""
    backstage.rasa.commands["a person"] = [HAND_OFF]
    async with backstage.working():
        await backstage.receives(said(1, "a person"))
        await until(backstage.idle)
    await backstage.redis.delete(f"{{floor}}:queue:{DELIVERY}")

    async with backstage.working():
        await backstage.mailbox().post(*as_text(said(1, "a person")))
        await until(backstage.idle)

    assert await backstage.queues.length(DELIVERY) == 1


# -- poison --------------------------------------------------------------------------------------------------------


async def test_poison_is_set_aside_a_person_takes_over_and_the_rest_goes_on(backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["poison"] = [ANSWER]
    bob = await backstage.customer(502, "Bob")

    async with backstage.working():
        await backstage.receives(said(1, "before"), said(2, "poison"), said(3, "after"), said(1, customer=502))
        await until(backstage.idle)

    thread = await backstage.thread()
    after = await backstage.conversation()
    assert after.session.state == "waiting"
    assert words(thread, Side.CUSTOMER) == ["before", "poison", "after"]
    assert happened(thread) == [Happening.PARKED, Happening.HANDED_OFF]
    assert ada.inbox[-1].text.startswith(backstage.texts.say("handoff_unavailable", "en"))
    assert len([event for event, _ in backstage.rasa.heard if event == said(2).id]) == worker_module.TRIES
    [letter] = await backstage.dead_letters.recent(10)
    assert (letter.conversation_id, letter.error) == (ADA, "RuntimeError: The index is broken")
    assert [heard.text for heard in bob.inbox] == ["You said: message 1"]
    assert await backstage.intake.waiting(NOW + timedelta(days=1), limit=10) == [], "it is not posted again"


async def test_poison_in_the_first_message_ever_still_gets_a_person(backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["poison"] = [ANSWER]

    async with backstage.working():
        await backstage.receives(said(1, "poison"))
        await until(backstage.idle)

    after = await backstage.conversation()
    assert after.session.state == "waiting"
    assert after.customer.name == "Ada"
    assert words(await backstage.thread(), Side.CUSTOMER) == ["poison"], "whoever takes it sees what was asked"
    assert ada.inbox[0].text.startswith(backstage.texts.say("handoff_unavailable", "en"))


async def test_poison_that_comes_again_is_not_parked_again(backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["poison"] = [ANSWER]

    async with backstage.working():
        for _ in range(2):
            await backstage.mailbox().post(*as_text(said(1, "poison")))
            await until(backstage.idle)

    assert len(await backstage.dead_letters.recent(10)) == 1
    assert happened(await backstage.thread()) == [Happening.PARKED, Happening.HANDED_OFF]


async def test_what_can_not_be_read_is_set_aside(backstage: Backstage, ada: User) -> None:
    await backstage.begins(conversation())
    await backstage.mailbox().post(ADA, '{"kind": "from another age"}')
    await backstage.mailbox().post(*as_text(said(1)))

    async with backstage.working():
        await until(backstage.idle)

    assert len(await backstage.dead_letters.recent(10)) == 1
    assert words(await backstage.thread(), Side.CUSTOMER) == ["message 1"]
    assert (await backstage.conversation()).session.state == "waiting"


async def test_with_an_operator_poison_changes_no_hands(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held())
    await backstage.mailbox().post(ADA, "not even JSON")

    async with backstage.working():
        await until(backstage.idle)

    assert (await backstage.conversation()).operator == ANNA.id
    assert happened(await backstage.thread()) == [Happening.PARKED]


async def test_where_not_even_a_person_can_be_had_the_mailbox_moves_on(
    backstage: Backstage, ada: User, mongo: Database
) -> None:
    """Without any line there is nobody to hand off to: the events are kept aside, and the worker lives."""
    await backstage.begins(conversation())
    await mongo.lines.delete_many({})
    backstage.lines = type(backstage.lines)(mongo)
    backstage.rasa.commands["a person"] = [HAND_OFF]

    async with backstage.working():
        await backstage.receives(said(1, "a person"), said(2, "hello"))
        await until(backstage.idle)

    assert len(await backstage.dead_letters.recent(10)) == 1
    assert ada.inbox[-1].text == "You said: hello"


# -- workers that die, stop or dawdle ------------------------------------------------------------------------------


async def test_a_dead_workers_conversation_is_taken_over(backstage: Backstage, ada: User, impatient: None) -> None:
    await backstage.receives(said(1), said(2))
    [hold] = await backstage.mailbox("dead").take(1, timedelta(milliseconds=1))
    assert hold.conversation_id == ADA

    async with backstage.working():
        await until(backstage.idle)

    assert words(await backstage.thread(), Side.CUSTOMER) == ["message 1", "message 2"]


async def test_a_worker_that_dies_at_any_point_of_a_turn_leaves_it_to_the_next(
    backstage: Backstage, ada: User, impatient: None
) -> None:
    """The turn was committed and the event not yet taken out of the mailbox."""
    await backstage.receives(said(1), said(2))
    await backstage.mailbox("dead").take(1, timedelta(milliseconds=1))
    event = said(1)
    await backstage.handler().handle(event)

    async with backstage.working():
        await until(backstage.idle)

    assert [heard.text for heard in ada.inbox] == ["You said: message 1", "You said: message 2"]
    assert words(await backstage.thread(), Side.CUSTOMER) == ["message 1", "message 2"]


async def test_a_long_backlog_is_not_taken_from_the_worker_that_is_at_it(
    backstage: Backstage, ada: User, impatient: None
) -> None:
    async def thinks(text: str) -> None:
        await asyncio.sleep(0.1)

    backstage.rasa.meanwhile = thinks
    await backstage.receives(*(said(number) for number in range(10)))

    async with backstage.working("one", "two"):
        await until(backstage.idle)

    assert backstage.rasa.most_at_once == 1
    assert len(backstage.rasa.heard) == 10
    assert [heard.text for heard in ada.inbox] == [f"You said: message {number}" for number in range(10)]


async def test_a_worker_that_is_asked_to_end_finishes_its_turn_and_leaves_the_rest_to_others_at_once(
    backstage: Backstage, ada: User
) -> None:
    thinking, think_on = asyncio.Event(), asyncio.Event()

    async def thinks(text: str) -> None:
        thinking.set()
        await think_on.wait()

    backstage.rasa.meanwhile = thinks
    await backstage.receives(said(1), said(2))
    first = backstage.worker("first")
    running = asyncio.create_task(first.run())
    await thinking.wait()
    first.stop()
    backstage.rasa.meanwhile = None
    think_on.set()
    await asyncio.wait_for(running, 5)

    assert [heard.text for heard in ada.inbox] == ["You said: message 1"]
    async with backstage.working("second"):
        await until(backstage.idle, within=3)  # far less than it takes to be found dead
    assert [heard.text for heard in ada.inbox] == ["You said: message 1", "You said: message 2"]


async def test_after_an_orderly_end_the_next_message_is_answered_at_once(backstage: Backstage, ada: User) -> None:
    thinking = asyncio.Event()

    async def thinks(text: str) -> None:
        thinking.set()

    backstage.rasa.meanwhile = thinks
    async with backstage.working("first"):
        await backstage.receives(said(1))
        await thinking.wait()

    await backstage.receives(said(2))
    async with backstage.working("second"):
        await until(backstage.idle, within=3)

    assert [heard.text for heard in ada.inbox] == ["You said: message 1", "You said: message 2"]


async def test_after_redis_was_wiped_the_worker_goes_on(backstage: Backstage, ada: User, impatient: None) -> None:
    async with backstage.working() as [worker]:
        await backstage.receives(said(1))
        await until(backstage.idle)
        for number in range(2, 5):
            await backstage.redis.flushall()
            await backstage.receives(said(number))
            await until(backstage.idle)

    assert len(ada.inbox) == 4
    assert worker is not None


async def test_a_turn_that_takes_too_long_is_tried_again(
    backstage: Backstage, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "TURN_DEADLINE", timedelta(seconds=0.2))

    async def hangs_once(text: str) -> None:
        backstage.rasa.meanwhile = None
        await asyncio.sleep(1)

    backstage.rasa.meanwhile = hangs_once
    async with backstage.working():
        await backstage.receives(said(1))
        await until(backstage.idle)

    assert [heard.text for heard in ada.inbox] == ["You said: message 1"]


async def test_many_conversations_at_once_each_in_order(backstage: Backstage) -> None:
    customers = [await backstage.customer(600 + number, f"User {number}") for number in range(25)]

    async with backstage.working("one", "two"):
        for number in range(4):
            await backstage.receives(*(said(number, customer=user.id) for user in customers))
        await until(backstage.idle, within=20)

    for user in customers:
        assert [heard.text for heard in user.inbox] == [f"You said: message {number}" for number in range(4)]
        numbers = [each.number for each in await backstage.thread(user.id)]
        assert numbers == list(range(1, 9))


async def test_an_old_message_goes_to_a_person(backstage: Backstage, ada: User) -> None:
    event = replace(said(1), sent_at=NOW - timedelta(hours=2))

    async with backstage.working():
        await backstage.receives(event)
        await until(backstage.idle)

    assert happened(await backstage.thread()) == [Happening.LATE, Happening.HANDED_OFF]
    assert backstage.rasa.heard == []
