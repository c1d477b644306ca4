"""A line is where sessions of one kind wait for the people who know about it, and how they get to those people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from handoff.hours import BusinessHours
from handoff.ids import LineId
from handoff.routing.choice import Criterion


class Distribution(StrEnum):
    """How a waiting session finds its operator."""

    PUSH = "push"
    """The desk assigns it, or offers it first where `accept_within` is set."""
    PULL = "pull"
    """Operators take from the queue."""
    SUPERVISOR = "supervisor"
    """A supervisor of the line hands them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """Who has waited for so long is moved to another line, once."""

    after: timedelta
    to: LineId


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """When a session is taken from its operator and goes back to the queue, at its old place; None: never."""

    no_answer_within: timedelta | None = None
    away_for: timedelta | None = None
    """The operator has been away or offline for so long."""
    at_shift_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the bot asks while the line is closed; the answer is kept on the session under `key`."""

    key: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """An entry of the catalogue that customers choose from; what they then write comes to the line that offers it."""

    id: str
    names: Mapping[str, str]
    kind: str = "request"
    topic: str | None = None

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or self.id


TEXTS = ("greeting", "queue_place", "out_of_hours")
"""What a line may say in its own words: on arrival, of the place in the queue (`{place}`), when closed (`{when}`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`names` by language; `topics` are the subjects whose sessions come here; one line takes what nobody claims."""

    id: LineId
    names: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    takes_rest: bool = False
    internal: bool = False
    """For the company's own employees."""
    tier: int = 1
    """1, 2 or 3: first, second, third line of support."""
    escalates_to: LineId | None = None
    hours: BusinessHours = field(default_factory=BusinessHours)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By kind of TEXTS, then by language."""
    questions: tuple[Question, ...] = ()
    services: tuple[Service, ...] = ()
    distribution: Distribution = Distribution.PULL
    accept_within: timedelta | None = None
    capacity: int = 5
    """Of each operator who has none of their own, in units of effort."""
    order: tuple[Criterion, ...] = (
        Criterion.LANGUAGE,
        Criterion.HISTORY,
        Criterion.SKILL,
        Criterion.FREE,
        Criterion.IDLE,
    )
    language_required: bool = False
    """Only those who speak the customer's language may be given a session."""
    overflow: Overflow | None = None
    reassign: Reassign = field(default_factory=Reassign)
    longest_hold: timedelta = timedelta(days=3)
    reopen_within: timedelta = timedelta(0)
    """A customer who writes so soon after the close continues the closed session."""
    archived: bool = False
    """Nothing new comes here."""
    version: int = 0

    def name_in(self, language: str) -> str:
        """The line's name in a language, or in English, or its id."""
        return self.names.get(language) or self.names.get("en") or self.id

    def text_in(self, kind: str, language: str) -> str | None:
        """The line's own words, in a language or in English; None where it has none."""
        texts = self.texts.get(kind, {})
        return texts.get(language) or texts.get("en") or None


def line_for(topic: str | None, lines: Sequence[Line]) -> Line:
    """The line that takes a topic; else the one that takes the rest; else the first.

    Raises ValueError when the company has no line at all.
    """
    used = [line for line in lines if not line.archived]
    if not used:
        raise ValueError("The company has no line: add one in the console under Settings, or run `helpline seed`.")
    return (
        next((line for line in used if topic is not None and topic in line.topics), None)
        or next((line for line in used if line.takes_rest), None)
        or used[0]
    )
