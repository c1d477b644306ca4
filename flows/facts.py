"""What a flow may know about the moment: handed in by the caller, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import JsonValue

RESERVED = frozenset({"customer", "session", "now", "today", "response"})
"""Names that expressions see, so no variable may have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`opens_at` is the first instant, at or after now, at which people are there; None when that is not known."""

    now: datetime
    session: str
    channel: str
    language: str
    account: str = "main"
    """Which of the channel's accounts."""
    may_begin: frozenset[str] = frozenset()
    """The flows that may begin there; none: all."""
    zone: str = "UTC"
    opens_at: datetime | None = None
    customer: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.opens_at is not None and self.opens_at <= self.now

    def scope(self) -> Mapping[str, Any]:
        """The names that every expression sees. `today` is a text like 2026-11-23: such dates compare as texts do."""
        return {
            "customer": self.customer,
            "session": {
                "id": self.session, "channel": self.channel, "account": self.account, "language": self.language,
                "open": self.open,
            },
            "now": self.now,
            "today": self.now.astimezone(ZoneInfo(self.zone)).date().isoformat(),
        }  # fmt: skip
