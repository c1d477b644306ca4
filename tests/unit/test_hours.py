"""When a line's people are there. Each row is a story; times are what a clock on the wall of that place shows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.hours import BusinessHours, Interval


def interval(opens: str, closes: str) -> Interval:
    return Interval(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


OFFICE = (interval("09:00", "18:00"),)
WEEK = {**dict.fromkeys(range(5), OFFICE), 5: (interval("10:00", "15:00"),)}
WARSAW = BusinessHours(
    zone="Europe/Warsaw", week=WEEK, holidays=frozenset({date(2026, 11, 11), date(2026, 12, 25), date(2026, 12, 28)})
)
SIESTA = BusinessHours(
    zone="Europe/Athens", week={0: (interval("09:00", "14:00"), interval("17:00", "20:00"))}
)  # fmt: skip
NIGHT_IN_NEW_YORK = BusinessHours(zone="America/New_York", week=dict.fromkeys(range(7), (interval("01:30", "04:00"),)))
LORD_HOWE = BusinessHours(zone="Australia/Lord_Howe", week=dict.fromkeys(range(7), OFFICE))


def wall(when: str, hours: BusinessHours) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(hours.zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("story", "hours", "at", "opens"),
    [
        ("in the middle of a working day", WARSAW, "2026-11-23 12:00", None),
        ("starts at opening time", WARSAW, "2026-11-23 09:00", None),
        ("one second before opening", WARSAW, "2026-11-23 08:59:59", "2026-11-23 09:00"),
        ("one second before closing", WARSAW, "2026-11-23 17:59:59", None),
        ("starts at closing time", WARSAW, "2026-11-23 18:00", "2026-11-24 09:00"),
        ("Saturday has its own hours", WARSAW, "2026-11-21 09:30", "2026-11-21 10:00"),
        ("Saturday evening", WARSAW, "2026-11-21 15:00", "2026-11-23 09:00"),
        ("a holiday in the week", WARSAW, "2026-11-11 12:00", "2026-11-12 09:00"),
        ("the evening before a holiday", WARSAW, "2026-11-10 20:00", "2026-11-12 09:00"),
        ("holiday on Monday after a Friday's holiday", WARSAW, "2026-12-24 19:00", "2026-12-26 10:00"),
        ("holiday on Monday", WARSAW, "2026-12-26 16:00", "2026-12-29 09:00"),
        ("before the first interval", SIESTA, "2026-11-23 08:00", "2026-11-23 09:00"),
        ("between two intervals of a day", SIESTA, "2026-11-23 14:00", "2026-11-23 17:00"),
        ("in the second interval", SIESTA, "2026-11-23 19:59", None),
        ("after the last interval of the only day", SIESTA, "2026-11-23 20:00", "2026-11-30 09:00"),
        ("clocks go forward overnight", WARSAW, "2026-03-28 16:00", "2026-03-30 09:00"),
        ("clocks go back overnight", WARSAW, "2026-10-24 16:00", "2026-10-26 09:00"),
        ("the hour that comes twice, open", NIGHT_IN_NEW_YORK, "2026-11-01 01:45", None),
        ("half an hour's change of the clocks", LORD_HOWE, "2026-04-04 20:00", "2026-04-05 09:00"),
    ],
)
def test_when_people_are_there(story: str, hours: BusinessHours, at: str, opens: str | None) -> None:
    now = wall(at, hours)

    assert hours.is_open(now) == (opens is None)
    assert hours.next_open(now) == (wall(opens, hours) if opens else now)


@pytest.mark.parametrize(
    ("day", "length"),
    [("2026-11-01", 3.5), ("2026-11-02", 2.5), ("2026-03-08", 1.5)],
    ids=["clocks go back", "an ordinary day", "clocks go forward"],
)
def test_a_day_on_which_the_clocks_change_is_as_long_as_it_really_is(day: str, length: float) -> None:
    start = wall(f"{day} 00:00", NIGHT_IN_NEW_YORK)
    minutes = [start + timedelta(minutes=n) for n in range(8 * 60)]

    assert sum(NIGHT_IN_NEW_YORK.is_open(minute) for minute in minutes) == length * 60


def test_intervals_may_be_listed_in_any_order() -> None:
    backwards = BusinessHours(zone=SIESTA.zone, week={0: SIESTA.week[0][::-1]})

    assert backwards.next_open(wall("2026-11-23 08:00", SIESTA)) == wall("2026-11-23 09:00", SIESTA)


def test_without_a_week_somebody_is_always_there() -> None:
    always, night = BusinessHours(), datetime(2026, 12, 25, 3, 0, tzinfo=UTC)

    assert always.is_open(night)
    assert always.next_open(night) == night


def test_with_nothing_open_for_months_there_is_no_date_to_promise() -> None:
    away = BusinessHours(
        week={0: OFFICE}, holidays=frozenset(date(2026, 11, 23) + timedelta(days=n) for n in range(90))
    )

    assert away.next_open(datetime(2026, 11, 23, 12, 0, tzinfo=UTC)) is None
    assert away.next_open(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) is None


INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(INSTANTS, st.sampled_from([WARSAW, SIESTA, NIGHT_IN_NEW_YORK, LORD_HOWE]))
def test_the_next_opening_is_open_and_nothing_before_it_is(at: datetime, hours: BusinessHours) -> None:
    opens = hours.next_open(at)

    assert opens is not None
    assert opens >= at
    assert hours.is_open(opens)
    if opens > at:
        quarters = int((opens - at) / timedelta(minutes=15))
        assert not any(hours.is_open(at + n * timedelta(minutes=15)) for n in range(min(quarters, 400)))
        assert not hours.is_open(opens - timedelta(microseconds=1))
