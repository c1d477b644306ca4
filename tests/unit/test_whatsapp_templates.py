"""Templates are filled in exactly, or refused before WhatsApp has to."""

from dataclasses import replace

import pytest

from bot.channels.base import Rejected
from bot.channels.whatsapp.templates import Template, fill

READY = Template(
    name="order_ready", language="en", category="UTILITY", status="APPROVED",
    header="Order {{1}}", body="Dear {{2}}, order {{1}} can be fetched.",
)  # fmt: skip
VALUES = {"1": "1042", "2": "Ada"}


def test_places_are_filled_in_the_order_of_reading() -> None:
    assert list(READY.places) == ["1", "2"]
    assert READY.shown(VALUES) == "Order 1042\n\nDear Ada, order 1042 can be fetched."
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
    with pytest.raises(Rejected, match="wants 1, 2"):
        fill(READY, values)


@pytest.mark.parametrize("value", ["", "  ", "two\nlines", "a\ttab", "far     apart", "x" * 1025])
def test_values_that_meta_refuses_are_refused(value: str) -> None:
    with pytest.raises(Rejected, match="value for 2"):
        fill(READY, {**VALUES, "2": value})


@pytest.mark.parametrize("known", [{"status": "PAUSED"}, {"status": "REJECTED"}, {"plain": False}])
def test_one_that_is_not_approved_or_wants_a_picture_is_refused(known: dict[str, object]) -> None:
    with pytest.raises(Rejected):
        fill(replace(READY, **known), VALUES)  # type: ignore[arg-type]
