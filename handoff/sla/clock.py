"""A target running on a session: how much of its limit is spent, whether it runs or what stops it, when it is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
    status: Status | None = None
    """For IN_STATUS: which."""
    paused: Pause | None = None
    due_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    """The first moment that it was over its limit, met later or not."""
    done: tuple[str, ...] = ()
    """Ids of the policy's steps that were taken."""
