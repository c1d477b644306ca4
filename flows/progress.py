"""What the engine gives back."""

from dataclasses import dataclass, field

from flows.effects import Effect
from flows.position import Position
from flows.words import FlowId, PortName, StepId, Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A step that was left, and by which port: the path on the canvas, and its heat."""

    flow: FlowId
    revision: int
    step: StepId
    port: PortName


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is to be done, in order, and where it goes on; None when the flow is over."""

    effects: tuple[Effect, ...] = ()
    position: Position | None = None
    passages: tuple[Passage, ...] = ()
    variables: Variables = field(default_factory=dict, compare=False)
    """As the flow that came last has them, or left them."""
