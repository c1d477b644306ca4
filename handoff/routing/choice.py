"""Who of a line's operators gets a session: first who can take it at all, then who comes first in the line's order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoff.ids import OperatorId
from handoff.reasons import Reason
from handoff.routing.candidate import Candidate, Needs, lacks_only_room, unable
from handoff.routing.criteria import Criterion, difference, merit

__all__ = ["Candidate", "Choice", "Criterion", "Needs", "choose", "unable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who, and by what: `why` is one reason.

    Its code is `wanted` or `history` for the one who was to have it; `only` when nobody else could; the criterion that
    set them apart from the next best; `equal` when nothing did; `again` for one who refused it before.
    """

    operator: OperatorId
    why: Reason


def choose(needs: Needs, candidates: Sequence[Candidate], order: Sequence[Criterion]) -> Choice | None:
    """Who gets it: the wanted one if able, else the best of the able by `order`, criterion after criterion.

    Who has refused it is asked again when it would sink otherwise: when none of the others who are there would take
    it even with all their hands free. Then it is the turn of the one who refused longest ago, unless that was only a
    moment ago. None: nobody can take it now.
    """
    able = [each for each in candidates if unable(needs, each) is None]
    if not able:
        waits_for_room = any(lacks_only_room(needs, each) for each in candidates)
        return None if waits_for_room else _ask_again(needs, candidates)
    if (wanted := next((each for each in able if each.id == needs.wanted), None)) is not None:
        return Choice(operator=wanted.id, why=Reason(code=needs.wanted_why))
    best, *others = sorted(able, key=lambda each: (*(-merit(by, needs, each) for by in order), each.id))
    return Choice(operator=best.id, why=difference(needs, best, others[0], order) if others else Reason(code="only"))


def _ask_again(needs: Needs, candidates: Sequence[Candidate]) -> Choice | None:
    asked = replace(needs, declined=())
    willing = {each.id for each in candidates if not each.resting and unable(asked, each) is None}
    return next((Choice(operator=who, why=Reason(code="again")) for who in needs.declined if who in willing), None)
