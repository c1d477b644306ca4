"""One trial: a customer who is not there, the flows that this one is in, and a clock that is moved by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from flows.choosing import choose
from flows.degrade import fit
from flows.effects import (
    Answer,
    Call,
    Close,
    Expired,
    Failed,
    HandOff,
    Say,
    SetAttribute,
    StartProcess,
    Unexpected,
)
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import (
    AskedForPerson,
    CallFinished,
    Event,
    Happening,
    Hooked,
    Linked,
    Occurred,
    Pressed,
    Resumed,
    Said,
    TimePassed,
)
from flows.limits import CHANNELS
from flows.model import Flow, Library
from flows.position import ForAnswer, ForCall, ForEvent, Position
from flows.progress import Progress
from flows.triggers import Match
from flows.trying.inputs import BeginInput, Input, WaitInput, happening
from flows.trying.scene import Scene
from flows.trying.turns import Tried, Turn, WaitsAt
from flows.words import StepId

MOST_WAKES = 500
"""Times that flows are woken within one input; a flow that waits a second in a circle would be for ever."""
LookUp = Callable[[str, str], str | None]
"""What the knowledge base answers to a text in a language, if it can."""


@dataclass(slots=True, eq=False)
class _Run:
    """A flow in progress, and what it asked another system last."""

    position: Position | None = None
    asked: Call | StartProcess | None = None

    @property
    def asks(self) -> bool:
        return self.position is not None and isinstance(self.position.wait, ForAnswer)


class Trial:
    """`put` is one input after another. The latest flow is the last of the runs."""

    def __init__(self, draft: Flow, library: Library, scene: Scene, look_up: LookUp) -> None:
        self._draft, self._library, self._scene, self._look_up = draft, library, scene, look_up
        self._now, self._customer = scene.start, dict(scene.customer)
        self._runs: list[_Run] = []
        self._begun = 0
        self._with_people = False
        self._turns: list[Turn] = []

    def put(self, given: Input) -> None:
        variables = self._turns[-1].variables if self._turns else {}
        self._turns.append(Turn(input=given, at=self._now, variables=variables))
        match given:
            case WaitInput(seconds=seconds):
                self._wait(timedelta(seconds=seconds))
            case BeginInput(trigger=trigger):
                self._begin_at(trigger)
            case _:
                self._happens(happening(given))
        run = self._asking or (self._runs[-1] if self._runs else None)
        if run and run.position:
            top = run.position.top
            self._turn.waits_at = WaitsAt(flow=top.flow, step=top.step, wait=run.position.wait)
        self._turn.over, self._turn.at = not self._runs, self._now

    def tried(self) -> Tried:
        open_calls = (
            run.asked for run in reversed(self._runs) if run.position and isinstance(run.position.wait, ForCall)
        )
        asks = next((each for each in open_calls if isinstance(each, Call)), None)
        return Tried(turns=self._turns, now=self._now, asks=asks)

    # -- what happens ----------------------------------------------------------------------------------------------

    def _happens(self, what: Happening) -> None:
        match what:
            case Said() | Pressed() if self._with_people:
                self._remark("People have the session now: the bot says nothing.")
            case Said():
                self._said(what)
            case Pressed():
                if self._asking:
                    self._tell(self._asking, what)
                else:
                    self._pressed(what)
            case AskedForPerson():
                run = self._asking or (self._runs[-1] if self._runs else None)
                if run:
                    self._tell(run, what)
                else:
                    self._turn.effects.append(HandOff(asked=True))
                    self._leave_to_people()
            case Occurred():
                self._occurred(what)
            case Linked() | Hooked():
                if not self._begins(what, act=True):
                    self._remark("No trigger fits this.")
            case CallFinished():
                waiting = [run for run in self._runs if run.position and _is_for(run.position, what.call)]
                for run in waiting:
                    self._tell(run, what)
                if not waiting:
                    self._remark("Nothing waits for this answer.")
            case TimePassed() | Resumed():
                raise AssertionError("Time is waited for, and a digression comes back by itself.")
            case _:
                assert_never(what)

    def _said(self, said: Said) -> None:
        if self._asking:
            self._tell(self._asking, said)
        elif not self._begins(said) and not self._answers(said.text):
            self._remark("No flow begins with this, and no article answers it.")

    def _pressed(self, pressed: Pressed) -> None:
        if not self._begins(pressed, act=True):
            self._remark("This button belongs to something that is over.")

    def _occurred(self, occurred: Occurred) -> None:
        if occurred.event is Event.HANDED_BACK:
            self._with_people = False
        waiting = [
            run
            for run in self._runs
            if run.position and isinstance(run.position.wait, ForEvent) and run.position.wait.event == occurred.event
        ]
        for run in waiting:
            self._tell(run, occurred)
        if not self._begins(occurred) and not waiting:
            self._remark("Nothing waits for this event, and it begins no flow.")

    def _wait(self, time: timedelta) -> None:
        until, wakes = self._now + time, 0
        while due := [run for run in self._runs if (at := _until(run)) and at <= until]:
            run = min(due, key=lambda each: _until(each) or until)
            self._now = max(self._now, _until(run) or until)
            self._tell(run, TimePassed())
            if (wakes := wakes + 1) >= MOST_WAKES:
                self._remark(f"The flow was woken {MOST_WAKES} times, and the clock stopped here.")
                return
        self._now = until

    def _begin_at(self, trigger: str) -> None:
        found = next((each for each in self._draft.triggers if each.id == trigger), None)
        if found is None or found.leads_to is None:
            self._remark("This trigger leads nowhere.")
            return
        self._interrupt()
        self._with_people = False
        self._begin(Match(flow=self._draft.id, trigger=trigger, leads_to=StepId(found.leads_to)))

    # -- what comes of it ------------------------------------------------------------------------------------------

    def _begins(self, what: Happening, *, act: bool = False) -> bool:
        """A flow that it is in already begins again only by an act of the customer's, which ends what was asked."""
        within = {frame.flow for run in self._runs if run.position for frame in run.position.frames}
        offers = [each for each in self._library.offers() if act or each.flow not in within]
        match = choose(offers, what, self._facts())
        if match is None:
            return False
        if act:
            self._interrupt()
        self._begin(match)
        return True

    def _begin(self, match: Match) -> None:
        self._begun += 1
        self._turn.began = self._turn.began or match
        run = _Run()
        self._runs.append(run)
        self._take(run, begin(self._library, match, self._facts(), run=f"{self._scene.id}:{self._begun}"))

    def _tell(self, run: _Run, what: Happening) -> None:
        if run.position:
            self._take(run, advance(self._library, run.position, what, self._facts()))

    def _take(self, run: _Run, progress: Progress) -> None:
        run.position = progress.position
        if run.position is None:
            self._runs.remove(run)
        self._turn.passages += progress.passages
        self._turn.variables = progress.variables
        for effect in progress.effects:
            if isinstance(effect, Say):
                self._show(effect)
                continue
            self._turn.effects.append(effect)
            match effect:
                case Call() | StartProcess():
                    run.asked = effect
                    self._turn.calls.append(effect)
                case SetAttribute(name=name, value=value):
                    self._customer[name] = value
                case HandOff():
                    self._leave_to_people()
                case Close():
                    self._with_people = False
                case Failed(flow=flow, step=step, error=error):
                    self._remark(f"The flow “{flow}” broke at the step “{step}”: {error}")
                    self._leave_to_people()
        self._follow(run, progress)

    def _follow(self, run: _Run, progress: Progress) -> None:
        """What the bot itself answers to at once."""
        for effect in progress.effects:
            match effect:
                case Answer(id=call, query=query):
                    self._tell(run, CallFinished(call=call, ok=self._answers(query)))
                case Unexpected(text=text):
                    self._tell(run, Resumed(helped=self._answers(text)))
                case Expired(flow=flow, step=step, choice=choice):
                    self._pressed(Pressed(flow=flow, step=step, choice=choice))

    def _answers(self, text: str) -> bool:
        answer = self._look_up(text, self._scene.language) if text.strip() else None
        if answer:
            self._show(Say(text=answer))
        return answer is not None

    def _show(self, say: Say) -> None:
        fitted = fit(say, CHANNELS[self._scene.channel]).effects
        self._turn.shown += [each for each in fitted if isinstance(each, Say)]

    def _leave_to_people(self) -> None:
        """Whatever the bot was asking, nobody answers it now."""
        self._with_people = True
        self._interrupt()

    def _interrupt(self) -> None:
        self._runs = [run for run in self._runs if not run.asks]

    def _remark(self, text: str) -> None:
        self._turn.problems.append(text)

    def _facts(self) -> Facts:
        return self._scene.facts(self._now, self._customer)

    @property
    def _turn(self) -> Turn:
        return self._turns[-1]

    @property
    def _asking(self) -> _Run | None:
        """Whose question is open; of several the latest."""
        return next((run for run in reversed(self._runs) if run.asks), None)


def _until(run: _Run) -> datetime | None:
    return run.position.wait.until if run.position else None


def _is_for(position: Position, call: str) -> bool:
    return isinstance(position.wait, ForCall) and position.wait.call == call
