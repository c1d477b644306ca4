"""Facts, conditions, rules, operators and schemes of every kind, for laws that hold for all of them (hypothesis)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from handoff.facts import FACTS, FactKind, Facts
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line
from handoff.priority import Level, Override, Patience, Points, PriorityScheme
from handoff.routing.candidate import Candidate, Needs
from handoff.routing.conditions import All, Between, Condition, Dates, During, Either, Is, Not, Says
from handoff.routing.criteria import Criterion
from handoff.routing.rules import Mode, Outcome, Rule, RuleSet

WORDS = sorted(fact for fact, kind in FACTS.items() if kind is FactKind.WORD)
NUMBERS = sorted(fact for fact, kind in FACTS.items() if kind is FactKind.NUMBER)
LINE_IDS = [LineId(name) for name in ("delivery", "payments", "refunds", "technical")]
LEVEL_IDS = [LevelId(name) for name in ("low", "normal", "high", "critical")]
PEOPLE = [OperatorId(name) for name in ("anna", "boris", "cleo", "dmitri", "ewa", "filip")]
SKILLS = ["billing", "refunds", "legal"]

_values = st.sampled_from(["a", "b", "Γ", "ж"])
_numbers = st.floats(-2, 5).map(lambda number: round(number, 2))
_said = st.sampled_from(["refund", "возврат", "zażalenie", "επιστροφή", "please", "card"])
times = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)  # as a database keeps it
)
spans = st.integers(0, 600).map(lambda minutes: timedelta(minutes=minutes))
skills = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2)
orders = st.lists(st.sampled_from(Criterion), unique=True).map(tuple)

facts = st.builds(
    Facts,
    at=times,
    words=st.dictionaries(
        st.sampled_from([*WORDS, "attribute.plan"]), st.lists(_values, min_size=1, max_size=2).map(tuple), max_size=6
    ),
    numbers=st.dictionaries(st.sampled_from(NUMBERS), _numbers, max_size=3),
    text=st.lists(_said, max_size=4).map(" ".join),
)

_leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        Is,
        fact=st.sampled_from([*WORDS, "attribute.plan"]),
        values=st.lists(_values | st.just("*"), max_size=2).map(tuple),
    ),
    st.builds(Between, fact=st.sampled_from(NUMBERS), least=st.none() | _numbers, below=st.none() | _numbers),
    st.builds(Says, words=st.lists(_said, max_size=2).map(tuple)),
    st.builds(
        Dates, first=st.none() | st.dates(), last=st.none() | st.dates(), zone=st.sampled_from(["UTC", "Asia/Tokyo"])
    ),
    st.just(During(hours=BusinessHours(week={n: (Interval(opens=time(9), closes=time(17)),) for n in range(5)}))),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    _leaves,
    lambda parts: st.one_of(
        st.builds(All, of=st.lists(parts, max_size=3).map(tuple)),
        st.builds(Either, of=st.lists(parts, max_size=3).map(tuple)),
        st.builds(Not, of=parts),
    ),
    max_leaves=5,
)

outcomes = st.builds(
    Outcome,
    line=st.none() | st.sampled_from([*LINE_IDS, LineId("gone")]),
    skills=skills,
    priority=st.none() | st.sampled_from(LEVEL_IDS),
    operator=st.none() | st.sampled_from(PEOPLE),
    same_operator=st.booleans(),
    effort=st.none() | st.integers(1, 4),
    tags=st.lists(st.sampled_from(["vip", "fraud", "legal"]), max_size=2).map(tuple),
)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    some = draw(st.lists(st.tuples(conditions, outcomes, st.booleans()), max_size=5))
    rules = tuple(
        Rule(id=f"r{n}", name=f"Rule {n}", when=when, then=then, enabled=enabled)
        for n, (when, then, enabled) in enumerate(some)
    )
    return RuleSet(rules=rules, mode=draw(st.sampled_from(Mode)))


@st.composite
def companies(draw: st.DrawFn) -> tuple[Line, ...]:
    """At least one line that is in use."""
    ids = draw(st.lists(st.sampled_from(LINE_IDS), min_size=1, unique=True))
    used = draw(st.sampled_from(ids))
    return tuple(
        Line(
            id=each,
            names={},
            topics=draw(st.frozensets(_values, max_size=2)),
            takes_rest=draw(st.booleans()),
            archived=each != used and draw(st.booleans()),
        )
        for each in ids
    )


@st.composite
def schemes(draw: st.DrawFn) -> PriorityScheme:
    steps = draw(st.lists(st.integers(-10, 30), min_size=len(LEVEL_IDS), max_size=len(LEVEL_IDS)))
    rows = draw(st.lists(st.tuples(conditions, st.integers(-20, 40)), max_size=4))
    waits = draw(st.lists(st.tuples(spans, st.integers(-5, 20)), max_size=3))
    return PriorityScheme(
        levels=tuple(Level(id=id_, names={}, points=points) for id_, points in zip(LEVEL_IDS, steps, strict=True)),
        table=tuple(Points(id=f"p{n}", when=when, points=points) for n, (when, points) in enumerate(rows)),
        waiting=tuple(Patience(after=after, points=points) for after, points in waits),
    )


overrides = st.builds(
    Override, level=st.sampled_from([*LEVEL_IDS, LevelId("gone")]), by=st.sampled_from(PEOPLE), reason=_said, at=times
)
needs = st.builds(
    Needs,
    effort=st.integers(1, 3),
    skills=skills,
    language=st.sampled_from(["", "en", "pl"]),
    language_required=st.booleans(),
    region=st.none() | st.sampled_from(["north", "south"]),
    wanted=st.none() | st.sampled_from(PEOPLE),
    wanted_why=st.sampled_from(["wanted", "history"]),
    declined=st.lists(st.sampled_from(PEOPLE), max_size=3).map(tuple),
    supervisor=st.booleans(),
)


def candidates(**fixed: Any) -> st.SearchStrategy[list[Candidate]]:
    """Operators of one line, each once; `fixed` fields are the same for all."""
    free: dict[str, st.SearchStrategy[Any]] = {
        "online": st.sampled_from([True, True, True, False]),
        "on_shift": st.sampled_from([True, True, True, False]),
        "supervisor": st.booleans(),
        "load": st.integers(0, 4),
        "capacity": st.integers(0, 5),
        "skills": skills,
        "languages": st.lists(st.sampled_from(["en", "pl", "el"]), max_size=2, unique=True).map(tuple),
        "regions": st.lists(st.sampled_from(["north", "south"]), max_size=1).map(tuple),
        "solved": st.integers(0, 2),
        "idle_since": st.none() | times,
        "resting": st.booleans(),
        "held_back": st.sampled_from([False, False, True]),
    }
    chosen = {name: strategy for name, strategy in free.items() if name not in fixed}
    one = st.builds(Candidate, id=st.sampled_from(PEOPLE), **chosen, **{name: st.just(v) for name, v in fixed.items()})
    return st.lists(one, unique_by=lambda each: each.id, max_size=len(PEOPLE))
