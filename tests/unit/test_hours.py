"""When a line's people are there. Each row is a story; times are what a clock on the wall of that place shows.

Where the clock shows a time twice, it is the first one, or the one of the offset that is written after it.
"""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from handoff.hours import BusinessHours, Interval, deadline, elapsed
from handoff.ids import LineId
from handoff.line import Line


def on(spans: str) -> tuple[Interval, ...]:
    """`09:00-14:00 17:00-20:00` as intervals."""
    pairs = (span.split("-") for span in spans.split())
    return tuple(
        Interval(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)) for opens, closes in pairs
    )


def daily(zone: str, spans: str) -> BusinessHours:
    return BusinessHours(zone=zone, week=dict.fromkeys(range(7), on(spans)))


def wall(when: str, hours: BusinessHours) -> datetime:
    read = datetime.fromisoformat(when)
    return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(hours.zone))).astimezone(UTC)


WORKDAYS = dict.fromkeys(range(5), on("09:00-18:00"))
OFFICE = BusinessHours(zone="Europe/Warsaw", week=WORKDAYS)
WARSAW = BusinessHours(
    zone="Europe/Warsaw",
    week={**WORKDAYS, 5: on("10:00-15:00")},
    holidays=frozenset({date(2026, 11, 11), date(2026, 12, 25), date(2026, 12, 28)}),
)
CHRISTMAS = BusinessHours(
    zone="Europe/Warsaw",
    week=WORKDAYS,
    holidays=frozenset({date(2026, 12, 24), date(2026, 12, 25)}),
    exceptions={date(2026, 12, 24): on("09:00-13:00"), date(2026, 12, 27): on("12:00-14:00"), date(2026, 12, 28): ()},
)
SIESTA = BusinessHours(zone="Europe/Athens", week={0: on("09:00-14:00 17:00-20:00")})
OVERLAP = daily("Europe/Athens", "12:00-18:00 09:00-14:00 10:00-11:00")
EVENING = daily("Europe/Warsaw", "18:00-00:00")
ROUND_THE_CLOCK_ON_WORKDAYS = BusinessHours(zone="Europe/Warsaw", week=dict.fromkeys(range(5), on("00:00-00:00")))
ALWAYS_BUT = BusinessHours(
    zone="Europe/Warsaw", holidays=frozenset({date(2026, 12, 25)}), exceptions={date(2026, 12, 24): on("09:00-13:00")}
)
ALWAYS_IN_NEW_YORK = BusinessHours(zone="America/New_York")
EARLY_IN_NEW_YORK = daily("America/New_York", "01:30-04:00")
NIGHT = daily("Europe/Warsaw", "22:00-06:00")
NIGHT_IN_ATHENS = daily("Europe/Athens", "22:00-06:00")
NIGHT_BUT_CHRISTMAS = BusinessHours(zone="Europe/Warsaw", week=NIGHT.week, holidays=frozenset({date(2026, 12, 25)}))
LORD_HOWE = daily("Australia/Lord_Howe", "09:00-18:00")
EARLY_ON_LORD_HOWE = daily("Australia/Lord_Howe", "01:00-05:00")
KATHMANDU = daily("Asia/Kathmandu", "09:00-17:00")
KIRITIMATI = BusinessHours(zone="Pacific/Kiritimati", week=WORKDAYS, holidays=frozenset({date(2027, 1, 1)}))
AUCKLAND = BusinessHours(zone="Pacific/Auckland", week=WORKDAYS)


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
        ("the evening before a holiday on Friday", WARSAW, "2026-12-24 19:00", "2026-12-26 10:00"),
        ("holiday on Monday", WARSAW, "2026-12-26 16:00", "2026-12-29 09:00"),
        ("before the first interval", SIESTA, "2026-11-23 08:00", "2026-11-23 09:00"),
        ("between two intervals of a day", SIESTA, "2026-11-23 14:00", "2026-11-23 17:00"),
        ("in the second interval", SIESTA, "2026-11-23 19:59", None),
        ("after the last interval of the only day", SIESTA, "2026-11-23 20:00", "2026-11-30 09:00"),
        ("intervals in any order", OVERLAP, "2026-11-23 08:00", "2026-11-23 09:00"),
        ("an exception on a holiday", CHRISTMAS, "2026-12-24 08:00", "2026-12-24 09:00"),
        ("an exception closes early", CHRISTMAS, "2026-12-24 13:00", "2026-12-27 12:00"),
        ("an exception opens on a Sunday", CHRISTMAS, "2026-12-27 13:59", None),
        ("an exception without intervals", CHRISTMAS, "2026-12-28 12:00", "2026-12-29 09:00"),
        ("the last second before midnight", EVENING, "2026-11-23 23:59:59", None),
        ("closed at midnight", EVENING, "2026-11-24 00:00", "2026-11-24 18:00"),
        ("midnight between two whole days", ROUND_THE_CLOCK_ON_WORKDAYS, "2026-11-24 00:00", None),
        ("the last midnight of the week", ROUND_THE_CLOCK_ON_WORKDAYS, "2026-11-28 00:00", "2026-11-30 00:00"),
        ("after midnight in a night", NIGHT, "2026-11-24 03:00", None),
        ("the end of a night", NIGHT, "2026-11-24 06:00", "2026-11-24 22:00"),
        ("the night before a holiday ends on it", NIGHT_BUT_CHRISTMAS, "2026-12-25 05:59", None),
        ("the night of a holiday", NIGHT_BUT_CHRISTMAS, "2026-12-25 23:00", "2026-12-26 22:00"),
        ("the morning after a holiday's night", NIGHT_BUT_CHRISTMAS, "2026-12-26 03:00", "2026-12-26 22:00"),
        ("always open, but on a holiday", ALWAYS_BUT, "2026-12-25 12:00", "2026-12-26 00:00"),
        ("always open, but on a short day", ALWAYS_BUT, "2026-12-24 13:00", "2026-12-26 00:00"),
        ("clocks go forward at the weekend", OFFICE, "2026-03-27 19:00", "2026-03-30 09:00"),
        ("clocks go back at the weekend", OFFICE, "2026-10-23 19:00", "2026-10-26 09:00"),
        ("the hour that comes twice, first", EARLY_IN_NEW_YORK, "2026-11-01 01:45-04:00", None),
        ("the hour that comes twice, again", EARLY_IN_NEW_YORK, "2026-11-01 01:15-05:00", None),
        ("half an hour's change of the clocks", LORD_HOWE, "2026-04-04 20:00", "2026-04-05 09:00"),
        ("three quarters of an hour off", KATHMANDU, "2026-11-23 03:14+00:00", "2026-11-23 03:15+00:00"),
        ("Monday there, Sunday in Greenwich", KIRITIMATI, "2026-11-22 19:00+00:00", None),
        ("Friday here, Saturday there", KIRITIMATI, "2026-11-27 20:00+00:00", "2026-11-29 19:00+00:00"),
        ("New Year there, the old one here", KIRITIMATI, "2026-12-31 20:00+00:00", "2027-01-03 19:00+00:00"),
    ],
)
def test_when_people_are_there(story: str, hours: BusinessHours, at: str, opens: str | None) -> None:
    now = wall(at, hours)

    assert hours.is_open(now) == (opens is None)
    assert hours.next_open(now) == (wall(opens, hours) if opens else now)


