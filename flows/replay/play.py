"""One dialogue played with a draft, move by move: first in step with the recorded one, then on its own way."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from pydantic import JsonValue

from flows.choosing import choose
from flows.effects import Effect, SetAttribute, Unexpected
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import CallFinished, Happening, Resumed, TimePassed
from flows.model import Flow, Library, Revision
from flows.moving import moved
from flows.position import ForCall, Position
from flows.progress import Passage, Progress
from flows.record import Begun, Ended, Heard, Move, Moved
from flows.replay.dialogue import Dialogue, revisions
from flows.replay.difference import difference
from flows.replay.remembered import Asked, Remembered, shortly
from flows.replay.sentence import Sentence
from flows.replay.transcript import Labels, Line, came, did, labels, told
from flows.words import FlowId

DRAFT = 0
"""The number of the draft among the revisions of its flow, which begin with 1."""
PATIENCE = 1000
"""Things that may happen to the draft between two of the customer's words, before it is left where it is."""


class Play:
    """`recorded` and `played` are the lines of both, and the ways that they went; `missing` is what was called and
    nobody recorded.
    """

    def __init__(self, dialogue: Dialogue, draft: Flow, library: Library) -> None:
        drawn = Revision(flow=draft, number=DRAFT, checksum="", published_at=dialogue.records[0].at, author="")
        self.run, self.draft = dialogue.run, draft
        self.library = replace(
            library,
            revisions={**library.revisions, draft.id: {DRAFT: drawn}},
            published={**library.published, draft.id: DRAFT},
        )
        self.recorded: list[Line] = []
        self.played: list[Line] = []
        self.recorded_way: list[Passage] = []
        self.played_way: list[Passage] = []
        self.missing: list[str | Sentence] = []
        self.differs_at: int | None = None
        self.why: Sentence | None = None
        self._position: Position | None = None
        self._remembered = Remembered(dialogue.moves)
        self._calls: dict[str, tuple[Asked, CallFinished | None]] = {}
        self._attributes: dict[str, JsonValue] = {}
        self._labels: Labels = {}

    def take(self, number: int, move: Move) -> None:
        self.library = _as_then(self.library, move, self.draft.id)
        heard = list(came(move, self._labels))
        self.recorded += [*heard, *_lines(move.effects, move.facts.now)]
        self.recorded_way += move.passages
        if self.differs_at is None:
            progress = self._in_step(move)
            self.played += heard
            self._take(progress, move.facts)
            if why := difference(move, progress):
                self.differs_at, self.why = number, why
                self._settle(progress, move.facts)
            else:
                self._attributes.clear()  # whoever carried them out recorded them among the facts that follow
        else:
            self._own_way(move, heard)
        self._labels |= labels(move.effects)

    def _in_step(self, move: Move) -> Progress:
        match move.came:
            case Begun():
                return self._begin(move.came, move.facts)
            case Heard(happening=happening) if self._position:
                return advance(self.library, self._position, happening, move.facts)
            case Moved() if self._position:
                return Progress(position=moved(self._position, self.library) or self._position)
            case _:
                return Progress()

    def _own_way(self, move: Move, heard: Iterable[Line]) -> None:
        facts = replace(move.facts, customer={**move.facts.customer, **self._attributes})
        match move.came:
            case Begun():
                self.played += heard
                progress = self._begin(move.came, facts)
                self._take(progress, facts)
                self._settle(progress, facts)
            case Ended():
                self.played += heard
                self._position = None
            case Heard(happening=happening) if not isinstance(happening, CallFinished | Resumed):
                self._catch_up(facts)
                if not isinstance(happening, TimePassed):
                    self.played += heard
                    self._hear(happening, facts)

    def _begin(self, begun: Begun, facts: Facts) -> Progress:
        """By the draft's own triggers, if it is the draft that began."""
        match = begun.match
        if match.flow == self.draft.id:
            chosen = choose(self.draft.offers(), begun.happening, facts)
            if chosen is None:
                return Progress()
            match = chosen
        return begin(self.library, match, facts, run=self.run)

    def _hear(self, happening: Happening, facts: Facts) -> None:
        if self._position is not None:
            progress = advance(self.library, self._position, happening, facts)
            self._take(progress, facts)
            self._settle(progress, facts)

    def _take(self, progress: Progress, facts: Facts) -> None:
        self._position = progress.position
        self.played_way += progress.passages
        self.played += _lines(progress.effects, facts.now)
        self._labels |= labels(progress.effects)
        for effect in progress.effects:
            if isinstance(effect, Asked):
                self._calls[effect.id] = (effect, self._remembered.answer(effect))
            elif isinstance(effect, SetAttribute):
                self._attributes[effect.name] = effect.value

    def _settle(self, progress: Progress, facts: Facts) -> None:
        """Let the bot and other systems answer at once, as they did."""
        for _ in range(PATIENCE):
            answer = self._answer(progress)
            if answer is None or self._position is None:
                return
            self.played.append(told(answer, facts.now, self._labels))
            progress = advance(self.library, self._position, answer, facts)
            self._take(progress, facts)

    def _answer(self, progress: Progress) -> Happening | None:
        unexpected = next((each for each in progress.effects if isinstance(each, Unexpected)), None)
        if unexpected:
            return Resumed(helped=self._remembered.helped(unexpected.text))
        if self._position is None or not isinstance(self._position.wait, ForCall):
            return None
        call = self._position.wait.call
        asked, known = self._calls[call]
        if known:
            return replace(known, call=call)
        self.missing.append(shortly(asked))
        return CallFinished(call=call, ok=False, error="no recorded answer")

    def _catch_up(self, facts: Facts) -> None:
        """Let the time pass that the draft waits for until then."""
        for _ in range(PATIENCE):
            until = self._position.wait.until if self._position else None
            if until is None or until > facts.now:
                return
            then = replace(facts, now=until)
            self.played.append(told(TimePassed(), until, self._labels))
            self._hear(TimePassed(), then)


def _as_then(library: Library, move: Move, draft: FlowId) -> Library:
    """With those revisions of other flows in force that this move went through."""
    others = {flow: number for flow, number in revisions(move).items() if flow != draft}
    return replace(library, published={**library.published, **others}) if others else library


def _lines(effects: Iterable[Effect], at: datetime) -> Iterator[Line]:
    return (line for effect in effects if (line := did(effect, at)))
