"""Steps: what a policy has done when so much of a limit has passed, each once; and the breach, which is always told.

The moment of p percent is when p percent of the limit have counted. A paused clock comes to no moment, and one that is
met needs no more warnings. But a breach that has happened is a fact: should a clock stop before anybody woke up to
that, its steps are taken nevertheless, or, where there is nothing left to hurry, it is only told.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from handoff.hours import BusinessHours
from handoff.sla.clock import Clock
from handoff.sla.pace import reached
from handoff.sla.policy import SlaPolicy, Step

WHOLE = 100
BREACH = Step(id="breach", percent=WHOLE)
"""Of a clock for which the policy has no step at its limit."""


def due(
    clocks: tuple[Clock, ...], policy: SlaPolicy, hours: BusinessHours, now: datetime
) -> tuple[tuple[Clock, Step], ...]:
    """What is to be done by now and was not yet, in the order of its moments."""
    found = [(at, clock, step) for at, clock, step in _moments(clocks, policy, hours) if at <= now]
    return tuple((clock, step) for _, clock, step in sorted(found, key=lambda each: (each[0], each[2].percent)))


def next_moment(clocks: tuple[Clock, ...], policy: SlaPolicy, hours: BusinessHours, now: datetime) -> datetime | None:
    """When a step comes due next: now, if one is."""
    earliest = min((at for at, _, _ in _moments(clocks, policy, hours)), default=None)
    return max(earliest, now) if earliest else None


def taken(clocks: tuple[Clock, ...], clock: Clock, step: Step) -> tuple[Clock, ...]:
    """The clocks once the step is done. `clock` may be an earlier value of the one meant."""

    def same(other: Clock) -> bool:
        return (other.target, other.status, other.started_at) == (clock.target, clock.status, clock.started_at)

    return tuple(replace(each, done=(*each.done, step.id)) if same(each) else each for each in clocks)


def steps_for(clock: Clock, policy: SlaPolicy) -> tuple[Step, ...]:
    """All that the policy has done about this clock, the breach among it."""
    steps = tuple(step for step in policy.steps if not step.targets or clock.target in step.targets)
    return steps if any(step.percent == WHOLE for step in steps) else (*steps, BREACH)


def _moments(
    clocks: tuple[Clock, ...], policy: SlaPolicy, hours: BusinessHours
) -> Iterator[tuple[datetime, Clock, Step]]:
    for clock in clocks:
        for step in _left(clock, policy):
            if step.percent == WHOLE and clock.breached_at:
                yield clock.breached_at, clock, step
            elif clock.running:
                counted = None if clock.line is None else hours
                at = reached(clock.since, clock.limit * step.percent / WHOLE - clock.spent, counted)
                if at is not None:
                    yield at, clock, step


def _left(clock: Clock, policy: SlaPolicy) -> tuple[Step, ...]:
    steps = steps_for(clock, policy)
    if clock.met_at:
        told = any(step.percent == WHOLE and step.id in clock.done for step in (*steps, BREACH))
        return () if told or not clock.breached_at else (BREACH,)
    return tuple(step for step in steps if step.id not in clock.done)
