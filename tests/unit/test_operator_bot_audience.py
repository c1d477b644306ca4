"""Who hears of a waiting session: a row per story."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.operator_bot.audience import audience
from handoff.conversation import Address, Conversation, Customer, begin
from handoff.ids import LineId, OperatorId
from handoff.operator import Operator, Presence, Role
from handoff.session import WithBot

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
    assert [each.name for each in audience(waiting(language), [ANNA, boris])] == heard_by, story


def test_a_session_that_does_not_wait_is_announced_to_nobody() -> None:
    fresh = begin(Address(channel="telegram", account="main", external_id="7"), Customer(), at=NOW)
    assert audience(fresh, [ANNA, BORIS]) == []