@pytest.mark.parametrize(
    ("story", "hours", "start", "limit", "due"),
    [
        ("within a day", OFFICE, "2026-11-23 10:00", "2:00", "2026-11-23 12:00"),
        ("over a night", OFFICE, "2026-11-23 17:00", "2:00", "2026-11-24 10:00"),
        ("starts before opening", OFFICE, "2026-11-23 03:00", "2:00", "2026-11-23 11:00"),
        ("ends just at closing time", OFFICE, "2026-11-23 16:00", "2:00", "2026-11-23 18:00"),
        ("a minute past closing time", OFFICE, "2026-11-23 16:00", "2:01", "2026-11-24 09:01"),
        ("starts at closing time", OFFICE, "2026-11-23 18:00", "1:00", "2026-11-24 10:00"),
        ("over a weekend", OFFICE, "2026-11-20 17:00", "2:00", "2026-11-23 10:00"),
        ("over a weekend with a Saturday", WARSAW, "2026-11-20 17:00", "7:00", "2026-11-23 10:00"),
        ("starts on a holiday", WARSAW, "2026-11-11 12:00", "1:00", "2026-11-12 10:00"),
        ("over a single holiday", WARSAW, "2026-11-10 17:00", "2:00", "2026-11-12 10:00"),
        ("over holidays around a weekend", WARSAW, "2026-12-24 17:00", "8:00", "2026-12-29 11:00"),
        ("no limit while open", OFFICE, "2026-11-23 10:00", "0:00", "2026-11-23 10:00"),
        ("no limit while closed", OFFICE, "2026-11-23 20:00", "0:00", "2026-11-24 09:00"),
        ("no limit at closing time", OFFICE, "2026-11-23 18:00", "0:00", "2026-11-24 09:00"),
        ("less than no limit", OFFICE, "2026-11-23 10:00", "-1:00", "2026-11-23 10:00"),
        ("thirty working days, over the change", OFFICE, "2026-03-02 09:00", "270:00", "2026-04-10 18:00"),
        ("fifty working days and a bit", OFFICE, "2026-09-07 10:00", "450:00", "2026-11-16 10:00"),
        ("over a siesta", SIESTA, "2026-11-23 13:00", "2:00", "2026-11-23 18:00"),
        ("to the end of the first interval", SIESTA, "2026-11-23 13:00", "1:00", "2026-11-23 14:00"),
        ("over a week for one Monday", SIESTA, "2026-11-23 19:00", "2:00", "2026-11-30 10:00"),
        ("overlapping intervals count once", OVERLAP, "2026-11-23 09:00", "9:00", "2026-11-23 18:00"),
        ("over Christmas with exceptions", CHRISTMAS, "2026-12-24 12:00", "4:00", "2026-12-29 10:00"),
        ("to midnight", EVENING, "2026-11-23 23:00", "1:00", "2026-11-24 00:00"),
        ("past midnight", EVENING, "2026-11-23 23:00", "2:00", "2026-11-24 19:00"),
        ("from one whole day to the next", ROUND_THE_CLOCK_ON_WORKDAYS, "2026-11-26 23:00", "2:00", "2026-11-27 01:00"),
        ("from a whole Friday to Monday", ROUND_THE_CLOCK_ON_WORKDAYS, "2026-11-27 23:00", "2:00", "2026-11-30 01:00"),
        ("in a night", NIGHT, "2026-11-23 23:00", "4:00", "2026-11-24 03:00"),
        ("from night to night", NIGHT, "2026-11-24 05:00", "2:00", "2026-11-24 23:00"),
        ("always open but for two days", ALWAYS_BUT, "2026-12-23 23:00", "6:00", "2026-12-26 01:00"),
        ("an hour that is not there", ALWAYS_IN_NEW_YORK, "2026-03-08 01:00", "2:00", "2026-03-08 04:00"),
        ("the first of two equal hours", ALWAYS_IN_NEW_YORK, "2026-11-01 00:30", "1:00", "2026-11-01 01:30-04:00"),
        ("the second of two equal hours", ALWAYS_IN_NEW_YORK, "2026-11-01 00:30", "2:00", "2026-11-01 01:30-05:00"),
        ("a night shorter by an hour", NIGHT, "2026-03-28 22:00", "7:00", "2026-03-29 06:00"),
        ("a night longer by an hour", NIGHT, "2026-10-24 22:00", "9:00", "2026-10-25 06:00"),
        ("a short night in Athens", NIGHT_IN_ATHENS, "2026-03-28 22:00", "7:00", "2026-03-29 06:00"),
        ("a long night in Athens", NIGHT_IN_ATHENS, "2026-10-24 22:00", "9:00", "2026-10-25 06:00"),
        ("half an hour less", EARLY_ON_LORD_HOWE, "2026-10-04 01:00", "3:30", "2026-10-04 05:00"),
        ("half an hour more", EARLY_ON_LORD_HOWE, "2026-04-05 01:00", "4:30", "2026-04-05 05:00"),
        ("three quarters of an hour off", KATHMANDU, "2026-11-23 03:15+00:00", "8:00", "2026-11-23 11:15+00:00"),
        ("Friday there to Monday there", KIRITIMATI, "2026-11-27 03:00+00:00", "2:00", "2026-11-29 20:00+00:00"),
        ("clocks go forward near the date line", AUCKLAND, "2026-09-25 17:00", "2:00", "2026-09-28 10:00"),
        ("clocks go back near the date line", AUCKLAND, "2026-04-03 17:00", "2:00", "2026-04-06 10:00"),
    ],
)
def test_a_deadline_counts_open_time_only(story: str, hours: BusinessHours, start: str, limit: str, due: str) -> None:
    whole, minutes = map(int, limit.split(":"))
    found = deadline(wall(start, hours), timedelta(hours=whole, minutes=minutes), hours)

    assert found == wall(due, hours)
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("story", "hours", "start", "end", "open_hours"),
    [
        ("within a day", OFFICE, "2026-11-23 10:00", "2026-11-23 12:30", 2.5),
        ("from closed to closed over a day", OFFICE, "2026-11-23 03:00", "2026-11-23 23:00", 9),
        ("a night in between", OFFICE, "2026-11-23 17:00", "2026-11-24 10:00", 2),
        ("all of it closed", OFFICE, "2026-11-21 10:00", "2026-11-22 10:00", 0),
        ("no time at all", OFFICE, "2026-11-23 10:00", "2026-11-23 10:00", 0),
        ("the end before the start", OFFICE, "2026-11-23 12:00", "2026-11-23 10:00", 0),
        ("a week with a holiday", WARSAW, "2026-11-09 00:00", "2026-11-16 00:00", 4 * 9 + 5),
        ("a Christmas week", CHRISTMAS, "2026-12-21 00:00", "2026-12-29 00:00", 3 * 9 + 4 + 2),
        ("a siesta", SIESTA, "2026-11-23 13:00", "2026-11-23 18:00", 2),
        ("overlapping intervals", OVERLAP, "2026-11-23 00:00", "2026-11-24 00:00", 9),
        ("an evening to midnight", EVENING, "2026-11-23 12:00", "2026-11-24 12:00", 6),
        ("part of the night of the day before", NIGHT, "2026-11-24 04:00", "2026-11-24 12:00", 2),
        ("a whole day shorter by an hour", ALWAYS_IN_NEW_YORK, "2026-03-08 00:00", "2026-03-09 00:00", 23),
        ("a whole day longer by an hour", ALWAYS_IN_NEW_YORK, "2026-11-01 00:00", "2026-11-02 00:00", 25),
        ("an ordinary early morning", EARLY_IN_NEW_YORK, "2026-11-02 00:00", "2026-11-03 00:00", 2.5),
        ("an early morning longer by an hour", EARLY_IN_NEW_YORK, "2026-11-01 00:00", "2026-11-02 00:00", 3.5),
        ("an early morning shorter by an hour", EARLY_IN_NEW_YORK, "2026-03-08 00:00", "2026-03-09 00:00", 1.5),
        ("from night to night over the change", NIGHT, "2026-03-28 12:00", "2026-03-30 12:00", 7 + 8),
        ("half an hour less", EARLY_ON_LORD_HOWE, "2026-10-04 00:00", "2026-10-05 00:00", 3.5),
        ("half an hour more", EARLY_ON_LORD_HOWE, "2026-04-05 00:00", "2026-04-06 00:00", 4.5),
    ],
)
def test_elapsed_is_open_time_only(story: str, hours: BusinessHours, start: str, end: str, open_hours: float) -> None:
    assert elapsed(wall(start, hours), wall(end, hours), hours) == timedelta(hours=open_hours)


