"""What flows know of a conversation."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from bot.flowing.facts import facts_of, line_of, value_of
from flows.expressions import shown
from handoff.book import Book
from handoff.customer import Customer
from handoff.hours import BusinessHours, Interval
from handoff.routing.rules import Outcome, Rule, RuleSet
from tests.parts import LINES, NOW, PAYMENTS, conversation, waiting

TUESDAYS = BusinessHours(zone="Europe/Warsaw", week={1: (Interval(opens=time(9), closes=time(18)),)})
BOOK = Book(lines=(replace(LINES[0], hours=TUESDAYS), LINES[1]))


def test_the_hours_are_those_of_the_line_that_would_get_the_session() -> None:
    to_payments = replace(BOOK, routing=RuleSet(rules=(Rule(id="all", name="All", then=Outcome(line=PAYMENTS)),)))

    closed, open_ = facts_of(conversation(), BOOK, NOW), facts_of(conversation(), to_payments, NOW)

    assert (closed.open, closed.zone) == (False, "Europe/Warsaw")
    assert closed.opens_at == NOW.replace(hour=8, minute=0) + timedelta(days=1)  # nine in Warsaw
    assert open_.open


def test_the_line_that_has_the_session_counts_and_a_company_without_lines_has_no_hours() -> None:
    held = line_of(waiting(line=PAYMENTS), BOOK, NOW)
    wished = conversation()
    wished = wished.with_handling(replace(wished.handling, to_line=PAYMENTS))

    assert held is not None
    assert held.id == PAYMENTS
    assert line_of(wished, BOOK, NOW) == held
    assert line_of(conversation(), replace(BOOK, lines=(replace(LINES[0], archived=True),)), NOW) is None
    assert facts_of(conversation(), Book(), NOW).opens_at is None


def test_the_card_and_the_attributes_are_known_by_their_names_and_what_is_unknown_is_not_there() -> None:
    ada = Customer(
        name="Ada", language="pl", tier="gold", groups=("employees",), attributes={"visits": "3", "name": "x"}
    )
    known = facts_of(conversation().knowing(ada), BOOK, NOW).customer

    assert known == {"name": "Ada", "language": "pl", "tier": "gold", "groups": ["employees"], "visits": 3}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3), ("-3", -3), ("2.5", 2.5), ("true", True), ("false", False), ("007", "007"), ("+48600", "+48600"),
        ("1.", "1."), ("1.50", "1.50"), ("", ""), ("MP-1", "MP-1"), ("12345678901234567890", "12345678901234567890"),
    ],
)  # fmt: skip
def test_only_what_is_written_as_a_number_is_one(text: str, value: JsonValue) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@given(st.one_of(st.text(), st.integers(-(10**9), 10**9), st.booleans()))
def test_no_value_changes_its_looks_on_the_way_over_the_card(value: JsonValue) -> None:
    assert shown(value_of(shown(value))) == shown(value)
