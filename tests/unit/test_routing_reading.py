"""What rules and choices read off a conversation, its line and an operator."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.facts import ATTRIBUTE, FACTS, FactKind
from handoff.handling import Handling
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId, OperatorId
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.priority import Priority
from handoff.routing.candidate import Candidate
from handoff.routing.reading import REST, candidate, facts_of, needs_of
from handoff.session import Closed, Hold, WithOperator
from tests.parts import ANNA, BORIS, DELIVERY, LINES, NOW, closed, conversation, held, person, waiting

LINE = LINES[0]
HANDLING = Handling(
    handed_at=NOW, reason="asked", kind="complaint", intent="where_is_my_order", sentiment=-0.4, words="Where is it?",
    effort=2, skills={"legal": 3}, tags=("vip", "eu"), reopenings=1, priority=Priority(level=LevelId("high"), rank=2),
)  # fmt: skip
ADA = Customer(
    name="Ada", language="pl", tier="premium", groups=("Acme", "employees"), region="north",
    attributes={"plan": "gold", "manager": ""},
)  # fmt: skip


def known(conversation: Conversation, **handling: Any) -> Conversation:
    """Everything about it is known."""
    session = replace(conversation.session, topic="returns").with_handling(replace(HANDLING, **handling))  # type: ignore[union-attr]
    return replace(conversation, customer=ADA, session=session)


def solved(*names: str, reason: str = "solved") -> tuple[Closed, ...]:
    """Earlier sessions and who closed them, the latest last."""
    over = closed().session
    assert isinstance(over, Closed)
    return tuple(replace(over, closed_by=OperatorId(name) if name else None, reason=reason) for name in names)


def test_every_fact_of_the_catalogue_is_read() -> None:
    whole = replace(known(waiting()), earlier=solved("anna", "", "boris", "anna"))
    facts = facts_of(whole, NOW)

    assert facts.at == NOW
    assert facts.text == "Where is it?"
    assert facts.numbers == {"sentiment": -0.4, "earlier_sessions": 4, "reopenings": 1}
    assert facts.words == {
        "channel": ("telegram",), "account": ("main",), "language": ("pl",), "topic": ("returns",),
        "intent": ("where_is_my_order",), "kind": ("complaint",), "reason": ("asked",), "customer_tier": ("premium",),
        "customer_group": ("Acme", "employees"), "region": ("north",), "priority": ("high",), "line": ("delivery",),
        "status": ("waiting",), "tag": ("vip", "eu"), "earlier_operator": ("anna", "boris"),
        "attribute.plan": ("gold",),
    }  # fmt: skip
    kinds = {FactKind.WORD: facts.words, FactKind.NUMBER: facts.numbers}
    assert all(fact in kinds[kind] for fact, kind in FACTS.items())


def test_what_is_not_known_is_left_out() -> None:
    facts = facts_of(replace(conversation(), customer=Customer()), NOW)

    assert facts.words == {
        "channel": ("telegram",), "account": ("main",), "priority": ("normal",), "status": ("with_bot",),
    }  # fmt: skip
    assert not any(fact.startswith(ATTRIBUTE) for fact in facts.words)


def test_a_long_text_is_cut() -> None:
    assert len(facts_of(known(waiting(), words="word " * 1000), NOW).text) == 1000


def on_hold() -> Conversation:
    session = held().session
    assert isinstance(session, WithOperator)
    return held().with_session(session.put_on_hold(Hold(since=NOW, until=NOW + timedelta(days=1), reason="parcel")))


@pytest.mark.parametrize(
    ("conversation", "expected"),
    [(conversation(), "with_bot"), (waiting(), "waiting"), (held(), "with_operator"), (on_hold(), "on_hold"),
     (closed(), "closed")],
    ids=["with the bot", "waiting", "with an operator", "on hold", "closed"],
)  # fmt: skip
def test_the_status(conversation: Conversation, expected: str) -> None:
    assert facts_of(conversation, NOW).word("status") == expected


def test_what_a_session_asks_for() -> None:
    asked = needs_of(known(waiting(), supervised=True, declined=(ANNA.id,)), replace(LINE, language_required=True))

    assert (asked.effort, asked.skills, asked.region) == (2, {"legal": 3}, "north")
    assert (asked.language, asked.language_required) == ("pl", True)
    assert (asked.supervisor, asked.declined, asked.wanted) == (True, (ANNA.id,), None)


@pytest.mark.parametrize(
    ("story", "earlier", "handling", "expected"),
    [
        ("nobody", solved("anna"), {}, (None, "wanted")),
        ("named", (), {"wanted": BORIS.id}, (BORIS.id, "wanted")),
        ("who solved the last", solved("anna"), {"same_operator": True}, (ANNA.id, "history")),
        ("who solved most", solved("anna", "anna", "boris"), {"same_operator": True}, (ANNA.id, "history")),
        ("of equals the latest", solved("anna", "boris"), {"same_operator": True}, (BORIS.id, "history")),
        (
            "only the last five count",
            solved(*["anna"] * 9, *["boris"] * 3),
            {"same_operator": True},
            (BORIS.id, "history"),
        ),
        ("named is stronger", solved("anna"), {"same_operator": True, "wanted": BORIS.id}, (BORIS.id, "wanted")),
        ("a new customer", (), {"same_operator": True}, (None, "wanted")),
        ("the bot's don't count", solved("", ""), {"same_operator": True}, (None, "wanted")),
        ("nor the unsolved", solved("anna", reason="unresolved"), {"same_operator": True}, (None, "wanted")),
    ],
)
def test_who_is_wanted(
    story: str, earlier: tuple[Closed, ...], handling: dict[str, Any], expected: tuple[OperatorId | None, str]
) -> None:
    asked = needs_of(replace(known(waiting(), **handling), earlier=earlier), LINE)

    assert (asked.wanted, asked.wanted_why) == expected


MORNINGS = BusinessHours(zone="Europe/Warsaw", week={0: (Interval(opens=time(6), closes=time(10)),)})


def seen(operator: Operator, conversation: Conversation | None = None, **given: Any) -> Candidate:
    known = {"load": 0, "idle_since": None, "conversation": conversation or waiting(), "now": NOW, **given}
    return candidate(operator, LINE, **known)


def test_how_an_operator_stands_to_a_session() -> None:
    anna = replace(
        ANNA, presence=Presence.ONLINE, languages=("pl", "en"), skills={"legal": 4}, regions=("north",), capacity=3
    )  # fmt: skip
    earlier = solved("anna", "boris", "anna") + solved("anna", reason="unresolved")

    assert seen(anna, replace(waiting(), earlier=earlier), load=2, idle_since=NOW) == Candidate(
        id=ANNA.id, online=True, on_shift=True, supervisor=False, load=2, capacity=3, skills={"legal": 4},
        languages=("pl", "en"), regions=("north",), solved=2, idle_since=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("story", "operator", "field", "expected"),
    [
        ("away is not online", replace(ANNA, presence=Presence.AWAY, away_reason=AwayReason.MISSED), "online", False),
        ("nor is offline", replace(ANNA, presence=Presence.OFFLINE), "online", False),
        ("without a capacity of their own", ANNA, "capacity", LINE.capacity),
        ("a capacity of nothing is one", replace(ANNA, capacity=0), "capacity", 0),
        ("without a shift, always", ANNA, "on_shift", True),
        ("after the shift (half past ten in Warsaw)", replace(ANNA, shift=MORNINGS), "on_shift", False),
        ("supervisors oversee every line", person("Siobhan", role=Role.SUPERVISOR), "supervisor", True),
        ("an operator may oversee this one", replace(ANNA, supervises=frozenset({DELIVERY})), "supervisor", True),
    ],
)
def test_a_field_of_a_candidate(story: str, operator: Operator, field: str, expected: object) -> None:
    assert getattr(seen(operator), field) == expected


def test_on_shift_up_to_its_end() -> None:
    assert seen(replace(ANNA, shift=MORNINGS), now=NOW - timedelta(hours=2)).on_shift


def test_who_refuses_again_has_refused_last() -> None:
    handling = Handling()
    for who in (ANNA, BORIS, ANNA):
        handling = handling.declined_by(who.id, at=NOW)

    assert handling.declined == (BORIS.id, ANNA.id)


def test_after_a_refusal_there_is_a_rest() -> None:
    handling = waiting().session.handling.declined_by(BORIS.id, at=NOW - REST).declined_by(ANNA.id, at=NOW)
    refused = waiting().with_session(replace(waiting().session, handling=handling))

    assert not seen(ANNA).resting
    assert seen(ANNA, refused, now=NOW + REST - timedelta.resolution).resting
    assert not seen(ANNA, refused, now=NOW + REST).resting
