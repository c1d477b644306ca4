"""What is offered, handed out by a supervisor, or urgent, as operators see it in Telegram."""

from dataclasses import replace
from datetime import timedelta

from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.ids import ConversationId, LevelId, LineId, OperatorId
from handoff.line import Distribution
from handoff.messages import Content
from handoff.operator import AwayReason, Presence
from handoff.priority import Priority
from handoff.reasons import Reason
from handoff.session import Offer, Waiting
from handoff.sla.clock import Clock
from handoff.sla.policy import Target
from storage.mongo.client import Database
from tests.fakes.telegram import User
from tests.floor import Process
from tests.office import DELIVERY, SUE, Office, accepted, at_the_bot, is_card_of, waits

MINUTE = timedelta(minutes=1)


async def test_an_offer_is_for_one_person_who_sees_why_and_accepts_it(office: Office, anna: User, ben: User) -> None:
    await pushes(office)
    async with office.bot():
        ada = await office.waits("Ada")
        await offer(office, ada, "anna")

        offered = await anna.hears("Offered to you: ")
        assert offered.buttons == [["Accept", "Decline"]]
        assert "Why this line: it takes the topic “Order status”" in offered.text
        assert "Why this operator: had the most room: 3 of 5 free" in offered.text

        press = await anna.presses("Accept")
        assert await press.answer() == "You are answering Ada · Telegram."
        taken = await anna.hears("Taken by Anna.")
        assert (taken.id, taken.buttons) == (offered.id, [])
        await anna.hears(is_card_of("Ada"))
    assert not [message for message in ben.inbox if "Ada" in message.text]


async def test_a_declined_offer_says_so_and_goes_on(office: Office, anna: User, ben: User) -> None:
    await pushes(office)
    async with office.bot():
        ada = await office.waits("Ada")
        await offer(office, ada, "anna")
        offered = await anna.hears("Offered to you: ")
        await anna.presses("Decline")
        gone = await anna.hears("Not offered to you any more.")
        assert (gone.id, gone.buttons) == (offered.id, [])

        await offer(office, ada, "ben")
        assert "Declined by: Anna" in (await ben.hears("Offered to you: ")).text
        await office.desk.accept(ada, await office.operator("ben"))
        await ben.hears("Taken by Ben.")
    assert (await office.now_is(ada)).operator == "ben"


async def test_an_offer_that_lapses_is_taken_down(office: Office, anna: User) -> None:
    await pushes(office)
    async with office.bot():
        ada = await office.waits("Ada")
        await offer(office, ada, "anna")
        offered = await anna.hears("Offered to you: ")
        await office.becomes(ada, lambda it: it.with_session(waiting_in(it).offered(None)))
        gone = await anna.hears("Not offered to you any more.")
        assert (gone.id, gone.buttons) == (offered.id, [])


async def test_an_offer_of_the_dispatcher_lapses_on_one_phone_and_comes_to_the_next(
    office: Office, anna: User, ben: User, mongo: Database, redis: Redis
) -> None:
    process = Process(db=mongo, redis=redis, clock=office.clock)
    await pushes(office)
    async with office.bot():
        await process.queue(7)
        assert await process.dispatcher.dispatch() == 1
        first, second = (anna, ben) if await process.hands(7) == {7: "anna?"} else (ben, anna)
        await first.hears("Offered to you: ")
        office.clock.move_on(2 * MINUTE)
        await process.hears(7)
        await first.hears("Not offered to you any more.")
        assert await process.dispatcher.dispatch() == 1
        await second.hears("Offered to you: ")
        press = await second.presses("Accept")
        assert await press.answer() == "You are answering Ada · Telegram."
    missed = await office.operators.by_telegram(first.id)
    assert missed is not None
    assert (missed.presence, missed.away_reason) == (Presence.AWAY, AwayReason.MISSED)


