"""Where and when a trial happens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import blake2b
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from flows.facts import Facts

OPENING = time(9)
"""When a company that is closed for the trial opens again, by its own clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`opens_at` tells the company's own hours: the first open instant at or after another."""

    channel: str
    language: str
    start: datetime
    hours: Literal["company", "open", "closed"] = "company"
    customer: Mapping[str, JsonValue] = field(default_factory=dict)
    zone: str = "UTC"
    opens_at: Callable[[datetime], datetime | None] = lambda at: at

    @property
    def id(self) -> str:
        """The same when it is played again, be it on another channel: what was answered to its calls still counts.
        Another trial has another, since real systems take one id for one call.
        """
        return f"try-{blake2b(self.start.isoformat().encode(), digest_size=6).hexdigest()}"

    def facts(self, now: datetime, customer: Mapping[str, JsonValue]) -> Facts:
        return Facts(
            now=now, session=self.id, channel=self.channel, language=self.language, zone=self.zone,
            opens_at=self.opening(now), customer=customer,
        )  # fmt: skip

    def opening(self, now: datetime) -> datetime | None:
        """When people are there next: now, if they are."""
        match self.hours:
            case "company":
                return self.opens_at(now)
            case "open":
                return now
            case "closed":
                return max(now, _next_opening(self.start, self.zone))


def _next_opening(after: datetime, zone: str) -> datetime:
    local = after.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), OPENING, ZoneInfo(zone))
    return (today if today > local else today + timedelta(days=1)).astimezone(after.tzinfo)
