"""Rate: ask how satisfied the customer is, on a scale."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from pydantic import Field

from flows.effects import Rated, Say, Unexpected, WaitUntil
from flows.happenings import Pressed, Said, TimePassed
from flows.position import ForAnswer
from flows.steps.asking import Choice, chosen
from flows.steps.base import LONGEST, PERSON, Gap, Go, Heard, Here, Keep, Outcome, Pause, Port, StepBase, drawn
from flows.words import Localized, PortName, Template, VariableName

GOOD = PortName("good")
BAD = PortName("bad")
SKIPPED = PortName("skipped")


class Rate(StepBase):
    """Ask for a rating (CSAT)."""

    kind: Literal["rate"]

    text: Localized = Field(title="Question")
    scale: int = Field(default=5, ge=2, le=10, title="Best mark", description="Marks go from 1 to this.")
    good_from: int = Field(default=4, ge=1, le=10, title="Good from", description="Marks below lead to “bad”.")
    variable: VariableName | None = Field(default=None, title="Keep it as")
    patience: timedelta = Field(default=timedelta(hours=24), gt=timedelta(0), le=LONGEST, title="Wait at most")

    def ports(self) -> tuple[Port, ...]:
        return (
            Port(name=GOOD, label="Good", optional=True),
            Port(name=BAD, label="Bad", optional=True),
            Port(name=SKIPPED, label="Not rated", optional=True),
            Port(name=PERSON, label="Asks for a person", optional=True),
        )

    def sets(self, port: PortName) -> frozenset[str]:
        return frozenset({str(self.variable)}) if self.variable and port in {GOOD, BAD} else frozenset()

    def pauses(self) -> bool:
        return True

    def shows(self, *languages: str) -> Iterator[tuple[str, Say]]:
        marks = tuple(drawn(mark.id, mark.label, languages) for mark in self._marks())
        yield "text", Say(text=self.text.within(*languages), buttons=marks)

    def gaps(self) -> Iterator[Gap]:
        if not self.text.within().strip():
            yield Gap("text", "The question has no text.", "Write what to rate.")
        if self.good_from > self.scale:
            yield Gap("good_from", "No mark is good.", "Choose a mark on the scale.")

    def run(self, here: Here) -> Outcome:
        until = here.facts.now + self.patience
        return Pause(wait=ForAnswer(until=until), effects=(self._asked(here), WaitUntil(at=until)))

    def hear(self, here: Here, happening: Heard) -> Outcome:
        match happening:
            case TimePassed():
                return Go(port=SKIPPED)
            case Said() | Pressed():
                if choice := chosen(self._marks(), here, happening):
                    score = int(choice.id)
                    return Go(
                        port=GOOD if score >= self.good_from else BAD,
                        effects=(Rated(score=score, of=self.scale),),
                        variables={str(self.variable): score} if self.variable else {},
                    )
                said = happening.text if isinstance(happening, Said) else ""
                return Keep(effects=(Unexpected(flow=here.flow, step=here.step, text=said),))
            case _:
                return Keep()

    def again(self, here: Here, *, helped: bool) -> Outcome:
        """Who does not rate is not asked twice, unless their words were about something else."""
        return Keep(effects=(self._asked(here),)) if helped else Go(port=SKIPPED)

    def _marks(self) -> tuple[Choice, ...]:
        marks = (str(mark) for mark in range(1, self.scale + 1))
        return tuple(Choice(id=mark, label=Localized({"": Template(mark)})) for mark in marks)

    def _asked(self, here: Here) -> Say:
        buttons = tuple(here.button(mark.id, mark.label) for mark in self._marks())
        return Say(text=here.text(self.text), buttons=buttons, expects="rating")
