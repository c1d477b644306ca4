"""Laws of promises, for sessions to which anything may happen at any quarter of an hour.

`Tally` is the same promise told in another way: somebody looks at the session every quarter of an hour, and makes a
stroke for each target that counts.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.hours import BusinessHours, Interval
from handoff.ids import LineId
from handoff.session import Closed, Waiting, WithBot, WithOperator
from handoff.sla.pace import passed
from handoff.sla.policy import Pause, SlaPolicy, Step, Target, Time
from handoff.sla.steps import due, next_moment
from tests.parts import DELIVERY, PAYMENTS
from tests.sla_story import CRITICAL, MINUTE, Story, policy

QUARTER = 15 * MINUTE
FRIDAY = datetime(2026, 3, 27, 7, tzinfo=UTC)
"""The clocks of Warsaw and Athens change on Sunday."""
MOVES = (
    "taken", "answered", "answered", "customer writes", "customer writes", "on hold", "resumed", "moved to payments",
    "moved to delivery", "passed on", "given back", "handed over", "closed", "reopened", "priority rises",
    "priority falls", "policy to 0", "policy to 1", "policy to 2",
)  # fmt: skip
STEPS = tuple(Step(id=f"at {percent}", percent=percent) for percent in (50, 80, 100, 130))
LIMITS = st.integers(1, 60).map(lambda n: n * QUARTER)
TIMES = st.integers(0, 23).map(lambda hour: time(hour))
DAYS = st.lists(st.builds(Interval, opens=TIMES, closes=TIMES), max_size=2).map(tuple)
HOURS = st.builds(
    BusinessHours,
    zone=st.sampled_from(["Europe/Warsaw", "Europe/Athens", "America/New_York", "Asia/Tokyo"]),
    week=st.dictionaries(st.integers(0, 6), DAYS, max_size=7),
)
POLICIES = st.builds(
    policy,
    id=st.sampled_from(["standard", "special"]),
    time=st.sampled_from(Time),
    critical=LIMITS,
    first_response=LIMITS,
    next_response=LIMITS,
    resolution=LIMITS,
    steps=st.sampled_from([(), STEPS[:2], STEPS]),
)
MOMENTS = st.lists(st.tuples(st.integers(1, 60), st.sampled_from(MOVES)), max_size=14)


PATIENTLY = settings(deadline=None)


@dataclass
class Tale:
    """What happens, at which moments, and by which policies; all of them pause alike."""

    hours: dict[LineId, BusinessHours]
    policies: list[SlaPolicy]
    moments: list[tuple[datetime, str]]

    def begin(self) -> Story:
        story = Story(self.policies[0], dict(self.hours))
        story.move(FRIDAY, "handed over")
        return story

    def happen(self, story: Story, at: datetime, what: str) -> None:
        if what.startswith("policy to "):
            story.policy = self.policies[int(what[-1])]
        story.move(at, what)


@st.composite
def tales(draw: st.DrawFn) -> Tale:
    pauses = dict.fromkeys(Target, draw(st.frozensets(st.sampled_from(Pause))))
    policies = [replace(each, pauses=pauses) for each in draw(st.lists(POLICIES, min_size=3, max_size=3))]
    at, moments = FRIDAY, []
    for quarters, what in draw(MOMENTS):
        at += quarters * QUARTER
        moments.append((at, what))
    return Tale({DELIVERY: draw(HOURS), PAYMENTS: draw(HOURS)}, policies, moments)


@dataclass
class Count:
    """Strokes for one target. `just` says whether the last quarter of an hour was one, `terms` what was promised."""

    spent: timedelta = timedelta()
    breached_at: datetime | None = None
    just: bool = False
    terms: object = None


@dataclass
class Tally:
    counts: dict[Target, Count] = field(default_factory=dict)

    def look(self, story: Story, at: datetime) -> None:
        """What is owed at this moment, after all that happens at it; and is one of them too late?"""
        session, known = story.conversation.session, story.conversation.handling
        if isinstance(session, Closed):
            return
        owed = set() if isinstance(session, WithBot) else {Target.RESOLUTION}
        if owed and known.answered_at is None:
            owed.add(Target.FIRST_RESPONSE)
        if owed and known.answered_at is not None and known.owed_since is not None:
            owed.add(Target.NEXT_RESPONSE)
        self.counts = {target: self.counts.get(target, Count()) for target in sorted(owed)}
        for target, count in self.counts.items():
            limit, terms = self._terms(story, target)
            late = limit <= count.spent and (self._open(story, at) or (count.just and terms == count.terms))
            if late and not self._stopped(story) and count.breached_at is None:
                count.breached_at = at
            count.terms = terms

    def count(self, story: Story, at: datetime) -> None:
        """The quarter of an hour that begins now."""
        for count in self.counts.values():
            count.just = self._open(story, at) and not self._stopped(story)
            count.spent += QUARTER if count.just else timedelta()

    def _terms(self, story: Story, target: Target) -> tuple[timedelta, object]:
        assert story.policy is not None
        (cell,) = next(table.cells for table in story.policy.tables if table.target is target)
        limit = cell.limits[story.level if story.level == CRITICAL else "*"]
        assert limit is not None
        return limit, (limit, story.policy.id, story.policy.time, story.line_hours)

    def _open(self, story: Story, at: datetime) -> bool:
        assert story.policy is not None
        return story.policy.time is Time.CALENDAR or story.line_hours.is_open(at)

    def _stopped(self, story: Story) -> bool:
        assert story.policy is not None
        session, known = story.conversation.session, story.conversation.handling
        pauses = story.policy.pauses[Target.RESOLUTION]
        on_hold = isinstance(session, WithOperator) and session.hold is not None
        ours = isinstance(session, Waiting) or known.answered_at is None or known.owed_since is not None
        closed = isinstance(session, Closed)
        return closed or (on_hold and Pause.ON_HOLD in pauses) or (not ours and Pause.CUSTOMER in pauses)


def spent(story: Story, target: Target) -> timedelta:
    clock = story.clock(target)
    hours = None if clock.line is None else story.line_hours
    return clock.spent + (passed(clock.since, story.now, hours) if clock.running else timedelta())


@PATIENTLY
@given(tales())
def test_clocks_say_what_somebody_who_looks_every_quarter_of_an_hour_has_tallied(tale: Tale) -> None:
    story, tally = tale.begin(), Tally()
    happens = dict(tale.moments)
    at, end = FRIDAY, FRIDAY if not tale.moments else tale.moments[-1][0]
    while at <= end:
        if at in happens:
            tale.happen(story, at, happens[at])
        tally.look(story, at)
        if at in happens:
            for target, count in tally.counts.items():
                assert (target, spent(story, target)) == (target, count.spent)
                assert (target, story.clock(target).breached_at) == (target, count.breached_at)
            if not isinstance(story.conversation.session, Closed):
                unmet = {clock.target for clock in story.clocks if clock.met_at is None}
                assert unmet == tally.counts.keys()
        tally.count(story, at)
        at += QUARTER


@PATIENTLY
@given(tales(), st.sets(st.integers(0, 400)))
def test_looking_more_often_changes_nothing(tale: Tale, looks: set[int]) -> None:
    story, watched = tale.begin(), tale.begin()
    for look in sorted(looks):
        tale.moments.append((FRIDAY + look * QUARTER + 7 * MINUTE, "look"))
    for at, what in sorted(tale.moments, key=lambda each: each[0]):
        tale.happen(watched, at, what)
        if what != "look":
            tale.happen(story, at, what)

            assert watched.clocks == story.clocks
            watched.wind()
            assert watched.clocks == story.clocks


@PATIENTLY
@given(tales())
def test_a_clock_is_due_later_or_breached_and_never_more_is_spent_than_has_passed(tale: Tale) -> None:
    story = tale.begin()
    for at, what in tale.moments:
        tale.happen(story, at, what)

        for clock in story.clocks:
            assert timedelta() <= clock.spent <= at - clock.started_at
            assert clock.due_at is None or clock.due_at > at or clock.breached_at or clock.met_at
            assert clock.breached_at is None or FRIDAY < clock.breached_at <= at
            assert clock.paused is None or clock.due_at is None
        assert len(story.clocks) <= 2 * 6


@PATIENTLY
@given(tales())
def test_in_one_line_no_more_is_spent_than_it_was_open(tale: Tale) -> None:
    business = replace(tale.policies[0], time=Time.BUSINESS)
    story = Story(business, {DELIVERY: tale.hours[DELIVERY]})
    story.move(FRIDAY, "handed over")
    for at, what in tale.moments:
        if not what.startswith(("policy", "moved")):
            story.move(at, what)

            for clock in story.clocks:
                assert clock.spent <= passed(clock.started_at, at, story.line_hours)


@PATIENTLY
@given(tales())
def test_each_step_is_taken_once_in_time_and_none_is_forgotten(tale: Tale) -> None:
    story = tale.begin()
    for at, what in [*tale.moments, (FRIDAY + 30 * timedelta(days=1), "look")]:
        story.wake(until=at)
        tale.happen(story, at, what)
        story.take()

        assert story.policy is not None
        assert due(story.clocks, story.policy, story.line_hours, at) == ()
        following = next_moment(story.clocks, story.policy, story.line_hours, at)
        assert following is None or following > at
        for clock in story.clocks:
            if clock.running and (clock.line is None or story.line_hours.is_open(at)):
                part = (spent(story, clock.target) / clock.limit) * 100
                wanted = {step.id for step in story.policy.steps if step.percent < part}
                assert wanted <= set(clock.done)
                assert part <= 100 or clock.breached_at
            if clock.breached_at:
                assert {"at 100", "breach"} & set(clock.done)

    taken = [(clock.target, clock.status, clock.started_at, step) for _, clock, step in story.log]
    assert len(taken) == len(set(taken))
    assert all(clock.paused is None or clock.breached_at for _, clock, _ in story.log)
