"""An operator is a person of the company who works at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    presence: Presence = Presence.OFFLINE
    telegram_id: int | None = None
    password_hash: str = field(default="", repr=False)
