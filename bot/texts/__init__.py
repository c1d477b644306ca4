"""What the product itself says to customers: one YAML file per language, key to text, with {placeholders}."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from babel.dates import format_date, format_time, get_day_names

_HERE = Path(__file__).parent
FALLBACK = "en"
LANGUAGES = tuple(sorted(path.stem for path in _HERE.glob("*.yml")))


class FileTexts:
    """Fulfils `handoff.ports.Texts`. A language without a text falls back to English."""

    def say(self, key: str, language: str, **values: str) -> str:
        text = _read(language).get(key) or _read(FALLBACK)[key]
        return text.format_map(values)

    def when(self, at: datetime, now: datetime, zone: str, language: str) -> str:
        """An instant as a customer would say it: today, tomorrow or on a day, in the line's time zone."""
        here, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
        locale = language if language in LANGUAGES else FALLBACK
        time = format_time(here, "HH:mm", locale=locale)
        days = (here.date() - today).days
        if days == 0:
            return self.say("when_today", locale, time=time)
        if days == 1:
            return self.say("when_tomorrow", locale, time=time)
        weekday = get_day_names("wide", locale=locale)[here.weekday()]
        return self.say("when_day", locale, weekday=weekday, date=format_date(here, "d MMMM", locale=locale), time=time)


@cache
def _read(language: str) -> Mapping[str, str]:
    path = _HERE / f"{language}.yml"
    if language not in LANGUAGES:
        return {}
    texts: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return texts
