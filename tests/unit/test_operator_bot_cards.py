"""What operators see, made from values."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.operator_bot import cards, menus, words
from bot.operator_bot.buttons import Verb
from bot.operator_bot.names import names
from bot.operator_bot.texts import load_texts, readable
from handoff.book import Book
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line
from handoff.messages import (
    Attachment,
    Belief,
    Card,
    Content,
    Delivery,
    DeliveryState,
    FileKind,
    Happening,
    Message,
    Place,
    Side,
)
from handoff.operator import Operator, Presence
from handoff.priority import Priority
from handoff.reasons import Reason
from handoff.routing.criteria import Criterion
from handoff.session import Closed, Waiting, WithBot
from handoff.sla.clock import Clock
from handoff.sla.policy import Pause, Status, Target

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
EN, RU = load_texts().in_language("en"), load_texts().in_language("ru")
WARSAW = BusinessHours(zone="Europe/Warsaw", week={0: (Interval(opens=time(9), closes=time(18)),)})
DELIVERY = Line(
    id=LineId("delivery"), names={"en": "Delivery", "ru": "Доставка"}, topics=frozenset({"returns"}), hours=WARSAW
)
PAYMENTS = Line(id=LineId("payments"), names={"en": "Payments"})
ANNA = Operator(id=OperatorId("anna"), login="anna", name="Anna", presence=Presence.ONLINE)
BEN = Operator(id=OperatorId("ben"), login="ben", name="Ben", presence=Presence.ONLINE)
KNOWN = names(Book(lines=(DELIVERY, PAYMENTS)), [ANNA, BEN])
PHOTO = Attachment(kind=FileKind.PHOTO, name="p.jpg", mime="image/jpeg", provider_ref="telegram-file-id")


def fresh(**customer: str) -> Conversation:
    address = Address(channel="whatsapp", account="main", external_id="48123456789")
    return begin(address, Customer(**{"name": "Ada", "language": "pl", **customer}), at=NOW)  # type: ignore[arg-type]


def waiting(conversation: Conversation, line: str = "delivery") -> Conversation:
    assert isinstance(conversation.session, WithBot)
    return conversation.with_session(conversation.session.hand_off(LineId(line), at=NOW, topic="order_status"))


def held(conversation: Conversation) -> Conversation:
    conversation = waiting(conversation)
    assert isinstance(conversation.session, Waiting)
    return conversation.with_session(conversation.session.assign(ANNA.id, at=NOW))


def test_an_announcement_tells_who_waits_where_since_when_and_what_was_said() -> None:
    asked = fresh().received(Content(text="Where is\nmy parcel?"), at=NOW).bot_says("One moment.", at=NOW)
    card = cards.announcement(waiting(asked), asked.journal, KNOWN, EN, NOW)
    assert card.text == (
        "Ada · WhatsApp\nWaiting in Delivery since 10:05\nTopic: Order status\n\n"
        "Ada: Where is my parcel?\nBot: One moment."
    )
    assert [[button.label for button in row] for row in card.rows] == [["Accept"]]


def test_cards_speak_the_operators_language() -> None:
    card = cards.announcement(waiting(fresh()), (), KNOWN, RU, NOW)
    assert "Ждёт в линии «Доставка» с 10:05" in card.text
    assert card.rows[0][0].label == "Принять"


def test_the_session_card_tells_all_that_is_known() -> None:
    before = Closed(
        id=fresh().session.id, number=1, started_at=NOW, closed_at=NOW, reason="solved", topic="refund", line=None
    )
    belief = Belief(intent="ask_refund", confidence=0.816, articles=(("a1", "When you get your money back", 0.7),))
    asked = fresh(username="ada", phone="+48 1").received(Content(text="My money?"), at=NOW).believing(belief)
    card = cards.session(replace(held(asked), earlier=(before,)), asked.journal, KNOWN, ANNA, EN, NOW)
    assert card.text.splitlines() == [
        "Ada · WhatsApp", "@ada · +48 1", "Language: pl", "Line: Delivery", "Topic: Order status",
        "Earlier sessions: 1, the last one on 02.03.2026 (Refunds)", "Understood as: Ask refund, 82 %",
        "Nearest article: When you get your money back", "Taken by Anna.", "", "Ada: My money?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("customer", "title"),
    [
        ({}, "Ada · WhatsApp"),
        ({"name": "", "username": "ada"}, "ada · WhatsApp"),
        ({"name": ""}, "Visitor 48123 · WhatsApp"),
        ({"name": "48123456789"}, "Visitor 48123 · WhatsApp"),
    ],
)
def test_a_session_is_called_by_the_best_name_there_is(customer: dict[str, str], title: str) -> None:
    assert words.title(fresh(**customer), EN) == title


@pytest.mark.parametrize(
    ("conversation", "text"),
    [
        (fresh(), "With the bot."),
        (waiting(fresh()), "Waiting in Delivery."),
        (waiting(fresh(), "gone"), "Waiting in gone."),
        (held(fresh()), "Taken by Anna."),
        (fresh().with_session(waiting(fresh()).session.close(at=NOW, reason="solved")), "Closed."),  # type: ignore[union-attr]
    ],
)
def test_where_a_session_stands(conversation: Conversation, text: str) -> None:
    assert words.standing(conversation, KNOWN, EN) == text


def test_the_transfer_menu_offers_other_lines_then_colleagues() -> None:
    card = menus.transfer(held(fresh()), [DELIVERY, PAYMENTS], [BEN], EN)
    assert [row[0].label for row in card.rows] == ["Payments", "Ben"]


def test_a_menu_never_has_more_buttons_than_telegram_shows() -> None:
    card = menus.topics(held(fresh()), [f"topic_{number:03}" for number in range(300)], Verb.CLOSE_AS, EN)
    assert len(card.rows) <= 100
    assert card.rows[-1][0].label == "Without a topic"


def test_an_announcement_stays_short_whatever_the_customer_writes() -> None:
    asked = fresh()
    for _ in range(6):
        asked = asked.received(Content(text="long " * 800), at=NOW)
    assert len(cards.announcement(waiting(asked), asked.journal, KNOWN, EN, NOW).text) < 2000


def last(conversation: Conversation) -> Message:
    return conversation.journal[-1]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (last(fresh().received(Content(text="Hi"), at=NOW)), "Hi"),
        (last(fresh().received(Content(text="Look", attachments=(PHOTO,)), at=NOW)), "Look\n[photo]"),
        (last(fresh().received(Content(place=Place(latitude=1, longitude=2)), at=NOW)), "[location]"),
        (last(fresh().received(Content(cards=(Card(name="Bob", phone="+1"),)), at=NOW)), "[contact Bob, +1]"),
        (last(fresh().noted("VIP", BEN, at=NOW)), "Note by Ben: VIP"),
        (last(fresh().noted("my own", ANNA, at=NOW)), None),
        (last(fresh().operator_says("my own", ANNA, at=NOW)), None),
        (last(fresh().bot_says("One moment.", at=NOW)), None),
        (last(fresh().reports(Happening.CUSTOMER_LEFT, at=NOW)), "The customer can't be reached here any more."),
        (last(fresh().reports(Happening.ASSIGNED, at=NOW, operator="Anna")), None),
    ],
)
def test_the_holder_hears_what_they_do_not_know_yet(message: Message, text: str | None) -> None:
    assert words.news(message, ANNA.id, EN) == text


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        (DeliveryState.FAILED, "too long", "Not delivered: “Hi” – too long"),
        (DeliveryState.FAILED, None, "Not delivered: “Hi” – no reason given"),
        (DeliveryState.UNKNOWN, None, "Perhaps not delivered, the messenger's answer was lost: “Hi”"),
        (DeliveryState.QUEUED, None, None),
        (DeliveryState.READ, None, None),
    ],
)
def test_only_a_message_in_trouble_is_told(state: DeliveryState, reason: str | None, text: str | None) -> None:
    sent = last(fresh().operator_says("Hi", ANNA, at=NOW))
    assert sent.side is Side.OPERATOR
    assert words.misfortune(replace(sent, delivery=Delivery(state=state, at=NOW, reason=reason)), EN) == text


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason(code="history", values={"solved": "3"}), "has solved sessions of this customer before (3)"),
        (Reason(code="history"), "solved this customer's last sessions"),
        (Reason(code="idle"), "had not been given a session yet"),
        (Reason(code="idle", values={"since": NOW.isoformat()}), "had been idle the longest, since 10:05"),
        (Reason(code="skill", values={"skill": "refunds", "level": "4"}), "is the best at “refunds”: level 4"),
        (Reason(code="skill"), "is the best at “–”: level –"),
        (Reason(code="of_a_later_version"), "Of a later version"),
    ],
)
def test_why_an_operator_has_it(reason: Reason, text: str) -> None:
    given = held(fresh())
    given = given.with_handling(replace(given.handling, why_operator=reason))
    assert f"Why this operator: {text}" in cards.session(given, (), KNOWN, ANNA, EN, NOW).text.splitlines()


def test_every_reason_that_routing_gives_has_its_sentence() -> None:
    codes = {*Criterion, "wanted", "only", "equal", "again", "took", "given"}
    assert {code for code in codes if EN.name("why_operator", code) == readable(code)} == set()
    assert {code for code in ("rule", "topic", "rest", "given") if EN.name("why_line", code) == readable(code)} == set()


def running(target: Target = Target.FIRST_RESPONSE, **known: Any) -> Clock:
    start = NOW - timedelta(minutes=50)
    due = start + timedelta(hours=1)
    return replace(
        Clock(target=target, policy="p", limit=timedelta(hours=1), started_at=start, since=start, due_at=due), **known
    )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "clocks", "text"),
    [
        ("normal", (), ""),
        ("high", (), "⚑ High"),
        ("gone", (), "⚑ gone"),
        ("normal", (running(),), "First response: 10 min left"),
        ("high", (running(limit=timedelta(minutes=48, seconds=30)),), "⚑ High · First response: 1 min late"),
        ("normal", (running(met_at=NOW),), ""),
        (
            "normal", (running(Target.RESOLUTION, paused=Pause.CUSTOMER, since=NOW, due_at=None),),
            "Resolution: 1 h left (paused: the customer's turn)",
        ),
        (
            "normal", (running(Target.IN_STATUS, status=Status.ON_HOLD, paused=Pause.ON_HOLD, since=NOW, due_at=None),),
            "On hold: 1 h left (paused: on hold)",
        ),
    ],
)  # fmt: skip
def test_urgency_is_a_level_and_the_time_left(level: str, clocks: tuple[Clock, ...], text: str) -> None:
    it = waiting(fresh())
    it = it.with_handling(replace(it.handling, priority=Priority(level=LevelId(level)), clocks=clocks))
    assert KNOWN.urgency(it, EN, NOW) == text
