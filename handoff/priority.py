"""How urgent a session is: points for its facts, added up by a table that the admin edits; levels begin at a sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.ids import LevelId, OperatorId
from handoff.routing.conditions import Condition

NORMAL = LevelId("normal")
"""The level of a session that nobody has rated yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """`points` is the least sum that reaches it; the first level takes every sum. `color` is a name of the pages'."""

    id: LevelId
    names: Mapping[str, str]
    points: int = 0
    color: str = "gray"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A row of the table: whoever meets `when` gets `points`, which may be negative."""

    id: str
    when: Condition
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Points for having waited in a queue for so long; of several rows the longest that is reached counts."""

    after: timedelta
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityScheme:
    """Levels from the lowest to the highest, at least one."""

    levels: tuple[Level, ...]
    table: tuple[Points, ...] = ()
    waiting: tuple[Patience, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one row of the table gave: the row's id, or `waiting`."""

    row: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person has decided otherwise."""

    level: LevelId
    by: OperatorId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How urgent a session is now, and why. `rank` is the level's place from the lowest, 0; higher goes first."""

    level: LevelId = NORMAL
    rank: int = 0
    points: int = 0
    parts: tuple[Part, ...] = ()
    version: int = 0
    """Of the scheme that it was computed by."""
    least: LevelId | None = None
    """A routing rule's or an escalation's: it is never below this level."""
    override: Override | None = None
