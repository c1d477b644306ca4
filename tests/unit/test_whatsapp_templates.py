"""Templates are filled in exactly, or refused before WhatsApp has to."""

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.base import Rejected
from bot.channels.whatsapp.templates import fill
from handoff.templates import Obstacle, Template

READY = Template(
    name="order_ready", language="en", category="UTILITY", status="APPROVED",
    header="Order {{header_1}}", body="Dear {{1}}, order {{2}} can be fetched.", footer="Marlow & Pine",
)  # fmt: skip
VALUES = {"header_1": "1042", "1": "Ada", "2": "1042"}


def test_places_are_filled_in_the_order_of_reading() -> None:
    assert list(READY.places) == ["header_1", "1", "2"]
    assert READY.shown(VALUES) == "Order 1042\n\nDear Ada, order 1042 can be fetched.\n\nMarlow & Pine"
    assert fill(READY, VALUES)["template"] == {
        "name": "order_ready",
        "language": {"code": "en"},
        "components": [
            {"type": "header", "parameters": [{"type": "text", "text": "1042"}]},
            {"type": "body", "parameters": [{"type": "text", "text": "Ada"}, {"type": "text", "text": "1042"}]},
        ],
    }


def test_named_places_say_their_names() -> None:
    named = replace(READY, header="", body="Dear {{ name }}!", named=True)

    [component] = fill(named, {"name": "Ada"})["template"]["components"]

    assert component["parameters"] == [{"type": "text", "parameter_name": "name", "text": "Ada"}]


def test_one_without_places_has_no_components() -> None:
    assert "components" not in fill(replace(READY, header="", body="Hello!"), {})["template"]


@pytest.mark.parametrize("values", [{}, {"1": "1042"}, {**VALUES, "3": "more"}, {"1": "1042", "name": "Ada"}])
def test_too_few_and_too_many_values_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(Rejected, match="not filled in rightly"):
        fill(READY, values)


@pytest.mark.parametrize("value", ["", "  ", "two\nlines", "a\ttab", "far     apart", "x" * 1025])
def test_values_that_meta_refuses_are_refused(value: str) -> None:
    with pytest.raises(Rejected, match="rightly, at 2"):
        fill(READY, {**VALUES, "2": value})


@pytest.mark.parametrize(
    ("known", "obstacle"),
    [
        ({"status": "PAUSED"}, Obstacle.PAUSED), ({"status": "DISABLED"}, Obstacle.DISABLED),
        ({"status": "PENDING"}, Obstacle.NOT_APPROVED), ({"plain": False}, Obstacle.NOT_WORDS),
    ],
)  # fmt: skip
def test_one_that_is_not_approved_or_wants_a_picture_is_refused(known: Any, obstacle: Obstacle) -> None:
    template = replace(READY, **known)

    assert (template.usable, template.obstacle) == (False, obstacle)
    with pytest.raises(Rejected):
        fill(template, VALUES)
