"""How a move of the draft's differs from the recorded one, in a sentence; numbers of revisions and names of calls do
not count."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from flows.effects import Answer, Call, CreateRequest, Effect, Say, StartProcess, WaitUntil
from flows.progress import Passage, Progress
from flows.record import Begun, Move, Place
from flows.replay.sentence import Code, Sentence, sentence
from flows.replay.transcript import deed, said

_LONGEST = 80
_WAITS: Mapping[str, tuple[Code, str]] = {
    "answer": ("waits_answer", "Waits at {step} for an answer"),
    "time": ("waits_time", "Waits at {step} for a time"),
    "event": ("waits_event", "Waits at {step} for an event"),
    "call": ("waits_call", "Waits at {step} for a result"),
}


def difference(move: Move, progress: Progress) -> Sentence | None:
    if isinstance(move.came, Begun) and progress == Progress() != _of(move):
        return sentence("no_trigger", "No trigger of the draft fits.")
    return (
        _ways(move.passages, progress.passages)
        or _effects(move.effects, progress.effects)
        or _places(move.waits_at, Place.of(progress.position))
    )


def _of(move: Move) -> Progress:
    return Progress(effects=move.effects, passages=move.passages)


def _ways(recorded: Sequence[Passage], drafted: Sequence[Passage]) -> Sentence | None:
    for was, now in zip_longest(recorded, drafted):
        if was is None:
            return sentence("goes_on", "It goes on from {step} by “{port}”.", step=_step(now), port=now.port)
        if now is None:
            pattern = "It does not leave {step} any more; it left by “{port}”."
            return sentence("stays", pattern, step=_step(was), port=was.port)
        if (was.flow, was.step) != (now.flow, now.step):
            return sentence("goes_through", "It goes through {now} instead of {was}.", now=_step(now), was=_step(was))
        if was.port != now.port:
            pattern = "It leaves {step} by “{now}” instead of “{was}”."
            return sentence("leaves_by", pattern, step=_step(now), now=now.port, was=was.port)
    return None


def _effects(recorded: Sequence[Effect], drafted: Sequence[Effect]) -> Sentence | None:
    for was, now in zip_longest(recorded, drafted):
        if _nameless(was) != _nameless(now):
            before, after = _shown(was), _shown(now)
            if before == after:
                return sentence("not_shown", "What is not shown of this differs: {what}.", what=after)
            return _instead(after, before)
    return None


def _places(was: Place | None, now: Place | None) -> Sentence | None:
    before, after = _place(was), _place(now)
    return _instead(after, before) if before != after else None


def _instead(now: Sentence, was: Sentence) -> Sentence:
    return sentence("instead", "{now} instead of: {was}", now=now, was=was)


def _nameless(effect: Effect | None) -> Effect | None:
    return replace(effect, id="") if isinstance(effect, Call | Answer | StartProcess | CreateRequest) else effect


def _shown(effect: Effect | None) -> Sentence:
    match effect:
        case None:
            return sentence("nothing", "Nothing")
        case WaitUntil(at=at):
            return sentence("waits_until", "Waits until {at}", at=at.isoformat(timespec="minutes"))
        case Say():
            text = " ".join(said(effect).split())
            text = text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")
            return sentence("says", "Says “{text}”", text=text)
        case _:
            return deed(effect)


def _step(place: Passage | Place) -> Sentence:
    return sentence("at_step", "“{step}” of “{flow}”", step=place.step, flow=place.flow)


def _place(place: Place | None) -> Sentence:
    if place is None:
        return sentence("ends", "Is over")
    code, pattern = _WAITS[place.waits_for]
    return sentence(code, pattern, step=_step(place))
