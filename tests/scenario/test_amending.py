"""Sent messages are answered, corrected, taken back and sent again, through a messenger that can do all of it.

Numbers in brackets are those of the adapters' test list.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.conversation import Conversation
from handoff.desk import NotFound, NotPossible
from handoff.ids import EventId, MessageId
from handoff.messages import Content, DeliveryState, Message, Side
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.parts import ANNA, BORIS, NOW, SIOBHAN, held, said, texts_of

ID = held().id


async def starts(backstage: Backstage, *texts: str) -> None:
    """Anna has the session and has said this; it is delivered."""
    now = held().received(Content(text="Where is it?"), at=NOW, provider_id="1")
    for text in texts:
        now = now.operator_says(text, ANNA, at=NOW)
    await backstage.begins(now)
    await delivers(backstage)


async def delivers(backstage: Backstage) -> None:
    postman = backstage.postman
    await postman.deliver(await backstage.conversation())
    await postman.tidy_up(all_of_it=True)


async def works(backstage: Backstage, *events: object) -> None:
    """A worker handles what came, as if it were alone."""
    handler = backstage.handler()
    for event in events:
        await handler.handle(event)  # type: ignore[arg-type]
    await handler.postman.tidy_up(all_of_it=True)


async def last(backstage: Backstage) -> Message:
    return (await backstage.thread())[-1]


def number(found: int) -> MessageId:
    return MessageId(f"{ID}/{found}")


async def corrects(backstage: Backstage, which: int, text: str, event: str = "console:edit") -> Conversation:
    return await backstage.desk.correct(ID, ANNA, number(which), text, EventId(event))


# -- quotes ------------------------------------------------------------------------------------------------------------


async def test_an_answer_names_the_message_that_it_answers(backstage: Backstage, ada: User) -> None:
    first = await ada.says("Where is it?")
    await backstage.begins(held().received(Content(text="Where is it?"), at=NOW, provider_id=str(first)))

    await backstage.desk.reply(ID, ANNA, "On its **way**", EventId("console:1"), quoting=number(1))
    await delivers(backstage)

    [heard] = ada.inbox
    assert heard.text == "On its way"
    assert heard.raw["reply_to_message"]["message_id"] == first
    assert heard.raw["entities"] == [{"type": "bold", "offset": 7, "length": 3}]
    quote = (await last(backstage)).quote
    assert quote is not None
    assert (quote.message, quote.side, quote.text) == (number(1), Side.CUSTOMER, "Where is it?")


async def test_a_quoted_message_that_the_customer_deleted_is_no_obstacle(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held().received(Content(text="Oops"), at=NOW, provider_id="99999"))

    await backstage.desk.reply(ID, ANNA, "Yes?", EventId("console:1"), quoting=number(1))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Yes?"]


async def test_what_the_customer_answers_is_found_and_shown(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "Which colour?", "And which size?")
    [colour, _] = ada.inbox

    await works(backstage, replace(said(7, "Blue"), reply_to=str(colour.id), picked="colour"))

    quote = (await last(backstage)).quote
    assert quote is not None
    assert (quote.message, quote.side, quote.text) == (number(2), Side.OPERATOR, "colour")


async def test_notes_are_not_quoted(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held().noted("mind the dog", ANNA, at=NOW))

    with pytest.raises(NotPossible, match="can be quoted"):
        await backstage.desk.reply(ID, ANNA, "x", EventId("console:1"), quoting=number(1))


@pytest.mark.parametrize("other", [f"{ID}/9", "telegram:main:502/1"])
async def test_only_what_is_said_here_is_quoted(backstage: Backstage, ada: User, other: str) -> None:
    await starts(backstage, "Hello")
    await backstage.begins(held(502).received(Content(text="Elsewhere"), at=NOW))

    with pytest.raises(NotFound):
        await backstage.desk.reply(ID, ANNA, "x", EventId("console:1"), quoting=MessageId(other))


# -- correcting --------------------------------------------------------------------------------------------------------


async def test_a_correction_reaches_the_customer_and_keeps_the_earlier_words(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "It comes on Monday")

    for _ in range(2):  # a double click
        await corrects(backstage, 2, "It comes on *Tuesday*, _sorry_")
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["It comes on *Tuesday*, sorry"]
    found = await last(backstage)
    assert (found.number, found.content.text) == (2, "It comes on *Tuesday*, _sorry_")
    assert [edit.text for edit in found.edits] == ["It comes on Monday"]
    assert found.delivery is not None
    assert found.delivery.state is DeliveryState.ACCEPTED
    assert len(await backstage.thread()) == 2, "an order is no row of the thread"
    last_line = (await backstage.conversation()).last
    assert last_line is not None
    assert last_line.text == found.content.text


async def test_a_correction_that_was_carried_out_and_forgotten_is_no_error_the_second_time(
    backstage: Backstage, ada: User
) -> None:
    """[3] Killed between the call and the record."""
    await starts(backstage, "Monday")
    await corrects(backstage, 2, "Tuesday")
    backstage.cloud.lose_answers(method="editMessageText")
    await delivers(backstage)
    assert (await last(backstage)).content.text == "Monday"

    backstage.clock.move_on(timedelta(seconds=5))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Tuesday"]
    found = await last(backstage)
    assert (found.content.text, found.unchanged, len(found.edits)) == ("Tuesday", None, 1)
    assert (await backstage.conversation()).journal == ()


async def test_what_waits_to_be_sent_is_corrected_before_it_goes(backstage: Backstage, ada: User) -> None:
    backstage.cloud.throttle(501, 60)
    await starts(backstage, "Monday")

    await corrects(backstage, 2, "Tuesday")
    assert (await last(backstage)).content.text == "Tuesday", "the thread shows it at once"
    backstage.cloud.throttle(501, 0)
    backstage.clock.move_on(timedelta(seconds=60))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Tuesday"]
    assert backstage.cloud.called("editMessageText") == []
    assert [edit.text for edit in (await last(backstage)).edits] == ["Monday"]


async def test_what_waits_to_be_sent_is_taken_back_before_it_goes(backstage: Backstage, ada: User) -> None:
    backstage.cloud.throttle(501, 60)
    await starts(backstage, "Monday", "Anything else?")

    await backstage.desk.withdraw(ID, ANNA, number(2), EventId("console:1"))
    backstage.cloud.throttle(501, 0)
    backstage.clock.move_on(timedelta(seconds=60))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Anything else?"]
    assert backstage.cloud.called("deleteMessage") == []
    assert (await backstage.thread())[1].withdrawn_at is not None


async def test_why_a_correction_did_not_come_about_stands_at_the_message(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "Monday")
    [heard] = ada.inbox
    ada.forgets(heard.id)

    await corrects(backstage, 2, "Tuesday")
    await delivers(backstage)

    found = await last(backstage)
    assert found.content.text == "Monday"
    assert "not found" in (found.unchanged or "")


async def test_orders_keep_their_place_among_messages(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "Monday")
    backstage.cloud.throttle(501, 60)
    await corrects(backstage, 2, "Tuesday")
    await backstage.desk.reply(ID, ANNA, "or Wednesday", EventId("console:2"))
    await delivers(backstage)
    assert [heard.text for heard in ada.inbox] == ["Monday"]

    backstage.cloud.throttle(501, 0)
    backstage.clock.move_on(timedelta(seconds=60))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Tuesday", "or Wednesday"]


async def test_a_long_message_is_corrected_in_the_part_that_changes(backstage: Backstage, ada: User) -> None:
    """[6]"""
    start, end = "a" * 4000, "b" * 200
    await starts(backstage, f"{start}\n\n{end}")
    assert len(ada.inbox) == 2

    await corrects(backstage, 2, f"{start}\n\n{end}!")
    await corrects(backstage, 2, "now it is short", "console:2")
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == [start, f"{end}!"]
    assert len(backstage.cloud.called("editMessageText")) == 1
    assert "other parts" in ((await last(backstage)).unchanged or "")


# -- taking back -------------------------------------------------------------------------------------------------------


async def test_what_was_taken_back_is_gone_there_and_kept_here(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "Wrong chat", "Hello")

    for _ in range(2):
        await backstage.desk.withdraw(ID, ANNA, number(2), EventId("console:1"))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Hello"]
    [_, wrong, _] = await backstage.thread()
    assert (wrong.content.text, wrong.withdrawn_at) == ("Wrong chat", NOW)
    with pytest.raises(NotPossible, match="taken back"):
        await corrects(backstage, 2, "x")


async def test_a_long_message_is_taken_back_whole(backstage: Backstage, ada: User) -> None:
    await starts(backstage, f"{'a' * 4000}\n\n{'b' * 4000}")

    await backstage.desk.withdraw(ID, ANNA, number(2), EventId("console:1"))
    await delivers(backstage)

    assert ada.inbox == []


async def test_after_48_hours_a_message_is_there_to_stay(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "Monday")
    backstage.clock.move_on(timedelta(hours=48))

    with pytest.raises(NotPossible, match="too long ago"):
        await backstage.desk.withdraw(ID, ANNA, number(2), EventId("console:1"))
    await corrects(backstage, 2, "Tuesday")


async def test_only_its_author_and_supervisors_change_a_message(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "Monday")

    with pytest.raises(NotPossible, match="Anna"):
        await backstage.desk.correct(ID, BORIS, number(2), "x", EventId("console:1"))
    with pytest.raises(NotPossible, match="operator wrote"):
        await backstage.desk.correct(ID, SIOBHAN, number(1), "x", EventId("console:1"))
    await backstage.desk.correct(ID, SIOBHAN, number(2), "Tuesday", EventId("console:1"))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["Tuesday"]


# -- sending again -----------------------------------------------------------------------------------------------------


async def test_what_failed_is_sent_again_at_the_end_and_once(backstage: Backstage, ada: User) -> None:
    backstage.cloud.fail(status=413)
    await starts(backstage, "one", "two")

    await backstage.desk.send_again(ID, ANNA, number(2))
    assert (await backstage.thread())[1].repeated_as == number(4), "known at once"
    await backstage.desk.send_again(ID, ANNA, number(2))
    await delivers(backstage)
    await backstage.desk.send_again(ID, ANNA, number(2))
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["two", "one"]
    thread = await backstage.thread()
    assert texts_of(thread) == ["Where is it?", "one", "two", "one"]
    assert (thread[1].repeated_as, thread[3].repeats) == (number(4), number(2))


async def test_what_may_have_arrived_is_sent_again_by_who_is_sure(backstage: Backstage, ada: User) -> None:
    backstage.cloud.lose_answers()
    await starts(backstage, "one")

    with pytest.raises(NotPossible, match="sure"):
        await backstage.desk.send_again(ID, ANNA, number(2))
    await backstage.desk.send_again(ID, ANNA, number(2), sure=True)
    await delivers(backstage)

    assert [heard.text for heard in ada.inbox] == ["one", "one"]


async def test_what_arrived_is_not_sent_again(backstage: Backstage, ada: User) -> None:
    await starts(backstage, "one")

    with pytest.raises(NotPossible, match="did not arrive"):
        await backstage.desk.send_again(ID, ANNA, number(2), sure=True)
