"""The dialogue port: a customer's words in; what was understood, what to say and what to do out.

The dialogue layer decides by what it is told of the session (`State`); it holds no truth of its own, so it may be
restarted at any time. Its commands are carried out by the worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

OUT_OF_SCOPE = "out_of_scope"
"""The one intent that the product knows by name: talk that isn't the company's field."""


class DialogueUnavailable(Exception):
    """The dialogue layer is down, slow or answers nonsense; the reason is for operators' eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the dialogue needs to know of the session: the open question, and the tries in a row that did not help."""

    asked: Literal["helped", "offer_person"] | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Look the question up. `otherwise`: what to do when no article is good enough."""

    name: Literal["answer"] = "answer"
    topic: str | None = None
    otherwise: Literal["hand_off", "rephrase", "replies"] = "hand_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """Open a session on the line of a topic."""

    name: Literal["hand_off"] = "hand_off"
    reason: str = "asked"
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPerson:
    """Ask whether a person should take over."""

    name: Literal["offer_person"] = "offer_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The customer declined a person: go on with the bot."""

    name: Literal["stay"] = "stay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """End the session."""

    name: Literal["close"] = "close"
    reason: str = "helped"


Command = Answer | HandOff | OfferPerson | Stay | Close


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words were taken for. `topic` is the session's subject, remembered over its turns."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One turn of the dialogue."""

    understood: Understood
    replies: Sequence[str] = ()
    commands: Sequence[Command] = ()


class Dialogue(Protocol):
    async def turn(self, *, session: str, event: str, text: str, language: str, state: State) -> Outcome:
        """Understand and decide. The same `event` again gives the same outcome. Raises DialogueUnavailable."""
        ...
