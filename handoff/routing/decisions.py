"""What was decided and on what, kept in the history: a decision can be computed again from what is stored here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from handoff.facts import Facts
from handoff.ids import LineId
from handoff.priority import Priority
from handoff.routing.choice import Candidate, Choice, Criterion, Needs
from handoff.routing.rules import Routed, Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Why this line: the facts, the version of the rules, where a session could go, what the rules made of it."""

    kind: Literal["routing"] = "routing"
    facts: Facts
    version: int
    ways: Ways
    routed: Routed


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Why this operator: who could have taken it (those online), what was asked, in which order they were compared."""

    kind: Literal["choosing"] = "choosing"
    at: datetime
    line: LineId
    needs: Needs
    candidates: tuple[Candidate, ...]
    order: tuple[Criterion, ...]
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """Why this priority: the facts, how long it had waited, and the parts that the scheme's rows gave."""

    kind: Literal["rating"] = "rating"
    facts: Facts
    waited: timedelta | None
    """None: it was in no queue."""
    priority: Priority


Decision = Annotated[Routing | Choosing | Rating, Field(discriminator="kind")]
