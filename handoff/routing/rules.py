"""Routing rules: an ordered list, edited by the admin, that says where a session goes and what it asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from handoff.facts import Facts
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line, line_for
from handoff.reasons import Reason
from handoff.routing.conditions import All, Condition, holds

T = TypeVar("T")


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
class Ways:
    """The lines that take sessions, and where this one goes, and why, if no rule says: stored, since lines change."""

    lines: tuple[LineId, ...]
    otherwise: LineId
    why: Reason


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


def matching(facts: Facts, rules: RuleSet) -> tuple[Rule, ...]:
    """The rules that take part, in their order: those in use that hold, or the first of them."""
    matched = (rule for rule in rules.rules if rule.enabled and holds(rule.when, facts))
    match rules.mode:
        case Mode.FIRST:
            return tuple(islice(matched, 1))
        case Mode.ALL:
            return tuple(matched)


def ways_for(topic: str | None, lines: Sequence[Line]) -> Ways:
    """Where sessions can go now. Raises ValueError when the company has no line at all."""
    line = line_for(topic, lines)
    why = Reason(code="topic", values={"topic": topic}) if topic and topic in line.topics else Reason(code="rest")
    return Ways(lines=tuple(each.id for each in lines if not each.archived), otherwise=line.id, why=why)


def route(facts: Facts, rules: RuleSet, lines: Sequence[Line]) -> Routed:
    """Where the session goes and what it asks for. Raises ValueError when the company has no line at all."""
    return route_by(facts, rules, ways_for(facts.word("topic"), lines))


def route_by(facts: Facts, rules: RuleSet, ways: Ways) -> Routed:
    """The same, of ways that are known. A rule whose line is missing or archived says all but its line."""
    matched = matching(facts, rules)
    asked = [rule.then for rule in matched]
    by_rule = next((rule for rule in matched if rule.then.line in ways.lines), None)
    skills: dict[str, int] = {}
    for outcome in asked:
        for skill, level in outcome.skills.items():
            skills[skill] = max(level, skills.get(skill, level))
    return Routed(
        line=(by_rule and by_rule.then.line) or ways.otherwise,
        why_line=Reason(code="rule", values={"rule": by_rule.name, "id": by_rule.id}) if by_rule else ways.why,
        matched=tuple(rule.id for rule in matched),
        skills=skills,
        priority=_first(outcome.priority for outcome in asked),
        operator=_first(outcome.operator for outcome in asked),
        same_operator=any(outcome.same_operator for outcome in asked),
        effort=_first(outcome.effort for outcome in asked) or 1,
        tags=tuple(dict.fromkeys(tag for outcome in asked for tag in outcome.tags)),
    )


def _first(said: Iterable[T | None]) -> T | None:
    return next((each for each in said if each is not None), None)
