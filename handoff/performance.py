"""How people did: closed sessions added up by who closed them, broken promises by who had the session then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from handoff.ids import OperatorId
from handoff.session import Closed

UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One person's share. `operator` None: the bot's closes, and promises that broke in a queue."""

    operator: OperatorId | None
    closed: int = 0
    unresolved: int = 0
    reopened: int = 0
    """Times that customers came back to what they had closed."""
    effort: int = 0
    """The weights of what they closed: ten easy ones are not ten hard ones."""
    breaches: int = 0
    first_response: timedelta | None = None
    """Median from coming to the line to a person's first words."""


def work(closed: Sequence[Closed]) -> Sequence[Work]:
    """Everybody who has a share, most effort first."""
    by_closer: defaultdict[OperatorId | None, list[Closed]] = defaultdict(list)
    broken: defaultdict[OperatorId | None, int] = defaultdict(int)
    for session in closed:
        by_closer[session.closed_by].append(session)
        for breach in session.handling.breaches:
            broken[breach.operator] += 1
    people = by_closer.keys() | broken.keys()
    shares = [_share(each, by_closer[each], broken[each]) for each in people]
    return sorted(shares, key=lambda share: (-share.effort, -share.closed, share.operator or ""))


def within(closed: Sequence[Closed], since: datetime, until: datetime) -> Sequence[Closed]:
    """Those closed in the period, its end not included."""
    return [each for each in closed if since <= each.closed_at < until]


def _share(operator: OperatorId | None, closed: Sequence[Closed], breaches: int) -> Work:
    waits = [wait.total_seconds() for each in closed if (wait := _first_response(each)) is not None]
    return Work(
        operator=operator,
        closed=len(closed),
        unresolved=sum(each.reason == UNRESOLVED for each in closed),
        reopened=sum(each.handling.reopenings for each in closed),
        effort=sum(each.handling.effort for each in closed if each.line is not None),
        breaches=breaches,
        first_response=timedelta(seconds=median(waits)) if waits else None,
    )


def _first_response(session: Closed) -> timedelta | None:
    known = session.handling
    if known.answered_at is None or known.handed_at is None or known.answered_at < known.handed_at:
        return None  # never answered, or answered before it was handed over anew
    return known.answered_at - known.handed_at
