"""Subflow: go through another flow and come back, or go over to it for good."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from flows.steps.base import Enter, Gap, Here, Outcome, Port, StepBase
from flows.words import Expression, FlowId, FlowRef, PortName, VariableName


class Subflow(StepBase):
    """Go to another flow."""

    kind: Literal["subflow"]
    flow: FlowRef = Field(title="Flow")
    inputs: dict[VariableName, Expression] = Field(default={}, title="Give it", description="Its variables.")
    outputs: dict[VariableName, VariableName] = Field(
        default={}, title="Take back", description="Its variables, and ours that take their values."
    )
    back: bool = Field(default=True, title="Come back", description="When it ends, go on here.")

    def ports(self) -> tuple[Port, ...]:
        return StepBase.ports(self) if self.back else ()

    def sets(self, port: PortName) -> frozenset[str]:
        return frozenset(map(str, self.outputs.values()))

    def gaps(self) -> Iterator[Gap]:
        if not self.flow:
            yield Gap("flow", "It is not said which flow.", "Choose a flow.")

    def run(self, here: Here) -> Outcome:
        outputs = {str(theirs): str(ours) for theirs, ours in self.outputs.items()}
        return Enter(flow=FlowId(self.flow), inputs=here.values(self.inputs), outputs=outputs, back=self.back)
