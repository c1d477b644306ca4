"""Business hours: when a line's people are there, and when they are back.

Hours are a week of intervals in a time zone, with holidays taken out. Wall-clock times are turned into instants
one by one, so that a day on which the clocks change is as long as it really is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LOOK_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `opens` up to, not including, `closes`, on one day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours:
    """`week` maps a weekday (0 is Monday) to its intervals; an empty week means "always open"."""

    zone: str = "UTC"
    week: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()

    def is_open(self, at: datetime) -> bool:
        """Is somebody there at this instant?"""
        return not self.week or any(start <= at < end for start, end in self._spans(at, at))

    def next_open(self, at: datetime) -> datetime | None:
        """The first open instant at or after `at`; None when there is none within two months."""
        if self.is_open(at):
            return at
        later = (start for start, _ in self._spans(at, at + _LOOK_AHEAD) if start >= at)
        return next((start.astimezone(UTC) for start in later), None)

    def _spans(self, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
        zone = ZoneInfo(self.zone)
        day, until = first.astimezone(zone).date(), last.astimezone(zone).date()
        while day <= until:
            if day not in self.holidays:
                for interval in sorted(self.week.get(day.weekday(), ()), key=lambda each: each.opens):
                    yield (
                        datetime.combine(day, interval.opens, zone),
                        datetime.combine(day, interval.closes, zone),
                    )
            day += timedelta(days=1)