@pytest.mark.parametrize(
    ("story", "hours", "at", "changes"),
    [
        ("open until the evening", OFFICE, "2026-11-23 12:00", "2026-11-23 18:00"),
        ("just opened", OFFICE, "2026-11-23 09:00", "2026-11-23 18:00"),
        ("just closed", OFFICE, "2026-11-23 18:00", "2026-11-24 09:00"),
        ("closed until a siesta is over", SIESTA, "2026-11-23 15:00", "2026-11-23 17:00"),
        ("intervals that overlap close together", OVERLAP, "2026-11-23 13:00", "2026-11-23 18:00"),
        ("whole days close with the last", ROUND_THE_CLOCK_ON_WORKDAYS, "2026-11-24 12:00", "2026-11-28 00:00"),
        ("always open until a short day", ALWAYS_BUT, "2026-12-01 12:00", "2026-12-24 00:00"),
        ("always open", ALWAYS_IN_NEW_YORK, "2026-11-23 12:00", None),
        ("open until after the look ahead", ALWAYS_BUT, "2026-10-01 12:00", None),
        ("a night that clocks make longer", NIGHT, "2026-10-24 23:00", "2026-10-25 06:00"),
    ],
)
def test_the_next_change_is_an_opening_or_a_closing(
    story: str, hours: BusinessHours, at: str, changes: str | None
) -> None:
    assert hours.next_change(wall(at, hours)) == (wall(changes, hours) if changes else None)


