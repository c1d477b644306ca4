"""A target running on a session: how much of its limit is spent, whether it runs or what stops it, when it is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.ids import LineId
from handoff.sla.policy import Pause, Status, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time spent is settled at each stop, so that a change of limit or hours in the middle is exact.

    `spent` is what had passed (in the policy's time) at `since`, when it was last set going; while `paused`, `since`
    is when it stopped. `due_at` is None while paused, or if it is never reached.
    """

    target: Target
    policy: str
    limit: timedelta
    started_at: datetime
    since: datetime
    spent: timedelta = timedelta()
    line: LineId | None = None
    """Whose open hours it counts; None: calendar time."""
    status: Status | None = None
    """For IN_STATUS: which."""
    paused: Pause | None = None
    due_at: datetime | None = None
    met_at: datetime | None = None
    """When it ended: what was promised was done, in time or late, or the session was closed."""
    breached_at: datetime | None = None
    """The first moment that it was over its limit, met later or not."""
    breached_before: bool = False
    """Of a met one: an earlier one for the same, whose place it has taken, was breached."""
    done: tuple[str, ...] = ()
    """Ids of the policy's steps that were taken."""

    @property
    def running(self) -> bool:
        return self.paused is None and self.met_at is None
