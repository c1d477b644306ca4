"""The expression language: CEL, the Common Expression Language, as `common-expression-language` runs it.

Why this one: CEL was made for rules that strangers write. It has no loops of its own, no assignment and no way to the
machine; the library is a typed wheel around the Rust implementation, is released regularly under Apache-2.0, tells
which names an expression uses (the linter needs that), and its patterns match in linear time. `simpleeval` and
`asteval` walk Python's own syntax and have been escaped from; `jmespath` and JSON logic cannot compute or are no joy to
write; `rule-engine` matches patterns by `re`, which a pattern can hang; Google's own wheel weighs 50 MB and does not
tell the names.

Two things are ours. Its list macros could be nested into a loop of any length, so they are refused. And CEL never mixes
whole numbers with others (`price * 2` fails when the price is 9.5), which no author of a dialogue expects: here every
number is a double, also those written in an expression, and a whole result comes back whole.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import JsonValue

from flows.errors import ExpressionError
from flows.words import Expression

if TYPE_CHECKING:
    import cel

LARGEST = 20_000
"""Characters of a text, and values in a list or record, that an expression may take or give."""
DEEPEST = 20
_MACRO = re.compile(r"\.\s*(all|exists|exists_one|existsOne|map|filter)\s*\(")
_POSITION = re.compile(r"<input>:\d+:(\d+): (?:Syntax error: )?([^\n]*)")
_ATTRIBUTE = re.compile(r"\bcustomer\.(\w+)")
_TOKEN = re.compile(
    r"""(?P<kept>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<=[\w\])])\[\s*\d+\s*\])|(?P<whole>(?<![\w.])\d+(?![\w.]))"""
)
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "length": lambda value: float(len(value)),
    "lower": lambda text: text.lower(),
    "upper": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "number": lambda text: float(str(text).replace(",", ".")),
    "round": lambda number, places=0.0: float(round(number, int(places))),
    "text": lambda value: shown(_plain(value)),
}
"""What an expression may call besides CEL's own (`size`, `contains`, `startsWith`, `endsWith`, `matches`, `has`)."""


def names(expression: str) -> frozenset[str]:
    """The variables that an expression uses. Raises ExpressionError."""
    return frozenset(_compiled(expression).variables)


def check(expression: str) -> None:
    """Raises ExpressionError when it cannot be read or calls what there is not."""
    known = {*FUNCTIONS, *_CEL_FUNCTIONS}
    for function in _compiled(expression).functions:
        if function.isidentifier() and function not in known:
            raise ExpressionError(expression, f"there is no function {function}", expression.find(function) + 1)


def evaluate(expression: str, scope: Mapping[str, Any]) -> JsonValue:
    """The value of an expression. Raises ExpressionError, naming it and, where known, the position.

    What is not known of a customer is null and no error: who has which attributes changes from day to day.
    """
    import cel

    compiled = _compiled(expression)
    given = {name: _given(scope[name]) for name in compiled.variables if name in scope}
    if isinstance(customer := given.get("customer"), dict):
        given["customer"] = dict.fromkeys(compiled.attributes) | customer
    context = cel.Context(variables=given)
    for name in compiled.functions:
        if name in FUNCTIONS:
            context.add_function(name, FUNCTIONS[name])
    try:
        return _plain(compiled.program.execute(context))
    except (TypeError, ValueError, RuntimeError, ArithmeticError, LookupError) as error:
        raise ExpressionError(expression, _reason(error)) from error


def holds(expression: str, scope: Mapping[str, Any]) -> bool:
    """Is it true? Nothing, none, zero and the empty text are not."""
    return bool(evaluate(expression, scope))


def matches(text: str, pattern: str) -> bool:
    """Does the pattern (RE2 syntax, linear in time) match somewhere in the text? Raises ExpressionError."""
    try:
        return bool(_compiled("text.matches(pattern)").program.execute({"text": text[:LARGEST], "pattern": pattern}))
    except (TypeError, ValueError, RuntimeError) as error:
        raise ExpressionError(pattern, "is not a pattern that can be matched") from error


