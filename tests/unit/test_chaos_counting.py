"""The counts of the chaos see what they are there to see: each trouble shows in its own column, and peace in none."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.conversation import Conversation
from handoff.messages import Content, Delivery, DeliveryState, Happening, Message, Side
from handoff.session import Hold, Waiting
from tests.chaos.counting import Counts, count
from tests.chaos.plan import ROLES, SERVERS, Kind, plan
from tests.parts import ANNA, BORIS, NOW, conversation, waiting

HELLO, ANSWER = "hello 1.0", "answer 0 of anna to telegram:main:501"
REPLY = f"You said: {HELLO}"


def thread(*, state: DeliveryState = DeliveryState.ACCEPTED) -> tuple[Conversation, list[Message]]:
    """The customer asks, the bot replies, Anna takes over, answers and closes; all of it settled."""
    start = conversation()
    heard = start.received(Content(text=HELLO), at=NOW).bot_says(REPLY, at=NOW)
    waits = heard.with_session(waiting().session).reports(Happening.HANDED_OFF, at=NOW, line="delivery")
    has = waits.reports(Happening.ASSIGNED, at=NOW, operator=ANNA.name).operator_says(ANSWER, ANNA, at=NOW)
    over = has.reports(Happening.CLOSED, at=NOW, by=ANNA.name)
    assert isinstance(waits.session, Waiting)
    closed = over.with_session(waits.session.assign(ANNA.id, at=NOW).close(at=NOW, reason="solved", by=ANNA.id))
    sent = [replace(m, delivery=Delivery(state=state, at=NOW)) if m.delivery else m for m in closed.journal]
    return replace(closed, journal=()), sent


def found(
    messages: Sequence[Message] | None = None,
    *,
    arrived: Sequence[str] = (REPLY, ANSWER),
    written: Sequence[str] = (HELLO,),
    late: Collection[str] = (),
    overslept: Collection[str] = (),
    done: Collection[tuple[Happening, str]] = ((Happening.ASSIGNED, ANNA.name), (Happening.CLOSED, ANNA.name)),
    whole: Conversation | None = None,
) -> set[str]:
    """The columns in which something is counted."""
    peaceful, peace = thread()
    counts = count(
        whole or peaceful, messages if messages is not None else peace,
        written=written, answered=[ANSWER], arrived=arrived, late=late, done=done, overslept=overslept,
    )  # fmt: skip
    return {each.name for each in fields(Counts) if getattr(counts, each.name)}


def test_peace_is_counted_nowhere() -> None:
    assert found() == set()


def test_each_trouble_has_its_column() -> None:
    _, peace = thread()
    hello, reply, _, _, answer, _ = peace
    last = peace[-1].number

    assert found(written=[HELLO, "hello 1.1"]) == {"lost"}
    assert found([replace(each, number=number) for number, each in enumerate(peace[1:], 1)]) >= {"lost"}
    assert found(arrived=[REPLY]) == {"lost"}, "the messenger took it, they say, and does not have it"
    assert found(arrived=[REPLY, ANSWER, ANSWER]) == {"doubled"}
    assert found(arrived=[ANSWER, REPLY]) == {"order"}
    assert found(arrived=[ANSWER, REPLY], overslept=[REPLY]) == set()
    assert found([replace(answer, number=1), *peace]) >= {"doubled"}
    assert "doubled" in found([*peace, replace(reply, number=last + 1)])
    assert "doubled" in found([*peace, replace(hello, number=last + 1)])


@pytest.mark.parametrize(
    ("place", "said", "column"),
    [
        (5, {"side": Side.OPERATOR, "author": BORIS.id, "author_name": BORIS.name, "delivery": None}, "two_hands"),
        (5, {"happening": Happening.ASSIGNED, "details": {"operator": BORIS.name}, "side": Side.SYSTEM}, "two_hands"),
        (5, {"side": Side.BOT, "delivery": None}, "bot_after"),
    ],
)
def test_who_speaks_out_of_turn_is_seen(place: int, said: dict[str, Any], column: str) -> None:
    _, messages = thread()
    intruder = replace(messages[1], content=Content(text="and I"), **said)
    with_intruder = [*messages[:place], intruder, *messages[place:]]

    assert column in found([replace(each, number=number) for number, each in enumerate(with_intruder, 1)])


def test_what_the_console_acknowledged_must_have_happened() -> None:
    assert found(done=[(Happening.CLOSED, BORIS.name)]) == {"lost"}
    assert found(done=[(Happening.HELD, ANNA.name)]) == {"lost"}


def asks_twice(*said: str) -> tuple[Conversation, list[Message]]:
    """Says one thing after the other to the bot, which answers as it is told to."""
    now = conversation()
    for each in said:
        now = now.bot_says(each, at=NOW) if each.startswith("You said") else now.received(Content(text=each), at=NOW)
    sent = [
        replace(m, delivery=Delivery(state=DeliveryState.ACCEPTED, at=NOW)) if m.delivery else m for m in now.journal
    ]
    return replace(now, journal=()), sent


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        (["one", "You said: one", "two", "You said: two"], set()),
        (["one", "two", "You said: two"], {"lost"}),
        (["one", "You said: one", "two"], {"stuck"}),
        (["one", "You said: two", "two", "You said: one"], {"order"}),
        (["two", "You said: two", "one", "You said: one"], {"order"}),
        (["one", "You said: one", "You said: one", "two", "You said: two"], {"order", "doubled"}),
    ],
)
def test_the_bot_answers_each_message_once_and_in_turn(said: list[str], columns: set[str]) -> None:
    whole, messages = asks_twice(*said)
    arrived = [each for each in said if each.startswith("You said")]
    counts = count(whole, messages, written=["one", "two"], answered=[], arrived=arrived)

    assert {each.name for each in fields(Counts) if getattr(counts, each.name)} == columns


def test_what_was_held_back_may_be_overtaken_and_nothing_else() -> None:
    whole, messages = asks_twice("two", "You said: two", "one", "You said: one")
    arrived = ["You said: two", "You said: one"]

    def order(late: Collection[str]) -> list[str]:
        return count(whole, messages, written=["one", "two"], answered=[], arrived=arrived, late=late).order

    assert order(["one"]) == []
    assert len(order(["two"])) == len(order([])) == 1


def test_who_is_put_aside_must_come_back_once() -> None:
    whole, messages = thread()
    start, waits = conversation(), waiting().session
    assert isinstance(waits, Waiting)
    hold = Hold(since=NOW, until=NOW + timedelta(seconds=4), reason="Asks.")
    held = replace(whole, session=waits.assign(ANNA.id, at=NOW).put_on_hold(hold))
    back = start.reports(Happening.RESUMED, at=NOW, cause="time").journal[0]

    assert found(whole=held) == {"stuck"}
    assert found([*messages, replace(back, number=len(messages) + 1)], whole=replace(whole, count=7)) == {"doubled"}


@pytest.mark.parametrize(
    ("state", "column"),
    [(DeliveryState.QUEUED, "stuck"), (DeliveryState.FAILED, "lost"), (DeliveryState.UNKNOWN, None)],
)
def test_what_did_not_arrive_is_seen_unless_nobody_can_know(state: DeliveryState, column: str | None) -> None:
    _, messages = thread(state=state)

    assert found(messages, arrived=[]) == ({column} if column else set())


def test_a_plan_is_its_seeds_and_everything_dies() -> None:
    plans = [plan(seed, 25, 12) for seed in range(1, 21)]

    assert plans == [plan(seed, 25, 12) for seed in range(1, 21)]
    killed = {fault.target for each in plans for fault in each.faults if fault.kind is Kind.KILL}
    assert killed == {*ROLES, *SERVERS}
    assert {fault.kind for each in plans for fault in each.faults} == set(Kind)
    assert {fault.target for each in plans for fault in each.faults if fault.kind is Kind.FULL} == {"mongo", "redis"}
    assert all(each.held_back and each.doubled and each.again and each.unheard and each.lost for each in plans)
    away = [fault.lasts for each in plans for fault in each.faults if fault.kind is Kind.AWAY and fault.lasts >= 60]
    assert len(away) == 2, "MongoDB is away for a minute in one of ten seeds"
