"""The company: its lines and its people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handoff.ids import OperatorId
from handoff.line import Line
from handoff.operator import AwayReason, Operator, Presence


class Stale(Exception):
    """What was to be changed has changed meanwhile, and has this version now: look again, then decide again."""

    def __init__(self, current: int) -> None:
        super().__init__(f"It has been changed meanwhile, and has version {current} now.")
        self.current = current


class LoginTaken(Exception):
    """Somebody else signs in by this name."""


class Lines(Protocol):
    async def all(self) -> Sequence[Line]: ...

    async def change(self, line: Line, *, base: int) -> Line:
        """Store the line if version `base` is the latest (0: there is none yet); with its new version. Raises Stale."""
        ...


class Operators(Protocol):
    async def all(self) -> Sequence[Operator]: ...

    async def get(self, operator_id: OperatorId) -> Operator | None: ...

    async def by_login(self, login: str) -> Operator | None: ...

    async def by_telegram(self, telegram_id: int) -> Operator | None: ...

    async def link_telegram(self, operator_id: OperatorId, telegram_id: int) -> None: ...

    async def change(self, operator: Operator, *, base: int) -> Operator:
        """Store what an admin edits, as `Lines.change` does; presence and Telegram are left alone.

        Raises Stale, LoginTaken.
        """
        ...

    async def set_presence(
        self,
        operator_id: OperatorId,
        presence: Presence,
        reason: AwayReason | None = None,
        since: datetime | None = None,
        *,
        was: Presence | None = None,
    ) -> bool:
        """False when it was so already, or when it is not what it `was`: then `since` stays as it is, too."""
        ...


class Heartbeats(Protocol):
    """Whose screens are open."""

    async def beat(self, operator: OperatorId, at: datetime) -> None: ...

    async def gone(self, operator: OperatorId, at: datetime) -> None:
        """Their last screen here was closed."""
        ...
