"""Replay: what a draft would have made of a dialogue that was recorded.

As long as the draft does what was done, it hears what was heard, at the same times and with the same facts known, so an
unchanged flow goes the same way to the end. From the first difference on it goes its own way: it hears the customer's
words in their order, other systems answer what they answered when they were asked the same, and time passes for what
it waits for. What it calls and nobody recorded is taken as failed, and said.
"""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from flows.model import Flow, Library
from flows.progress import Passage
from flows.replay.dialogue import Dialogue, Kept, read
from flows.replay.play import Play
from flows.replay.sentence import Sentence, sentence
from flows.replay.transcript import Line

__all__ = ["Dialogue", "Kept", "Line", "Replayed", "read", "replay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Both dialogues, side by side, and the ways that they went. `at_move` is the first that differs, None if none
    does; `reasons` say how, and what could not be known.
    """

    dialogue: Dialogue
    at_move: int | None
    reasons: tuple[Sentence, ...]
    recorded: tuple[Line, ...]
    draft: tuple[Line, ...]
    recorded_way: tuple[Passage, ...]
    draft_way: tuple[Passage, ...]

    @property
    def same(self) -> bool:
        return self.at_move is None

    @property
    def why(self) -> str:
        return " ".join(map(str, self.reasons))


def replay(dialogue: Dialogue, draft: Flow, library: Library) -> Replayed:
    """Play a whole dialogue with the draft in place of its flow. The library holds the other flows, in the revisions
    that were recorded and in those in force.
    """
    play = Play(dialogue, draft, library)
    for number, move in enumerate(dialogue.moves):
        play.take(number, move)
    recorded, drafted = _side_by_side(play.recorded, play.played)
    pattern = "Nothing is recorded of {asked}: taken as failed."
    missing = [sentence("unrecorded", pattern, asked=asked) for asked in dict.fromkeys(play.missing)]
    reasons = ((play.why,) if play.why else ()) + tuple(missing)
    return Replayed(
        dialogue=dialogue, at_move=play.differs_at, reasons=reasons, recorded=recorded, draft=drafted,
        recorded_way=tuple(play.recorded_way), draft_way=tuple(play.played_way),
    )  # fmt: skip


def _side_by_side(one: list[Line], other: list[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """With the lines marked that only one of them has there."""
    left, right = ([(line.who, line.text) for line in lines] for lines in (one, other))
    for what, begin, end, begin_other, end_other in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what != "equal":
            one[begin:end] = [replace(line, differs=True) for line in one[begin:end]]
            other[begin_other:end_other] = [replace(line, differs=True) for line in other[begin_other:end_other]]
    return tuple(one), tuple(other)
