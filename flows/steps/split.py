"""Split: send a share of the sessions each way. A session always goes the same way, so that a replay does, too."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.steps.base import Gap, Go, Here, Outcome, Port, StepBase
from flows.words import PortName


class Branch(BaseModel):
    """A way, and its weight against the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=40, title="Id")
    weight: int = Field(default=1, ge=0, le=1000, title="Weight")

    @property
    def port(self) -> PortName:
        return PortName(f"branch:{self.id}")


class Split(StepBase):
    """Try two or more ways on different customers."""

    fresh: ClassVar = {"branches": [{"id": "a"}, {"id": "b"}]}
    kind: Literal["split"]
    branches: tuple[Branch, ...] = Field(min_length=1, title="Ways")

    def ports(self) -> tuple[Port, ...]:
        return tuple(Port(name=each.port, label=f"{each.id} ({each.weight})") for each in self.branches)

    def gaps(self) -> Iterator[Gap]:
        if not any(each.weight for each in self.branches):
            yield Gap("branches", "No way has a weight.", "Give at least one way a weight above zero.")

    def run(self, here: Here) -> Outcome:
        point = here.chance() * sum(each.weight for each in self.branches)
        for branch in self.branches:
            point -= branch.weight
            if point < 0:
                return Go(port=branch.port)
        return Go(port=self.branches[-1].port)
