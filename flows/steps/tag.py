"""Tag: put labels on the session, or take them off."""

from typing import Literal

from pydantic import Field

from flows.effects import Tag as TagEffect
from flows.steps.base import Go, Here, Outcome, StepBase


class Tag(StepBase):
    """Label the session."""

    kind: Literal["tag"]
    add: tuple[str, ...] = Field(default=(), title="Add")
    remove: tuple[str, ...] = Field(default=(), title="Remove")

    def run(self, here: Here) -> Outcome:
        return Go(effects=(TagEffect(add=self.add, remove=self.remove),))
