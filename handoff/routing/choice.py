"""Who of a line's operators gets a session: first who can take it at all, then who comes first in the line's order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handoff.ids import OperatorId
from handoff.reasons import Reason


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a waiting session asks of the one who takes it."""

    effort: int = 1
    skills: Mapping[str, int] = field(default_factory=dict)
    language: str = ""
    language_required: bool = False
    region: str | None = None
    wanted: OperatorId | None = None
    """This one first, when they can take it; nobody waits for them."""
    declined: tuple[OperatorId, ...] = ()
    """They have refused it: only when nobody else is there at all (online or not) may they be asked again."""
    supervisor: bool = False
    """Only a supervisor of the line may take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An operator of the line at the moment of the choice, as far as it matters."""

    id: OperatorId
    online: bool
    on_shift: bool = True
    supervisor: bool = False
    load: int = 0
    """The effort of all that they hold and are offered."""
    capacity: int = 1
    skills: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    solved: int = 0
    """Earlier sessions of this customer that they closed as solved."""
    idle_since: datetime | None = None
    """None: never had one, which is the longest idle of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who, and by what: `why` is one reason, such as the criterion that set them apart from the next best."""

    operator: OperatorId
    why: Reason
