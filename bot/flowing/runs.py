"""A run of a flow during one event: where it stood, what moved it, and what is kept of that."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field, TypeAdapter

from flows.effects import Call, StartProcess
from flows.position import POSITION, ForAnswer, ForCall, Position
from flows.record import RECORD, Move, Record
from flows.summary import summary
from flows.words import FlowId, StepId
from handoff.standing import FlowTrace, Pending, Standing, Within

Asked = Call | StartProcess
ASKED: TypeAdapter[Asked] = TypeAdapter(Annotated[Asked, Field(discriminator="kind")])
_GRACE = timedelta(seconds=5)
_TO_START = timedelta(seconds=45)
"""A process that nobody has heard of by then may not have been started."""


@dataclass(slots=True, kw_only=True)
class Run:
    """Changed as the event goes on; `standing` is what was stored before it."""

    name: str
    flow: FlowId
    """The one that began."""
    position: Position | None = None
    standing: Standing | None = None
    call: Pending | None = None
    moves: list[Move] = field(default_factory=list)

    @classmethod
    def of(cls, standing: Standing) -> "Run":
        position = POSITION.validate_json(standing.position)
        flow = FlowId(standing.within[0].flow)
        return cls(name=position.run, flow=flow, position=position, standing=standing, call=standing.call)

    @property
    def asks(self) -> bool:
        """Does it wait for the customer's answer?"""
        return self.position is not None and isinstance(self.position.wait, ForAnswer)

    @property
    def within(self) -> frozenset[FlowId]:
        return frozenset(frame.flow for frame in self.position.frames) if self.position else frozenset()

    @property
    def calls(self) -> bool:
        """Does it wait for another system?"""
        return self.position is not None and isinstance(self.position.wait, ForCall)

    @property
    def place(self) -> tuple[FlowId, StepId] | None:
        """Where it is."""
        return (self.position.top.flow, self.position.top.step) if self.position else None

    def waits_for(self, call: str) -> bool:
        wait = self.position.wait if self.position else None
        return isinstance(wait, ForCall) and wait.call == call

    def asked(self, effect: Asked, now: datetime) -> None:
        """Another system is to be asked, once this is committed."""
        written = ASKED.dump_json(effect).decode()
        self.call = Pending(id=effect.id, effect=written, again_at=now + _patience(effect))

    def ask_again(self, now: datetime) -> None:
        """Nobody has brought an answer: whoever asked may have died."""
        if self.call is not None:
            effect = ASKED.validate_json(self.call.effect)
            self.call = replace(self.call, again_at=now + _patience(effect))

    def stands(self) -> Standing | None:
        """What is stored of it now; None when it is over."""
        if self.position is None:
            return None
        call = self.call if self.call and self.waits_for(self.call.id) else None
        if self.standing is not None and not self.moves:
            return self.standing if call == self.standing.call else replace(self.standing, call=call)
        top = self.position.top
        return Standing(
            flow=top.flow,
            revision=top.revision,
            step=top.step,
            asks=self.asks,
            position=POSITION.dump_json(self.position).decode(),
            within=tuple(Within(flow=each.flow, revision=each.revision) for each in self.position.frames),
            until=self.position.wait.until,
            call=call,
        )

    def trace(self, at: datetime) -> FlowTrace:
        """What this event made of it."""
        stood_in = tuple(FlowId(each.flow) for each in self.standing.within) if self.standing else ()
        record = Record(run=self.name, at=at, moves=tuple(self.moves), stood_in=stood_in)
        return FlowTrace(**asdict(summary(record)), record=RECORD.dump_json(record).decode())


def _patience(effect: Asked) -> timedelta:
    """How long the answer may take, as a rule."""
    match effect:
        case Call(timeout=timeout, retries=retries):
            return timeout * (retries + 1) + _GRACE
        case StartProcess():
            return _TO_START
