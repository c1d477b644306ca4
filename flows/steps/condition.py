"""Condition: go by the first case that holds."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.expressions import holds
from flows.steps.base import Go, Here, Outcome, Port, StepBase
from flows.words import Expression, PortName

OTHERWISE = PortName("otherwise")


class Case(BaseModel):
    """An expression, and the port for when it is true."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=40, title="Id")
    when: Expression = Field(title="When")
    label: str = Field(default="", max_length=100, title="Label")

    @property
    def port(self) -> PortName:
        return PortName(f"case:{self.id}")


class Condition(StepBase):
    """Go one way or another, by what is known."""

    fresh: ClassVar = {"cases": [{"id": "1", "when": ""}]}
    kind: Literal["condition"]
    cases: tuple[Case, ...] = Field(title="Cases", description="The first that holds is taken.")

    def ports(self) -> tuple[Port, ...]:
        cases = tuple(Port(name=each.port, label=each.label or each.when) for each in self.cases)
        return (*cases, Port(name=OTHERWISE, label="Otherwise"))

    def run(self, here: Here) -> Outcome:
        scope = here.scope()
        return Go(port=next((each.port for each in self.cases if holds(each.when, scope)), OTHERWISE))
