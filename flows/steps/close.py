"""Close: end the session."""

from typing import Literal

from pydantic import Field

from flows.effects import Close as CloseEffect
from flows.steps.base import Here, Outcome, Port, StepBase, Stop


class Close(StepBase):
    """Close the session."""

    kind: Literal["close"]
    reason: str = Field(default="", max_length=100, title="Reason")

    def ports(self) -> tuple[Port, ...]:
        return ()

    def run(self, here: Here) -> Outcome:
        return Stop(effects=(CloseEffect(reason=self.reason),))
