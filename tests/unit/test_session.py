"""Who controls a session, and which moves there are: a move that is not legal does not exist."""

from datetime import timedelta

import pytest

from handoff.handling import Handling
from handoff.ids import LineId, OperatorId, SessionId
from handoff.priority import Priority
from handoff.session import Asked, Closed, Session, Waiting, WithBot, WithOperator
from tests.parts import DELIVERY, NOW, PAYMENTS

LATER = NOW + timedelta(minutes=5)
ANNA, BORIS = OperatorId("anna"), OperatorId("boris")
ID = SessionId("telegram:main:501#3")

BOT = WithBot(id=ID, number=3, started_at=NOW, topic="returns", asked=Asked.HELPED, failures=2)
URGENT = Handling(priority=Priority(rank=2), handed_at=NOW)
WAITING = Waiting(id=ID, number=3, started_at=NOW, topic="returns", line=DELIVERY, since=NOW, handling=URGENT)
HELD = WithOperator(id=ID, number=3, started_at=NOW, topic="returns", line=DELIVERY, operator=ANNA, since=NOW)
CLOSED = Closed(id=ID, number=3, started_at=NOW, closed_at=NOW, reason="solved")

MOVES = {
    "with_bot": {"hand_off", "close"},
    "waiting": {"offered", "assign", "transfer", "give_back", "close"},
    "with_operator": {"transfer", "put_back", "pass_to", "put_on_hold", "resume", "give_back", "close"},
    "closed": {"reopen"},
}


@pytest.mark.parametrize("session", [BOT, WAITING, HELD, CLOSED], ids=lambda session: session.state)
def test_a_session_has_the_legal_moves_and_no_other(session: Session) -> None:
    all_moves = {move for moves in MOVES.values() for move in moves}

    assert {move for move in all_moves if hasattr(session, move)} == MOVES[session.state]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BOT.hand_off(PAYMENTS, at=LATER), {"line": PAYMENTS, "since": LATER, "topic": "returns", "priority": 0}),
        (BOT.hand_off(PAYMENTS, at=LATER, topic="payment"), {"line": PAYMENTS, "topic": "payment"}),
        (WAITING.assign(ANNA, at=LATER), {"line": DELIVERY, "operator": ANNA, "since": LATER}),
        (WAITING.transfer(PAYMENTS), {"line": PAYMENTS, "since": NOW, "priority": 2}),
        (WAITING.give_back(), {"asked": None, "failures": 0}),
        (HELD.transfer(PAYMENTS, at=LATER), {"line": PAYMENTS, "since": LATER}),
        (HELD.pass_to(BORIS, at=LATER), {"operator": BORIS, "line": DELIVERY, "since": LATER}),
        (HELD.give_back(), {"asked": None, "failures": 0}),
    ],
    ids=[
        "handed off", "handed off with a topic", "assigned", "transferred while waiting", "given back while waiting",
        "transferred", "passed to a colleague", "given back",
    ],
)  # fmt: skip
def test_a_move_changes_what_it_says_and_keeps_who_the_session_is(after: Session, expected: dict[str, object]) -> None:
    assert (after.id, after.number, after.started_at) == (ID, 3, NOW)
    assert {name: getattr(after, name) for name in expected} == expected
    assert after.topic == expected.get("topic", "returns")


@pytest.mark.parametrize(
    ("session", "line"), [(BOT, None), (WAITING, DELIVERY), (HELD, DELIVERY)], ids=["bot", "waiting", "operator"]
)
def test_any_open_session_can_be_closed_and_remembers_the_line_that_had_it(
    session: WithBot | Waiting | WithOperator, line: LineId | None
) -> None:
    over = session.close(at=LATER, reason="solved", by=ANNA)

    assert over == Closed(
        id=ID, number=3, started_at=NOW, topic="returns", closed_at=LATER, reason="solved", closed_by=ANNA, line=line,
        handling=session.handling,
    )  # fmt: skip


def test_the_topic_named_at_the_end_wins_over_the_one_known_before() -> None:
    assert HELD.close(at=LATER, reason="solved", topic="warranty").topic == "warranty"


def test_a_session_is_a_value_that_nobody_changes() -> None:
    with pytest.raises(AttributeError):
        WAITING.line = PAYMENTS  # type: ignore[misc]
