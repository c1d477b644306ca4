"""An operator is a person of the company who works at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handoff.hours import BusinessHours
from handoff.ids import LineId, OperatorId


class Role(StrEnum):
    """What a person may do; each role may do what the ones before it may."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def at_least(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


class Presence(StrEnum):
    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class AwayReason(StrEnum):
    """Why an operator is not online."""

    CHOSEN = "chosen"
    CONNECTION = "connection"
    """Their screens are gone; they are back by themselves with the first one."""
    MISSED = "missed"
    """They let an offer pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """`skills` map a name to a level from 1 to 5; `telegram_id` is their chat with the operators' bot."""

    id: OperatorId
    login: str
    name: str
    role: Role = Role.OPERATOR
    lines: frozenset[LineId] = frozenset()
    languages: tuple[str, ...] = ("en",)
    skills: Mapping[str, int] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    shift: BusinessHours | None = None
    """When they work; None: whenever their lines are open."""
    capacity: int | None = None
    """In units of effort; None: as the line says."""
    supervises: frozenset[LineId] = frozenset()
    """Lines that they see and hand out as a supervisor does, whatever their role."""
    presence: Presence = Presence.OFFLINE
    away_reason: AwayReason | None = None
    presence_since: datetime | None = None
    telegram_id: int | None = None
    email: str | None = None
    """Where notices go, if they want them by e-mail."""
    active: bool = True
    """False: they have left; they can't sign in, and their name stays in the history."""
    version: int = 0
    password_hash: str = field(default="", repr=False)

    def oversees(self, line: LineId | None) -> bool:
        """May they hand out this line's sessions?"""
        return self.role.at_least(Role.SUPERVISOR) or line in self.supervises
