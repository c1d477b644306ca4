"""Flows: what is drawn, and what is published of it.

A flow is a value and a JSON document. Its draft is edited, in any state of disrepair: only its shape is checked here,
and `lint` says what keeps it from working. Publishing freezes it as a revision, which never changes. Where the boxes
stand on the canvas is kept beside the flow, so that moving one changes nothing that anybody runs.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from flows.steps import Step
from flows.steps.base import Port
from flows.triggers import Offer, OnTransition, Trigger
from flows.words import FlowId, Localized, PortName, StepId, VariableName

VariableType = Literal["text", "number", "yes_no", "date", "list", "record"]


class Variable(BaseModel):
    """What a variable of the flow is for. Without a default it is not set until a step sets it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: VariableType = Field(default="text", title="Type")
    title: str = Field(default="", max_length=200, title="Name")
    default: JsonValue = Field(default=None, title="At first")
    given: bool = Field(default=False, title="Given", description="By the flow that leads here.")


class Edge(BaseModel):
    """From a port of a step to the next step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: StepId
    port: PortName
    to: StepId


class Flow(BaseModel):
    """Triggers and steps, joined by edges."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: FlowId = Field(min_length=1, max_length=64, title="Id")
    name: Localized = Field(title="Name")
    languages: tuple[str, ...] = Field(min_length=1, title="Languages", description="The first stands in for others.")
    priority: int = Field(default=0, title="Priority")
    variables: dict[VariableName, Variable] = Field(default={}, title="Variables")
    triggers: tuple[Trigger, ...] = Field(default=(), title="Triggers")
    steps: dict[StepId, Step] = Field(default={}, max_length=1000, title="Steps")
    edges: tuple[Edge, ...] = Field(default=(), title="Edges")

    def target(self, step: StepId, port: PortName) -> StepId | None:
        """Where a port leads; by the port it falls to, when it has no edge. None: the flow ends there."""
        here: PortName | None = port
        while here is not None:
            if (step, here) in self._targets:
                return self._targets[step, here]
            known = self.port(step, here)
            here = known.falls_to if known else None
        return None

    def port(self, step: StepId, name: PortName) -> Port | None:
        return self._ports.get((step, name))

    def entry(self) -> StepId | None:
        """Where other flows come in."""
        return next((each.leads_to for each in self.triggers if isinstance(each, OnTransition)), None)

    def offers(self) -> Sequence[Offer]:
        return tuple(Offer(flow=self.id, priority=self.priority, trigger=each) for each in self.triggers)

    def checksum(self) -> str:
        """The same for flows that do the same by the letter."""
        written = json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    def __copy__(self) -> Self:
        """Without what was computed from the original: `model_copy` may put other steps and edges in."""
        copied = super().__copy__()
        for name in ("_targets", "_ports"):
            copied.__dict__.pop(name, None)
        return copied

    @cached_property
    def _targets(self) -> Mapping[tuple[StepId, PortName], StepId]:
        return {(each.step, each.port): each.to for each in self.edges}

    @cached_property
    def _ports(self) -> Mapping[tuple[StepId, PortName], Port]:
        return {(id, port.name): port for id, step in self.steps.items() for port in step.ports()}


class Spot(BaseModel):
    """Where a step stands on the canvas."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    x: float
    y: float


Layout = dict[str, Spot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A flow as it was published: never changed, only followed by the next number."""

    flow: Flow
    number: int
    checksum: str
    published_at: datetime
    author: str
    comment: str = ""
    layout: Layout = field(default_factory=dict)
    """Where its boxes stood, to show it as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A flow being drawn. `version` grows with each save, so that a save over a newer one is noticed."""

    flow: Flow
    layout: Layout = field(default_factory=dict)
    version: int = 0
    based_on: int | None = None
    """The number of the revision that it began as."""
    author: str = ""
    """Who saved it last."""
    saved_at: datetime | None = None
    archived: bool = False
    """Put away: nothing of the flow is in force, and who is in it goes on to its end."""

    def saved(self, flow: Flow, layout: Layout) -> "Draft":
        return replace(self, flow=flow, layout=layout, version=self.version + 1)

    def publish(self, *, number: int, at: datetime, author: str, comment: str = "") -> Revision:
        return Revision(
            flow=self.flow, number=number, checksum=self.flow.checksum(), published_at=at, author=author,
            comment=comment, layout=self.layout,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The revisions that may run: every one that somebody is still in, and which one new sessions begin."""

    revisions: Mapping[FlowId, Mapping[int, Revision]] = field(default_factory=dict)
    published: Mapping[FlowId, int] = field(default_factory=dict)

    @classmethod
    def of(cls, *revisions: Revision) -> "Library":
        """With the highest number of each flow as the published one."""
        found: dict[FlowId, dict[int, Revision]] = {}
        for each in sorted(revisions, key=lambda revision: revision.number):
            found.setdefault(each.flow.id, {})[each.number] = each
        return cls(revisions=found, published={flow: max(numbers) for flow, numbers in found.items()})

    def revision(self, flow: FlowId, number: int) -> Revision | None:
        return self.revisions.get(flow, {}).get(number)

    def current(self, flow: FlowId) -> Revision | None:
        number = self.published.get(flow)
        return self.revision(flow, number) if number is not None else None

    def offers(self) -> Sequence[Offer]:
        """The triggers of all published flows."""
        current = [self.current(flow) for flow in self.published]
        return tuple(offer for revision in current if revision for offer in revision.flow.offers())
