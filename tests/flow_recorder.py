"""A conversation in a flow that is recorded, event by event, as a worker records it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any, Self

from pydantic import JsonValue

from flows.choosing import choose
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import AskedForPerson, CallFinished, Happening, Occurred, Pressed, Resumed, Said, TimePassed
from flows.heat import Row
from flows.model import Flow, Library
from flows.moving import moved
from flows.position import ForAnswer, ForCall, Position
from flows.progress import Progress
from flows.record import RECORD, Begun, Ended, Heard, Move, Moved, Place, Record, Why
from flows.replay import Dialogue, Kept, read
from flows.summary import summary
from flows.triggers import OnEvent, OnWords, Trigger
from flows.words import FlowId, StepId
from tests.flow_tour import Tour
from tests.flow_world import FACTS, library


@dataclass
class Recorder:
    """One run. Everything takes a minute."""

    library: Library
    run: str = "r1"
    session: str = "s1"
    facts: Facts = FACTS
    position: Position | None = None
    records: list[Record] = field(default_factory=list)

    def begins(self, happening: Happening) -> Self:
        match = choose(self.library.offers(), happening, self.facts)
        assert match, "no trigger fits"
        current = self.library.current(match.flow)
        assert current
        came = Begun(match=match, revision=current.number, happening=happening)
        return self._record(came, begin(self.library, match, self.facts, run=self.run))

    def happens(self, happening: Happening, *, after: timedelta = timedelta(minutes=1)) -> Self:
        assert self.position
        self.facts = replace(self.facts, now=self.facts.now + after)
        return self._record(Heard(happening=happening), advance(self.library, self.position, happening, self.facts))

    def says(self, text: str) -> Self:
        return self.happens(Said(text=text))

    def presses(self, step: str, choice: str, flow: str = "main") -> Self:
        return self.happens(Pressed(flow=FlowId(flow), step=StepId(step), choice=choice))

    def resumes(self, *, helped: bool) -> Self:
        return self.happens(Resumed(helped=helped))

    def asks_for_person(self) -> Self:
        return self.happens(AskedForPerson())

    def answers(self, body: Any = None, *, ok: bool = True, status: int = 200) -> Self:
        assert self.position
        assert isinstance(self.position.wait, ForCall)
        return self.happens(CallFinished(call=self.position.wait.call, ok=ok, status=status, body=body))

    def passes(self, time: timedelta) -> Self:
        return self.happens(TimePassed(), after=time)

    def moves_over(self, library: Library) -> Self:
        assert self.position
        self.library = library
        position = moved(self.position, library)
        assert position, "there is no such place"
        came = Moved(revisions={frame.flow: frame.revision for frame in position.frames})
        return self._record(came, Progress(position=position))

    def ends(self, why: Why) -> Self:
        return self._record(Ended(why=why), Progress())

    @property
    def step(self) -> str | None:
        return self.position.top.step if self.position else None

    def dialogue(self) -> Dialogue:
        found = read(self.kept())
        assert found
        return found

    def kept(self) -> Kept:
        texts = tuple(RECORD.dump_json(each).decode() for each in self.records)
        return Kept(conversation="c1", session=self.session, records=texts)

    def rows(self) -> list[Row]:
        return [Row(at=each.at, session=self.session, summary=summary(each)) for each in self.records]

    def _record(self, came: Begun | Heard | Moved | Ended, progress: Progress) -> Self:
        move = Move(
            came=came, facts=self.facts, effects=progress.effects, passages=progress.passages,
            waits_at=Place.of(progress.position),
        )  # fmt: skip
        stood_in = tuple(frame.flow for frame in self.position.frames) if self.position else ()
        self.records.append(Record(run=self.run, at=self.facts.now, moves=(move,), stood_in=stood_in))
        self.position = progress.position
        return self


def words(step: str, *said: str) -> dict[str, Any]:
    """A trigger, as it is written."""
    return {"id": "words", "kind": "words", "leads_to": step, "words": list(said) or ["start"]}


def fitting(trigger: Trigger) -> Happening:
    """What this trigger is for."""
    match trigger:
        case OnWords(words=[first, *_]):
            return Said(text=first)
        case OnEvent(event=event, minutes=minutes):
            return Occurred(event=event, minutes=minutes)
    raise AssertionError(f"a trigger by {trigger.kind} is not known here")


def wander(flow: Flow, facts: Facts, bodies: Sequence[JsonValue], run: str, chance: Random) -> Recorder:
    """Somebody goes through the flow by chance; now and then they say what is no answer."""
    tour = Tour(flow, facts, bodies)
    recorder = Recorder(library(flow), run, f"session of {run}", facts).begins(fitting(flow.triggers[0]))
    while recorder.position and len(recorder.records) < 20:
        happening, recorder.facts = chance.choice(tour.onward(recorder.position, recorder.facts))
        recorder.happens(happening)
        if recorder.position and isinstance(recorder.position.wait, ForAnswer) and chance.random() < 0.2:
            recorder.says("?").resumes(helped=chance.random() < 0.5)
    return recorder


def by_words(flow: Flow) -> Flow:
    """The flow, begun by a word as well."""
    trigger = OnWords(id="words", kind="words", words=("start",), leads_to=StepId(next(iter(flow.steps))))
    return flow.model_copy(update={"triggers": (*flow.triggers, trigger)})


def rows_of(recorders: Iterable[Recorder]) -> list[Row]:
    return sorted((row for each in recorders for row in each.rows()), key=lambda row: row.at)
