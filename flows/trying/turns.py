"""What comes of a trial: a turn for each input."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flows.effects import Call, Effect, Say, StartProcess
from flows.position import Wait
from flows.progress import Passage
from flows.triggers import Match
from flows.trying.inputs import Input
from flows.words import FlowId, StepId, Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsAt:
    """A step that waits, and for what."""

    flow: FlowId
    step: StepId
    wait: Wait


@dataclass(slots=True, kw_only=True)
class Turn:
    """`shown` is as the channel shows it, `effects` are all but that. `over`: no flow waits for anything."""

    input: Input
    at: datetime
    began: Match | None = None
    shown: list[Say] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    calls: list[Call | StartProcess] = field(default_factory=list)
    variables: Variables = field(default_factory=dict)
    waits_at: WaitsAt | None = None
    over: bool = True
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`asks` is what another system is being asked at the end."""

    turns: Sequence[Turn]
    now: datetime
    asks: Call | None = None
