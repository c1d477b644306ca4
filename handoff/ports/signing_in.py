"""Who is signed in, and how often they may try."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handoff.ids import OperatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A staff member's signed-in browser."""

    operator_id: OperatorId
    csrf: str
    expires_at: datetime


class Logins(Protocol):
    """Signed-in browsers, by the hash of their cookie."""

    async def add(self, token_hash: str, login: Login) -> None: ...

    async def get(self, token_hash: str, now: datetime) -> Login | None: ...

    async def remove(self, token_hash: str) -> None: ...

    async def remove_all(self, operator_id: OperatorId) -> None:
        """Sign a person out everywhere."""
        ...


class Throttle(Protocol):
    """Counts tries against a limit."""

    async def allow(self, key: str, *, limit: int, seconds: int) -> bool: ...

    async def forget(self, key: str) -> None:
        """Count from the beginning."""
        ...
