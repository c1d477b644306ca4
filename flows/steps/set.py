"""Set: compute variables of the flow and attributes of the customer."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from flows.effects import SetAttribute
from flows.expressions import evaluate
from flows.steps.base import Gap, Go, Here, Outcome, StepBase
from flows.words import Expression, PortName, VariableName


class Assignment(BaseModel):
    """One value, and where it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    variable: VariableName | None = Field(default=None, title="Variable")
    attribute: str | None = Field(default=None, max_length=100, title="Customer's attribute")
    value: Expression = Field(title="Value")


class Set(StepBase):
    """Compute variables or attributes, each with those before it."""

    kind: Literal["set"]
    assignments: tuple[Assignment, ...] = Field(title="Values")

    def sets(self, port: PortName) -> frozenset[str]:
        return frozenset(str(each.variable) for each in self.assignments if each.variable)

    def known_in(self, path: tuple[str | int, ...]) -> frozenset[str]:
        """Each value sees those before it."""
        before = self.assignments[: path[1]] if len(path) > 1 and isinstance(path[1], int) else ()
        return frozenset(str(each.variable) for each in before if each.variable)

    def gaps(self) -> Iterator[Gap]:
        for place, each in enumerate(self.assignments):
            if not each.variable and not each.attribute:
                yield Gap(f"assignments.{place}", "The value goes nowhere.", "Choose a variable or an attribute.")

    def run(self, here: Here) -> Outcome:
        variables: dict[str, JsonValue] = {}
        effects = []
        for each in self.assignments:
            value = evaluate(each.value, here.scope() | variables)
            if each.variable:
                variables[str(each.variable)] = value
            if each.attribute:
                effects.append(SetAttribute(name=each.attribute, value=value))
        return Go(variables=variables, effects=tuple(effects))
