"""Expressions and texts: what they compute, and that no author can hang or break the bot with one."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import ExpressionError
from flows.expressions import check, evaluate, holds, matches, names
from flows.templates import expressions, render

SCOPE: dict[str, Any] = {
    "name": "Ada",
    "price": 9.5,
    "count": 3,
    "order": {"items": [{"id": 7}], "paid": False},
    "unset": None,
    "today": "2026-11-23",
    "customer": {"plan": "gold"},
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count + 1", 4),
        ("price * 2", 19),
        ("count * 1.5", 4.5),
        ("count / 2", 1.5),
        ("round(price / 3, 2)", 3.17),
        ("order.items[0].id", 7),
        ("order['paid']", False),
        ("has(order.discount)", False),
        ("count > 2 && name == 'Ada'", True),
        ("unset == null ? 'none' : unset", "none"),
        ("today >= '2026-11-01'", True),
        ("length(order.items) + 1", 2),
        ("number('2,5') + 1", 3.5),
        ("'No. ' + text(count)", "No. 3"),
        ("upper(trim('  é '))", "É"),
        ("name in ['Ada', 'Bob']", True),
        ("'12 is 12'", "12 is 12"),
        ("[1, 2]", [1, 2]),
        ("customer.plan == 'gold' && customer.region == null", True),
        ("name.startsWith('A') && name.matches('^[A-Z][a-z]+$')", True),
    ],
)
def test_an_expression_computes(expression: str, expected: object) -> None:
    check(expression)
    assert evaluate(expression, SCOPE) == expected


@pytest.mark.parametrize(
    ("expression", "position", "reason"),
    [
        ("count +", 8, "<EOF>"),
        ("count + * 2", 9, "*"),
        ("", None, "empty"),
        ("1\n+ 1", 2, "one line"),
        ("1 + " * 300 + "1", None, "longer"),
        ("order.items.map(i, order.items.map(j, j))", 13, "map() is not available"),
        ("order.items . exists (i, true)", 15, "exists() is not available"),
        ("name.__class__()", 6, "no function"),
        ("open('/etc/passwd')", 1, "no function"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(expression: str, position: int | None, reason: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        check(expression)
    assert raised.value.position == position
    assert reason in raised.value.reason


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("nobody > 1", "nobody"),
        ("name + 1", "string + float"),
        ("unset > 1", "not set"),
        ("order.discount", "discount"),
        ("1 / 0", "divided by zero"),
        ("number('many')", "many"),
        ("name.matches('(')", "regex"),
    ],
)
def test_what_cannot_be_computed_names_the_expression(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        evaluate(expression, SCOPE)
    assert raised.value.expression == expression
    assert reason in raised.value.reason


def test_a_text_does_not_grow_without_end() -> None:
    with pytest.raises(ExpressionError, match="longer"):
        evaluate("a + a", {"a": "x" * 15_000})


def test_a_wicked_pattern_takes_no_time() -> None:
    began = time.perf_counter()
    assert not matches("a" * 19_000 + "b", "^(a+)+$")
    with pytest.raises(ExpressionError):
        matches("a", "(a{1000}){1000}{1000}")
    assert time.perf_counter() - began < 2


def test_the_names_in_use_are_told() -> None:
    assert names("order.items[0].id > count && has(customer.plan) && lower(name) == 'x'") == {
        "order",
        "count",
        "customer",
        "name",
    }


@given(st.text(alphabet="ab1 .+-*/()[]{}<>=!&|?:,'\"", max_size=60))
def test_whatever_is_written_is_a_value_or_an_error_of_ours(expression: str) -> None:
    try:
        value = evaluate(expression, {"a": 2, "b": [1]})
    except ExpressionError:
        return
    assert value is None or isinstance(value, bool | int | float | str | list | dict)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Hello, {{ name }}!", "Hello, Ada!"),
        ("{{price}} for {{ count }}", "9.5 for 3"),
        ("{{ unset }}{single} braces", "{single} braces"),
        ("{{ count > 2 ? 'many' : 'few' }}", "many"),
        ("{{ ['a', 'b'] }}", "a, b"),
    ],
)
def test_a_text_shows_values(template: str, expected: str) -> None:
    assert render(template, SCOPE) == expected


def test_what_a_customer_wrote_is_no_template_and_is_escaped() -> None:
    scope = {"said": "{{ secret }}", "secret": "s3"}
    assert render("You said {{ said }}", scope) == "You said {{ secret }}"
    assert render("/{{ said }}", scope, lambda value: value.replace("{", "%7B")) == "/%7B%7B secret }}"
    assert expressions("{{ a + 1 }} and {{b}}") == ("a + 1", "b")


@pytest.mark.parametrize(("expression", "expected"), [("0", False), ("''", False), ("null", False), ("'no'", True)])
def test_nothing_zero_and_empty_do_not_hold(expression: str, expected: bool) -> None:
    assert holds(expression, {}) is expected
