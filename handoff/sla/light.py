"""Time left, for screens: green, amber, red; and what stops the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handoff.hours import BusinessHours
from handoff.sla.clock import Clock
from handoff.sla.pace import passed, reached
from handoff.sla.policy import Pause, SlaPolicy
from handoff.sla.steps import WHOLE, steps_for

AMBER = 75
"""Percent of the limit from which a light is amber, where the policy has no warning of its own."""


class Color(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Stop(StrEnum):
    """What stops a clock at this moment."""

    ON_HOLD = "on_hold"
    CUSTOMER = "customer"
    CLOSED_HOURS = "closed_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """`left` is below zero when it is late. The clock turns at `amber_at` and `due_at`, if nothing stops it before."""

    color: Color
    left: timedelta
    stopped_by: Stop | None = None
    amber_at: datetime | None = None
    due_at: datetime | None = None


def light(clock: Clock, now: datetime, hours: BusinessHours, policy: SlaPolicy | None = None) -> Light:
    """A clock as it is shown. `hours` are those of the clock's line; amber begins with the policy's first warning."""
    counted = None if clock.line is None else hours
    left = clock.limit - clock.spent - (passed(clock.since, now, counted) if clock.running else timedelta())
    warned = clock.limit * _first_warning(clock, policy) / WHOLE
    if left <= timedelta() if clock.met_at is None else clock.breached_at:
        color = Color.RED
    else:
        color = Color.AMBER if clock.met_at is None and clock.limit - left >= warned else Color.GREEN
    amber_at = reached(clock.since, warned - clock.spent, counted) if clock.running else None
    due_at = clock.due_at if clock.running else None
    return Light(color=color, left=left, stopped_by=_stop(clock, now, counted), amber_at=amber_at, due_at=due_at)


def most_urgent(clocks: Sequence[Clock]) -> Clock | None:
    """The one to look at: due first; of those that are not running, the one with least left. None: all are met."""
    unmet = [clock for clock in clocks if clock.met_at is None]
    running = [clock for clock in unmet if clock.due_at is not None]
    return min(running, key=lambda clock: clock.due_at or clock.since, default=None) or min(
        unmet, key=lambda clock: clock.limit - clock.spent, default=None
    )


def _first_warning(clock: Clock, policy: SlaPolicy | None) -> int:
    warnings = (step.percent for step in steps_for(clock, policy) if step.percent < WHOLE) if policy else ()
    return min(warnings, default=AMBER)


def _stop(clock: Clock, now: datetime, counted: BusinessHours | None) -> Stop | None:
    match clock.paused:
        case Pause.ON_HOLD:
            return Stop.ON_HOLD
        case Pause.CUSTOMER:
            return Stop.CUSTOMER
        case None:
            closed = clock.running and counted is not None and not counted.is_open(now)
            return Stop.CLOSED_HOURS if closed else None
