"""What the desk puts before operators, as they get it in Telegram: in their language, once, and in order."""

from datetime import timedelta

import pytest

from handoff.conversation import Conversation
from handoff.ids import ConversationId, OperatorId
from handoff.messages import Happening
from handoff.notices import notices_of
from handoff.operator import AwayReason, Presence
from handoff.ports import Carrier, Notice
from handoff.session import Waiting
from tests.fakes.telegram import User
from tests.office import MARIA, Office, at_the_bot, is_card_of, waits
from tests.parts import until

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("happening", "details", "text"),
    [
        (Happening.ASSIGNED, {"operator": "Anna"}, "This session was given to you."),
        (Happening.ASSIGNED, {"operator": "Anna", "by": "Sue"}, "Sue gave you this session."),
        (Happening.TRANSFERRED, {"operator": "Anna", "by": "Ben"}, "Ben gave you this session."),
        (
            Happening.RETURNED, {"operator": "Anna", "cause": "no_answer"},
            "This session was taken from you and is back in the queue: the customer had no answer in time.",
        ),
        (
            Happening.RETURNED, {"operator": "Ben", "cause": "away"},
            "Taken from Ben and back in the queue: away for too long.",
        ),
        (
            Happening.RESUMED, {"cause": "reply", "reason": "the parcel"},
            "Back from hold, the customer has written: the parcel",
        ),
        (Happening.RESUMED, {"cause": "time", "reason": "the parcel"}, "Back from hold, the time is up: the parcel"),
        (Happening.ESCALATED, {"line": "payments", "cause": "sla"}, "Escalated to Payments: the promised time"),
        (
            Happening.ESCALATED, {"line": "payments", "cause": "needs the manager"},
            "Escalated to Payments: Needs the manager",
        ),
        (Happening.SLA_WARNING, {"target": "next_response"}, "Next response: most of the time has passed."),
        (Happening.SLA_BREACH, {"target": "resolution"}, "Resolution: the promised time is over."),
        (Happening.OFFER_MISSED, {"operator": "Anna"}, "You missed an offer; it went on to somebody else."),
        (Happening.REOPENED, {"count": "1"}, "Waiting in Delivery."),
    ],
)  # fmt: skip
async def test_each_happening_is_a_sentence_with_a_way_to_the_session(
    office: Office, anna: User, happening: Happening, details: dict[str, str], text: str
) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
        await tells(office, ada, "anna", happening, **details)
        heard = await anna.hears(lambda message: message.text == f"Ada · Telegram\n{text}")
        assert heard.buttons == [["Open"]]
        await anna.presses("Open")
        card = await anna.hears(lambda message: "Language: en" in message.text)
        assert card.buttons == [["Accept"]]


