"""What is JSON and yet cannot be kept: said where it comes in, with its place, before something breaks on it below.

Python reads more than databases and JSON's own writers take: endless integers, NaN, halves of characters, and names
with a NUL in them.
"""

import math
import re
from typing import Any

from handoff.console.schemas import FieldProblem

_LARGEST = 2**63 - 1
_HALF = re.compile("[\ud800-\udfff]")


def unstorable(value: Any, place: tuple[str, ...] = ()) -> FieldProblem | None:
    """The first thing in it that cannot be kept."""
    said = _trouble(value)
    if said:
        return FieldProblem(field=_HALF.sub("?", ".".join(place)) or "body", message=said)
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = (unstorable(inner, (*place, str(key))) for key, inner in items)
    return next((each for each in found if each), None)


def _trouble(value: Any) -> str | None:
    match value:
        case int() if not -_LARGEST <= value <= _LARGEST:
            return "This number is too large."
        case float() if not math.isfinite(value):
            return "This is no number."
        case str() if _HALF.search(value):
            return "This text has half a character in it."
        case dict() if any("\0" in key or _HALF.search(key) for key in value):
            return "A name here has a character that no name can have."
        case _:
            return None
