"""Laws of business time, for hours and instants of any kind, most of them near a change of the clocks.

`there` is the same promise told in another way: a clock that waits where others go back, looked at minute by minute.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from handoff.hours import BusinessHours, Interval, deadline, elapsed

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

CHANGES = {
    "Europe/Warsaw": (date(2026, 3, 29), date(2026, 10, 25)),
    "Europe/Athens": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Havana": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/St_Johns": (date(2010, 3, 14), date(2010, 11, 7)),
    "Asia/Beirut": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Asia/Kathmandu": (date(2026, 4, 14),),
    "Pacific/Auckland": (date(2026, 4, 5), date(2026, 9, 27)),
    "Pacific/Kiritimati": (date(2026, 12, 31),),
}
TIMES = st.builds(time, st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 14, 18, 22, 23]), st.sampled_from([0, 0, 15, 30, 59]))
INTERVALS = st.lists(st.builds(Interval, opens=TIMES, closes=TIMES), max_size=3).map(tuple)
NEAR = st.integers(-3, 3).map(lambda n: n * DAY)


@st.composite
def places(draw: st.DrawFn) -> tuple[BusinessHours, datetime]:
    """Hours, and an instant around which things happen to them."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = draw(st.sampled_from(CHANGES[zone]))
    days = NEAR.map(lambda near: change + near)
    hours = BusinessHours(
        zone=zone,
        week=draw(st.dictionaries(st.integers(0, 6), INTERVALS, max_size=7)),
        holidays=draw(st.frozensets(days, max_size=2)),
        exceptions=draw(st.dictionaries(days, INTERVALS, max_size=2)),
    )
    middle = datetime(change.year, change.month, change.day, 2, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return hours, middle + draw(st.integers(-2 * 24 * 60, 2 * 24 * 60)) * MINUTE


SPANS = st.integers(0, 5 * 24 * 60).map(lambda n: n * MINUTE)
LIMITS = st.integers(0, 30 * 60).map(lambda n: n * MINUTE)


@cache
def patient_clock(at: datetime, zone: str) -> datetime:
    """The latest time that the clocks of a zone have shown up to an instant."""
    return max((at - n * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for n in range(125))


def there(at: datetime, hours: BusinessHours) -> bool:
    shown = patient_clock(at, hours.zone)
    for day in (shown.date() - DAY, shown.date()):
        intervals = () if day in hours.holidays else hours.week.get(day.weekday(), ())
        if not hours.week and day not in hours.holidays:
            intervals = (Interval(opens=time(0), closes=time(0)),)
        for interval in hours.exceptions.get(day, intervals):
            opens, closes = datetime.combine(day, interval.opens), datetime.combine(day, interval.closes)
            if opens <= shown < (closes if closes > opens else closes + DAY):
                return True
    return False


@given(places())
def test_open_is_what_a_clock_that_never_goes_back_says(place: tuple[BusinessHours, datetime]) -> None:
    hours, at = place

    assert hours.is_open(at) == there(at, hours)


@given(places(), st.integers(0, 8 * 60))
def test_elapsed_is_the_number_of_open_minutes(place: tuple[BusinessHours, datetime], minutes: int) -> None:
    hours, start = place
    count = sum(there(start + n * MINUTE, hours) for n in range(minutes))

    assert elapsed(start, start + minutes * MINUTE, hours) == count * MINUTE


@given(places(), SPANS, SPANS)
def test_elapsed_adds_up_and_is_never_longer_than_time(
    place: tuple[BusinessHours, datetime], first: timedelta, second: timedelta
) -> None:
    hours, start = place
    middle, end = start + first, start + first + second
    whole = elapsed(start, end, hours)

    assert whole == elapsed(start, middle, hours) + elapsed(middle, end, hours)
    assert timedelta() <= whole <= end - start
    assert elapsed(end, start, hours) == timedelta()


@given(places(), LIMITS)
def test_at_the_deadline_just_the_limit_has_elapsed(place: tuple[BusinessHours, datetime], limit: timedelta) -> None:
    hours, start = place
    due = deadline(start, limit, hours)
    assume(due is not None)
    assert due is not None

    assert elapsed(start, due, hours) == limit
    if limit:
        assert elapsed(start, due - timedelta.resolution, hours) == limit - timedelta.resolution
    else:
        assert due == hours.next_open(start) or hours.next_open(start) is None


@given(places(), LIMITS, LIMITS, SPANS)
def test_more_limit_or_a_later_start_is_never_due_earlier(
    place: tuple[BusinessHours, datetime], limit: timedelta, more: timedelta, later: timedelta
) -> None:
    hours, start = place
    due, with_more, from_later = (
        deadline(start, limit, hours),
        deadline(start, limit + more, hours),
        deadline(start + later, limit, hours),
    )
    assume(due is not None and with_more is not None and from_later is not None)
    assert due is not None
    assert with_more is not None
    assert from_later is not None

    assert due <= with_more
    assert due <= from_later


@given(places())
def test_the_next_opening_is_open_and_nothing_before_it_is(place: tuple[BusinessHours, datetime]) -> None:
    hours, at = place
    opens = hours.next_open(at)
    assume(opens is not None)
    assert opens is not None

    assert opens >= at
    assert hours.is_open(opens)
    assert elapsed(at, opens, hours) == timedelta()


@given(places())
def test_until_the_next_change_all_is_as_it_was_and_then_it_is_not(place: tuple[BusinessHours, datetime]) -> None:
    hours, at = place
    change = hours.next_change(at)
    assume(change is not None)
    assert change is not None

    assert change > at
    assert hours.is_open(change) != hours.is_open(at)
    assert elapsed(at, change, hours) == (change - at if hours.is_open(at) else timedelta())


@given(places(), SPANS)
def test_open_stretches_are_in_order_and_never_overlap(place: tuple[BusinessHours, datetime], span: timedelta) -> None:
    hours, since = place
    stretches = list(hours.open_between(since, since + span))

    assert all(since <= start < end <= since + span for start, end in stretches)
    assert all(before[1] <= after[0] for before, after in pairwise(stretches))
