"""(a) Decisions a second: which line by a hundred rules, and who of two hundred operators.

The floor is the least that any correct system must do: compare a fact for every rule, none of which matches, and
look once at the room of every operator.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from handoff.facts import Facts
from handoff.ids import LineId, OperatorId
from handoff.line import Line
from handoff.routing.candidate import Candidate, Needs
from handoff.routing.choice import choose
from handoff.routing.conditions import All, Between, Condition, Either, Is, Not, Says
from handoff.routing.rules import Outcome, Rule, RuleSet, route
from tests.bench.growth import Growth, Point, point

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LINES = tuple(Line(id=LineId(f"line{n}"), names={}, takes_rest=n == 0) for n in range(8))
SKILLS, LANGUAGES, TIERS = ("billing", "law", "parts", "repair"), ("en", "pl", "el", "ru"), ("premium", "standard")
_SECONDS = 2.0


def measure() -> list[Growth]:
    at_once = [_decisions(operators=200, rules=100, n=200)]
    by_operators = [_decisions(operators=n, rules=100, n=n) for n in (1_000, 10_000, 100_000)]
    by_rules = [_decisions(operators=200, rules=n, n=n) for n in (1_000, 10_000, 100_000)]
    return [
        Growth(name="decisions, 200 operators and 100 rules", each="route + choose", points=at_once, walk=True),
        Growth(name="decisions by operators", each="route + choose, 100 rules", points=by_operators, walk=True),
        Growth(name="decisions by rules", each="route + choose, 200 operators", points=by_rules, walk=True),
    ]


def _decisions(*, operators: int, rules: int, n: int) -> Point:
    fate = random.Random(7)
    book = RuleSet(rules=tuple(_rule(number, fate) for number in range(rules)))
    people = tuple(_candidate(number, fate) for number in range(operators))
    sessions = [(_facts(fate), _needs(fate)) for _ in range(200)]
    order = LINES[0].order

    def decide(number: int) -> None:
        facts, needs = sessions[number % len(sessions)]
        route(facts, book, LINES)
        choose(needs, people, order)

    topics = [_topic(rule) for rule in book.rules]

    def least(number: int) -> None:
        wanted = sessions[number % len(sessions)][0].word("topic")
        next((topic for topic in topics if topic == wanted), None)
        max(people, key=lambda each: each.capacity - each.load)

    times, floor = _timed(decide), _timed(least)
    return point(n, times, floor=floor, note=f"{len(times) / sum(times):,.0f} decisions a second")


def _timed(work: Callable[[int], None]) -> Sequence[float]:
    """Seconds of each, for a while, and ten at least."""
    times: list[float] = []
    until = time.perf_counter() + _SECONDS
    while len(times) < 10 or time.perf_counter() < until:
        began = time.perf_counter()
        work(len(times))
        times.append(time.perf_counter() - began)
    return times


def _rule(number: int, fate: random.Random) -> Rule:
    """None matches, so that the whole list is walked: the worst case of a company with many special cases."""
    special = Is(fact="topic", values=(f"special{number}",))
    more: Sequence[Condition] = (
        Is(fact="customer_tier", values=(fate.choice(TIERS),)), Between(fact="sentiment", below=-0.4),
        Says(words=("refund*", "money back")), Not(of=Is(fact="language", values=(fate.choice(LANGUAGES),))),
    )  # fmt: skip
    when = All(of=(special, Either(of=tuple(fate.sample(more, 2)))))
    return Rule(id=f"r{number}", name=f"Rule {number}", when=when, then=Outcome(line=fate.choice(LINES).id))


def _topic(rule: Rule) -> str:
    assert isinstance(rule.when, All)
    [first, *_] = rule.when.of
    assert isinstance(first, Is)
    return first.values[0]


def _facts(fate: random.Random) -> Facts:
    words = {
        "topic": (f"topic{fate.randrange(100)}",), "customer_tier": (fate.choice(TIERS),),
        "language": (fate.choice(LANGUAGES),), "channel": ("telegram",), "kind": ("question",),
    }  # fmt: skip
    numbers = {"sentiment": fate.uniform(-1, 1), "earlier_sessions": float(fate.randrange(5))}
    return Facts(at=NOW, words=words, numbers=numbers, text="I would like my money back, the lamp arrived broken")


def _needs(fate: random.Random) -> Needs:
    skills = {fate.choice(SKILLS): fate.randrange(1, 4)} if fate.random() < 0.5 else {}
    return Needs(effort=1, skills=skills, language=fate.choice(LANGUAGES), language_required=fate.random() < 0.3)


def _candidate(number: int, fate: random.Random) -> Candidate:
    return Candidate(
        id=OperatorId(f"operator{number}"), online=fate.random() < 0.9, load=fate.randrange(5), capacity=5,
        skills={skill: fate.randrange(1, 6) for skill in fate.sample(SKILLS, 2)},
        languages=tuple(fate.sample(LANGUAGES, 2)), solved=fate.randrange(3),
        idle_since=NOW - fate.randrange(3600) * timedelta(seconds=1),
    )  # fmt: skip