@pytest.mark.parametrize(
    ("story", "zone", "spans", "day", "open_on"),
    [
        ("opens in the gap: when clocks jump", "America/New_York", "02:30-05:00", "2026-03-08", "03:00-05:00"),
        ("closes in the gap: when clocks jump", "America/New_York", "00:00-02:30", "2026-03-08", "00:00-03:00"),
        ("both in the gap: does not happen", "America/New_York", "02:10-02:50", "2026-03-08", ""),
        ("in the half-hour gap", "Australia/Lord_Howe", "02:10-05:00", "2026-10-04", "02:30-05:00"),
        ("in the gap, seconds and all", "Europe/Athens", "03:20:07.25-05:00", "2026-03-29", "04:00-05:00"),
        ("the day begins in a gap", "Asia/Beirut", "00:00-02:00", "2026-03-29", "01:00-02:00"),
        ("opens twice: the first", "America/New_York", "01:30-04:00", "2026-11-01", "01:30-04:00"),
        ("closes twice: the first", "America/New_York", "00:00-01:30", "2026-11-01", "00:00-01:30"),
        ("midnight comes twice: the first", "America/Havana", "22:00-00:00", "2026-10-31", "22:00-00:00"),
    ],
)  # fmt: skip
def test_an_edge_is_the_first_instant_that_shows_its_time_or_later(
    story: str, zone: str, spans: str, day: str, open_on: str
) -> None:
    hours = BusinessHours(zone=zone, exceptions={date.fromisoformat(day): on(spans)}, week={0: ()})
    noon = wall(f"{day} 12:00", hours)
    found = [
        (start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone)))
        for start, end in hours.open_between(noon - timedelta(days=2), noon + timedelta(days=2))
    ]

    assert [Interval(opens=start.time(), closes=end.time()) for start, end in found] == list(on(open_on))
    assert all(start.fold == end.fold == 0 for start, end in found)


