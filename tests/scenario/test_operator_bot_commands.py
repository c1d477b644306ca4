"""Commands that put sessions aside, pass them up, rate and close them; and the supervisor's overview."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.ids import ConversationId, LineId, OperatorId
from handoff.messages import Happening
from handoff.operator import Presence
from handoff.session import Closed, Waiting, WithOperator
from tests.fakes.telegram import User
from tests.office import DELIVERY, SUE, Office, accepted, at_the_bot, is_card_of, said, waits

HOUR = timedelta(hours=1)
UP = replace(DELIVERY, escalates_to=LineId("payments"))


# -- hold ----------------------------------------------------------------------------------------------------------


async def test_a_session_is_put_aside_until_a_time_and_taken_up_by_a_button(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("/hold 2h waits for the warehouse")
        await anna.hears("On hold until ")
        hold = (await held(office, ada)).hold
        assert hold is not None
        assert (hold.reason, hold.until_reply) == ("waits for the warehouse", True)
        assert abs(hold.until - office.now() - 2 * HOUR) < timedelta(seconds=10)

        await anna.says("/sessions")
        listed = await anna.hears("Your sessions.")
        assert listed.buttons == [["▸ Ada · Telegram (1)"]]
        await anna.says("/who")
        card = await anna.hears("On hold by Anna until")
        assert card.text.count("waits for the warehouse") == 1
        assert card.buttons[0] == ["Answer", "About", "Resume"]
        press = await anna.presses("Resume")
        assert await press.answer() == "Off hold."
    assert (await held(office, ada)).hold is None


async def test_resume_ends_a_hold(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("/hold tomorrow 9:00 the shop opens")
        await anna.hears("On hold until ")
        assert (await held(office, ada)).hold is not None
        await anna.says("/resume")
        await anna.hears("Off hold.")
    assert (await held(office, ada)).hold is None


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/hold", "Write until when and what for"),
        ("/hold 2h", "Write until when and what for"),
        ("/hold the customer thinks", "Write until when and what for"),
        ("/hold 9d the customer is on holiday", "Not done: on this line a hold lasts 3 d at most."),
    ],
)
async def test_a_hold_that_can_not_be_is_refused_with_the_remedy(
    office: Office, anna: User, command: str, answer: str
) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says(command)
        await anna.hears(answer)
    assert (await held(office, ada)).hold is None


# -- escalate and priority -----------------------------------------------------------------------------------------


async def test_a_session_goes_to_the_line_above_with_the_reason(office: Office, anna: User, ben: User) -> None:
    await office.lines.save(UP)
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("/escalate")
        await anna.hears("Write the reason after the command")
        await anna.says("/escalate needs the manager")
        await anna.hears("Escalated to Payments.")
        await ben.hears(lambda message: "Waiting in Payments" in message.text and message.buttons == [["Accept"]])
    conversation = await office.now_is(ada)
    assert isinstance(conversation.session, Waiting)
    [escalated] = [each for each in conversation.journal if each.happening is Happening.ESCALATED]
    assert escalated.details == {"line": "payments", "cause": "needs the manager", "by": "Anna"}


async def test_the_last_line_has_nobody_above(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("/escalate needs the manager")
        await anna.hears("Not done: no line is above Delivery.")
    assert (await held(office, ada)).operator == "anna"


@pytest.mark.parametrize("called", ["high", "High", "ВЫСОКИЙ"])
async def test_a_priority_is_decided_by_any_of_its_names(office: Office, anna: User, called: str) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says(f"/priority {called} the wedding is tomorrow")
        await anna.hears("The priority is High now.")
        override = (await office.now_is(ada)).handling.priority.override
        assert override is not None
        assert (override.level, override.by, override.reason) == ("high", "anna", "the wedding is tomorrow")

        await anna.says("/priority auto")
        await anna.hears("The priority is Normal now.")
    assert (await office.now_is(ada)).handling.priority.override is None


@pytest.mark.parametrize("command", ["/priority", "/priority high", "/priority hot because", "/priority highest ever"])
async def test_a_priority_needs_a_level_and_a_reason(office: Office, anna: User, command: str) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says(command)
        await anna.hears("Levels: Low, Normal, High, Critical.")
    assert (await office.now_is(ada)).handling.priority.override is None


async def test_a_supervisor_rates_what_waits_by_replying_to_its_announcement(office: Office) -> None:
    sue = await supervisor(office)
    async with office.bot():
        ada = await office.waits("Ada")
        announced = await sue.hears(waits("Ada"))
        await sue.says("/priority critical a journalist", reply_to=announced.id)
        await sue.hears("The priority is Critical now.")
        assert (await sue.hears("⚑ Critical")).id == announced.id
    assert (await office.now_is(ada)).handling.priority.level == "critical"


async def test_nobody_else_holds_escalates_or_rates_a_colleagues_session(office: Office, anna: User, ben: User) -> None:
    await office.lines.save(UP)
    async with office.bot():
        ada = await office.waits("Ada")
        announced = await ben.hears(waits("Ada"))
        await office.desk.accept(ada, await office.operator("anna"))
        await ben.hears("Taken by Anna.")
        for command in ("/hold 1h a while", "/escalate why not", "/priority high why not"):
            await ben.says(command, reply_to=announced.id)
            await ben.hears("Not done: Anna has this session.")
    session = await held(office, ada)
    assert (session.operator, session.hold, session.handling.priority.override) == ("anna", None, None)


# -- close ---------------------------------------------------------------------------------------------------------


async def test_an_unresolved_session_is_closed_with_a_comment(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await closing(office, anna)
        await anna.says("A voucher of 20 euros.")
        await anna.hears("Closed.")
    over = (await office.now_is(ada)).session
    assert isinstance(over, Closed)
    assert (over.reason, over.topic, over.comment) == ("unresolved", "returns", "A voucher of 20 euros.")
    assert "A voucher of 20 euros." not in await office.words_to_customer(ada)


async def calls_it_off_by_a_command(office: Office, anna: User, ada: ConversationId) -> None:
    await anna.says("/who")
    await anna.hears(lambda message: "Language: en" in message.text)


async def turns_to_a_customer(office: Office, anna: User, ada: ConversationId) -> None:
    await anna.presses("Answer")
    await anna.hears(is_card_of("Ada"))


async def thinks_too_long(office: Office, anna: User, ada: ConversationId) -> None:
    assert await office.ports.redis.ttl(f"operator-bot:asked:{anna.id}") > 0
    await office.ports.redis.delete(f"operator-bot:asked:{anna.id}")


@pytest.mark.parametrize("meanwhile", [calls_it_off_by_a_command, turns_to_a_customer, thinks_too_long])
async def test_words_are_a_comment_only_right_after_the_question(
    office: Office, anna: User, meanwhile: Callable[[Office, User, ConversationId], Awaitable[None]]
) -> None:
    async with office.bot():
        ada = await closing(office, anna)
        await meanwhile(office, anna, ada)
        await anna.says("Are you still there?")
        await office.until(lambda: said(office, ada, "Are you still there?"))
    assert (await held(office, ada)).operator == "anna"


async def test_a_comment_that_is_shown_twice_goes_to_no_customer(office: Office, anna: User) -> None:
    async with office.bot():
        bob = await accepted(office, anna, "Bob")
        ada = await closing(office, anna)
        button = next(
            message.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
            for message in anna.inbox
            if message.text.startswith("Bob") and message.buttons
        )
        question = await office.ports.redis.hgetall(f"operator-bot:asked:{anna.id}")
        await anna.presses(button)
        await anna.hears(is_card_of("Bob"))
        await office.ports.redis.hset(f"operator-bot:asked:{anna.id}", mapping=question)
        office.cloud.duplicate_next(1, bot=anna.bot)
        await anna.says("A voucher.")
        await anna.hears("Closed.")
        await anna.says("And you, Bob?")
        await office.until(lambda: said(office, bob, "And you, Bob?"))
    assert (await office.words_to_customer(bob))[-1:] == ["And you, Bob?"]
    assert "A voucher." not in [*await office.words_to_customer(ada), *await office.words_to_customer(bob)]


async def test_topics_are_worded_in_the_operators_language(office: Office) -> None:
    maria = await at_the_bot(office, 503, "Мария")
    async with office.bot():
        await office.waits("Ada", "payments")
        await maria.hears("Ждёт в линии «Оплата»")
        await maria.presses("Принять")
        await maria.hears(lambda message: "Закрыть" in str(message.buttons))
        await maria.says("/close")
        await maria.hears("Чем закончилось?")
        await maria.presses("Решено")
        menu = await maria.hears("О чём было обращение?")
        assert menu.buttons == [["Возврат денег"], ["Статус заказа"], ["Без темы"]]


# -- the team ------------------------------------------------------------------------------------------------------


async def test_a_supervisor_sees_lines_and_people(office: Office, anna: User) -> None:
    sue = await supervisor(office)
    async with office.bot():
        await accepted(office, anna, "Bob")
        await office.waits("Ada")
        await anna.hears(waits("Ada"))
        await office.operators.set_presence(OperatorId("ben"), Presence.AWAY)
        office.clock.ahead = timedelta(minutes=12)
        await sue.says("/team")
        seen = await sue.hears("Lines\n")
    assert seen.text.splitlines() == [
        "Lines", "Delivery: 1 waiting, the oldest for 12 min, 1 with operators",
        "Payments: nobody waits, 0 with operators", "",
        "People", "Anna: online, 1 of 5", "Maria: online, 0 of 5", "Sue: online, 0 of 5", "Ben: away, 0 of 5",
    ]  # fmt: skip


async def test_who_supervises_one_line_sees_that_one(office: Office, anna: User) -> None:
    ben = await office.operator("ben")
    await office.operators.save(replace(ben, supervises=frozenset({LineId("payments")})))
    phone = await at_the_bot(office, 502, "Ben")
    async with office.bot():
        await phone.says("/team")
        seen = await phone.hears("Lines\n")
        await anna.says("/team")
        await anna.hears("This is for supervisors.")
    assert seen.text.splitlines() == [
        "Lines", "Payments: nobody waits, 0 with operators", "",
        "People", "Ben: online, 0 of 5", "Maria: online, 0 of 5",
    ]  # fmt: skip


# -- steps ---------------------------------------------------------------------------------------------------------


async def closing(office: Office, anna: User) -> ConversationId:
    """Anna has been asked for the comment."""
    ada = await accepted(office, anna, "Ada")
    await anna.says("/close")
    await anna.hears("How did it end?")
    await anna.presses("Not solved")
    await anna.hears("What was it about?")
    await anna.presses("Returns")
    await anna.hears("What was the customer offered?")
    return ada


async def held(office: Office, conversation_id: ConversationId) -> WithOperator:
    session = (await office.now_is(conversation_id)).session
    assert isinstance(session, WithOperator)
    return session


async def supervisor(office: Office) -> User:
    await office.operators.link_telegram(OperatorId("sue"), SUE)
    return await at_the_bot(office, SUE, "Sue")
