"""What a company promises: SLA policies, each a set of matrices that an admin fills in like a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from handoff.facts import Facts
from handoff.ids import LevelId
from handoff.routing.conditions import All, Condition, holds

ANY: Literal["*"] = "*"


class Target(StrEnum):
    """What is promised."""

    FIRST_RESPONSE = "first_response"
    """From coming to a line to a person's first words."""
    NEXT_RESPONSE = "next_response"
    """From a customer's words to a person's answer, after the first."""
    RESOLUTION = "resolution"
    """From coming to a line to the close."""
    IN_STATUS = "in_status"
    """From entering a status to leaving it."""


class Pause(StrEnum):
    """What stops a clock, beside closed hours under business time."""

    ON_HOLD = "on_hold"
    CUSTOMER = "customer"
    """It is the customer's turn: a person has answered last, and the session is not in a queue."""


class Status(StrEnum):
    """Where a session stands, for targets on time in a status."""

    WAITING = "waiting"
    WITH_OPERATOR = "with_operator"
    ON_HOLD = "on_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`row` has a word or `*` for each axis of its table; `limits` are by level, or `*`.

    A limit of None says that nothing is promised; a level that is left out says nothing, and is asked further on.
    """

    row: tuple[str, ...]
    limits: Mapping[LevelId | Literal["*"], timedelta | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A matrix: rows by `axes` (names of facts, such as `customer_tier` and `channel`), columns by priority.

    Of several rows that fit, the one with the fewest stars counts, the earlier one among equals; in it the level's
    own column before the star's; if that says nothing, the next row that fits.
    """

    target: Target
    axes: tuple[str, ...]
    cells: tuple[Cell, ...]


class Move(StrEnum):
    """Where an escalation takes a session."""

    STAY = "stay"
    QUEUE = "queue"
    """Back to the line's queue, to somebody else."""
    NEXT_TIER = "next_tier"
    """To the line that this one escalates to."""
    SUPERVISOR = "supervisor"
    """To a supervisor of the line."""


class Hearer(StrEnum):
    """Who is told."""

    OPERATOR = "operator"
    SUPERVISORS = "supervisors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Done once, when `percent` of the limit has passed: below 100 a warning, from 100 on the breach's escalation."""

    id: str
    percent: int
    targets: frozenset[Target] = frozenset()
    """Empty: all."""
    tell: frozenset[Hearer] = frozenset()
    emails: tuple[str, ...] = ()
    raise_priority: bool = False
    """By one level."""
    move: Move = Move.STAY


class Time(StrEnum):
    """Which time a policy counts."""

    BUSINESS = "business"
    """The line's open hours."""
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """For the sessions that `when` holds for."""

    id: str
    name: str
    when: Condition = field(default_factory=All)
    time: Time = Time.BUSINESS
    pauses: Mapping[Target, frozenset[Pause]] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicies:
    """The first that holds counts; none: no promise."""

    policies: tuple[SlaPolicy, ...] = ()


def policy_for(facts: Facts, policies: SlaPolicies) -> SlaPolicy | None:
    """The policy that a session comes under."""
    return next((policy for policy in policies.policies if holds(policy.when, facts)), None)


def limit(
    policy: SlaPolicy, target: Target, facts: Facts, level: LevelId, status: Status | None = None
) -> timedelta | None:
    """What is promised; None: nothing. The first table for the target that says something counts, as `Table` tells.

    `status` is the one that IN_STATUS asks about, in place of the fact of that name.
    """
    known = facts.words if status is None else {**facts.words, "status": (status.value,)}
    for table in policy.tables:
        if table.target is target:
            for cell in sorted(_fitting(table, known), key=lambda cell: cell.row.count(ANY)):
                for column in (level, ANY):
                    if column in cell.limits:
                        return cell.limits[column]
    return None


def _fitting(table: Table, words: Mapping[str, tuple[str, ...]]) -> Iterator[Cell]:
    folded = [{word.casefold() for word in words.get(axis, ())} for axis in table.axes]
    for cell in table.cells:
        fits = (wanted == ANY or wanted.casefold() in known for wanted, known in zip(cell.row, folded, strict=False))
        if len(cell.row) == len(folded) and all(fits):
            yield cell