async def test_a_promise_is_told_with_the_time_that_is_left_or_over(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        due = office.now() + timedelta(minutes=5, seconds=30)
        said = {"target": "first_response", "percent": "75", "due": due.isoformat()}
        await tells(office, ada, "anna", Happening.SLA_WARNING, **said)
        await anna.hears(f"First response: 5 min left, until {due:%H:%M}.")

        office.clock.ahead = timedelta(minutes=8)
        await tells(office, ada, "anna", Happening.SLA_BREACH, **said)
        await anna.hears(f"First response: late by 2 min, since {due:%H:%M}.")


async def test_everybody_is_told_in_their_own_language_and_once(office: Office, anna: User) -> None:
    maria = await at_the_bot(office, MARIA, "Мария")
    async with office.bot():
        ada = await office.waits("Ada", "payments")
        breach = await tells(office, ada, "anna maria", Happening.SLA_BREACH, target="resolution")
        await anna.hears("Resolution: the promised time is over.")
        await maria.hears("Решение: срок истёк.")
        await until(lambda: nothing_to_send(office))
        assert await office.ports.notices.recent(OperatorId("anna"), 10) != []
        await office.notices.add(breach)
    async with office.bot():
        await tells(office, ada, "anna", Happening.SLA_BREACH, target="first_response")
        await anna.hears("First response: the promised time is over.")
    assert len([message for message in anna.inbox if "promised time is over" in message.text]) == 2


async def test_a_missed_offer_has_a_button_to_be_back(office: Office, anna: User) -> None:
    await office.operators.set_presence(OperatorId("anna"), Presence.AWAY, AwayReason.MISSED, office.now())
    async with office.bot():
        ada = await office.waits("Ada")
        await tells(office, ada, "anna", Happening.OFFER_MISSED, operator="Anna")
        missed = await anna.hears("You missed an offer, so you are away now")
        assert missed.buttons == [["Open", "I'm back"]]
        await anna.presses("I'm back")
        await anna.hears("You are online.")
    back = await office.operator("anna")
    assert (back.presence, back.away_reason) == (Presence.ONLINE, None)
    assert await office.ports.bell.wait(timedelta(seconds=1)) == {"delivery"}


async def test_an_offer_is_told_by_its_own_card(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await tells(office, ada, "anna", Happening.OFFERED, operator="Anna")
        await tells(office, ada, "anna", Happening.ASSIGNED, operator="Anna")
        await anna.hears("This session was given to you.")
        await until(lambda: nothing_to_send(office))
    assert not [message for message in anna.inbox if "is offered to you" in message.text]


async def test_who_has_not_linked_telegram_has_nothing_to_be_sent(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await tells(office, ada, "sue anna", Happening.SLA_BREACH, target="resolution")
        await anna.hears("Resolution: the promised time is over.")
        await until(lambda: nothing_to_send(office))
    assert len(await office.notices.unsent(Carrier.EMAIL, 10)) == 2, "an e-mail may still go"


async def test_who_has_blocked_the_bot_is_no_obstacle_to_others(office: Office, anna: User, ben: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
        await anna.blocks()
        await tells(office, ada, "anna ben", Happening.SLA_BREACH, target="resolution")
        await ben.hears("Resolution: the promised time is over.")
        await until(lambda: nothing_to_send(office))


async def test_a_notice_waits_until_telegram_is_back(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))
        office.cloud.fail(times=2)
        await tells(office, ada, "anna", Happening.SLA_BREACH, target="resolution")
        await anna.hears("Resolution: the promised time is over.")
    assert len([message for message in anna.inbox if "promised time" in message.text]) == 1


async def test_what_is_a_day_old_is_no_news(office: Office, anna: User) -> None:
    ada = await office.waits("Ada")
    await tells(office, ada, "anna", Happening.SLA_BREACH, target="first_response")
    office.clock.ahead = DAY + MINUTE
    async with office.bot():
        await tells(office, ada, "anna", Happening.SLA_BREACH, target="resolution")
        await anna.hears("Resolution: the promised time is over.")
        await until(lambda: nothing_to_send(office))
    assert not [message for message in anna.inbox if "First response" in message.text]


async def test_what_is_given_to_an_operator_comes_with_its_card(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await office.waits("Ada")
        await anna.hears(waits("Ada"))

        def given(it: Conversation) -> Conversation:
            assert isinstance(it.session, Waiting)
            taken = it.with_session(it.session.assign(OperatorId("anna"), at=office.now()))
            return taken.reports(Happening.ASSIGNED, at=office.now(), tells=(OperatorId("anna"),), operator="Anna")

        await office.becomes(ada, given)
        await anna.hears("This session was given to you.")
        await anna.hears(is_card_of("Ada"))


# -- steps ---------------------------------------------------------------------------------------------------------


async def tells(
    office: Office, conversation_id: ConversationId, logins: str, happening: Happening, **said: str
) -> tuple[Notice, ...]:
    """The desk reports something to these people."""
    tells = tuple(OperatorId(login) for login in logins.split())
    after = await office.becomes(
        conversation_id, lambda it: it.reports(happening, at=office.now(), tells=tells, **said)
    )  # fmt: skip
    return notices_of(after, after.journal[-1])


async def nothing_to_send(office: Office) -> bool:
    return not await office.notices.unsent(Carrier.TELEGRAM, 10)
