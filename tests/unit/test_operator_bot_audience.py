"""Who hears of a waiting session: a row per story."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.operator_bot.audience import audience
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import LineId, OperatorId
from handoff.line import Distribution, Line
from handoff.operator import Operator, Presence, Role
from handoff.reasons import Reason
from handoff.session import Offer, Waiting, WithBot

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LINE, OTHER = LineId("delivery"), LineId("payments")


def waiting(language: str) -> Conversation:
    address = Address(channel="telegram", account="main", external_id="7")
    fresh = begin(address, Customer(name="Ada", language=language), at=NOW)
    assert isinstance(fresh.session, WithBot)
    return fresh.with_session(fresh.session.hand_off(LINE, at=NOW))


ANNA = Operator(
    id=OperatorId("anna"), login="anna", name="Anna", lines=frozenset({LINE}), languages=("pl", "en"),
    presence=Presence.ONLINE, telegram_id=1,
)  # fmt: skip
BORIS = replace(ANNA, id=OperatorId("boris"), name="Boris", languages=("ru",), telegram_id=2)


@pytest.mark.parametrize(
    ("story", "language", "boris", "heard_by"),
    [
        ("only one speaks the language", "pl", BORIS, ["Anna"]),
        ("both speak it", "ru", replace(BORIS, languages=("ru", "pl")), ["Boris"]),
        ("nobody speaks it: everybody of the line", "el", BORIS, ["Anna", "Boris"]),
        ("the language is not known yet", "", BORIS, ["Anna", "Boris"]),
        ("who speaks it is offline", "ru", replace(BORIS, presence=Presence.OFFLINE), ["Anna"]),
        ("away counts as there", "ru", replace(BORIS, presence=Presence.AWAY), ["Boris"]),
        ("who speaks it has not linked Telegram", "ru", replace(BORIS, telegram_id=None), ["Anna"]),
        ("who speaks it is of another line", "ru", replace(BORIS, lines=frozenset({OTHER})), ["Anna"]),
        (
            "a supervisor of another line may look, but is not called",
            "ru",
            replace(BORIS, lines=frozenset({OTHER}), role=Role.SUPERVISOR),
            ["Anna"],
        ),
    ],
)
def test_audience(story: str, language: str, boris: Operator, heard_by: list[str]) -> None:
    assert [each.name for each in audience(waiting(language), [ANNA, boris], None)] == heard_by, story


SUE = replace(ANNA, id=OperatorId("sue"), name="Sue", role=Role.SUPERVISOR, lines=frozenset(), telegram_id=3)
PULL = Line(id=LINE, names={})
PUSH, BY_HAND = replace(PULL, distribution=Distribution.PUSH), replace(PULL, distribution=Distribution.SUPERVISOR)
OWN = replace(BORIS, supervises=frozenset({LINE}))


@pytest.mark.parametrize(
    ("story", "session", "line", "boris", "heard_by"),
    [
        ("a line whose people take for themselves", {}, PULL, BORIS, ["Anna"]),
        ("a line that gives out by itself calls nobody", {}, PUSH, BORIS, []),
        ("an offer is for one person", {"offer": "boris"}, PUSH, BORIS, ["Boris"]),
        (
            "even if they are offline by now",
            {"offer": "boris"},
            PUSH,
            replace(BORIS, presence=Presence.OFFLINE),
            ["Boris"],
        ),
        ("who has not linked Telegram gets none there", {"offer": "boris"}, PUSH, replace(BORIS, telegram_id=None), []),
        ("a supervisor hands out", {}, BY_HAND, BORIS, ["Sue"]),
        ("the line's own supervisor first", {}, BY_HAND, OWN, ["Boris"]),
        ("unless they are offline", {}, BY_HAND, replace(OWN, presence=Presence.OFFLINE), ["Sue"]),
        ("an escalated session is for supervisors", {"supervised": True}, PULL, BORIS, ["Sue"]),
        ("and none of a line that gives out by itself", {"supervised": True}, PUSH, BORIS, []),
    ],
)
def test_audience_by_distribution(
    story: str, session: dict[str, Any], line: Line, boris: Operator, heard_by: list[str]
) -> None:
    conversation = waiting("pl")
    assert isinstance(conversation.session, Waiting)
    offer = Offer(operator=session["offer"], until=NOW, why=Reason(code="free")) if "offer" in session else None
    handling = replace(conversation.handling, supervised=session.get("supervised", False))
    conversation = conversation.with_session(conversation.session.offered(offer).with_handling(handling))
    assert [each.name for each in audience(conversation, [ANNA, boris, SUE], line)] == heard_by, story


def test_who_has_left_hears_nothing() -> None:
    assert audience(waiting("pl"), [replace(ANNA, active=False)], PULL) == []


def test_a_session_that_does_not_wait_is_announced_to_nobody() -> None:
    fresh = begin(Address(channel="telegram", account="main", external_id="7"), Customer(), at=NOW)
    assert audience(fresh, [ANNA, BORIS], None) == ()
