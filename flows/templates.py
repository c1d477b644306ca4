"""Texts with expressions in double braces, computed by the expression language: one language for all."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flows.expressions import evaluate, shown
from flows.words import Expression

_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def expressions(template: str) -> tuple[Expression, ...]:
    """The expressions in a text, in order."""
    return tuple(Expression(hole.strip()) for hole in _HOLE.findall(template))


def render(template: str, scope: Mapping[str, Any], escape: Callable[[str], str] = str) -> str:
    """The text with its values in place, each passed through `escape` (a URL must not be changed by what somebody
    typed). What a value holds is not read as a template again. Raises ExpressionError.
    """
    return _HOLE.sub(lambda hole: escape(shown(evaluate(hole[1].strip(), scope))), template)
