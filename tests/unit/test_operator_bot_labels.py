"""What a session's topic is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.operator_bot.labels import LIMIT, label, left_behind
from bot.operator_bot.names import names
from bot.operator_bot.texts import load_texts
from handoff.book import Book
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import LineId, OperatorId
from handoff.line import Line
from handoff.operator import Operator
from handoff.session import Hold, Waiting, WithBot, WithOperator
from handoff.sla.clock import Clock
from handoff.sla.policy import Target

NOW = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
SAY = load_texts().in_language("en")
ANNA = Operator(id=OperatorId("anna"), login="anna", name="Anna")
KNOWN = names(Book(lines=(Line(id=LineId("delivery"), names={"en": "Delivery"}),)), [ANNA])


def fresh(name: str = "Ada", channel: str = "telegram", external_id: str = "77") -> Conversation:
    address = Address(channel=channel, account="main", external_id=external_id)
    return begin(address, Customer(name=name), at=NOW)


def waiting(conversation: Conversation) -> Conversation:
    assert isinstance(conversation.session, WithBot)
    return conversation.with_session(conversation.session.hand_off(LineId("delivery"), at=NOW))


def held(conversation: Conversation) -> Conversation:
    session = waiting(conversation).session
    assert isinstance(session, Waiting)
    return conversation.with_session(session.assign(ANNA.id, at=NOW))


def on_hold(conversation: Conversation) -> Conversation:
    session = held(conversation).session
    assert isinstance(session, WithOperator)
    hold = Hold(since=NOW, until=NOW + timedelta(hours=1), reason="the warehouse")
    return conversation.with_session(session.put_on_hold(hold))


def late(conversation: Conversation) -> Conversation:
    clock = Clock(
        target=Target.FIRST_RESPONSE, policy="gold", limit=timedelta(minutes=5),
        started_at=NOW - timedelta(minutes=6), since=NOW - timedelta(minutes=6), due_at=NOW - timedelta(minutes=1),
    )  # fmt: skip
    return conversation.with_handling(replace(conversation.handling, clocks=(clock,)))


def closed(conversation: Conversation) -> Conversation:
    session = waiting(conversation).session
    assert isinstance(session, Waiting)
    return conversation.closed(session, at=NOW, reason="solved", by=ANNA)


@pytest.mark.parametrize(
    ("conversation", "name"),
    [
        (waiting(fresh()), "⏳ Ada · Telegram · waiting"),
        (held(fresh()), "💬 Ada · Telegram · Anna"),
        (on_hold(fresh()), "⏸ Ada · Telegram · Anna, on hold"),
        (late(waiting(fresh())), "🔥 Ada · Telegram · waiting"),
        (late(held(fresh())), "🔥 Ada · Telegram · Anna"),
        (late(closed(fresh())), "✅ Ada · Telegram · closed"),
        (fresh(), "🤖 Ada · Telegram · with the bot"),
        (waiting(fresh("d30dc" * 6, "site", "d30dc" * 6)), "⏳ Visitor d30dc · Site chat · waiting"),
        (waiting(fresh("Ada\n  Lovelace")), "⏳ Ada Lovelace · Telegram · waiting"),
    ],
)
def test_a_topic_says_whose_session_it_is_and_where(conversation: Conversation, name: str) -> None:
    assert label(conversation, KNOWN, SAY, NOW) == name


@pytest.mark.parametrize("name", ["Ada " * 60, "💬" * 200, "й" * 300], ids=["long", "emoji", "cyrillic"])
def test_a_long_name_is_cut_and_the_status_is_not(name: str) -> None:
    called = label(held(fresh(name)), KNOWN, SAY, NOW)
    assert len(called.encode("utf-16-le")) // 2 <= LIMIT
    assert called.startswith("💬 ")
    assert called.endswith("… · Anna")


@pytest.mark.parametrize(
    ("over", "name"),
    [(True, "✅ Ada · Telegram · closed"), (False, "↪ Ada · Telegram · goes on elsewhere")],
)
def test_a_topic_that_is_left_says_whether_the_session_is_over(over: bool, name: str) -> None:
    assert left_behind(waiting(fresh()), SAY, over=over) == name
