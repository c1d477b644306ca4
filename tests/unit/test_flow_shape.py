"""Documents that are no flows: what is said of them, and what can still be drawn."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.lint import Severity
from flows.shape import read
from tests.flow_world import flow, message

WELL = flow({"ask": {"kind": "question", "text": {"en": "Which?"}}, "say": message("Hi")}, "ask.next > say")


def document(**changes: Any) -> dict[str, Any]:
    return WELL.model_dump(mode="json") | changes


def test_a_flow_is_read_whether_defaults_are_written_or_not() -> None:
    assert read(document()).flow == WELL
    assert read(WELL.model_dump(mode="json", exclude_defaults=True)).flow == WELL


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"steps": []}, {(None, "steps")}),
        ({"steps": {"ask": 5, "say": message("Hi")}}, {("ask", "")}),
        ({"steps": {"ask": {"kind": "dance"}, "say": {}}}, {("ask", ""), ("say", "")}),
        ({"steps": {"ask": {"kind": "question", "retries": 99}}}, {("ask", "text"), ("ask", "retries")}),
        ({"steps": {"\ud800": {"kind": "close", "odd": 1}}}, {("\ufffd" * 3, "odd")}),
        ({"triggers": [{"id": "x", "kind": "words", "words": "hello"}]}, {(None, "triggers.0.words")}),
        ({"edges": [{"step": "ask"}]}, {(None, "edges.0.port"), (None, "edges.0.to")}),
        ({"name": {"en": "\ud800"}}, {(None, "name.en")}),
        ({"languages": []}, {(None, "languages")}),
        ({"colour": "red"}, {(None, "colour")}),
    ],
)
def test_each_place_is_named_with_a_remedy(changes: dict[str, Any], places: set[tuple[str | None, str]]) -> None:
    found = read(document(**changes))

    assert found.flow is None
    assert {(each.step, each.field) for each in found.problems} >= places
    assert all(each.severity is Severity.ERROR and each.remedy for each in found.problems)


def test_the_steps_that_are_well_are_left() -> None:
    rest = read(document(steps={"ask": {"kind": "question"}, "say": message("Hi")}, name=5)).rest

    assert rest is not None
    assert set(rest.steps) == {"say"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PARTS = st.fixed_dictionaries(
    {}, optional={name: JSON | st.dictionaries(st.sampled_from(["ask", "say"]), JSON) for name in document()}
)
PLACES = [("steps", "ask"), ("steps", "say"), ("triggers",), ("edges",), ("variables",), ("name",)]


@given(PARTS, st.sampled_from(PLACES), JSON)
def test_whatever_it_is_it_is_read_and_what_is_said_can_be_written(
    parts: dict[str, Any], place: tuple[str, ...], value: Any
) -> None:
    broken = document()
    *way, last = place
    inner: Any = broken
    for name in way:
        inner = inner[name]
    inner[last] = value

    for found in (read(parts), read(document(**parts)), read(broken)):
        assert (found.flow is None) == bool(found.problems)
        for each in found.problems:
            f"{each.step}{each.field}{each.message}".encode()