@pytest.mark.parametrize(
    ("story", "zone", "since", "until"),
    [
        ("midnight comes twice", "America/Havana", "2026-10-31 00:00", "2026-11-02 00:00"),
        ("midnight does not come", "Asia/Beirut", "2026-03-28 00:00", "2026-03-30 00:00"),
        ("clocks go back over midnight", "America/St_Johns", "2010-11-06 00:00", "2010-11-08 00:00"),
        ("from the second time before that midnight", "America/St_Johns", "2010-11-06 23:30-03:30", "2010-11-08 00:00"),
        ("to the second time before that midnight", "America/St_Johns", "2010-11-06 00:00", "2010-11-06 23:30-03:30"),
        ("the day that Samoa left out", "Pacific/Apia", "2011-12-29 00:00", "2012-01-01 00:00"),
    ],
)
def test_whole_days_leave_no_gap_whatever_clocks_do_at_midnight(story: str, zone: str, since: str, until: str) -> None:
    hours = BusinessHours(zone=zone)
    start, end = wall(since, hours), wall(until, hours)

    assert elapsed(start, end, hours) == end - start


def test_a_time_may_be_asked_about_in_any_zone() -> None:
    second = datetime(2026, 11, 1, 1, 45, tzinfo=ZoneInfo("America/New_York"), fold=1)

    assert EARLY_IN_NEW_YORK.is_open(second)
    assert deadline(second, timedelta(hours=1), EARLY_IN_NEW_YORK) == wall("2026-11-01 02:45", EARLY_IN_NEW_YORK)


