"""What makes one operator a better choice than another, by one criterion at a time."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import assert_never

from handoff.reasons import Reason
from handoff.routing.candidate import Candidate, Needs, speaks


class Criterion(StrEnum):
    """What makes one operator a better choice than another, all of whom can take the session."""

    FREE = "free"
    """The larger free share of their capacity."""
    SKILL = "skill"
    """The higher levels in the skills that the session requires."""
    LANGUAGE = "language"
    """They speak the customer's language; the earlier they name it, the better."""
    HISTORY = "history"
    """They solved this customer's sessions before; the more, the better."""
    REGION = "region"
    IDLE = "idle"
    """The longest since they were last given one."""


def merit(by: Criterion, needs: Needs, candidate: Candidate) -> float:
    """How good a choice this is by one criterion: more is better, and only the order matters."""
    match by:
        case Criterion.FREE:
            return (candidate.capacity - candidate.load) / candidate.capacity if candidate.capacity else 0
        case Criterion.SKILL:
            return sum(candidate.skills.get(skill, 0) for skill in needs.skills)
        case Criterion.LANGUAGE:
            place = speaks(candidate, needs.language)
            return -math.inf if place is None else -place
        case Criterion.HISTORY:
            return candidate.solved
        case Criterion.REGION:
            return needs.region is not None and needs.region in candidate.regions
        case Criterion.IDLE:
            # In whole seconds, since a database may keep less of a time than was chosen by.
            return math.inf if candidate.idle_since is None else -math.floor(candidate.idle_since.timestamp())
        case _:
            assert_never(by)


def difference(needs: Needs, best: Candidate, other: Candidate, order: Sequence[Criterion]) -> Reason:
    """The first criterion by which one is better than the other."""
    first = next((by for by in order if merit(by, needs, best) > merit(by, needs, other)), None)
    values: Mapping[str, str] = {}
    match first:
        case None:
            return Reason(code="equal")
        case Criterion.FREE:
            values = {"free": str(best.capacity - best.load), "of": str(best.capacity)}
        case Criterion.SKILL:
            better = (each for each in sorted(needs.skills) if best.skills.get(each, 0) > other.skills.get(each, 0))
            values = {"skill": (skill := next(better)), "level": str(best.skills[skill])}
        case Criterion.LANGUAGE:
            values = {"language": needs.language}
        case Criterion.HISTORY:
            values = {"solved": str(best.solved)}
        case Criterion.REGION:
            values = {"region": needs.region or ""}
        case Criterion.IDLE:
            values = {"since": best.idle_since.isoformat(timespec="seconds")} if best.idle_since else {}
        case _:
            assert_never(first)
    return Reason(code=first.value, values=values)
