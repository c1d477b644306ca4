"""Conditions over facts, in any combination of all, any and not: data that is stored, edited, and explained."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from handoff.hours import BusinessHours


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


Condition = Annotated[Is | Between | Says | During | All | Either | Not, Field(discriminator="kind")]
