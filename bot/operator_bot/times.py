"""Times as operators say and read them: "2 h 5 min", and "until tomorrow 9:00"."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.operator_bot.texts import Say

_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))
_SPAN = re.compile(r"(\d{1,4})\s?(d|h|m|min|д|ч|м|мин|ω|ώ|λ)\b\.?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})\b")
_TOMORROW = re.compile(r"(tomorrow|завтра|jutro|αύριο)\b", re.IGNORECASE)
_FIRST = {"d": "day", "д": "day", "h": "hour", "ч": "hour", "m": "minute", "м": "minute",
          "ω": "hour", "ώ": "hour", "λ": "minute"}  # fmt: skip
_MORNING = time(9)
_LONGEST = timedelta(days=366)


class Until(NamedTuple):
    """A moment, and the words that came after it."""

    at: datetime
    rest: str


def lasting(span: timedelta, say: Say) -> str:
    """How long, in one or two units: `40 s`, `12 min`, `2 h 5 min`, `3 d`."""
    parts: list[str] = []
    for name, unit in _UNITS:
        count, span = divmod(abs(span), unit)
        if count:
            parts.append(say(f"in_{name}s", count=count))
    return " ".join(parts[:2]) or say("in_seconds", count=int(span.total_seconds()))


def until(words: str, now: datetime, zone: str) -> Until | None:
    """Reads `2h`, `1d 4h`, `9:00`, `tomorrow` or `tomorrow 9:00` before other words, in a time zone.

    A time of day without a day is the next one. None when the words begin with no time that is to come.
    """
    rest, here = words.strip(), now.astimezone(ZoneInfo(zone))
    span, rest = _span(rest)
    if span:
        return Until(now + span, rest) if span <= _LONGEST else None
    tomorrow = _TOMORROW.match(rest)
    rest = rest[tomorrow.end() :].strip() if tomorrow else rest
    clock = _CLOCK.match(rest)
    if clock is None:
        at = datetime.combine(here.date() + timedelta(days=1), _MORNING, here.tzinfo)
        return Until(at.astimezone(UTC), rest) if tomorrow else None
    hour, minute = int(clock[1]), int(clock[2])
    if hour > 23 or minute > 59:
        return None
    at = datetime.combine(here.date(), time(hour, minute), here.tzinfo)
    if tomorrow or at <= now:
        at = datetime.combine(here.date() + timedelta(days=1), time(hour, minute), here.tzinfo)
    return Until(at.astimezone(UTC), rest[clock.end() :].strip())


def _span(words: str) -> tuple[timedelta, str]:
    """`1d 4h` and what follows; none at all is no time."""
    units, span = dict(_UNITS), timedelta()
    while (part := _SPAN.match(words)) is not None:
        span += int(part[1]) * units[_FIRST[part[2][0].lower()]]
        words = words[part.end() :].strip()
    return span, words
