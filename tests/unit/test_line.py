"""Which line a session goes to, and what the line is called."""

import pytest

from handoff.ids import LineId
from handoff.line import Line, line_for
from tests.parts import DELIVERY, LINES, PAYMENTS

REST_NOWHERE = (Line(id=PAYMENTS, names={}, topics=frozenset({"payment"})), Line(id=DELIVERY, names={}))


@pytest.mark.parametrize(
    ("story", "topic", "lines", "expected"),
    [
        ("the line that takes the topic", "payment", LINES, PAYMENTS),
        ("one of several topics of a line", "returns", LINES, DELIVERY),
        ("a topic that nobody claims", "weather", LINES, DELIVERY),
        ("no topic yet", None, LINES, DELIVERY),
        ("the order of lines does not matter", "weather", LINES[::-1], DELIVERY),
        ("no line takes the rest: the first", "weather", REST_NOWHERE, PAYMENTS),
    ],
)
def test_the_line_for_a_topic(story: str, topic: str | None, lines: tuple[Line, ...], expected: LineId) -> None:
    assert line_for(topic, lines).id == expected


def test_a_company_without_a_line_is_told_what_to_do() -> None:
    with pytest.raises(ValueError, match="no line"):
        line_for("payment", [])


@pytest.mark.parametrize(
    ("names", "language", "expected"),
    [
        ({"en": "Delivery", "pl": "Dostawa"}, "pl", "Dostawa"),
        ({"en": "Delivery", "pl": "Dostawa"}, "el", "Delivery"),
        ({"en": "Delivery", "pl": ""}, "pl", "Delivery"),
        ({"pl": "Dostawa"}, "el", "delivery"),
    ],
    ids=["the customer's language", "else English", "an empty name is none", "else the id"],
)
def test_what_a_line_is_called(names: dict[str, str], language: str, expected: str) -> None:
    assert Line(id=DELIVERY, names=names).name_in(language) == expected
