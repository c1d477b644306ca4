"""How a move of the draft's differs from the recorded one, in a sentence; numbers of revisions and names of calls do
not count."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from flows.effects import Answer, Call, CreateRequest, Effect, Say, StartProcess, WaitUntil
from flows.progress import Passage, Progress
from flows.record import Begun, Move, Place
from flows.replay.transcript import did

_LONGEST = 80


def difference(move: Move, progress: Progress) -> str:
    """Empty, if there is none."""
    if isinstance(move.came, Begun) and progress == Progress() != _of(move):
        return "No trigger of the draft fits."
    return (
        _ways(move.passages, progress.passages)
        or _effects(move.effects, progress.effects, move)
        or _places(move.waits_at, Place.of(progress.position))
    )


def _of(move: Move) -> Progress:
    return Progress(effects=move.effects, passages=move.passages)


def _ways(recorded: Sequence[Passage], drafted: Sequence[Passage]) -> str:
    for was, now in zip_longest(recorded, drafted):
        if was is None:
            return f"It goes on from {_step(now)} by “{now.port}”."
        if now is None:
            return f"It does not leave {_step(was)} any more; it left by “{was.port}”."
        if (was.flow, was.step) != (now.flow, now.step):
            return f"It goes through {_step(now)} instead of {_step(was)}."
        if was.port != now.port:
            return f"It leaves {_step(now)} by “{now.port}” instead of “{was.port}”."
    return ""


def _effects(recorded: Sequence[Effect], drafted: Sequence[Effect], move: Move) -> str:
    for was, now in zip_longest(recorded, drafted):
        if _nameless(was) != _nameless(now):
            before, after = _shown(was, move), _shown(now, move)
            if before == after:
                return f"What is not shown of this differs: {after}."
            return f"{after} instead of: {before}"
    return ""


def _places(was: Place | None, now: Place | None) -> str:
    before, after = _place(was), _place(now)
    return f"{after} instead of: {before}" if before != after else ""


def _nameless(effect: Effect | None) -> Effect | None:
    return replace(effect, id="") if isinstance(effect, Call | Answer | StartProcess | CreateRequest) else effect


def _shown(effect: Effect | None, move: Move) -> str:
    match effect:
        case None:
            return "Nothing"
        case WaitUntil(at=at):
            return f"Waits until {at.isoformat(timespec='minutes')}"
        case Say():
            line = did(effect, move.facts.now)
            said = " ".join(line.text.split()) if line else ""
            return f"Says “{said[:_LONGEST]}{'…' if len(said) > _LONGEST else ''}”"
        case _:
            line = did(effect, move.facts.now)
            return line.text if line else effect.kind


def _step(passage: Passage) -> str:
    return f"“{passage.step}” of “{passage.flow}”"


def _place(place: Place | None) -> str:
    if place is None:
        return "Is over"
    article = {"answer": "an answer", "time": "a time", "event": "an event", "call": "a result"}[place.waits_for]
    return f"Waits at “{place.step}” of “{place.flow}” for {article}"
