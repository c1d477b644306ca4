"""How a session is handled: all that the desk keeps of it beside who controls it, carried along from state to state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from handoff.ids import LevelId, LineId, OperatorId
from handoff.priority import Priority
from handoff.reasons import Reason
from handoff.sla.clock import Clock
from handoff.sla.policy import Target

OUT_OF_HOURS = "out_of_hours"
"""Done in a session that met a closed line: a flow collected what the customer wants, in place of the line."""

TOLD_UNSUPPORTED = "unsupported"
"""Done in a session whose customer knows that the bot can't read such a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A promise that was broken, and in whose hands; nobody's while it waited."""

    target: Target
    at: datetime
    operator: OperatorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the customer wants done, put on record by a flow. Of two with the same `id` there is one."""

    id: str
    type: str
    title: str
    fields: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """How satisfied the customer says to be: so many points, of as many at best."""

    score: int
    of: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Nearly empty until the session comes to a line."""

    handed_at: datetime | None = None
    """When it last came from the bot."""
    answered_at: datetime | None = None
    """When a person wrote to the customer first."""
    owed_since: datetime | None = None
    """The customer's first words that no person has answered yet; None when it is the customer's turn."""
    heard_at: datetime | None = None
    """The customer's latest words."""
    reason: str | None = None
    """Why the bot handed it over."""
    kind: str | None = None
    """The type of request: `question`, `problem`, `complaint`, `request`, or one of the company's own."""
    intent: str | None = None
    sentiment: float = 0.0
    """From -1, angry, to 1, pleased; the latest messages count most."""
    words: str = ""
    """The customer's latest words, for conditions on them."""
    effort: int = 1
    """How much of an operator's capacity it takes."""
    skills: Mapping[str, int] = field(default_factory=dict)
    """Least levels that it requires."""
    tags: tuple[str, ...] = ()
    wanted: OperatorId | None = None
    """Who should have it, when they can take it."""
    same_operator: bool = False
    """Who solved this customer's last sessions should have it."""
    declined: tuple[OperatorId, ...] = ()
    """Who let an offer go or had it taken away, the latest last."""
    declined_at: datetime | None = None
    """When that happened last."""
    supervised: bool = False
    """Only a supervisor may take it: an escalation has said so."""
    collected: Mapping[str, str] = field(default_factory=dict)
    """What the bot has asked for people to have at hand, by question."""
    asking: str | None = None
    """The question whose answer the bot waits for."""
    requests: tuple[Request, ...] = ()
    rating: Satisfaction | None = None
    to_line: LineId | None = None
    """Where a flow wants it to go when it is next handed over."""
    to_level: LevelId | None = None
    """How urgent it is to be then, at least."""
    reopenings: int = 0
    priority: Priority = field(default_factory=Priority)
    clocks: tuple[Clock, ...] = ()
    breaches: tuple[Breach, ...] = ()
    """All of the session's, for those who ask how people did."""
    done: tuple[str, ...] = ()
    """What is done once in a session, such as `overflow:line`."""
    why_line: Reason | None = None
    why_operator: Reason | None = None

    def declined_by(self, operator: OperatorId, *, at: datetime) -> "Handling":
        """They don't get it back before the others had their chance."""
        others = (each for each in self.declined if each != operator)
        return replace(self, declined=(*others, operator), declined_at=at)
