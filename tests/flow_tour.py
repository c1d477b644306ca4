"""Every way through a flow: at each pause all that could happen next happens, until nothing new comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from flows.effects import Effect, HandOff, Say, Unexpected
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import AskedForPerson, CallFinished, File, Happening, Occurred, Pressed, Resumed, Said, TimePassed
from flows.model import Flow, Library
from flows.position import POSITION, ForAnswer, ForCall, ForEvent, Position
from flows.progress import Passage, Progress
from flows.steps.question import Question
from flows.steps.rate import Rate
from flows.triggers import Match
from flows.words import PortName, StepId
from tests.flow_world import library

ANSWERS = {
    "number": Said(text="3"),
    "date": Said(text="2026-12-10"),
    "email": Said(text="ada@example.com"),
    "phone": Said(text="+48 600 123 456"),
    "file": Said(files=(File(id="f1", name="photo.jpg", mime="image/jpeg"),)),
}
WORDS = ("MP-123456", "The drawer came with a long scratch.")
"""Texts to answer with: one that is an order number, and one that is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What came last, at which step, and what it brought."""

    step: StepId | None
    happening: Happening | None
    effects: tuple[Effect, ...]


@dataclass
class Tour:
    """Through one flow, at one language and hour. `bodies` are what its calls may be answered with."""

    flow: Flow
    facts: Facts
    bodies: Sequence[JsonValue] = ()
    effects: list[Effect] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    passages: set[Passage] = field(default_factory=set)

    def walk(self) -> "Tour":
        flows = library(self.flow)
        trigger = self.flow.triggers[0]
        match = Match(flow=self.flow.id, trigger=trigger.id, leads_to=StepId(trigger.leads_to or ""))
        seen: set[str] = set()
        waiting: list[tuple[Position, Facts]] = []
        self._came(begin(flows, match, self.facts, run="r1"), None, None, self.facts, waiting)
        while waiting:
            position, facts = waiting.pop()
            place = f"{position.top.step} {position.top.tries} {sorted(position.top.variables.items())}"
            if place in seen:
                continue
            seen.add(place)
            for happening, then in self.onward(position, facts):
                progress = advance(flows, position, happening, then)
                self._came(progress, position.top.step, happening, then, waiting)
            self._digress(flows, position, facts)
        return self

    @property
    def said(self) -> list[Say]:
        return [each for each in self.effects if isinstance(each, Say)]

    @property
    def untaken(self) -> set[tuple[StepId, PortName]]:
        """The edges that no way led over."""
        edges = {(each.step, each.port) for each in self.flow.edges}
        taken = set()
        for passage in self.passages:
            port: PortName | None = passage.port
            while port and (passage.step, port) not in edges:
                known = self.flow.port(passage.step, port)
                port = known.falls_to if known else None
            if port:
                taken.add((passage.step, port))
        return edges - taken

    def _came(
        self,
        progress: Progress,
        step: StepId | None,
        happening: Happening | None,
        facts: Facts,
        waiting: list[tuple[Position, Facts]],
    ) -> None:
        self.effects += progress.effects
        self.passages.update(progress.passages)
        if progress.position:
            waiting.append((POSITION.validate_json(POSITION.dump_json(progress.position)), facts))
        else:
            self.ends.append(End(step=step, happening=happening, effects=progress.effects))

    def onward(self, position: Position, facts: Facts) -> list[tuple[Happening, Facts]]:
        """All that could happen next, and what is known then."""
        step, wait = self.flow.steps[position.top.step], position.wait
        found: list[Happening] = [AskedForPerson()]
        match step, wait:
            case Question(answer="choice"), ForAnswer():
                pressed = (Pressed(flow=self.flow.id, step=position.top.step, choice=each.id) for each in step.choices)
                found += [*pressed, Resumed(helped=False)]
            case Question(answer=answer), ForAnswer():
                found += [ANSWERS[answer]] if answer in ANSWERS else [Said(text=each) for each in WORDS]
                found += [Resumed(helped=False)]
            case Rate(scale=scale), ForAnswer():
                found += [Said(text=str(mark)) for mark in range(1, scale + 1)]
                found += [Resumed(helped=False)]
            case _, ForCall(call=call):
                found += [CallFinished(call=call, ok=True, status=200, body=each) for each in self.bodies]
                found += [CallFinished(call=call, ok=True), CallFinished(call=call, ok=False, error="timed out")]
            case _, ForEvent(event=event):
                found += [Occurred(event=event)]
        later = [(TimePassed(), replace(facts, now=wait.until))] if wait.until else []
        return [*((each, facts) for each in found), *later]

    def _digress(self, flows: Library, position: Position, facts: Facts) -> None:
        """Whatever is asked: other words are told apart and the question comes back, and a person is in reach."""
        assert any(isinstance(each, HandOff) for each in advance(flows, position, AskedForPerson(), facts).effects)
        if isinstance(position.wait, ForAnswer):
            other = advance(flows, position, Said(text="?"), facts)
            assert [type(each) for each in other.effects] == [Unexpected]
            assert other.position == position
            again = advance(flows, position, Resumed(helped=True), facts)
            assert [type(each) for each in again.effects] == [Say]
