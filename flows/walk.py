"""The walk through flows between two pauses: a stack of frames, what was done on the way, and its limits."""

from dataclasses import replace
from typing import assert_never

from flows.effects import Effect, Failed, HandOff, SetAttribute
from flows.errors import FlowError
from flows.facts import Facts
from flows.happenings import AskedForPerson, Happening
from flows.hearing import hear
from flows.model import Flow, Library
from flows.position import ForCall, Frame, Position, Wait
from flows.progress import Passage, Progress
from flows.steps.base import NEXT, PERSON, Enter, Go, Here, Keep, Outcome, Pause, Stop
from flows.words import PortName, StepId, Variables

LIMIT = 1000
"""Steps in a row without anybody else's turn. More is taken for an endless loop."""
DEEPEST = 10
"""Flows within flows."""


class Walk:
    """One call of the engine, from pause to pause."""

    def __init__(
        self, library: Library, facts: Facts, run: str, frames: tuple[Frame, ...], moves: int = 0, unpaused: int = 0
    ) -> None:
        self.library, self.facts, self.run = library, facts, run
        self.frames, self.moves, self.unpaused = list(frames), moves, unpaused
        self.effects: list[Effect] = []
        self.passages: list[Passage] = []
        self.left: Variables = {}

    def hear(self, wait: Wait, happening: Happening) -> Progress:
        """Let the step that waits hear what happened, and go on if it does."""
        if isinstance(happening, AskedForPerson):
            return self._person()
        flow, top = self._top_flow(), self.frames[-1]
        step = flow.steps.get(top.step) if flow else None
        if flow is None or step is None:
            return self._failed(f"Step “{top.step}” of revision {top.revision} is gone.")
        try:
            outcome = hear(step, self._here(flow), wait, happening)
        except FlowError as error:
            return self._failed(str(error))
        if not isinstance(outcome, Keep):
            return self._settle(outcome) or self.go_on()
        if outcome.tries is not None:
            self.frames[-1] = replace(top, tries=outcome.tries)
        self._add(outcome.effects)
        return self._progress(wait)

    def go_on(self) -> Progress:
        """Run steps until one pauses or the flow ends."""
        while self.frames:
            frame, flow = self.frames[-1], self._top_flow()
            step = flow.steps.get(frame.step) if flow else None
            if flow is None or step is None:
                return self._failed(f"There is no step “{frame.step}” in revision {frame.revision}.")
            if self.unpaused >= LIMIT:
                return self._failed(f"{LIMIT} steps in a row without a pause: this is an endless loop.")
            self.moves += 1
            self.unpaused += 1
            try:
                outcome = step.run(self._here(flow))
            except FlowError as error:
                return self._failed(str(error))
            if paused := self._settle(outcome):
                return paused
        return self._progress(None)

    def _person(self) -> Progress:
        """The flow's own way to a person, if it has one here; else at once, with all that was collected."""
        flow, top = self._top_flow(), self.frames[-1]
        if flow is not None and flow.target(top.step, PERSON) is not None:
            self._leave(PERSON)
            return self.go_on()
        card = {name: value for frame in self.frames for name, value in frame.variables.items() if value is not None}
        self._passed(PERSON)
        self._add((HandOff(card=card, asked=True),))
        return self._progress(None)

    def _settle(self, outcome: Outcome) -> Progress | None:
        """Carry the outcome out; the progress, if it pauses or ends here."""
        match outcome:
            case Go(port=port, effects=effects, variables=variables):
                self._add(effects)
                self._set(variables)
                self._leave(port)
            case Pause(wait=wait, effects=effects):
                self._add(effects)
                if not isinstance(wait, ForCall):  # a machine that answers at once would hide an endless loop
                    self.unpaused = 0
                return self._progress(wait)
            case Stop(effects=effects):
                self._add(effects)
                return self._progress(None)
            case Enter():
                return self._enter(outcome)
            case Keep():
                raise AssertionError("A step that was only come to has nothing to keep waiting for.")
            case _:
                assert_never(outcome)
        return None

    def _enter(self, into: Enter) -> Progress | None:
        revision = self.library.current(into.flow)
        entry = revision.flow.entry() if revision else None
        if revision is None or entry is None:
            return self._failed(f"No flow “{into.flow}” can be entered from another.")
        if len(self.frames) >= DEEPEST:
            return self._failed(f"More than {DEEPEST} flows within each other.")
        frame = replace(frame_of(revision.flow, revision.number, entry, into.inputs), outputs=dict(into.outputs))
        self.frames = [*self.frames, frame] if into.back else [frame]
        return None

    def _leave(self, port: PortName) -> None:
        """Follow the port's edge; without one the flow ends, and the one that called it goes on."""
        while self.frames:
            top, flow = self.frames[-1], self._top_flow()
            self._passed(port)
            target = flow.target(top.step, port) if flow else None
            if target is not None:
                self.frames[-1] = replace(top, step=target, tries=0)
                return
            self.left = self.frames.pop().variables
            if self.frames:
                self._set({ours: top.variables.get(theirs) for theirs, ours in top.outputs.items()})
            port = NEXT

    def _set(self, variables: Variables) -> None:
        if variables:
            top = self.frames[-1]
            self.frames[-1] = replace(top, variables={**top.variables, **variables})

    def _add(self, effects: tuple[Effect, ...]) -> None:
        self.effects.extend(effects)
        set_now = {each.name: each.value for each in effects if isinstance(each, SetAttribute)}
        if set_now:  # the steps that follow see them, though nobody has carried them out yet
            self.facts = replace(self.facts, customer={**self.facts.customer, **set_now})

    def _passed(self, port: PortName) -> None:
        top = self.frames[-1]
        self.passages.append(Passage(flow=top.flow, revision=top.revision, step=top.step, port=port))

    def _failed(self, error: str) -> Progress:
        top = self.frames[-1]
        self._add((Failed(flow=top.flow, step=top.step, error=error),))
        return self._progress(None)

    def _progress(self, wait: Wait | None) -> Progress:
        position = None
        if wait is not None:
            position = Position(
                run=self.run, frames=tuple(self.frames), wait=wait, moves=self.moves, unpaused=self.unpaused
            )
        return Progress(
            effects=tuple(self.effects),
            position=position,
            passages=tuple(self.passages),
            variables=self.frames[-1].variables if self.frames else self.left,
        )

    def _top_flow(self) -> Flow | None:
        revision = self.library.revision(self.frames[-1].flow, self.frames[-1].revision)
        return revision.flow if revision else None

    def _here(self, flow: Flow) -> Here:
        top = self.frames[-1]
        return Here(
            flow=top.flow,
            step=top.step,
            languages=flow.languages,
            variables=top.variables,
            facts=self.facts,
            run=self.run,
            moves=self.moves,
            tries=top.tries,
        )


def frame_of(flow: Flow, number: int, step: StepId, given: Variables) -> Frame:
    """A flow about to run its first step."""
    defaults = {str(name): variable.default for name, variable in flow.variables.items()}
    return Frame(flow=flow.id, revision=number, step=step, variables={**defaults, **given})
