"""The rules tried out: what would become of a session, rule by rule and person by person. Nothing is changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handoff.book import Book
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.facts import ATTRIBUTE, Facts
from handoff.handling import Handling
from handoff.ids import OperatorId
from handoff.line import Line
from handoff.operator import Operator
from handoff.priority import Priority, rate
from handoff.reasons import Reason
from handoff.routing.applying import as_routed
from handoff.routing.candidate import Candidate, unable
from handoff.routing.choice import Choice, choose
from handoff.routing.reading import candidate, facts_of, needs_of
from handoff.routing.rules import Routed, Rule, route_by
from handoff.routing.trace import Trace, explain
from handoff.routing.ways import ways_of
from handoff.session import Closed, Waiting, WithBot
from handoff.sla.policy import Status, Target, limit, policy_for

Loaded = Callable[[OperatorId], tuple[int, datetime | None]]
"""What an operator has in hand, and since when they were given nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTried:
    """`matches`: in use, and its condition holds. `counts`: it took part; where the first match wins only one does."""

    id: str
    name: str
    enabled: bool
    matches: bool
    counts: bool
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A limit of the policy that the session would come under."""

    target: Target
    status: Status | None
    limit: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """`why_not` is None for who could be given the session."""

    candidate: Candidate
    why_not: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What would become of it. `choice` is None when nobody could be given it now."""

    facts: Facts
    rules: tuple[RuleTried, ...]
    routed: Routed
    priority: Priority
    policy: str | None
    promises: tuple[Promise, ...]
    candidates: tuple[Considered, ...]
    choice: Choice | None


def try_out(conversation: Conversation, facts: Facts, book: Book, loaded: Loaded, now: datetime) -> Tried:
    """As if it were handed over now. Raises ValueError when the company has no line at all."""
    routed = route_by(facts, book.routing, ways_of(facts, book))
    line = next(each for each in book.lines if each.id == routed.line)
    priority = rate(facts, book.priority, version=book.priority_version, least=routed.priority)
    waiting = {"line": (line.id,), "status": (Status.WAITING.value,), "priority": (priority.level,)}
    tags = tuple(dict.fromkeys((*facts.words.get("tag", ()), *routed.tags)))
    in_queue = replace(facts, words={**facts.words, **waiting, **({"tag": tags} if tags else {})})
    policy = policy_for(in_queue, book.sla)
    targets = [(target, None) for target in Target if target is not Target.IN_STATUS]
    limits = [
        (target, status, limit(policy, target, in_queue, priority.level, status) if policy else None)
        for target, status in (*targets, *((Target.IN_STATUS, status) for status in Status))
    ]
    asking = conversation.with_session(_routed(conversation, routed, line, now))
    needs = needs_of(asking, line)
    candidates = tuple(
        _candidate(each, line, loaded, asking, now) for each in book.staff if each.active and line.id in each.lines
    )
    return Tried(
        facts=facts,
        rules=tuple(_tried(rule, facts, routed) for rule in book.routing.rules),
        routed=routed,
        priority=priority,
        policy=policy.name if policy else None,
        promises=tuple(Promise(target=t, status=s, limit=found) for t, s, found in limits if found is not None),
        candidates=tuple(Considered(candidate=each, why_not=unable(needs, each)) for each in candidates),
        choice=choose(needs, candidates, line.order),
    )


def imagined(facts: Facts) -> Conversation:
    """A conversation that has these facts, as far as one who takes it is concerned."""
    word = facts.word
    attributes = {name.removeprefix(ATTRIBUTE): facts.word(name) or "" for name in facts.words if ATTRIBUTE in name}
    customer = Customer(
        language=word("language") or "", tier=word("customer_tier"), groups=facts.words.get("customer_group", ()),
        region=word("region"), attributes=attributes,
    )  # fmt: skip
    address = Address(channel=word("channel") or "", account=word("account") or "", external_id="made up")
    blank = begin(address, customer, at=facts.at)
    earlier = tuple(
        Closed(
            id=blank.session.id, number=1, started_at=facts.at, closed_at=facts.at, reason="solved",
            closed_by=OperatorId(by),
        )
        for by in reversed(facts.words.get("earlier_operator", ()))
    )  # fmt: skip
    session = replace(blank.session, topic=word("topic"), handling=_handling(facts))
    return replace(blank, session=session, earlier=earlier)


def filled_in(facts: Facts) -> Facts:
    """Made-up facts with those that follow from them."""
    implied = facts_of(imagined(facts), facts.at)
    return replace(facts, words={**implied.words, **facts.words}, numbers={**implied.numbers, **facts.numbers})


def _handling(facts: Facts) -> Handling:
    return Handling(
        reason=facts.word("reason"), kind=facts.word("kind"), intent=facts.word("intent"),
        sentiment=facts.numbers.get("sentiment", 0.0), words=facts.text, tags=facts.words.get("tag", ()),
    )  # fmt: skip


def _routed(conversation: Conversation, routed: Routed, line: Line, now: datetime) -> Waiting:
    """The session as the rules would send it on: who declined it before has no part in this."""
    handling = replace(as_routed(conversation.handling, routed), declined=(), supervised=False)
    session = conversation.session
    fresh = WithBot(
        id=session.id, number=session.number, started_at=session.started_at, topic=session.topic, handling=handling
    )  # fmt: skip
    return fresh.hand_off(line.id, at=now)


def _tried(rule: Rule, facts: Facts, routed: Routed) -> RuleTried:
    trace = explain(rule.when, facts)
    return RuleTried(
        id=rule.id, name=rule.name, enabled=rule.enabled, matches=rule.enabled and trace.holds,
        counts=rule.id in routed.matched, trace=trace,
    )  # fmt: skip


def _candidate(operator: Operator, line: Line, loaded: Loaded, conversation: Conversation, now: datetime) -> Candidate:
    load, idle_since = loaded(operator.id)
    return candidate(operator, line, load=load, idle_since=idle_since, conversation=conversation, now=now)
