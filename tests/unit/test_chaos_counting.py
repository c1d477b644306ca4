"""The counts of the chaos see what they are there to see: each trouble shows in its own column, and peace in none."""

from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from handoff.conversation import Conversation
from handoff.messages import Content, Delivery, DeliveryState, Happening, Message, Side
from handoff.session import Waiting
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
) -> set[str]:
    """The columns in which something is counted."""
    whole, peace = thread()
    counts = count(
        whole, messages if messages is not None else peace, written=written, answered=[ANSWER], arrived=arrived
    )
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
def test_who_speaks_out_of_turn_is_seen(place: int, said: dict[str, object], column: str) -> None:
    _, messages = thread()
    intruder = replace(messages[1], content=Content(text="and I"), **said)
    with_intruder = [*messages[:place], intruder, *messages[place:]]

    assert column in found([replace(each, number=number) for number, each in enumerate(with_intruder, 1)])


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
