"""Handoff: give the session to a line, with what was collected."""

from typing import Literal

from pydantic import Field

from flows.effects import HandOff
from flows.steps.base import Here, Outcome, Port, StepBase, Stop
from flows.words import LineRef, TopicRef, VariableName


class Handoff(StepBase):
    """Hand the customer over to people."""

    kind: Literal["handoff"]
    line: LineRef | None = Field(default=None, title="Line", description="Empty: the company's rules choose.")
    priority: str | None = Field(default=None, max_length=100, title="Priority")
    topic: TopicRef | None = Field(default=None, title="Topic")
    card: tuple[VariableName, ...] = Field(default=(), title="On the card", description="Variables that people see.")

    def ports(self) -> tuple[Port, ...]:
        return ()

    def reads(self) -> frozenset[str]:
        return frozenset(map(str, self.card))

    def run(self, here: Here) -> Outcome:
        card = {str(name): value for name in self.card if (value := here.variables.get(name)) is not None}
        line = str(self.line) if self.line else None
        topic = str(self.topic) if self.topic else None
        return Stop(effects=(HandOff(line=line, priority=self.priority, topic=topic, card=card),))
