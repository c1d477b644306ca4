"""Business hours: when a line's people are there, how long they were, and when they are back.

Hours are a week of intervals in a time zone, with holidays taken out and exceptions put in. The sign on the door speaks
of what the clock on the wall shows; promises are about instants. So each edge of an interval becomes an instant, by one
rule: *the first at which the clock shows that time or a later one*. Where clocks jump over an edge, that is the jump;
where they show it twice, the first time. All else is arithmetic on instants, so that a day on which the clocks change
is as long as it really is.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOOK_AHEAD = timedelta(days=60)
_HORIZON = timedelta(days=2 * 365)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `opens` up to, not including, `closes`; into the next day when `closes` is not after `opens`.

    So 22:00-06:00 is a night, 18:00-00:00 an evening and 00:00-00:00 a whole day.
    """

    opens: time
    closes: time


_WHOLE_DAY = (Interval(opens=time(0), closes=time(0)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours:
    """`week` maps a weekday (0 is Monday) to its intervals; an empty week means "every day, all day".

    On a holiday nothing opens. An exception says what a date has instead of its weekday or holiday. An interval belongs
    to the day on which it begins: the night before a holiday is worked to its end, the night of the holiday is not.
    Intervals may be in any order and overlap. Raises ValueError when there is no such zone.
    """

    zone: str = "UTC"
    week: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    exceptions: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: "Europe" alone is a folder
            raise ValueError(f"There is no time zone {self.zone!r}.") from error

    def is_open(self, at: datetime) -> bool:
        """Is somebody there at this instant?"""
        return self.next_open(at) == at.astimezone(UTC)

    def next_open(self, at: datetime) -> datetime | None:
        """The first open instant at or after `at`; None when there is none within two months."""
        return next((start for start, _ in self.open_between(at, at + _LOOK_AHEAD)), None)

    def next_change(self, at: datetime) -> datetime | None:
        """The first instant after `at` at which people come or go; None when there is none within two months."""
        opens = self.next_open(at)
        if opens is None or opens > at:
            return opens
        closes, until = opens, at + _LOOK_AHEAD
        for start, end in self.open_between(at, until):
            if start > closes:
                break
            closes = end
        return closes if closes < until else None

    def open_between(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches from one instant to another: in UTC, in order, never overlapping; some only touch."""
        zone, reached, until = ZoneInfo(self.zone), since.astimezone(UTC), until.astimezone(UTC)
        # A night may have begun the day before; and clocks put back over midnight show yesterday's date again.
        day, last = since.astimezone(zone).date() - _DAY, until.astimezone(zone).date() + _DAY
        while day <= last:
            for interval in sorted(self._intervals(day), key=lambda each: each.opens):
                closing_day = day if interval.closes > interval.opens else day + _DAY
                start = max(_instant(datetime.combine(day, interval.opens, zone)), reached)
                end = min(_instant(datetime.combine(closing_day, interval.closes, zone)), until)
                if start < end:
                    yield start, end
                    reached = end
            day += _DAY

    def _intervals(self, day: date) -> Sequence[Interval]:
        if day in self.exceptions:
            return self.exceptions[day]
        if day in self.holidays:
            return ()
        return self.week.get(day.weekday(), ()) if self.week else _WHOLE_DAY


def elapsed(start: datetime, end: datetime, hours: BusinessHours) -> timedelta:
    """The open time between two instants; nothing when the end is not after the start."""
    return sum((closes - opens for opens, closes in hours.open_between(start, end)), timedelta())


def deadline(start: datetime, limit: timedelta, hours: BusinessHours) -> datetime | None:
    """The instant, in UTC, at which `limit` of open time has passed; None when that takes more than two years.

    A limit used up just at closing time ends there, not at the next opening. No limit, or less, ends at the first
    open instant: `start` itself, or the next opening.
    """
    left = max(limit, timedelta())
    for opens, closes in hours.open_between(start, start + _HORIZON):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return None


def _instant(wall: datetime) -> datetime:
    """The first instant at which the clocks of `wall`'s zone show it or a later time."""
    instant = wall.astimezone(UTC)
    if instant.astimezone(wall.tzinfo) == wall:
        return instant
    # The clocks jump over it, and Python reads it with the offset from before the jump, which is too late, or (fold=1)
    # from after it, which is too early. Nothing tells where the jump is, but it is between the two, on a whole second.
    early = wall.replace(fold=1).astimezone(UTC).replace(microsecond=0)
    seconds = range((instant - early) // _SECOND + 1)
    return early + _SECOND * bisect_left(seconds, wall, key=lambda n: (early + n * _SECOND).astimezone(wall.tzinfo))
