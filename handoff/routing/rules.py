"""Routing rules: an ordered list, edited by the admin, that says where a session goes and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handoff.ids import LevelId, LineId, OperatorId
from handoff.reasons import Reason
from handoff.routing.conditions import All, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a rule asks for; None and empty leave it to others. `same_operator`: who solved this customer's last."""

    line: LineId | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    """Least levels, from 1 to 5."""
    priority: LevelId | None = None
    """At least this level."""
    operator: OperatorId | None = None
    same_operator: bool = False
    effort: int | None = None
    """How much of an operator's capacity the session takes."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    id: str
    name: str
    when: Condition = field(default_factory=All)
    then: Outcome = field(default_factory=Outcome)
    enabled: bool = True


class Mode(StrEnum):
    """What to do when several rules match."""

    FIRST = "first"
    ALL = "all"
    """They add up: skills by their highest level, tags together; of the rest the first rule that says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    rules: tuple[Rule, ...] = ()
    mode: Mode = Mode.FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Where a session goes, and why. `matched` are the ids of the rules that took part."""

    line: LineId
    why_line: Reason
    matched: tuple[str, ...] = ()
    skills: Mapping[str, int] = field(default_factory=dict)
    priority: LevelId | None = None
    operator: OperatorId | None = None
    same_operator: bool = False
    effort: int = 1
    tags: tuple[str, ...] = ()
