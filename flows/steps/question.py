"""Question: ask, wait for an answer of a kind, and keep it in a variable.

Words that are no such answer are not refused at once: they go to the bot as *unexpected*, which may reply to them, and
come back by `again`. Only what the bot could not reply to either counts as a try.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, JsonValue
from pydantic.config import JsonDict

from flows.effects import Say, Unexpected, WaitUntil
from flows.errors import ExpressionError
from flows.expressions import matches
from flows.happenings import Pressed, Said, TimePassed
from flows.position import ForAnswer
from flows.steps.answers import READERS, AnswerKind
from flows.steps.asking import Choice, chosen
from flows.steps.base import (
    FAILED,
    LONGEST,
    NEXT,
    PERSON,
    Gap,
    Go,
    Heard,
    Here,
    Keep,
    Outcome,
    Pause,
    Port,
    StepBase,
    drawn,
)
from flows.words import Localized, PortName, VariableName, shown_if

SILENT = PortName("silent")


def of(*answers: str) -> JsonDict:
    """For the schema: the field means something for these kinds of answer only."""
    return shown_if("answer", *answers)


class Question(StepBase):
    """Ask the customer something and remember the answer."""

    kind: Literal["question"]

    text: Localized = Field(title="Question")
    answer: AnswerKind = Field(default="text", title="Kind of answer")
    variable: VariableName | None = Field(default=None, title="Keep it as", description="The variable for the answer.")
    choices: tuple[Choice, ...] = Field(
        default=(), title="Choices", description="Of a choice: what is offered.", json_schema_extra=of("choice")
    )
    pattern: str = Field(
        default="",
        max_length=500,
        title="Pattern",
        description="Of a text: an expression it matches.",
        json_schema_extra=of("text"),
    )
    least: float | None = Field(
        default=None,
        title="At least",
        description="Number, length of a text, days from today.",
        json_schema_extra=of("text", "number", "date"),
    )
    most: float | None = Field(
        default=None,
        title="At most",
        description="Number, length of a text, days from today.",
        json_schema_extra=of("text", "number", "date"),
    )
    mimes: tuple[str, ...] = Field(
        default=(), title="Kinds of files", description="Beginnings, such as image/.", json_schema_extra=of("file")
    )
    invalid: Localized = Field(
        default=Localized({}), title="If it is no such answer", description="Said before the question is asked again."
    )
    retries: int = Field(default=2, ge=0, le=10, title="Retries", description="Times it is asked again.")
    patience: timedelta | None = Field(default=None, gt=timedelta(0), le=LONGEST, title="Wait at most")

    def ports(self) -> tuple[Port, ...]:
        choices = self.choices if self.answer == "choice" else ()
        led = tuple(Port(name=each.port, label=each.label.within() or each.id, falls_to=NEXT) for each in choices)
        silent = (Port(name=SILENT, label="No answer in time"),) if self.patience else ()
        return (
            *led,
            Port(name=NEXT, label="Answered", optional=bool(led)),
            Port(name=FAILED, label="No answer of this kind"),
            *silent,
            Port(name=PERSON, label="Asks for a person", optional=True),
        )

    def sets(self, port: PortName) -> frozenset[str]:
        answered = port == NEXT or port.startswith("choice:")
        return frozenset({str(self.variable)}) if self.variable and answered else frozenset()

    def pauses(self) -> bool:
        return True

    def shows(self, *languages: str) -> Iterator[tuple[str, Say]]:
        choices = self.choices if self.answer == "choice" else ()
        yield (
            "text",
            Say(
                text=self.text.within(*languages),
                buttons=tuple(drawn(each.id, each.label, languages) for each in choices),
            ),
        )
        yield "invalid", Say(text=self.invalid.within(*languages))

    def gaps(self) -> Iterator[Gap]:
        if not self.text.within().strip():
            yield Gap("text", "The question has no text.", "Write what to ask.")
        if self.answer == "choice" and len({each.id for each in self.choices}) != max(len(self.choices), 1):
            yield Gap(
                "choices", "There are no choices, or two have the same id.", "Offer choices with ids of their own."
            )
        if self.least is not None and self.most is not None and self.least > self.most:
            yield Gap("least", "No answer is in this range.", "Let the lower bound be below the upper.")
        if self.pattern:
            try:
                matches("", self.pattern)
            except ExpressionError as error:
                yield Gap("pattern", str(error), "Mend the pattern.")

    def run(self, here: Here) -> Outcome:
        until = here.facts.now + self.patience if self.patience else None
        timer = (WaitUntil(at=until),) if until else ()
        return Pause(wait=ForAnswer(until=until), effects=(self._asked(here), *timer))

    def hear(self, here: Here, happening: Heard) -> Outcome:
        match happening:
            case TimePassed():
                return Go(port=SILENT)
            case Said() | Pressed() if self.answer == "choice":
                if choice := chosen(self.choices, here, happening):
                    return Go(port=choice.port, variables=self._kept(choice.id))
            case Said():
                value = READERS[self.answer](happening, here.facts)
                if value is not None and self._allows(value, here):
                    return Go(variables=self._kept(value))
            case _:
                return Keep()
        said = happening.text if isinstance(happening, Said) else ""
        return Keep(effects=(Unexpected(flow=here.flow, step=here.step, text=said),))

    def again(self, here: Here, *, helped: bool) -> Outcome:
        if helped:
            return Keep(effects=(self._asked(here),))
        if here.tries >= self.retries:
            return Go(port=FAILED)
        hint = here.text(self.invalid)
        told = (Say(text=hint),) if hint else ()
        return Keep(effects=(*told, self._asked(here)), tries=here.tries + 1)

    def _asked(self, here: Here) -> Say:
        choices = self.choices if self.answer == "choice" else ()
        buttons = tuple(here.button(each.id, each.label) for each in choices)
        return Say(text=here.text(self.text), buttons=buttons, expects=self.answer)

    def _kept(self, value: JsonValue) -> dict[str, JsonValue]:
        return {str(self.variable): value} if self.variable else {}

    def _allows(self, value: JsonValue, here: Here) -> bool:
        match self.answer, value:
            case "text", str():
                return self._in_range(len(value)) and (not self.pattern or matches(value, self.pattern))
            case "number", int() | float():
                return self._in_range(value)
            case "date", str():
                today = here.facts.now.astimezone(ZoneInfo(here.facts.zone)).date()
                return self._in_range((date.fromisoformat(value) - today).days)
            case "file", list():
                return not self.mimes or all(
                    isinstance(each, dict) and str(each["mime"]).startswith(self.mimes) for each in value
                )
            case _:
                return True

    def _in_range(self, number: float) -> bool:
        return (self.least is None or self.least <= number) and (self.most is None or number <= self.most)
