"""Times as operators write and read them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operator_bot.texts import load_texts
from bot.operator_bot.times import lasting, until

EN, RU = load_texts().in_language("en"), load_texts().in_language("ru")
NOW = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)
"""A Friday, half past ten in Warsaw; its clocks go forward on Sunday."""


@pytest.mark.parametrize(
    ("words", "at", "rest"),
    [
        ("30m lunch", "27 10:00", "lunch"),
        ("2h the warehouse", "27 11:30", "the warehouse"),
        ("1d 4h a part", "28 13:30", "a part"),
        ("2ч склад", "27 11:30", "склад"),
        ("1д склад", "28 09:30", "склад"),
        ("45 min the bus", "27 10:15", "the bus"),
        ("18:00 the office", "27 17:00", "the office"),
        ("9:00 the shop", "28 08:00", "the shop"),
        ("10:30 now is tomorrow", "28 09:30", "now is tomorrow"),
        ("tomorrow 9:00 the shop", "28 08:00", "the shop"),
        ("Tomorrow the shop", "28 08:00", "the shop"),
        ("завтра 9:00 магазин", "28 08:00", "магазин"),
        ("jutro 9:00 sklep", "28 08:00", "sklep"),
        ("αύριο το μαγαζί", "28 08:00", "το μαγαζί"),
        ("2ώ 5λ το μαγαζί", "27 11:35", "το μαγαζί"),
        ("2h", "27 11:30", ""),
    ],
)
def test_a_hold_is_until(words: str, at: str, rest: str) -> None:
    read = until(words, NOW, "Europe/Warsaw")
    assert read is not None
    assert (f"{read.at:%d %H:%M}", read.rest) == (at, rest)


def test_the_morning_after_the_clocks_went_forward_is_the_local_one() -> None:
    saturday = NOW + timedelta(days=1)
    read = until("tomorrow 9:00 the shop", saturday, "Europe/Warsaw")
    assert read is not None
    assert f"{read.at:%d %H:%M}" == "29 07:00"


@pytest.mark.parametrize("words", ["", "the shop", "2 parcels", "2hours", "25:00 late", "9:75 odd", "0m now", "9999d"])
def test_what_names_no_time_to_come_is_not_read(words: str) -> None:
    assert until(words, NOW, "Europe/Warsaw") is None


@given(words=st.text())
def test_whatever_is_written_a_time_that_is_read_is_to_come(words: str) -> None:
    read = until(words, NOW, "Europe/Warsaw")
    assert read is None or read.at > NOW


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (12 * 60 + 40, "12 min"), (7200, "2 h"), (7500, "2 h 5 min"),
        (3 * 86400 + 300, "3 d 5 min"), (90061, "1 d 1 h"), (-90, "1 min"),
    ],
)  # fmt: skip
def test_how_long(seconds: int, text: str) -> None:
    assert lasting(timedelta(seconds=seconds), EN) == text


def test_units_are_the_readers() -> None:
    assert lasting(timedelta(hours=2, minutes=5), RU) == "2 ч 5 мин"