async def test_who_presses_too_late_hears_whose_offer_it_is(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
        before = await office.now_is(ada)
        await office.conversations.commit(before, offered_to("ben", before, office))  # no screen has heard of it yet
        press = await anna.presses("Accept")
        assert await press.answer() == "Not done. Ada · Telegram: Offered to Ben in Delivery."


async def test_a_line_that_gives_out_by_itself_announces_nothing_else(office: Office, anna: User, ben: User) -> None:
    await pushes(office)
    async with office.bot():
        await office.waits("Ada")
        await office.waits("Bob", "payments")
        await ben.hears(waits("Bob"))
    assert not [message for message in (*anna.inbox, *ben.inbox) if message.text.startswith("Ada")]


async def test_what_a_supervisor_hands_out_is_announced_to_supervisors(office: Office, anna: User) -> None:
    await office.lines.save(replace(DELIVERY, distribution=Distribution.SUPERVISOR))
    sue = await supervisor(office)
    async with office.bot():
        ada = await office.waits("Ada")
        announced = await sue.hears(waits("Ada"))
        await sue.says("/transfer", reply_to=announced.id)
        await sue.hears("Transfer to:")
        await sue.presses("Anna")
        await anna.hears(is_card_of("Ada"))
    assert (await office.now_is(ada)).operator == "anna"
    assert not [message for message in anna.inbox if "Waiting in" in message.text]


async def test_an_escalated_session_leaves_the_operators_chats_for_the_supervisors(office: Office, anna: User) -> None:
    sue = await supervisor(office)
    async with office.bot():
        ada = await office.waits("Ada")
        announced = await anna.hears(waits("Ada"))
        await sue.hears(waits("Ada"))
        await office.becomes(ada, lambda it: it.with_handling(replace(it.handling, supervised=True)))
        gone = await anna.hears("Waiting in Delivery for a supervisor.")
        assert (gone.id, gone.buttons) == (announced.id, [])
        again = await sue.hears(lambda message: message.text.startswith("Ada") and message.buttons == [["Accept"]])
        await sue.presses(again.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        await sue.hears(is_card_of("Ada"))


async def test_cards_tell_how_urgent_it_is_and_what_is_known(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        announced = await anna.hears(waits("Ada"))
        due = office.now() + timedelta(minutes=12, seconds=30)

        def urgent(it: Conversation) -> Conversation:
            running = Clock(
                target=Target.FIRST_RESPONSE, policy="standard", limit=30 * MINUTE, started_at=due - 30 * MINUTE,
                since=due - 30 * MINUTE, due_at=due,
            )  # fmt: skip
            return it.with_handling(
                replace(
                    it.handling, priority=Priority(level=LevelId("high"), rank=2), clocks=(running,),
                    tags=("fragile", "b2b"), collected={"order": "MP-123456"},
                )
            )  # fmt: skip

        await office.becomes(ada, urgent)
        edited = await anna.hears("⚑ High · First response: 12 min left")
        assert edited.id == announced.id, "the announcement is brought up to date"
        assert "Tags: fragile, b2b" in edited.text
        assert "The bot asked – Order: MP-123456" in edited.text
        assert edited.buttons == [["Accept"]]


async def test_an_edit_of_the_customer_reaches_the_holder_once(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await office.hears(ada, Content(text="It is order 11"), provider_id="77")
        await anna.hears("It is order 11")
        await office.settles(ada)
        for text in ("It is order 12", "It is order 13"):
            await office.history.edit(ada, "77", text, office.now())
            await office.live.publish(ada)
            heard = await anna.hears(f"Now: {text}")
        assert heard.text == "Ada · Telegram\nChanged by the customer. It was: “It is order 12”\nNow: It is order 13"
        await office.live.publish(ada)
        await office.hears(ada, "Thanks")
        await anna.hears("Thanks")
    assert len([message for message in anna.inbox if "Changed by the customer" in message.text]) == 2


async def test_a_visitor_without_a_name_is_called_as_in_the_console(office: Office, anna: User) -> None:
    async with office.bot():
        await office.waits("", says="Hello?", address="d30dc0ffee")
        announced = await anna.hears("Visitor d30dc · Telegram")
        assert "Visitor d30dc: Hello?" in announced.text


async def test_who_missed_an_offer_is_back_by_a_button_and_the_dispatcher_hears_it(office: Office, anna: User) -> None:
    await office.operators.set_presence(OperatorId("anna"), Presence.AWAY, AwayReason.MISSED, office.now())
    async with office.bot():
        await anna.says("/help")
        await anna.hears("Press Accept")
        await anna.says("/online")
        await anna.hears("You are online.")
        assert await office.ports.bell.wait(timedelta(seconds=1)) == {LineId("delivery")}
        back = await office.operator("anna")
        assert (back.presence, back.away_reason) == (Presence.ONLINE, None)

        await anna.says("/away")
        await anna.hears("You are away: nothing is given to you.")
        gone = await office.operator("anna")
        assert (gone.presence, gone.away_reason) == (Presence.AWAY, AwayReason.CHOSEN)
        assert gone.presence_since is not None
        assert back.presence_since is not None
        assert gone.presence_since > back.presence_since
        assert await office.ports.bell.wait(timedelta(milliseconds=10)) == frozenset(), "nobody came"


# -- steps ---------------------------------------------------------------------------------------------------------


async def pushes(office: Office) -> None:
    """The delivery line offers its sessions by itself."""
    await office.lines.save(replace(DELIVERY, distribution=Distribution.PUSH, accept_within=MINUTE))


async def offer(office: Office, conversation_id: ConversationId, login: str) -> None:
    """What the dispatcher does."""
    await office.becomes(conversation_id, lambda it: offered_to(login, it, office))


def offered_to(login: str, conversation: Conversation, office: Office) -> Conversation:
    why = Reason(code="free", values={"free": "3", "of": "5"})
    given = waiting_in(conversation).offered(Offer(operator=OperatorId(login), until=office.now() + MINUTE, why=why))
    handling = replace(given.handling, why_line=Reason(code="topic", values={"topic": "order_status"}))
    return conversation.with_session(given.with_handling(handling))


async def supervisor(office: Office) -> User:
    await office.operators.link_telegram(OperatorId("sue"), SUE)
    return await at_the_bot(office, SUE, "Sue")


def waiting_in(conversation: Conversation) -> Waiting:
    assert isinstance(conversation.session, Waiting)
    return conversation.session
