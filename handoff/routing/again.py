"""A stored decision computed again: the proof that what the history says is why it was decided so."""

from dataclasses import replace
from typing import assert_never

from handoff.priority import PriorityScheme, rate
from handoff.routing.choice import choose
from handoff.routing.decisions import Choosing, Decision, Rating, Routing
from handoff.routing.rules import RuleSet, route_by


def again(decision: Decision, *, rules: RuleSet, scheme: PriorityScheme) -> Decision:
    """The decision that its own facts lead to: equal to it, unless one of the two was tampered with.

    `rules` and `scheme` are those of the version that it names; a choice needs neither. Raises ValueError when it
    leads to nobody at all.
    """
    match decision:
        case Routing(facts=facts, ways=ways):
            return replace(decision, routed=route_by(facts, rules, ways))
        case Choosing(needs=needs, candidates=candidates, order=order):
            choice = choose(needs, candidates, order)
            if choice is None:
                raise ValueError("Nobody of those who were there could have been chosen.")
            return replace(decision, choice=choice)
        case Rating(facts=facts, waited=waited, priority=was):
            priority = rate(
                facts, scheme, version=was.version, waited=waited, least=was.least, override=was.override
            )  # fmt: skip
            return replace(decision, priority=priority)
        case _:
            assert_never(decision)
