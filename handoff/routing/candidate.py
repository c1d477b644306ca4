"""Who may be given a session: what it asks for, and which operators of its line meet that at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Literal

from handoff.ids import OperatorId
from handoff.reasons import Reason


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
    wanted_why: Literal["wanted", "history"] = "wanted"
    """A person or a rule has named them, or they solved this customer's last sessions."""
    declined: tuple[OperatorId, ...] = ()
    """They have refused it, the latest last: see `choose` for when they may be asked again."""
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
    resting: bool = False
    """They refused this very session a moment ago: too soon to ask again."""
    held_back: bool = False
    """What room they have is kept for a session that goes first and needs more than that."""


_FOR_NOW = {"no_room", "held_back"}
"""What passes by itself: they will take it when they have finished something else."""


def unable(needs: Needs, candidate: Candidate) -> Reason | None:
    """Why this operator can't be given the session now; None when they can."""
    if not candidate.online:
        return Reason(code="offline")
    if not candidate.on_shift:
        return Reason(code="off_shift")
    if needs.supervisor and not candidate.supervisor:
        return Reason(code="not_supervisor")
    for skill, level in sorted(needs.skills.items()):
        if (has := candidate.skills.get(skill, 0)) < level:
            return Reason(code="skill", values={"skill": skill, "level": str(level), "has": str(has)})
    if needs.language_required and needs.language and speaks(candidate, needs.language) is None:
        return Reason(code="language", values={"language": needs.language})
    if candidate.id in needs.declined:
        return Reason(code="declined")
    if needs.effort > candidate.capacity:
        return Reason(code="too_heavy", values={"effort": str(needs.effort), "of": str(candidate.capacity)})
    if (free := candidate.capacity - candidate.load) < needs.effort:
        return Reason(code="no_room", values={"free": str(free), "effort": str(needs.effort)})
    return Reason(code="held_back") if candidate.held_back else None


def lacks_only_room(needs: Needs, candidate: Candidate) -> bool:
    """Would they take it, once they have finished something else?"""
    reason = unable(needs, candidate)
    return reason is not None and reason.code in _FOR_NOW


def speaks(candidate: Candidate, language: str) -> int | None:
    """The place of a language among theirs; regions of it (`pt-BR`) don't matter."""
    wanted = _primary(language)
    return next((place for place, each in enumerate(candidate.languages) if _primary(each) == wanted), None)


@lru_cache(maxsize=256)
def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].casefold()
