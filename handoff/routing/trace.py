"""A condition explained: part by part, whether it holds and what was found, as a tree for the rule tester."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never
from zoneinfo import ZoneInfo

from handoff.facts import Facts
from handoff.routing import text
from handoff.routing.conditions import All, Between, Condition, Dates, During, Either, Is, Not, Says, holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """`found` is what a leaf looked at: the fact's words or number, the phrases of the text, or the time there."""

    condition: Condition
    holds: bool
    found: tuple[str, ...] = ()
    parts: tuple["Trace", ...] = ()


def explain(condition: Condition, facts: Facts) -> Trace:
    """Why the condition holds for these facts, or why not."""
    parts = tuple(explain(part, facts) for part in _parts(condition))
    return Trace(condition=condition, holds=holds(condition, facts), found=_found(condition, facts), parts=parts)


def _parts(condition: Condition) -> Sequence[Condition]:
    match condition:
        case All(of=parts) | Either(of=parts):
            return parts
        case Not(of=part):
            return (part,)
        case _:
            return ()


def _found(condition: Condition, facts: Facts) -> tuple[str, ...]:
    match condition:
        case Is(fact=fact):
            return facts.words.get(fact, ())
        case Between(fact=fact):
            return (f"{facts.numbers[fact]:g}",) if fact in facts.numbers else ()
        case Says(words=words):
            return text.found(words, facts.text)
        case During(hours=hours):
            return (facts.at.astimezone(ZoneInfo(hours.zone)).isoformat(timespec="minutes"),)
        case Dates(zone=zone):
            return (facts.at.astimezone(ZoneInfo(zone)).date().isoformat(),)
        case All() | Either() | Not():
            return ()
        case _:
            assert_never(condition)
