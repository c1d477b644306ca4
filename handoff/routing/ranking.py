"""Everybody who might get a session, for a person who hands it out: the able first, the best of them on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.reasons import Reason
from handoff.routing.candidate import Candidate, Needs, unable
from handoff.routing.criteria import Criterion, merit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`why_not` is None for who could be given the session; a supervisor may give it to the others nevertheless."""

    candidate: Candidate
    why_not: Reason | None


def ranked(needs: Needs, candidates: Sequence[Candidate], order: Sequence[Criterion]) -> Sequence[Ranked]:
    """As `choose` compares them: the first of the able is whom it would choose."""
    seen = [Ranked(candidate=each, why_not=unable(needs, each)) for each in candidates]

    def place(each: Ranked) -> tuple[object, ...]:
        merits = (-merit(by, needs, each.candidate) for by in order)
        return (each.why_not is not None, each.candidate.id != needs.wanted, *merits, each.candidate.id)

    return sorted(seen, key=place)
