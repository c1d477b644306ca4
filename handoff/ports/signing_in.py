"""Who is signed in, by what they show for it, and how often they may try."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from handoff.ids import OperatorId


class Lack(StrEnum):
    """What still keeps somebody out who has shown their password."""

    CODE = "code"
    """Of their second factor."""
    FACTOR = "factor"
    """They have none, and may not come in without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A staff member's signed-in browser; while it lacks something it opens nothing but the sign-in."""

    id: str
    """By which its person can name it; opens nothing."""
    operator_id: OperatorId
    csrf: str
    since: datetime
    seen_at: datetime
    expires_at: datetime
    address: str = ""
    device: str = ""
    """As the browser calls itself."""
    lacks: Lack | None = None

    def is_over(self, now: datetime, idle: timedelta) -> bool:
        return now >= min(self.expires_at, self.seen_at + idle)


class Logins(Protocol):
    """Signed-in browsers, by the hash of their cookie."""

    async def add(self, token_hash: str, login: Login) -> None: ...

    async def get(self, token_hash: str) -> Login | None: ...

    async def of(self, operator_id: OperatorId) -> Sequence[Login]:
        """A person's, whether over or not; the one that was seen last first."""
        ...

    async def seen(self, token_hash: str, at: datetime, address: str) -> None: ...

    async def remove(self, token_hash: str) -> None: ...

    async def remove_one(self, operator_id: OperatorId, id_: str) -> bool:
        """False: this person has none of that name."""
        ...

    async def remove_all(self, operator_id: OperatorId, *, but: str | None = None) -> None:
        """Sign a person out everywhere, or everywhere but in one place."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What a person shows besides their password: codes by the time, from a secret that their phone has, too."""

    secret: str = field(repr=False)
    since: datetime
    last_step: int
    """The time, counted in codes, of the last one that was used: it and those before it are good no more."""
    recovery: Sequence[str] = field(repr=False)
    """Hashes of the codes that are good once each, for whoever has lost the phone."""


class FactorsLocked(Exception):
    """Secrets can't be kept, or not be read; the message says what to do."""


class SecondFactors(Protocol):
    """Whatever touches a secret raises FactorsLocked."""

    async def has(self, operator_id: OperatorId) -> bool: ...

    async def get(self, operator_id: OperatorId) -> Factor | None: ...

    async def everybody(self) -> Collection[OperatorId]:
        """Who has one."""
        ...

    async def offer(self, operator_id: OperatorId, secret: str, at: datetime) -> None:
        """Keep a secret until its person has shown that their phone has it, too; instead of any offered before."""
        ...

    async def offered(self, operator_id: OperatorId) -> str | None: ...

    async def put(self, operator_id: OperatorId, factor: Factor) -> None: ...

    async def use_step(self, operator_id: OperatorId, step: int) -> bool:
        """False: a code of this time or of a later one was used already."""
        ...

    async def use_recovery(self, operator_id: OperatorId, kept: str) -> bool:
        """False: it was used already."""
        ...

    async def renew_recovery(self, operator_id: OperatorId, kept: Sequence[str]) -> None: ...

    async def remove(self, operator_id: OperatorId) -> None: ...


class Throttle(Protocol):
    """Counts tries against a limit."""

    async def allow(self, key: str, *, limit: int, seconds: int) -> bool: ...

    async def forget(self, key: str) -> None:
        """Count from the beginning."""
        ...
