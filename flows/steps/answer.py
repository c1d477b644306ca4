"""Answer: look in the knowledge base for what the customer asked."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flows.effects import Answer as AnswerEffect
from flows.effects import WaitUntil
from flows.happenings import CallFinished, TimePassed
from flows.position import ForCall
from flows.steps.base import NEXT, Go, Heard, Here, Keep, Outcome, Pause, Port, StepBase
from flows.words import Expression, PortName

NOT_FOUND = PortName("not_found")
PATIENCE = timedelta(minutes=1)
"""The search takes milliseconds; a result that never comes counts as none."""


class Answer(StepBase):
    """Answer from the knowledge base, if it knows."""

    kind: Literal["answer"]
    query: Expression = Field(title="What to look for", description="Usually a variable with the customer's words.")

    def ports(self) -> tuple[Port, ...]:
        return (Port(name=NEXT, label="Answered", optional=True), Port(name=NOT_FOUND, label="Nothing good enough"))

    def run(self, here: Here) -> Outcome:
        query = here.value(self.query)
        if not query:
            return Go(port=NOT_FOUND)
        until = here.facts.now + PATIENCE
        look = AnswerEffect(id=here.call, query=str(query))
        return Pause(wait=ForCall(call=here.call, until=until), effects=(look, WaitUntil(at=until)))

    def hear(self, here: Here, happening: Heard) -> Outcome:
        match happening:
            case CallFinished(ok=ok):
                return Go(port=NEXT if ok else NOT_FOUND)
            case TimePassed():
                return Go(port=NOT_FOUND)
            case _:
                return Keep()
