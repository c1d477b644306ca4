"""Where the rules send a session: the first that matches or all of them, and what they ask for together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.facts import Facts
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line
from handoff.reasons import Reason
from handoff.routing.conditions import Either, Is
from handoff.routing.rules import Mode, Outcome, Rule, RuleSet, matching, route
from tests.parts import DELIVERY, LINES, NOW, PAYMENTS
from tests.strategies import companies, facts, outcomes, rule_sets

PREMIUM = Facts(at=NOW, words={"customer_tier": ("premium",), "channel": ("telegram",), "topic": ("returns",)})
NEVER = Either()


def rule(name: str, **then: object) -> Rule:
    """One that holds for PREMIUM."""
    return Rule(id=name.lower(), name=name, when=Is(fact="customer_tier", values=("premium",)), then=Outcome(**then))  # type: ignore[arg-type]


LOCAL, MONEY = rule("Local", line=DELIVERY), rule("Money", line=PAYMENTS)
STRANGE, OFF = replace(MONEY, id="strange", when=NEVER), replace(MONEY, id="off", enabled=False)
BOTH = (LOCAL, MONEY)


@pytest.mark.parametrize(
    ("story", "mode", "rules", "line", "matched"),
    [
        ("no rules: the topic's line", Mode.FIRST, (), DELIVERY, ()),
        ("a rule is stronger than the topic", Mode.FIRST, (MONEY,), PAYMENTS, ("money",)),
        ("the first that matches", Mode.FIRST, BOTH, DELIVERY, ("local",)),
        ("their order is what counts", Mode.FIRST, BOTH[::-1], PAYMENTS, ("money",)),
        ("one that does not hold is skipped", Mode.FIRST, (STRANGE, LOCAL), DELIVERY, ("local",)),
        ("one that is off is skipped", Mode.FIRST, (OFF, LOCAL), DELIVERY, ("local",)),
        ("of all, the first line", Mode.ALL, BOTH, DELIVERY, ("local", "money")),
        (
            "of all, the first that names a line",
            Mode.ALL,
            (rule("Tag", tags=("vip",)), MONEY),
            PAYMENTS,
            ("tag", "money"),
        ),
        ("all but those that are off", Mode.ALL, (OFF, STRANGE, LOCAL), DELIVERY, ("local",)),
    ],
)
def test_where_a_session_goes(
    story: str, mode: Mode, rules: tuple[Rule, ...], line: LineId, matched: tuple[str, ...]
) -> None:
    routed = route(PREMIUM, RuleSet(rules=rules, mode=mode), LINES)

    assert (routed.line, routed.matched) == (line, matched)


@pytest.mark.parametrize(
    ("story", "topic", "rules", "expected"),
    [
        ("by a rule", "returns", (MONEY,), Reason(code="rule", values={"rule": "Money", "id": "money"})),
        ("by the topic", "returns", (), Reason(code="topic", values={"topic": "returns"})),
        ("nobody claims the topic", "weather", (), Reason(code="rest")),
        ("no topic", None, (), Reason(code="rest")),
        (
            "a rule without a line",
            "returns",
            (rule("Tag", tags=("vip",)),),
            Reason(code="topic", values={"topic": "returns"}),
        ),
    ],
)
def test_why_this_line(story: str, topic: str | None, rules: tuple[Rule, ...], expected: Reason) -> None:
    words = {"customer_tier": ("premium",)} | ({"topic": (topic,)} if topic else {})

    assert route(Facts(at=NOW, words=words), RuleSet(rules=rules), LINES).why_line == expected


@pytest.mark.parametrize(
    ("story", "lines"),
    [("missing", LINES[:1]), ("archived", (LINES[0], replace(LINES[1], archived=True)))],
)
def test_a_rule_whose_line_takes_nothing_says_all_but_its_line(story: str, lines: Sequence[Line]) -> None:
    fraud = rule("Fraud", line=PAYMENTS, priority=LevelId("high"), skills={"fraud": 3}, tags=("fraud",))
    routed = route(PREMIUM, RuleSet(rules=(fraud,)), lines)

    assert (routed.line, routed.why_line.code) == (DELIVERY, "topic")
    assert (routed.matched, routed.priority, routed.skills, routed.tags) == (
        ("fraud",),
        "high",
        {"fraud": 3},
        ("fraud",),
    )


def test_another_rule_may_name_the_line_instead() -> None:
    gone = rule("Gone", line=LineId("gone"))
    routed = route(PREMIUM, RuleSet(rules=(gone, MONEY), mode=Mode.ALL), LINES)

    assert (routed.line, routed.why_line.values["rule"]) == (PAYMENTS, "Money")


def test_rules_add_up() -> None:
    rules = (
        rule("One", skills={"billing": 2, "legal": 4}, tags=("vip", "eu"), effort=3),
        rule("Two", skills={"billing": 5, "legal": 1}, tags=("eu", "fraud"), effort=2, priority=LevelId("high")),
        rule("Three", operator=OperatorId("anna"), same_operator=True, priority=LevelId("low")),
    )
    routed = route(PREMIUM, RuleSet(rules=rules, mode=Mode.ALL), LINES)

    assert routed.skills == {"billing": 5, "legal": 4}
    assert routed.tags == ("vip", "eu", "fraud")
    assert (routed.effort, routed.priority, routed.operator, routed.same_operator) == (3, "high", "anna", True)


def test_nothing_is_asked_for_by_nobody() -> None:
    routed = route(PREMIUM, RuleSet(), LINES)

    assert (routed.skills, routed.tags, routed.effort, routed.priority, routed.operator) == ({}, (), 1, None, None)


@given(facts, rule_sets(), companies())
def test_a_session_always_goes_to_a_line_that_takes_sessions(
    facts: Facts, rules: RuleSet, lines: tuple[Line, ...]
) -> None:
    assert route(facts, rules, lines).line in {line.id for line in lines if not line.archived}


@given(facts, rule_sets(), companies(), outcomes, st.integers(0, 5), st.booleans())
def test_a_rule_that_takes_no_part_changes_nothing(
    facts: Facts, rules: RuleSet, lines: tuple[Line, ...], then: Outcome, place: int, off: bool
) -> None:
    idle = (
        Rule(id="idle", name="Idle", then=then, enabled=False)
        if off
        else Rule(id="idle", name="Idle", when=NEVER, then=then)
    )
    more = replace(rules, rules=(*rules.rules[:place], idle, *rules.rules[place:]))

    assert route(facts, more, lines) == route(facts, rules, lines)


@given(facts, rule_sets(), companies())
def test_the_first_of_all_that_match_is_the_first_that_matches(
    facts: Facts, rules: RuleSet, lines: tuple[Line, ...]
) -> None:
    every = matching(facts, replace(rules, mode=Mode.ALL))

    assert matching(facts, replace(rules, mode=Mode.FIRST)) == every[:1]
    assert all(rule.enabled for rule in every)
    assert [rule for rule in rules.rules if rule in every] == list(every)


@given(facts, rule_sets(), companies())
def test_one_matching_rule_means_the_same_in_both_modes(facts: Facts, rules: RuleSet, lines: tuple[Line, ...]) -> None:
    alone = RuleSet(rules=matching(facts, rules)[:1])
    first, every = (route(facts, replace(alone, mode=mode), lines) for mode in Mode)

    assert first == every


@given(facts, rule_sets(), companies())
def test_together_rules_never_ask_for_less_than_each_of_them(
    facts: Facts, rules: RuleSet, lines: tuple[Line, ...]
) -> None:
    every = replace(rules, mode=Mode.ALL)
    routed = route(facts, every, lines)

    for rule in matching(facts, every):
        assert all(routed.skills[skill] >= level for skill, level in rule.then.skills.items())
        assert set(rule.then.tags) <= set(routed.tags)
        assert routed.same_operator or not rule.then.same_operator


@given(rule_sets(), facts, st.integers(0, 10_000))
def test_the_time_matters_only_to_conditions_on_time(rules: RuleSet, facts: Facts, minutes: int) -> None:
    timeless = replace(rules, rules=tuple(each for each in rules.rules if "during" not in repr(each.when)))
    later = replace(facts, at=facts.at + timedelta(minutes=minutes))

    assert matching(facts, timeless) == matching(later, timeless)
