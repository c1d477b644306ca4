"""The company whose day it is: four lines of all three distributions, eight operators and their supervisor, rules.

Every limit and every share of it that a step names is a whole number of minutes, and people act on the minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handoff.book import LEVELS
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Distribution, Line, Overflow, Question, Reassign
from handoff.operator import Operator, Role
from handoff.priority import Patience, Points, PriorityScheme
from handoff.routing.conditions import Is
from handoff.routing.rules import Mode, Outcome, Rule, RuleSet
from handoff.sla.policy import Cell, Hearer, Move, Pause, SlaPolicies, SlaPolicy, Step, Table, Target
from tests.parts import DELIVERY, PAYMENTS, person

ZONE = ZoneInfo("Europe/Warsaw")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RETURNS, EXPERTS = LineId("returns"), LineId("experts")
TOPICS: Mapping[str, LineId] = {"delivery": DELIVERY, "payment": PAYMENTS, "refund": PAYMENTS, "warranty": RETURNS}


def wall(hour: int, minute: int = 0) -> datetime:
    """A time of the day, a Monday, on the clock in the company's office."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZONE).astimezone(UTC)


def hours(opens: int, closes: int) -> BusinessHours:
    span = (Interval(opens=time(opens), closes=time(closes)),)
    return BusinessHours(zone=ZONE.key, week=dict.fromkeys(range(5), span))


OPEN: Mapping[LineId, tuple[int, int]] = {DELIVERY: (9, 18), PAYMENTS: (9, 17), RETURNS: (10, 18), EXPERTS: (9, 18)}
"""From which hour to which, in the office's time."""
_BACK = Reassign(no_answer_within=40 * MINUTE, away_for=15 * MINUTE, at_shift_end=True)


def _line(id: LineId, **known: Any) -> Line:
    shared = {"names": {"en": id.title()}, "hours": hours(*OPEN[id]), "reassign": _BACK, "reopen_within": 2 * HOUR}
    return Line(id=id, **{**shared, **known})


