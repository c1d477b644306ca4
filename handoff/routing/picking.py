"""What is given out next: of all that waits, the most urgent and then the oldest that somebody can take now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handoff.ids import ConversationId, LineId, OperatorId
from handoff.routing.candidate import Candidate, Needs, lacks_only_room
from handoff.routing.choice import Choice, choose
from handoff.routing.criteria import Criterion
from handoff.routing.decisions import Choosing


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A session that may be next in its line. It stands for all with the same needs that wait behind it."""

    conversation: ConversationId
    line: LineId
    order: tuple[Criterion, ...]
    """The line's, for the choice among its operators."""
    rank: int
    """Of its priority; higher goes first."""
    since: datetime
    needs: Needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Which session goes to whom; `candidates` are those of its line as the choice saw them, to be kept with it."""

    head: Head
    candidates: tuple[Candidate, ...]
    choice: Choice

    def decision(self, at: datetime) -> Choosing:
        """As it is kept: who was not there had no part in it."""
        there = tuple(each for each in self.candidates if each.online)
        return Choosing(
            at=at, line=self.head.line, needs=self.head.needs, candidates=there, order=self.head.order,
            choice=self.choice,
        )  # fmt: skip


def pick(heads: Iterable[Head], candidates_for: Callable[[Head], Sequence[Candidate]]) -> Pick | None:
    """The next one to give out, and to whom; None when nobody can take any.

    Whoever would take a session but lacks the room for it now is kept back from all that goes after it in its line:
    otherwise small sessions would fill every gap, and a heavy one would wait for ever.
    """
    kept_back: dict[LineId, set[OperatorId]] = {}
    for head in sorted(heads, key=lambda each: (-each.rank, each.since, each.conversation)):
        kept = kept_back.setdefault(head.line, set())
        candidates = tuple(replace(each, held_back=True) if each.id in kept else each for each in candidates_for(head))
        choice = choose(head.needs, candidates, head.order)
        if choice is not None:
            return Pick(head=head, candidates=candidates, choice=choice)
        kept.update(each.id for each in candidates if lacks_only_room(head.needs, each))
    return None
