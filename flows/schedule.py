"""A week of hours in a time zone, as plain data."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Interval(BaseModel):
    """From `opens` up to, not including, `closes`; into the next day when that is not later."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opens: time
    closes: time


class Schedule(BaseModel):
    """Within these hours of the week, or outside them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: str = Field(default="UTC", title="Time zone")
    week: Mapping[int, tuple[Interval, ...]] = Field(title="Hours", description="By weekday; 0 is Monday.")
    outside: bool = Field(default=False, title="Outside these hours")

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"There is no time zone {zone!r}.")
        return zone

    def holds(self, at: datetime) -> bool:
        local = at.astimezone(ZoneInfo(self.zone))
        clock, today, yesterday = local.time(), local.weekday(), (local - timedelta(days=1)).weekday()
        within = any(
            each.opens <= clock and (clock < each.closes or each.closes <= each.opens)
            for each in self.week.get(today, ())
        ) or any(each.closes <= each.opens and clock < each.closes for each in self.week.get(yesterday, ()))
        return within != self.outside
