"""Where the bot stands in a flow, and what a flow did: carried along by the desk, which reads neither.

Both travel in the commit of the conversation, so a flow goes on from where it was, whatever died in between, and what
is shown of it later is what happened.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A flow that the conversation is in, and the revision of it."""

    flow: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What another system was asked, and has not answered yet."""

    id: str
    effect: str
    """What to ask: the flow's own words for it, JSON."""
    again_at: datetime
    """When it is asked again, by the same id, if no answer has come: whoever asked may have died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A flow in progress. `flow`, `revision` and `step` are of the innermost one, for lists and counts."""

    flow: str
    revision: int
    step: str
    asks: bool = False
    """It waits for the customer's answer."""
    position: str
    """The engine's own words for the whole of it: JSON."""
    within: tuple[Within, ...] = ()
    """Every flow of the stack, the outermost first."""
    until: datetime | None = None
    """When to go on, if nothing happens before."""
    call: Pending | None = None

    @property
    def moments(self) -> tuple[datetime, ...]:
        """When it is to be looked at."""
        return tuple(at for at in (self.until, self.call.again_at if self.call else None) if at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Somebody owes the other a word."""

    event: str
    """Whose."""
    after: datetime | None
    """The customer's words that it follows. After others it is another silence."""
    since: datetime
    told: tuple[int, ...] = ()
    """The numbers of minutes that were reported of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """How far flows have been told what happened at the desk: whatever differs from this is news, once."""

    session: int = 0
    """The number of the latest session."""
    message: int = 0
    """The number of the latest message."""
    out_of_hours: int = 0
    """The number of the session that met a closed line."""
    silence: Silence | None = None
    until: datetime | None = None
    """When a silence is next to be reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTrace:
    """What one event made of a flow."""

    run: str
    flows: tuple[str, ...]
    """All whose steps it went through."""
    began: bool
    over: bool
    waits_at: str | None
    """The step that it waits at now, and for what, as `flow/revision/step/answer`."""
    person: bool
    """The customer wanted a person."""
    passages: tuple[str, ...]
    """Each step that was left, as `flow/revision/step/port`."""
    record: str
    """The whole of it, to be played again: JSON."""
    first: str | None = None
    """The step that it began with, if it did, as `flow/revision/step`."""
    failed: str | None = None
    """The step that broke, as `flow/step`."""
    left: str | None = None
    """Why the desk ended it, if it did."""
