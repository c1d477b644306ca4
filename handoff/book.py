"""The book of rules in force: lines, routing, priorities, SLA. A value, so that what it decides is pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handoff.connection import Connection
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line
from handoff.operator import Operator, Role
from handoff.priority import NORMAL, Level, PriorityScheme
from handoff.routing.rules import RuleSet
from handoff.sla.policy import SlaPolicies

LEVELS = (
    Level(id=LevelId("low"), points=-1000, color="gray",
          names={"en": "Low", "ru": "Низкий", "pl": "Niski", "el": "Χαμηλή"}),
    Level(id=NORMAL, points=0, color="blue",
          names={"en": "Normal", "ru": "Обычный", "pl": "Zwykły", "el": "Κανονική"}),
    Level(id=LevelId("high"), points=20, color="orange",
          names={"en": "High", "ru": "Высокий", "pl": "Wysoki", "el": "Υψηλή"}),
    Level(id=LevelId("critical"), points=40, color="red",
          names={"en": "Critical", "ru": "Критический", "pl": "Krytyczny", "el": "Κρίσιμη"}),
)  # fmt: skip
"""Of a company that has not yet made its own; without a table every session is normal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Each chapter with the version that it has."""

    lines: Sequence[Line] = ()
    staff: Sequence[Operator] = ()
    routing: RuleSet = field(default_factory=RuleSet)
    routing_version: int = 0
    priority: PriorityScheme = field(default_factory=lambda: PriorityScheme(levels=LEVELS))
    priority_version: int = 0
    sla: SlaPolicies = field(default_factory=SlaPolicies)
    sla_version: int = 0
    connections: Sequence[Connection] = ()

    def supervisors(self, line_id: LineId | None) -> tuple[OperatorId, ...]:
        """Who oversees a line: its own supervisors, or where it has none, those of the whole company."""
        own = tuple(each.id for each in self.staff if each.active and line_id in each.supervises)
        whole = (each.id for each in self.staff if each.active and each.role is Role.SUPERVISOR)
        return own or tuple(whole)

    def name(self, operator_id: OperatorId) -> str:
        return next((each.name for each in self.staff if each.id == operator_id), operator_id)

    def line(self, line_id: LineId | None) -> Line | None:
        return next((line for line in self.lines if line.id == line_id), None)

    def connection(self, channel: str | None, account: str | None) -> Connection | None:
        """What an admin has said of the account that a customer writes to; None where the environment says it."""
        return next((each for each in self.connections if (each.kind, each.account) == (channel, account)), None)
