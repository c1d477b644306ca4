"""What the history says of a decision is why it was decided so: it can be computed again from what was stored."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from handoff.facts import Facts
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line
from handoff.priority import Override, PriorityScheme, rate
from handoff.reasons import Reason
from handoff.routing.again import again
from handoff.routing.choice import Candidate, Choice, Criterion, Needs, choose
from handoff.routing.decisions import Choosing, Decision, Rating, Routing
from handoff.routing.rules import RuleSet, route_by, ways_for
from tests.parts import NOW
from tests.strategies import (
    LEVEL_IDS,
    LINE_IDS,
    PEOPLE,
    candidates,
    companies,
    facts,
    needs,
    orders,
    overrides,
    rule_sets,
    schemes,
    spans,
)

STORED: TypeAdapter[Decision] = TypeAdapter(Decision)


def through_json(decision: Decision) -> Decision:
    return STORED.validate_json(STORED.dump_json(decision))


def through_documents(decision: Decision) -> Decision:
    """As a document database gives it back: lists for tuples, whole milliseconds, floats for durations."""

    def store(value: Any) -> Any:
        match value:
            case dict():
                return {str(key): store(each) for key, each in value.items()}
            case list() | tuple():
                return [store(each) for each in value]
            case datetime():
                return value.replace(microsecond=value.microsecond // 1000 * 1000)
            case timedelta():
                return value.total_seconds()
            case _:
                return value

    return STORED.validate_python(store(STORED.dump_python(decision)))


def check(decision: Decision, rules: RuleSet, scheme: PriorityScheme) -> None:
    for stored in (decision, through_json(decision), through_documents(decision)):
        assert stored == decision
        assert again(stored, rules=rules, scheme=scheme) == decision


@given(facts, rule_sets(), companies(), schemes())
def test_why_this_line(facts: Facts, rules: RuleSet, lines: tuple[Line, ...], scheme: PriorityScheme) -> None:
    ways = ways_for(facts.word("topic"), lines)
    decision = Routing(facts=facts, version=3, ways=ways, routed=route_by(facts, rules, ways))

    check(decision, rules, scheme)
    elsewhere = next(line for line in [*LINE_IDS, LineId("none")] if line != decision.routed.line)
    tampered = replace(decision, routed=replace(decision.routed, line=elsewhere))
    assert again(tampered, rules=rules, scheme=scheme) == decision


@given(needs, candidates(), orders, rule_sets(), schemes())
def test_why_this_operator(
    asked: Needs,
    there: list[Candidate],
    order: tuple[Criterion, ...],
    rules: RuleSet,
    scheme: PriorityScheme,
) -> None:
    choice = choose(asked, there, order)
    if choice is None:
        return
    decision = Choosing(at=NOW, line=LINE_IDS[0], needs=asked, candidates=tuple(there), order=order, choice=choice)

    check(decision, rules, scheme)
    other = next(name for name in PEOPLE if name != choice.operator)
    tampered = replace(decision, choice=replace(choice, operator=other))
    assert again(tampered, rules=rules, scheme=scheme) == decision


@given(facts, schemes(), rule_sets(), st.none() | spans, st.none() | st.sampled_from(LEVEL_IDS), st.none() | overrides)
def test_why_this_priority(
    facts: Facts,
    scheme: PriorityScheme,
    rules: RuleSet,
    waited: timedelta | None,
    least: LevelId | None,
    override: Override | None,
) -> None:
    priority = rate(facts, scheme, version=9, waited=waited, least=least, override=override)
    decision = Rating(facts=facts, waited=waited, priority=priority)

    check(decision, rules, scheme)
    tampered = replace(decision, priority=replace(priority, points=priority.points + 1))
    assert again(tampered, rules=rules, scheme=scheme) == decision


def test_a_line_that_was_archived_since_makes_no_difference() -> None:
    lines = (Line(id=LINE_IDS[0], names={}, topics=frozenset({"card"})), Line(id=LINE_IDS[1], names={}))
    facts = Facts(at=NOW, words={"topic": ("card",)})
    ways = ways_for("card", lines)
    decision = Routing(facts=facts, version=0, ways=ways, routed=route_by(facts, RuleSet(), ways))
    scheme = PriorityScheme(levels=())

    assert decision.routed.line == LINE_IDS[0]
    assert ways_for("card", (replace(lines[0], archived=True), lines[1])) != ways
    assert again(decision, rules=RuleSet(), scheme=scheme) == decision


def test_a_choice_that_nobody_could_have_made_is_found_out() -> None:
    anna = Candidate(id=OperatorId("anna"), online=False)
    choice = Choice(operator=anna.id, why=Reason(code="only"))
    decision = Choosing(at=NOW, line=LINE_IDS[0], needs=Needs(), candidates=(anna,), order=(), choice=choice)

    with pytest.raises(ValueError, match="Nobody"):
        again(decision, rules=RuleSet(), scheme=PriorityScheme(levels=()))
