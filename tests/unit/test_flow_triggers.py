"""Which flow starts: each kind of trigger, its conditions, and who wins."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.choosing import choose
from flows.facts import Facts
from flows.happenings import Event, Happening, Hooked, Linked, Occurred, Pressed, Said, TimePassed
from flows.schedule import Schedule
from flows.triggers import Match, Offer, Trigger
from flows.words import FlowId, StepId

FACTS = Facts(
    now=datetime(2026, 11, 23, 10, tzinfo=UTC),
    session="s1",
    channel="telegram",
    language="ru",
    customer={"plan": "Gold", "groups": ["staff", "vip"], "age": 40},
)
OFFICE = {"zone": "Europe/Warsaw", "week": {"0": [{"opens": "09:00", "closes": "17:00"}]}}
TRIGGER: TypeAdapter[Trigger] = TypeAdapter(Trigger)


def offer(flow: str = "f", of_flow: int = 0, /, **fields: Any) -> Offer:
    trigger = TRIGGER.validate_python({"id": "t", "leads_to": "a"} | fields)
    return Offer(flow=FlowId(flow), priority=of_flow, trigger=trigger)


def pressed(step: str, choice: str, flow: str = "f") -> Pressed:
    return Pressed(flow=FlowId(flow), step=StepId(step), choice=choice)


@pytest.mark.parametrize(
    ("story", "trigger", "happening", "fires"),
    [
        ("its event", {"kind": "event", "event": "first_message"}, Occurred(event=Event.FIRST_MESSAGE), True),
        ("another event", {"kind": "event", "event": "first_message"}, Occurred(event=Event.HANDED_BACK), False),
        (
            "its minutes of silence",
            {"kind": "event", "event": "customer_silent", "minutes": 10},
            Occurred(event=Event.CUSTOMER_SILENT, minutes=10),
            True,
        ),
        (
            "other minutes",
            {"kind": "event", "event": "customer_silent", "minutes": 10},
            Occurred(event=Event.CUSTOMER_SILENT, minutes=5),
            False,
        ),
        ("a word", {"kind": "words", "words": ["счёт"]}, Said(text="Где мой СЧЕТ?"), True),
        ("a part of a word", {"kind": "words", "words": ["bill"]}, Said(text="billing"), False),
        ("a phrase", {"kind": "words", "words": ["log in"]}, Said(text="I can't log-in!"), True),
        ("accents", {"kind": "words", "words": ["zazalenie"]}, Said(text="Zażalenie"), True),
        ("no words at all", {"kind": "words", "words": [""]}, Said(text=""), False),
        ("a pattern", {"kind": "pattern", "pattern": r"(?i)order\s+\d{5}"}, Said(text="my ORDER 12345"), True),
        ("a broken pattern", {"kind": "pattern", "pattern": "("}, Said(text="("), False),
        ("an intent", {"kind": "intent", "intent": "refund"}, Said(intent="refund", confidence=0.9), True),
        ("not sure enough", {"kind": "intent", "intent": "refund"}, Said(intent="refund", confidence=0.6), False),
        ("its own button", {"kind": "button", "step": "m", "choice": "go"}, pressed("m", "go"), True),
        ("another flow's", {"kind": "button", "step": "m", "choice": "go"}, pressed("m", "go", "g"), False),
        (
            "one it names",
            {"kind": "button", "flow": "g", "step": "m", "choice": "go"},
            pressed("m", "go", "g"),
            True,
        ),
        ("a link", {"kind": "link", "payload": "promo"}, Linked(payload="promo"), True),
        ("a longer link", {"kind": "link", "payload": "promo"}, Linked(payload="promo-7"), False),
        (
            "a link that begins so",
            {"kind": "link", "payload": "promo", "beginning": True},
            Linked(payload="promo-7"),
            True,
        ),
        ("a webhook", {"kind": "hook", "hook": "paid"}, Hooked(hook="paid"), True),
        ("another webhook", {"kind": "hook", "hook": "paid"}, Hooked(hook="sent"), False),
        ("a transition starts by no event", {"kind": "transition"}, TimePassed(), False),
        ("leading nowhere", {"kind": "hook", "hook": "paid", "leads_to": None}, Hooked(hook="paid"), False),
    ],
)
def test_a_trigger_fires(story: str, trigger: dict[str, Any], happening: Happening, fires: bool) -> None:
    assert (choose([offer(**trigger)], happening, FACTS) is not None) == fires


@pytest.mark.parametrize(
    ("conditions", "hold"),
    [
        ({}, True),
        ({"channels": ["telegram", "site"]}, True),
        ({"channels": ["viber"]}, False),
        ({"languages": ["ru"]}, True),
        ({"languages": ["en"]}, False),
        ({"attributes": {"plan": ["gold", "silver"]}}, True),
        ({"attributes": {"groups": ["VIP"]}}, True),
        ({"attributes": {"age": ["40"]}}, True),
        ({"attributes": {"plan": ["gold"], "region": ["north"]}}, False),
        ({"schedule": OFFICE}, True),
        ({"schedule": OFFICE | {"outside": True}}, False),
        ({"channels": ["telegram"], "languages": ["en"]}, False),
    ],
)
def test_conditions_must_all_hold(conditions: dict[str, Any], hold: bool) -> None:
    found = choose([offer(kind="hook", hook="h", conditions=conditions)], Hooked(hook="h"), FACTS)
    assert (found is not None) == hold


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=UTC), True),  # Monday 09:00 in Warsaw
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 16, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 10, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 22, tzinfo=UTC), True),  # Saturday night
        (datetime(2026, 11, 29, 4, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 29, 5, tzinfo=UTC), False),
    ],
)
def test_a_schedule_is_of_its_own_zone_and_goes_past_midnight(at: datetime, holds: bool) -> None:
    night = {"5": [{"opens": "22:00", "closes": "06:00"}]}
    schedule = Schedule.model_validate(OFFICE | {"week": OFFICE["week"] | night})
    assert schedule.holds(at) is holds


def test_a_schedule_of_no_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="no time zone"):
        Schedule(zone="Mars/Olympus", week={})


SAID = Said(text="refund my order", intent="refund", confidence=0.95)


@pytest.mark.parametrize(
    ("story", "offers", "winner"),
    [
        (
            "priority",
            [offer("a", 0, kind="words", words=["refund"]), offer("b", 5, kind="words", words=["order"])],
            "b",
        ),
        (
            "the trigger's adds to the flow's",
            [
                offer("a", 2, kind="words", words=["refund"]),
                offer("b", 1, kind="words", words=["order"], priority=2),
            ],
            "b",
        ),
        (
            "the longer phrase",
            [offer("a", kind="words", words=["refund"]), offer("b", kind="words", words=["my order"])],
            "b",
        ),
        (
            "words before an intent",
            [offer("a", kind="intent", intent="refund"), offer("b", kind="words", words=["refund"])],
            "b",
        ),
        (
            "more conditions",
            [
                offer("a", kind="words", words=["refund"]),
                offer("b", kind="words", words=["refund"], conditions={"languages": ["ru"]}),
            ],
            "b",
        ),
        ("the first id", [offer("b", kind="words", words=["refund"]), offer("a", kind="words", words=["order"])], "a"),
    ],
)
def test_who_wins(story: str, offers: list[Offer], winner: str) -> None:
    for order in (offers, offers[::-1]):
        found = choose(order, SAID, FACTS)
        assert found is not None
        assert found.flow == winner


def test_what_came_is_kept() -> None:
    hook = offer(kind="hook", hook="paid", variable="payment")
    assert choose([hook], Hooked(hook="paid", data={"sum": 5}), FACTS) == Match(
        flow=FlowId("f"), trigger="t", leads_to=StepId("a"), variables={"payment": {"sum": 5}}
    )
    assert choose([hook], Hooked(hook="unknown"), FACTS) is None
