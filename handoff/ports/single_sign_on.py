"""Another system that says who somebody is."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class SignOnFailed(Exception):
    """The other system did not answer, or not as it must; the message is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What a browser keeps while it is at the other system: random, and known to nobody else.

    `state` shows that who comes back is who went, `nonce` that what is said of them was said for this trip, `verifier`
    that who fetches it is who asked.
    """

    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the other system knows. `email` only where it vouches for it."""

    email: str | None
    login: str | None


class Match(StrEnum):
    """By what people are known again."""

    EMAIL = "email"
    LOGIN = "login"


class SignOn(Protocol):
    @property
    def title(self) -> str:
        """As people call it."""
        ...

    async def address(self, trip: Trip) -> str:
        """Where to send the browser. Raises SignOnFailed."""
        ...

    async def who(self, code: str, trip: Trip) -> Identity:
        """Who came back with this code. Raises SignOnFailed."""
        ...