LINES = (
    _line(
        DELIVERY, topics=frozenset({"delivery"}), takes_rest=True, distribution=Distribution.PUSH, capacity=3,
        accept_within=2 * MINUTE, escalates_to=EXPERTS, overflow=Overflow(after=90 * MINUTE, to=RETURNS),
        questions=(Question(key="order", texts={"en": "What is your order's number?"}),
                   Question(key="when", texts={"en": "When did you order?"})),
    ),
    _line(
        PAYMENTS, topics=frozenset({"payment", "refund"}), distribution=Distribution.PUSH, capacity=3,
        escalates_to=EXPERTS, overflow=Overflow(after=30 * MINUTE, to=DELIVERY),
    ),
    _line(RETURNS, topics=frozenset({"warranty"}), capacity=4, escalates_to=EXPERTS),
    _line(EXPERTS, tier=2, distribution=Distribution.SUPERVISOR, capacity=5),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """When somebody is at their desk; `lunch` lasts half an hour."""

    who: Operator
    comes: datetime
    goes: datetime
    lunch: datetime
    offline: tuple[datetime, datetime] | None = None
    """Their connection is dead."""

    def works(self, at: datetime) -> bool:
        return self.comes <= at < self.goes and not self.lunch <= at < self.lunch + HOUR / 2

    def connected(self, at: datetime) -> bool:
        return self.comes <= at < self.goes and not (self.offline and self.offline[0] <= at < self.offline[1])


def _day(who: Operator, comes: int, goes: int, lunch: datetime, **known: Any) -> Day:
    return Day(who=who, comes=wall(comes), goes=wall(goes), lunch=lunch, **known)


SIOBHAN = person("Siobhan", EXPERTS, role=Role.SUPERVISOR, capacity=50)
DAYS = (
    _day(person("Anna", DELIVERY, email="anna@example.com"), 9, 18, wall(12)),
    _day(person("Boris", DELIVERY, PAYMENTS, shift=hours(9, 14)), 9, 14, wall(11, 30)),
    _day(person("Cleo", DELIVERY, capacity=4), 9, 18, wall(12, 30), offline=(wall(14, 20), wall(15, 5))),
    _day(person("Dmitri", PAYMENTS, skills={"payments": 4}), 9, 18, wall(13)),
    _day(person("Ewa", PAYMENTS, DELIVERY, skills={"payments": 2}), 9, 17, wall(12)),
    _day(person("Filip", RETURNS), 10, 18, wall(13, 30)),
    _day(person("Gita", RETURNS, DELIVERY, shift=hours(13, 19)), 13, 19, wall(16)),
    _day(person("Hana", EXPERTS), 9, 18, wall(12, 30)),
    _day(SIOBHAN, 8, 19, wall(12)),
)
STAFF = tuple(each.who for each in DAYS)
BY_ID: Mapping[OperatorId, Day] = {each.who.id: each for each in DAYS}

_PREMIUM = Is(fact="customer_tier", values=("premium",))
ROUTING = RuleSet(
    mode=Mode.ALL,
    rules=(
        Rule(id="premium", name="Keep their operator", when=_PREMIUM, then=Outcome(same_operator=True)),
        Rule(id="refund", name="May pay out", when=Is(fact="topic", values=("refund",)),
             then=Outcome(skills={"payments": 3})),
        Rule(id="warranty", name="Takes longer", when=Is(fact="topic", values=("warranty",)), then=Outcome(effort=2)),
        Rule(id="complaint", name="Urgent", when=Is(fact="reason", values=("complaint",)),
             then=Outcome(priority=LevelId("high"))),
    ),
)  # fmt: skip
PRIORITY = PriorityScheme(
    levels=LEVELS,
    table=(
        Points(id="premium", when=_PREMIUM, points=20),
        Points(id="money", when=Is(fact="topic", values=("payment", "refund")), points=10),
    ),
    waiting=(Patience(after=30 * MINUTE, points=10), Patience(after=60 * MINUTE, points=25)),
)

STEPS = (
    Step(id="soon", percent=75, tell=frozenset({Hearer.OPERATOR})),
    Step(id="late", percent=100, tell=frozenset(Hearer), raise_priority=True, emails=("duty@example.com",)),
    Step(id="much-too-late", percent=200, targets=frozenset({Target.FIRST_RESPONSE, Target.RESOLUTION}),
         tell=frozenset({Hearer.SUPERVISORS}), move=Move.NEXT_TIER),
)  # fmt: skip
LIMITS: Mapping[Target, Mapping[str, Mapping[str, int]]] = {
    Target.FIRST_RESPONSE: {
        "premium": {"normal": 20, "high": 16, "critical": 12}, "*": {"normal": 40, "high": 24, "critical": 16},
    },
    Target.NEXT_RESPONSE: {"premium": {"*": 20}, "*": {"*": 40, "critical": 20}},
    Target.RESOLUTION: {"*": {"*": 80, "critical": 60}},
    Target.IN_STATUS: {"*": {"*": 60}},
}  # fmt: skip
"""Minutes by the customer's tier and the level; time in a status is promised for waiting only."""


def _table(target: Target, rows: Mapping[str, Mapping[str, int]]) -> Table:
    def cell(word: str, limits: Mapping[str, int]) -> Cell:
        return Cell(row=(word,), limits={LevelId(level): n * MINUTE for level, n in limits.items()})

    if target is Target.IN_STATUS:
        return Table(target=target, axes=("status",), cells=(cell("waiting", rows["*"]),))
    return Table(target=target, axes=("customer_tier",), cells=tuple(cell(*row) for row in rows.items()))


SLA = SlaPolicies(
    policies=(
        SlaPolicy(
            id="all", name="All", steps=STEPS, tables=tuple(_table(*each) for each in LIMITS.items()),
            pauses={Target.NEXT_RESPONSE: frozenset({Pause.ON_HOLD}), Target.RESOLUTION: frozenset(Pause)},
        ),
    )
)  # fmt: skip