def test_without_a_week_somebody_is_always_there() -> None:
    always, night = BusinessHours(), datetime(2026, 12, 25, 3, 0, tzinfo=UTC)

    assert always.is_open(night)
    assert always.next_open(night) == night


def test_with_nothing_open_for_months_there_is_no_date_to_promise() -> None:
    away = BusinessHours(
        week={0: on("09:00-18:00")}, holidays=frozenset(date(2026, 11, 23) + timedelta(days=n) for n in range(90))
    )
    monday = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert away.next_open(monday) is None
    assert away.next_open(monday - timedelta(days=3)) is None
    assert away.next_change(monday) is None
    assert deadline(monday, timedelta(), away) == datetime(2027, 2, 22, 9, 0, tzinfo=UTC)


def test_a_line_that_never_opens_has_no_deadline() -> None:
    never, start = BusinessHours(week={0: ()}), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert deadline(start, timedelta(), never) is None
    assert deadline(start, timedelta(days=1), never) is None
    assert elapsed(start, start + timedelta(days=30), never) == timedelta()


def test_a_deadline_more_than_two_years_away_is_none() -> None:
    start = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert deadline(start, timedelta(days=730), BusinessHours()) == start + timedelta(days=730)
    assert deadline(start, timedelta(days=730, minutes=1), BusinessHours()) is None


def test_a_deadline_of_weeks_costs_little() -> None:
    start, began = wall("2026-03-02 09:00", OFFICE), process_time()
    for _ in range(20):
        deadline(start, timedelta(hours=30 * 9), OFFICE)

    assert (process_time() - began) / 20 < 0.002


@pytest.mark.parametrize("zone", ["Europe/Varsovie", "europe", "Europe", "", "/etc/passwd", "../UTC"])
def test_a_zone_that_there_is_not_is_named(zone: str) -> None:
    with pytest.raises(ValueError, match=f"There is no time zone '{zone}'"):
        BusinessHours(zone=zone)


LINES: TypeAdapter[Line] = TypeAdapter(Line)


@pytest.mark.parametrize("hours", [WARSAW, CHRISTMAS, ALWAYS_BUT, NIGHT, EVENING, BusinessHours()])
def test_a_line_is_read_back_as_it_was_stored(hours: BusinessHours) -> None:
    line = Line(id=LineId("delivery"), names={"en": "Delivery"}, hours=hours)

    assert LINES.validate_python(LINES.dump_python(line, mode="json")) == line
    assert LINES.validate_json(LINES.dump_json(line)) == line


def test_a_line_stored_before_there_were_exceptions_is_still_read() -> None:
    stored: dict[str, Any] = {
        "id": "delivery",
        "names": {"en": "Delivery"},
        "topics": ["returns"],
        "takes_rest": True,
        "hours": {
            "zone": "Europe/Warsaw",
            "week": {"0": [{"opens": "09:00:00", "closes": "18:00:00"}], "5": []},
            "holidays": ["2026-12-25"],
        },
    }

    assert LINES.validate_python(stored).hours == BusinessHours(
        zone="Europe/Warsaw", week={0: on("09:00-18:00"), 5: ()}, holidays=frozenset({date(2026, 12, 25)})
    )


def test_a_stored_line_in_a_zone_that_there_is_not_names_it() -> None:
    with pytest.raises(ValueError, match="There is no time zone 'Mars/Base'"):
        LINES.validate_python({"id": "delivery", "names": {}, "hours": {"zone": "Mars/Base"}})