def shown(value: JsonValue) -> str:
    """A value as a customer reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(shown(each) for each in value)
        case dict():
            return ", ".join(f"{key}: {shown(each)}" for key, each in value.items())
        case _:
            return str(value)


class _Compiled(NamedTuple):
    """With the names that it uses, which the library looks for anew each time that it is asked."""

    program: "cel.Program"
    variables: tuple[str, ...]
    functions: tuple[str, ...]
    attributes: frozenset[str]
    """Of the customer, that it names."""


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> _Compiled:
    # Here and not above: the library brings a console of its own along, which takes as long to load as all of flows.
    import cel

    if len(expression) > Expression.longest:
        raise ExpressionError(expression[:40] + "…", f"it is longer than {Expression.longest} characters")
    if not expression.strip():
        raise ExpressionError(expression, "it is empty")
    if "\n" in expression:
        raise ExpressionError(expression, "it must be one line", expression.index("\n") + 1)
    if macro := _MACRO.search(expression):
        raise ExpressionError(expression, f"{macro[1]}() is not available", macro.start(1) + 1)
    try:
        cel.compile(expression)  # as written, so that the position is the author's
        program = cel.compile(_TOKEN.sub(lambda token: token["kept"] or f"{token['whole']}.0", expression))
        attributes = frozenset(_ATTRIBUTE.findall(expression))
        return _Compiled(program, tuple(program.variables()), tuple(program.functions()), attributes)
    except ValueError as error:
        found = _POSITION.search(str(error))
        reason = found[2] if found else "it cannot be read"
        raise ExpressionError(expression, reason.split(" expecting ")[0], int(found[1]) if found else None) from error


def _given(value: Any, depth: int = 0) -> Any:
    """A value as CEL gets it: every number a double."""
    match value:
        case bool() | None | datetime():
            return value
        case int() | float():
            return float(value)
        case str():
            return value[:LARGEST]
        case Mapping() if depth < DEEPEST:
            return {str(key): _given(each, depth + 1) for key, each in list(value.items())[:LARGEST]}
        case list() | tuple() if depth < DEEPEST:
            return [_given(each, depth + 1) for each in value[:LARGEST]]
        case _:
            return None


def _plain(value: Any, depth: int = 0) -> JsonValue:
    """A result as JSON. Raises ValueError for what JSON, or a conversation, can't hold."""
    match value:
        case bool() | None:
            return value
        case int() | float():
            if not math.isfinite(value):
                raise ValueError("the number is too large, or divided by zero")
            return int(value) if value == int(value) else float(value)
        case str():
            if len(value) > LARGEST:
                raise ValueError(f"the text is longer than {LARGEST} characters")
            return value
        case datetime():
            return value.isoformat()
        case dict() if depth < DEEPEST and len(value) <= LARGEST:
            return {str(key): _plain(each, depth + 1) for key, each in value.items()}
        case list() if depth < DEEPEST and len(value) <= LARGEST:
            return [_plain(each, depth + 1) for each in value]
        case _:
            raise ValueError(f"a value of type {type(value).__name__} cannot be kept")


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"there is no field {error.args[0]!r}"
    if isinstance(error, TypeError) and "No such overload" in str(error):
        return "values of these kinds do not go together (or one of them is not set)"
    return re.split(r"\. (?:Check|CEL|Convert)", str(error))[0].splitlines()[0]


_CEL_FUNCTIONS = frozenset(
    {"size", "contains", "startsWith", "endsWith", "matches", "has"}
    | {"int", "double", "string", "bool", "timestamp", "duration", "type", "min", "max"}
    | {"getFullYear", "getMonth", "getDate", "getDayOfWeek", "getHours", "getMinutes"}
)
