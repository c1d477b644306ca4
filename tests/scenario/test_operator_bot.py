"""Operators at work in Telegram: the real desk, databases and bot; only Telegram's server is an emulator."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.operator_bot import linking
from bot.operator_bot.bot import OperatorBotSettings, serve
from handoff.ids import ConversationId, OperatorId
from handoff.messages import Attachment, Card, Content, Delivery, DeliveryState, FileKind, Message, Place
from handoff.operator import Presence
from handoff.session import Closed, WithBot, WithOperator
from tests.fakes.telegram import User
from tests.office import ANNA, MARIA, SUE, TOKEN, Office, accepted, at_the_bot, is_card_of, said, waits
from tests.parts import until

# -- the way of a session ------------------------------------------------------------------------------------------


async def test_a_session_is_announced_accepted_answered_noted_and_closed(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada", says="Where is my parcel?")
        announced = await anna.hears(waits("Ada"))
        assert announced.buttons == [["Accept"]]
        assert "Ada: Where is my parcel?" in announced.text
        assert "Topic: Order status" in announced.text

        press = await anna.presses("Accept")
        assert await press.answer() == "You are answering Ada · Telegram."
        assert (await anna.hears("Taken by Anna.")).id == announced.id
        await anna.hears(is_card_of("Ada"))

        await office.hears(ada, "It is order 12")
        assert (await anna.hears("It is order 12")).text == "Ada · Telegram\nIt is order 12"

        await anna.says("It left us today.")
        await office.until(lambda: said(office, ada, "It left us today."))

        await anna.says("/note was friendly")
        await anna.hears("Kept as a note.")
        assert (await office.now_is(ada)).journal[-1].note

        await anna.says("/close")
        menu = await anna.hears("How did it end?")
        assert menu.buttons == [["Solved", "Not solved"]]
        await anna.presses("Solved")
        assert (await anna.hears("What was it about?")).buttons == [["Order status"], ["Returns"], ["Without a topic"]]
        await anna.presses("Returns")
        await anna.hears("Closed.")

        async def menu_is_gone() -> bool:
            return menu.id not in [message.id for message in anna.inbox]

        await until(menu_is_gone)

    closed = (await office.now_is(ada)).session
    assert isinstance(closed, Closed)
    assert (closed.reason, closed.topic, closed.closed_by) == ("solved", "returns", "anna")


async def test_a_session_goes_to_another_line_and_then_to_a_colleague(office: Office, anna: User, ben: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
        await ben.hears(waits("Ada"))
        await anna.presses("Accept")
        await anna.hears(is_card_of("Ada"))
        await ben.hears("Taken by Anna.")

        await anna.says("/transfer")
        menu = await anna.hears("Transfer to:")
        assert menu.buttons == [["Payments"], ["Ben"], ["Maria"], ["Sue"]]
        await anna.presses("Payments")
        await anna.hears("Waiting in Payments.")
        await ben.hears(waits("Ada"))
        await ben.presses("Accept")
        await ben.hears(is_card_of("Ada"))

        await ben.says("/transfer")
        await ben.hears("Transfer to:")
        await ben.presses("Anna")
        await ben.hears("Taken by Anna.")
        await anna.hears(is_card_of("Ada"))

    session = (await office.now_is(ada)).session
    assert isinstance(session, WithOperator)
    assert (session.operator, session.line) == ("anna", "payments")


async def test_a_session_given_back_goes_on_with_the_bot(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("/back")
        await anna.hears("With the bot.")
    assert isinstance((await office.now_is(ada)).session, WithBot)


async def test_the_card_tells_what_is_known(office: Office, anna: User) -> None:
    async with office.bot():
        await accepted(office, anna, "Ada")
        await anna.says("/who")
        card = await anna.hears("Language: en")
        assert card.text.startswith("Ada · Telegram\nLanguage: en\nLine: Delivery\nTopic: Order status\nTaken by Anna.")
        assert card.buttons == [["Answer", "About"], ["Transfer", "Back to the bot", "Close"]]


# -- several people ------------------------------------------------------------------------------------------------


async def test_the_slower_of_two_operators_hears_who_was_faster(office: Office, anna: User, ben: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
        await ben.hears(waits("Ada"))
        presses = [await anna.presses("Accept"), await ben.presses("Accept")]
        answers = [await press.answer() for press in presses]
        holder = (await office.now_is(ada)).operator
        winner, loser = (0, 1) if holder == "anna" else (1, 0)
        assert answers[winner] == "You are answering Ada · Telegram."
        assert answers[loser] == f"{['Anna', 'Ben'][winner]} was faster."
        name = ["Anna", "Ben"][winner]
        await (anna, ben)[loser].hears(f"Taken by {name}.")


async def test_an_announcement_says_so_when_the_session_is_taken_in_the_console(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        announced = await anna.hears(waits("Ada"))
        await office.desk.accept(ada, await office.operator("sue"))
        taken = await anna.hears("Taken by Sue.")
        assert (taken.id, taken.buttons) == (announced.id, [])


async def test_sessions_are_announced_to_their_line_in_the_operators_language(office: Office, anna: User) -> None:
    maria = await at_the_bot(office, MARIA, "Мария")
    async with office.bot():
        await office.waits("Ada", "payments")
        announced = await maria.hears("Ждёт в линии «Оплата»")
        assert announced.buttons == [["Принять"]]
        await office.waits("Bob", "delivery")
        await anna.hears(waits("Bob"))
        assert not [message for message in anna.inbox if message.text.startswith("Ada")]
        assert not [message for message in maria.inbox if message.text.startswith("Bob")]


async def test_who_comes_online_hears_of_what_waits(office: Office, anna: User, ben: User) -> None:
    async with office.bot():
        await anna.says("/offline")
        await anna.hears("You are offline")
        await office.waits("Ada")
        await ben.hears(waits("Ada"))
        assert not [message for message in anna.inbox if message.text.startswith("Ada")]
        await anna.says("/online")
        await anna.hears(waits("Ada"))
    assert (await office.operator("anna")).presence is Presence.ONLINE


async def test_an_operator_who_blocked_the_bot_holds_up_nobody(office: Office, anna: User, ben: User) -> None:
    await anna.blocks()
    async with office.bot():
        await office.waits("Ada")
        await ben.hears(waits("Ada"))


# -- several sessions ----------------------------------------------------------------------------------------------


async def test_a_reply_answers_the_session_of_its_message_whatever_is_current(office: Office, anna: User) -> None:
    async with office.bot():
        ada, bob = await accepted(office, anna, "Ada"), await accepted(office, anna, "Bob")
        await office.hears(ada, "Still there?")
        question = await anna.hears("Still there?")
        assert question.buttons == [["Answer"]], "a message of another session than the current one offers to switch"
        await anna.says("Yes, Ada.", reply_to=question.id)
        await office.until(lambda: said(office, ada, "Yes, Ada."))
        await anna.says("Hello Bob.")
        await office.until(lambda: said(office, bob, "Hello Bob."))
        assert "Hello Bob." not in await office.words_to_customer(ada)
        assert "Yes, Ada." not in await office.words_to_customer(bob)


async def test_the_list_of_sessions_switches_between_them(office: Office, anna: User) -> None:
    async with office.bot():
        ada, bob = await accepted(office, anna, "Ada"), await accepted(office, anna, "Bob")
        await anna.says("/sessions")
        listed = await anna.hears("Whom do you want to answer?")
        assert sorted(row[0] for row in listed.buttons) == ["Ada · Telegram (1)", "▸ Bob · Telegram (1)"]
        press = await anna.presses("Ada · Telegram (1)")
        assert await press.answer() == "You are answering Ada · Telegram."
        await anna.says("Hello again.")
        await office.until(lambda: said(office, ada, "Hello again."))
        assert "Hello again." not in await office.words_to_customer(bob)


async def test_words_for_a_session_that_has_ended_reach_no_other_customer(office: Office, anna: User) -> None:
    async with office.bot():
        bob, ada = await accepted(office, anna, "Bob"), await accepted(office, anna, "Ada")
        await office.desk.close(ada, await office.operator("sue"), reason="solved", topic=None)
        await anna.hears("Closed.")
        await anna.says("One more thing, Ada")
        await anna.hears("Not done. Ada · Telegram: Closed.")
        assert "One more thing, Ada" not in await office.words_to_customer(bob)


# -- trouble -------------------------------------------------------------------------------------------------------


async def test_after_a_restart_nothing_is_announced_twice_and_nothing_is_missed(office: Office, anna: User) -> None:
    async with office.bot():
        await office.waits("Ada")
        await anna.hears(waits("Ada"))
    await office.waits("Bob")
    async with office.bot():
        await anna.hears(waits("Bob"))
        ada = next(message for message in anna.inbox if message.text.startswith("Ada"))
        data = ada.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await anna.presses(data)  # a button from before the restart
        await anna.hears("Taken by Anna.")
        await anna.hears(is_card_of("Ada"))
        assert len([message for message in anna.inbox if message.text.startswith("Ada")]) == 2  # announcement and card


async def test_what_was_taken_while_the_bot_was_away_is_no_longer_offered(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
    await office.desk.accept(ada, await office.operator("ben"))
    async with office.bot():
        await anna.hears("Taken by Ben.")


async def test_an_update_shown_twice_is_one_reply(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        office.cloud.duplicate_next(1, bot=office.cloud.bot(TOKEN))
        await anna.says("Once, please.")
        await anna.says("And then this.")
        await office.until(lambda: said(office, ada, "And then this."))
        assert (await office.words_to_customer(ada)).count("Once, please.") == 1


async def test_a_reply_in_hand_when_the_process_dies_is_sent_once_by_the_next(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        office.conversations.opened.clear()
        office.conversations.reached.clear()
        await anna.says("Don't lose this.")
        await asyncio.wait_for(office.conversations.reached.wait(), 5)
    assert "Don't lose this." not in await office.words_to_customer(ada)
    office.conversations.opened.set()
    async with office.bot():
        await office.until(lambda: said(office, ada, "Don't lose this."))
        await anna.says("Next.")
        await office.until(lambda: said(office, ada, "Next."))
    assert (await office.words_to_customer(ada))[-2:] == ["Don't lose this.", "Next."]


async def test_of_two_processes_one_polls_and_the_other_takes_over(office: Office, anna: User) -> None:
    async with office.bot():
        await office.waits("Ada")
        await anna.hears(waits("Ada"))
        second = asyncio.create_task(serve(OperatorBotSettings(token=TOKEN, api_base=office.cloud.base), office.ports))
        await office.waits("Bob")
        await anna.hears(waits("Bob"))
        assert [call for call in office.cloud.called("getUpdates") if call.status == 409] == []
    try:
        await office.waits("Cid")
        await anna.hears(waits("Cid"))
    finally:
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
    assert len([message for message in anna.inbox if message.text.startswith(("Ada", "Bob"))]) == 2


async def test_a_throttled_chat_gets_its_announcement_later(office: Office, anna: User) -> None:
    async with office.bot():
        await anna.says("/help")
        await anna.hears("Press Accept")
        office.cloud.throttle(ANNA, 1)
        await office.waits("Ada")
        await anna.hears(waits("Ada"))
    assert [call.status for call in office.cloud.called("sendMessage")].count(429) >= 1


async def test_a_failed_delivery_is_told_to_the_operator(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("Here is your label.")
        await office.until(lambda: said(office, ada, "Here is your label."))
        await settle_as_failed(office, ada, "Here is your label.", "The messenger refuses it.")
        await anna.hears("Not delivered: “Here is your label.” – The messenger refuses it.")


# -- what customers send -------------------------------------------------------------------------------------------


async def test_files_places_and_cards_arrive_as_such(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        photo = await office.files.store(ada, "label.jpg", "image/jpeg", b"\xff\xd8 the label")
        paper = await office.files.store(ada, "bill.pdf", "application/pdf", b"%PDF the bill")
        await office.hears(
            ada,
            Content(
                text="See these",
                attachments=(
                    Attachment(kind=FileKind.PHOTO, name="label.jpg", mime="image/jpeg", file_id=photo),
                    Attachment(kind=FileKind.DOCUMENT, name="bill.pdf", mime="application/pdf", file_id=paper),
                    Attachment(kind=FileKind.VIDEO, name="big.mp4", mime="video/mp4", provider_ref="secret-ref"),
                ),
                place=Place(latitude=52.2, longitude=21.0),
                cards=(Card(name="Bob", phone="+48111"),),
            ),
        )
        await anna.hears("See these")
        await anna.hears(lambda message: "photo" in message.raw)
        await anna.hears(lambda message: message.raw.get("document", {}).get("file_name") == "bill.pdf")
        await anna.hears("big.mp4: not available here")
        await anna.hears(lambda message: message.raw.get("location") == {"latitude": 52.2, "longitude": 21.0})
        bobs = await anna.hears(lambda message: "contact" in message.raw)
        assert "secret-ref" not in str([message.raw for message in anna.inbox])
        await anna.says("Thank you", reply_to=bobs.id)
        await office.until(lambda: said(office, ada, "Thank you"))


async def test_whoever_takes_a_session_gets_the_photo_that_came_before_and_all_that_was_written(
    office: Office, anna: User
) -> None:
    story = "It began in May. " * 50
    async with office.bot():
        ada = await office.waits("Ada", says=story)
        await anna.hears(waits("Ada"))
        photo = await office.files.store(ada, "label.jpg", "image/jpeg", b"\xff\xd8 the label")
        label = Attachment(kind=FileKind.PHOTO, name="label.jpg", mime="image/jpeg", file_id=photo)
        await office.hears(ada, Content(attachments=(label,)))
        await anna.presses("Accept")
        card = await anna.hears(is_card_of("Ada"))
        assert story.strip() in card.text
        assert "Ada: [photo]" in card.text
        await anna.hears(lambda message: "photo" in message.raw)


async def test_another_conversations_file_is_never_shown(office: Office, anna: User) -> None:
    async with office.bot():
        ada, bob = await accepted(office, anna, "Ada"), await accepted(office, anna, "Bob")
        private = await office.files.store(bob, "bill.pdf", "application/pdf", b"%PDF of Bob")
        paper = Attachment(kind=FileKind.DOCUMENT, name="bill.pdf", mime="application/pdf", file_id=private)
        await office.hears(ada, Content(attachments=(paper,)))
        await anna.hears("bill.pdf: not available here")
    assert not office.cloud.called("sendDocument")


async def test_what_is_no_text_is_refused_and_not_lost_silently(office: Office, anna: User) -> None:
    async with office.bot():
        await accepted(office, anna, "Ada")
        await anna.shares_location()
        await anna.hears("Not sent: from here customers can be sent text, photos")
        await anna.says("/nonsense")
        await anna.hears("There is no such command.")


# -- linking -------------------------------------------------------------------------------------------------------


async def test_a_code_links_one_account_once(office: Office) -> None:
    code = await linking.make_code(office.ports.redis, OperatorId("sue"))
    sue, stranger = office.cloud.user(SUE, "Sue"), office.cloud.user(999, "Eve")
    async with office.bot():
        await sue.starts(code)
        await sue.hears("Welcome, Sue!")
        await stranger.starts(code)
        await stranger.hears("This code has been used")
        assert await linking.deep_link(office.ports.redis, code) == f"https://t.me/desk_bot?start={code}"
    assert (await office.operator("sue")).telegram_id == SUE
    assert await office.operators.by_telegram(999) is None


async def test_strangers_get_nothing_but_directions(office: Office, anna: User) -> None:
    stranger = office.cloud.user(999, "Eve")
    async with office.bot():
        await office.waits("Ada")
        await anna.hears(waits("Ada"))
        for words in ("/sessions", "hello", "/online"):
            await stranger.says(words)
            await stranger.hears("This bot is for our operators.")
        assert all(message.text.startswith("This bot is for our operators.") for message in stranger.inbox)


async def test_a_code_lives_ten_minutes(office: Office) -> None:
    code = await linking.make_code(office.ports.redis, OperatorId("sue"))
    left = await office.ports.redis.ttl(f"operator-bot:link:{code}")
    assert timedelta(minutes=9) < timedelta(seconds=left) <= timedelta(minutes=10)


# -- steps ---------------------------------------------------------------------------------------------------------


async def settle_as_failed(office: Office, conversation_id: ConversationId, text: str, reason: str) -> None:
    """What delivery does with a message that the messenger refused."""
    conversation = await office.now_is(conversation_id)
    failed: list[Message] = [
        replace(each, delivery=Delivery(state=DeliveryState.FAILED, at=office.now(), reason=reason))
        for each in conversation.journal
        if each.content.text == text
    ]
    await office.history.write(conversation_id, failed)
    await office.conversations.settle(conversation, [each.id for each in failed], wake_at=None)
    await office.live.publish(conversation_id)
