"""From the bot to people: the rules that decide where, what the bot collects out of hours, the catalogue, reopening."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest
from redis.asyncio import Redis

from bot.events import Pressed, Said, Started
from handoff import ports
from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.hours import BusinessHours, Interval
from handoff.ids import EventId, LineId
from handoff.line import Question, Service
from handoff.messages import Attachment, Content, FileKind, Happening, Message
from handoff.routing.again import again
from handoff.routing.conditions import Between, Says
from handoff.routing.decisions import Routing
from handoff.routing.rules import Outcome, Rule, RuleSet
from handoff.session import Closed, Waiting, WithBot
from storage.mongo.client import Database
from tests.backstage import Backstage, open_backstage
from tests.fakes.telegram import User
from tests.parts import ANNA, DELIVERY, LINES, NOW, PAYMENTS, address, closed, said, until

HAND_OFF = {"name": "hand_off", "reason": "asked", "topic": "delivery"}
CLOSED_TODAY = BusinessHours(week={1: (Interval(opens=time(9), closes=time(18)),)})
"""Tuesdays only; it is Monday."""


@pytest.fixture
async def backstage(mongo: Database, redis: Redis) -> AsyncIterator[Backstage]:
    async with open_backstage(mongo, redis) as backstage:
        backstage.rasa.commands["a person"] = [HAND_OFF]
        yield backstage


async def hears(backstage: Backstage, *events: Said | Pressed | Started) -> Conversation:
    async with backstage.working():
        await backstage.receives(*events)
        await until(backstage.idle)
    return await backstage.conversation()


async def rules(backstage: Backstage, *rules: Rule) -> None:
    there, _ = await backstage.chapters.current(ports.ROUTING)
    await backstage.chapters.save(ports.ROUTING, RuleSet(rules=rules), base=there, by=None, at=NOW)


def pressed(number: int, action: str) -> Pressed:
    return Pressed(
        id=EventId(f"telegram:main:501-p{number}"), address=address(), at=NOW, sent_at=NOW, action=action, label=action
    )


def in_queue(conversation: Conversation) -> Waiting:
    assert isinstance(conversation.session, Waiting)
    return conversation.session


async def report(backstage: Backstage, happening: Happening) -> Message:
    return next(each for each in await backstage.thread() if each.happening is happening)


# -- where ---------------------------------------------------------------------------------------------------------


async def test_a_rule_decides_the_line_and_what_the_session_asks_for(backstage: Backstage, ada: User) -> None:
    money = Rule(
        id="money", name="Money", when=Says(words=("a person",)),
        then=Outcome(line=PAYMENTS, skills={"refunds": 3}, effort=2, tags=("money",)),
    )  # fmt: skip
    await rules(backstage, money)

    now = in_queue(await hears(backstage, said(1, "a person")))

    assert now.line == PAYMENTS
    assert (dict(now.handling.skills), now.handling.effort, now.handling.tags) == ({"refunds": 3}, 2, ("money",))
    assert now.handling.why_line is not None
    assert (now.handling.why_line.code, now.handling.why_line.values["rule"]) == ("rule", "Money")


async def test_how_the_customer_sounds_is_a_fact_like_others(backstage: Backstage, ada: User) -> None:
    backstage.sentiment = lambda text, language: -1.0 if "!" in text else 0.0
    cross = Rule(id="cross", name="Cross", when=Between(fact="sentiment", below=-0.3), then=Outcome(line=PAYMENTS))
    await rules(backstage, cross)

    calm = await hears(backstage, said(1, "still nothing!!!"), said(2, "a person"))
    backstage.rasa.commands["a person!"] = [HAND_OFF]
    await hears(backstage, said(1, "a person!", customer=502))

    assert calm.handling.sentiment == pytest.approx(-0.24)  # the latest words count most
    assert calm.line == DELIVERY
    assert (await backstage.conversation(502)).line == PAYMENTS


async def test_the_decision_is_kept_and_can_be_computed_again(backstage: Backstage, ada: User) -> None:
    await rules(backstage, Rule(id="all", name="All", then=Outcome(line=PAYMENTS)))
    await hears(backstage, said(1, "a person"))

    kept = (await report(backstage, Happening.HANDED_OFF)).decision
    book = await backstage.books.now()

    assert isinstance(kept, Routing)
    assert kept.routed.matched == ("all",)
    assert again(kept, rules=book.routing, scheme=book.priority) == kept


# -- out of hours --------------------------------------------------------------------------------------------------


async def closed_line(backstage: Backstage) -> None:
    ask = Question(key="order", texts={"en": "Which order?"}), Question(key="phone", texts={"en": "Which number?"})
    line = replace(LINES[0], hours=CLOSED_TODAY, questions=ask, texts={"out_of_hours": {"en": "Back {when}, sorry."}})
    await backstage.lines.save(line)


async def test_out_of_hours_the_bot_collects_what_people_will_need(backstage: Backstage, ada: User) -> None:
    await closed_line(backstage)

    asked = await hears(backstage, said(1, "a person"))
    one = await hears(backstage, said(2, "MP-123456"))
    both = await hears(backstage, said(3, "+48 600 100 200"))

    assert asked.handling.asking == "order"
    assert dict(one.handling.collected) == {"order": "MP-123456"}
    assert dict(both.handling.collected) == {"order": "MP-123456", "phone": "+48 600 100 200"}
    assert in_queue(both).line == DELIVERY
    heard = [each.text for each in ada.inbox]
    assert "Back tomorrow at 09:00, sorry." in heard[0]
    assert heard[1:3] == ["Which order?", "Which number?"]
    assert heard[3].startswith("Thank you, I've written it all down.")
    assert len(backstage.rasa.heard) == 1, "while it waits, the bot does not answer by itself"


async def test_once_all_is_said_the_bot_is_silent_till_the_morning(backstage: Backstage, ada: User) -> None:
    await closed_line(backstage)
    await hears(backstage, said(1, "a person"), said(2, "MP-123456"), said(3, "+48 600 100 200"))
    so_far = len(ada.inbox)

    await hears(backstage, said(4, "are you there?"))

    assert len(ada.inbox) == so_far


async def test_who_takes_the_session_ends_the_questions(backstage: Backstage, ada: User) -> None:
    await closed_line(backstage)
    await hears(backstage, said(1, "a person"))
    await backstage.desk.accept(address().conversation_id, ANNA)

    after = await hears(backstage, said(2, "MP-123456"))

    assert after.handling.asking is None
    assert after.handling.collected == {}


# -- the catalogue -------------------------------------------------------------------------------------------------

COPY = Service(id="copy", names={"en": "A copy of an invoice"}, topic="payment")
PICKUP = Service(id="pickup", names={"en": "Collect a return"}, kind="task")


async def with_catalogue(backstage: Backstage) -> None:
    await backstage.lines.save(replace(LINES[0], services=(PICKUP,)))
    await backstage.lines.save(replace(LINES[1], services=(COPY,)))
    office = replace(LINES[1], id=LineId("office"), names={"en": "Office"}, internal=True, topics=frozenset())
    await backstage.lines.save(replace(office, services=(Service(id="key", names={"en": "A key"}),)))


def started() -> Started:
    return Started(id=EventId("telegram:main:501-s"), address=address(), at=NOW, sent_at=NOW)


async def test_a_request_is_chosen_by_line_and_service_and_then_described(backstage: Backstage, ada: User) -> None:
    await with_catalogue(backstage)
    await hears(backstage, started())
    assert [button.label for button in (await backstage.thread())[-1].buttons] == ["Choose from our services"]

    await hears(backstage, pressed(1, "catalogue#1"))
    assert [button.label for button in (await backstage.thread())[-1].buttons] == ["Delivery", "Payments"]
    await hears(backstage, pressed(2, "choice_2#1"))
    assert [button.label for button in (await backstage.thread())[-1].buttons] == ["A copy of an invoice"]
    asked = await hears(backstage, pressed(3, "choice_1#1"))
    assert isinstance(asked.session, WithBot)
    photo = Attachment(kind=FileKind.PHOTO, name="bill.jpg", mime="image/jpeg", provider_ref="none")
    words = replace(said(4), content=Content(text="For order MP-1", attachments=(photo,)))
    now = in_queue(await hears(backstage, words))

    assert now.line == PAYMENTS
    assert (now.topic, now.handling.kind, now.handling.reason) == ("payment", "request", "service")
    assert now.handling.why_line is not None
    assert now.handling.why_line.code == "service"
    assert not backstage.rasa.heard


async def test_own_people_see_the_internal_catalogue_and_nobody_else_does(backstage: Backstage, ada: User) -> None:
    await with_catalogue(backstage)
    start = await hears(backstage, started())
    employee = replace(start, customer=Customer(name="Ada", language="en", groups=("employees",)))
    await backstage.conversations.commit(start, employee)

    await hears(backstage, pressed(1, "catalogue#1"))

    assert [button.label for button in (await backstage.thread())[-1].buttons] == ["A key"]


async def test_a_service_that_was_taken_out_meanwhile_is_said_to_be_over(backstage: Backstage, ada: User) -> None:
    await with_catalogue(backstage)
    await hears(backstage, started(), pressed(1, "catalogue#1"), pressed(2, "choice_1#1"))
    await backstage.lines.save(replace(LINES[0], services=()))
    backstage.clock.move_on(timedelta(seconds=1))
    await until_known(backstage)

    now = await hears(backstage, pressed(3, "choice_1#1"))

    assert isinstance(now.session, WithBot)
    assert "earlier question" in ada.inbox[-1].text


async def until_known(backstage: Backstage) -> None:
    async def known() -> bool:
        return not any(line.services for line in (await backstage.books.now()).lines if line.id == DELIVERY)

    await until(known)


# -- again ---------------------------------------------------------------------------------------------------------


async def reopening(backstage: Backstage, hours: int) -> None:
    await backstage.lines.save(replace(LINES[0], reopen_within=timedelta(hours=hours)))
    await backstage.begins(closed())


async def test_an_answer_soon_after_the_close_reopens_the_session_for_who_closed_it(
    backstage: Backstage, ada: User
) -> None:
    await reopening(backstage, hours=2)
    backstage.clock.move_on(timedelta(hours=2))

    now = in_queue(await hears(backstage, said(1, "it still does not work", at=backstage.clock())))

    assert (now.number, now.handling.reopenings, now.handling.wanted) == (1, 1, ANNA.id)
    assert (await report(backstage, Happening.REOPENED)).details["count"] == "1"
    assert [each.text for each in ada.inbox] == ["I've reopened your request, and a colleague will be with you."]


async def test_a_later_one_begins_a_new_session_with_the_bot(backstage: Backstage, ada: User) -> None:
    await reopening(backstage, hours=2)
    backstage.clock.move_on(timedelta(hours=2, minutes=1))

    now = await hears(backstage, said(1, "hello", at=backstage.clock()))

    assert isinstance(now.session, WithBot)
    assert (now.session.number, len(now.earlier)) == (2, 1)


async def test_a_line_that_reopens_nothing_never_does(backstage: Backstage, ada: User) -> None:
    await reopening(backstage, hours=0)
    backstage.clock.move_on(timedelta(milliseconds=1))

    now = await hears(backstage, said(1, "hello", at=backstage.clock()))

    assert isinstance(now.session, WithBot)
    assert isinstance(now.earlier[-1], Closed)
