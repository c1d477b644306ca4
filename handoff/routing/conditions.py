"""Conditions over facts, in any combination of all, any and not: data that is stored, edited, and explained."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, NamedTuple, assert_never
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field

from handoff.facts import FactKind, Facts, kind_of
from handoff.hours import BusinessHours
from handoff.routing import text

ANY = "*"
"""Among the values of `Is`: any word at all."""
DEEPEST = 8
"""Levels of all, any and not within each other that an editor can show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Is:
    """One of the fact's words is one of `values`. `*` among the values is any word at all: the fact is known."""

    kind: Literal["is"] = "is"
    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The number is at least `least` and below `below`; None is open on that side. An unknown number is in no range."""

    kind: Literal["between"] = "between"
    fact: str
    least: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """The customer's text has one of these words or phrases, as whole words, whatever the case and accents."""

    kind: Literal["says"] = "says"
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class During:
    """It is within these hours."""

    kind: Literal["during"] = "during"
    hours: BusinessHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """It is one of these days in this time zone, both ends included; None is open on that side. For incidents."""

    kind: Literal["dates"] = "dates"
    first: date | None = None
    last: date | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every one holds; none at all holds always."""

    kind: Literal["all"] = "all"
    of: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """At least one holds."""

    kind: Literal["any"] = "any"
    of: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    kind: Literal["not"] = "not"
    of: "Condition"


Condition = Annotated[Is | Between | Says | During | Dates | All | Either | Not, Field(discriminator="kind")]


def holds(condition: Condition, facts: Facts) -> bool:
    """Does the condition hold for these facts?"""
    match condition:
        case Is(fact=fact, values=values):
            known = {word.casefold() for word in facts.words.get(fact, ())}
            return bool(known) and any(value == ANY or value.casefold() in known for value in values)
        case Between(fact=fact, least=least, below=below):
            number = facts.numbers.get(fact)
            return number is not None and (least is None or least <= number) and (below is None or number < below)
        case Says(words=words):
            return bool(text.found(words, facts.text))
        case During(hours=hours):
            return hours.is_open(facts.at)
        case Dates(first=first, last=last, zone=zone):
            today = facts.at.astimezone(ZoneInfo(zone)).date()
            return (first is None or first <= today) and (last is None or today <= last)
        case All(of=parts):
            return all(holds(part, facts) for part in parts)
        case Either(of=parts):
            return any(holds(part, facts) for part in parts)
        case Not(of=part):
            return not holds(part, facts)
        case _:
            assert_never(condition)


class Problem(NamedTuple):
    """What is wrong with a field, and where: names and places in lists, from the outermost in."""

    path: tuple[str | int, ...]
    message: str


def problems(condition: Condition, *, barred: Collection[str] = ()) -> Sequence[Problem]:
    """What an editor must not save: conditions that can't hold, or can't be shown. `barred` facts don't exist here."""
    return tuple(_problems(condition, barred, (), 1))


def _problems(
    condition: Condition, barred: Collection[str], path: tuple[str | int, ...], depth: int
) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield Problem(path, f"Conditions may be at most {DEEPEST} levels deep.")
        return
    match condition:
        case Is(fact=fact, values=values):
            yield from _of_fact(fact, FactKind.WORD, barred, path)
            if not values or not all(value.strip() for value in values):
                yield Problem((*path, "values"), "Name at least one value, and leave none empty.")
        case Between(fact=fact, least=least, below=below):
            yield from _of_fact(fact, FactKind.NUMBER, barred, path)
            if least is None and below is None:
                yield Problem((*path, "least"), "Give at least one bound.")
            elif least is not None and below is not None and not least < below:
                yield Problem((*path, "below"), "No number is in this range.")
        case Says(words=words):
            if not words or not all(text.is_phrase(word) for word in words):
                yield Problem((*path, "words"), "Give at least one word or phrase, and leave none empty.")
        case During():
            pass
        case Dates(first=first, last=last, zone=zone):
            if zone not in available_timezones():
                yield Problem((*path, "zone"), f"There is no time zone {zone!r}.")
            if first is None and last is None:
                yield Problem((*path, "first"), "Give at least one day.")
            elif first is not None and last is not None and last < first:
                yield Problem((*path, "last"), "The last day is before the first.")
        case All(of=parts) | Either(of=parts):
            for index, part in enumerate(parts):
                yield from _problems(part, barred, (*path, "of", index), depth + 1)
        case Not(of=part):
            yield from _problems(part, barred, (*path, "of"), depth + 1)
        case _:
            assert_never(condition)


def _of_fact(fact: str, kind: FactKind, barred: Collection[str], path: tuple[str | int, ...]) -> Iterator[Problem]:
    known = None if fact in barred else kind_of(fact)
    if known is None:
        yield Problem((*path, "fact"), f"There is no fact {fact!r} here.")
    elif known is not kind:
        yield Problem((*path, "fact"), f"{fact!r} is a {known.value}, not a {kind.value}.")
