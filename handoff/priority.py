"""How urgent a session is: points for its facts, added up by a table that the admin edits; levels begin at a sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.facts import Facts
from handoff.ids import LevelId, OperatorId
from handoff.routing.conditions import Condition, holds

WAITING = "waiting"
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
    """What one row of the table gave: the row's id, or WAITING."""

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


def rate(
    facts: Facts,
    scheme: PriorityScheme,
    *,
    version: int = 0,
    waited: timedelta | None = None,
    least: LevelId | None = None,
    override: Override | None = None,
) -> Priority:
    """How urgent the session is: a person's word, else what the table adds up to, but not below `least`.

    `waited` is the time in the queue, None for who is in none. A level that the scheme has no more says nothing; it is
    kept, since an older scheme may come back.
    """
    parts = [Part(row=row.id, points=row.points) for row in scheme.table if holds(row.when, facts)]
    if waited is not None and (earned := _earned(scheme, waited)) is not None:
        parts.append(Part(row=WAITING, points=earned))
    points = sum(part.points for part in parts)
    rank = max(_reached(scheme, points), _rank(scheme, least) or 0)
    if override is not None and (decided := _rank(scheme, override.level)) is not None:
        rank = decided
    return Priority(
        level=scheme.levels[rank].id, rank=rank, points=points, parts=tuple(parts), version=version,
        least=least, override=override,
    )  # fmt: skip


def next_change(scheme: PriorityScheme, waited: timedelta) -> timedelta | None:
    """How much longer until waiting counts otherwise than now; None when it never will."""
    now = _earned(scheme, waited)
    later = sorted(row.after for row in scheme.waiting if row.after > waited)
    return next((after - waited for after in later if _earned(scheme, after) != now), None)


def raised(priority: Priority, scheme: PriorityScheme) -> LevelId:
    """One level up; the top stays."""
    rank = _rank(scheme, priority.level)
    above = (priority.rank if rank is None else rank) + 1
    return scheme.levels[min(above, len(scheme.levels) - 1)].id


def level_of(priority: Priority, scheme: PriorityScheme) -> Level:
    """Its level, or the one that now stands in its place."""
    rank = _rank(scheme, priority.level)
    return scheme.levels[min(priority.rank, len(scheme.levels) - 1) if rank is None else rank]


def _earned(scheme: PriorityScheme, waited: timedelta) -> int | None:
    reached = [row for row in scheme.waiting if row.after <= waited]
    return max(reached, key=lambda row: row.after).points if reached else None


def _reached(scheme: PriorityScheme, points: int) -> int:
    return max((rank for rank, level in enumerate(scheme.levels) if level.points <= points), default=0)


def _rank(scheme: PriorityScheme, level: LevelId | None) -> int | None:
    return next((rank for rank, each in enumerate(scheme.levels) if each.id == level), None)
