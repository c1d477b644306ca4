"""What is left of the time that was promised, for a row and a session's side."""

from datetime import datetime

from handoff.book import Book
from handoff.console.schemas import ClockView
from handoff.conversation import Conversation
from handoff.hours import BusinessHours
from handoff.sla.clock import Clock
from handoff.sla.light import Stop, light, most_urgent


def clocks_of(conversation: Conversation, book: Book, now: datetime) -> list[ClockView]:
    """The most urgent first; of those met, only the missed."""
    clocks = [each for each in conversation.handling.clocks if each.met_at is None or each.breached_at]
    first = most_urgent(clocks)
    return [_view(each, book, now) for each in sorted(clocks, key=lambda each: (each is not first, bool(each.met_at)))]


def _view(clock: Clock, book: Book, now: datetime) -> ClockView:
    line = book.line(clock.line)
    hours = line.hours if line else BusinessHours()
    policy = next((each for each in book.sla.policies if each.id == clock.policy), None)
    shown = light(clock, now, hours, policy)
    return ClockView(
        target=clock.target,
        status=clock.status,
        policy=policy.name if policy else clock.policy,
        light=shown.color,
        limit_seconds=clock.limit.total_seconds(),
        read_at=now,
        left_seconds=shown.left.total_seconds(),
        started_at=clock.started_at,
        amber_at=shown.amber_at,
        due_at=shown.due_at,
        stopped_by=shown.stopped_by,
        resumes_at=hours.next_open(now) if shown.stopped_by is Stop.CLOSED_HOURS else None,
        closes_at=hours.next_change(now) if clock.line and clock.running and shown.stopped_by is None else None,
        breached_at=clock.breached_at,
        met_at=clock.met_at,
    )
