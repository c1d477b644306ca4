"""Process: start one in another system by a signed webhook, and wait for its callback."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flows.effects import StartProcess, WaitUntil
from flows.happenings import CallFinished, TimePassed
from flows.position import ForCall
from flows.steps.base import FAILED, LONGEST, NEXT, Go, Heard, Here, Keep, Outcome, Pause, Port, StepBase
from flows.words import Expression, PortName, ProcessRef, VariableName

LATE = PortName("late")


class Process(StepBase):
    """Start a process and wait until it says that it is done."""

    kind: Literal["process"]
    process: ProcessRef = Field(title="Process")
    data: dict[str, Expression] = Field(default={}, title="Data")
    variable: VariableName | None = Field(default=None, title="Keep the result as")
    patience: timedelta = Field(default=timedelta(days=1), gt=timedelta(0), le=LONGEST, title="Wait at most")

    def ports(self) -> tuple[Port, ...]:
        return (
            Port(name=NEXT, label="Done", optional=True),
            Port(name=FAILED, label="Failed"),
            Port(name=LATE, label="Not in time", falls_to=FAILED),
        )

    def sets(self, port: PortName) -> frozenset[str]:
        return frozenset({str(self.variable)}) if self.variable and port == NEXT else frozenset()

    def run(self, here: Here) -> Outcome:
        until = here.facts.now + self.patience
        start = StartProcess(id=here.call, process=str(self.process), data=here.values(self.data))
        return Pause(wait=ForCall(call=here.call, until=until), effects=(start, WaitUntil(at=until)))

    def hear(self, here: Here, happening: Heard) -> Outcome:
        match happening:
            case CallFinished(ok=True, body=body):
                return Go(variables={str(self.variable): body} if self.variable else {})
            case CallFinished():
                return Go(port=FAILED)
            case TimePassed():
                return Go(port=LATE)
            case _:
                return Keep()
