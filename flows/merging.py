"""Joining two changes of one draft: what only one of the two changed is taken from them, in any depth.

Flows are compared as documents: steps, fields, texts and variables by their names, triggers, choices and cases by their
ids, edges by where they begin, wordings by their places. What both changed, and not to the same, is a conflict. Ours
wins there, and the conflict says what theirs would be. A list is one place: where both changed the same choice, all
choices are the conflict, and either side of it has every change that does not collide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import JsonValue

from flows.model import Flow
from flows.words import StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """`field` is a path of names within the step, or within the flow; empty for a step as a whole. None: not there."""

    step: StepId | None
    field: str
    ours: JsonValue
    theirs: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    flow: Flow
    conflicts: Sequence[Conflict] = ()


def merge(*, base: Flow, ours: Flow, theirs: Flow) -> Merged:
    """Both changes of the base. Raises pydantic's ValidationError when together they are too large for a flow."""
    before, mine, other = (each.model_dump(mode="json") for each in (base, ours, theirs))
    flow = Flow.model_validate(_joined(before, mine, other))
    return Merged(flow=flow, conflicts=tuple(_conflicts(before, mine, other)))


class _Gone(Enum):
    GONE = None


_GONE = _Gone.GONE


def _joined(base: Any, first: Any, second: Any) -> Any:
    """What the first would be with the second's changes; where they collide, the first."""
    if first == second or second == base:
        return first
    if first == base:
        return second
    if _are_records(base, first, second):
        names = dict.fromkeys([*first, *second])
        fields = {name: _joined(*_each(name, base, first, second)) for name in names}
        return {name: value for name, value in fields.items() if value is not _GONE}
    if lists := _by_key(base, first, second):
        items = [_joined(*_each(key, *lists)) for key in _order(*lists)]
        return [each for each in items if each is not _GONE] or first
    return first


def _conflicts(base: Any, ours: Any, theirs: Any, path: tuple[str, ...] = ()) -> Iterator[Conflict]:
    if ours == theirs or base in (ours, theirs):
        return
    if _are_records(base, ours, theirs):
        for name in dict.fromkeys([*ours, *theirs]):
            yield from _conflicts(*_each(name, base, ours, theirs), (*path, name))
        return
    kept, lost = _joined(base, ours, theirs), _joined(base, theirs, ours)
    if not (_by_key(base, ours, theirs) and _same_but_for_order(kept, lost)):
        yield _conflict(path, kept, lost)


def _conflict(path: tuple[str, ...], ours: Any, theirs: Any) -> Conflict:
    known = [None if each is _GONE else each for each in (ours, theirs)]
    match path:
        case ("steps", step, *field):
            return Conflict(step=StepId(step), field=".".join(field), ours=known[0], theirs=known[1])
        case _:
            return Conflict(step=None, field=".".join(path), ours=known[0], theirs=known[1])


def _each(name: object, *sides: Mapping[Any, Any]) -> tuple[Any, Any, Any]:
    base, ours, theirs = (side.get(name, _GONE) for side in sides)
    return base, ours, theirs


def _are_records(*sides: Any) -> bool:
    """Things with names in them, and of one kind: the fields of a question mean nothing to a message."""
    if not all(isinstance(side, dict) for side in sides):
        return False
    kinds = [kind for side in sides if isinstance(kind := side.get("kind"), str)]
    return len(set(kinds)) < 2


def _by_key(*sides: Any) -> list[dict[object, Any]]:
    """The lists by what tells their items from each other, else by their places; nothing when neither will do."""
    if not all(isinstance(side, list) for side in sides):
        return []
    keys = [[_key(item) for item in side] for side in sides]
    if any(None in each or len(set(each)) < len(each) for each in keys):
        keys = [list(range(len(side))) for side in sides]
        if len({len(side) for side in sides}) > 1:
            return []
    return [dict(zip(each, side, strict=True)) for each, side in zip(keys, sides, strict=True)]


def _key(item: Any) -> object:
    match item:
        case str() | {"id": str()}:
            return item if isinstance(item, str) else item["id"]
        case {"step": str(), "port": str(), "to": str()}:
            return item["step"], item["port"]
        case _:
            return None


def _order(base: Mapping[object, Any], first: Mapping[object, Any], second: Mapping[object, Any]) -> list[object]:
    """As in the first; in the second, if only that has another order than the base."""
    common = [key for key in base if key in first and key in second]
    moved_first, moved_second = (
        [key for key in side if key in base and key in common] != common for side in (first, second)
    )
    lead, other = (second, first) if moved_second and not moved_first else (first, second)
    return list(dict.fromkeys([*lead, *other]))


def _same_but_for_order(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(each in other for each in one)
