"""What starts a flow, under which conditions, and which flow when several would."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from flows.errors import ExpressionError
from flows.expressions import matches, shown
from flows.facts import Facts
from flows.happenings import Event, Happening, Hooked, Linked, Occurred, Pressed, Said
from flows.schedule import Schedule
from flows.words import FlowId, FlowRef, StepId, VariableName, Variables


class Conditions(BaseModel):
    """Every one that is given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channels: tuple[str, ...] = Field(default=(), title="Channels")
    languages: tuple[str, ...] = Field(default=(), title="Languages")
    attributes: dict[str, tuple[str, ...]] = Field(
        default={}, title="Customer's attributes", description="Each with the values that will do."
    )
    schedule: Schedule | None = Field(default=None, title="Schedule")

    def hold(self, facts: Facts) -> bool:
        return (
            (not self.channels or facts.channel in self.channels)
            and (not self.languages or facts.language in self.languages)
            and all(_is_one_of(facts.customer.get(name), values) for name, values in self.attributes.items())
            and (self.schedule is None or self.schedule.holds(facts.now))
        )

    def count(self) -> int:
        return bool(self.channels) + bool(self.languages) + len(self.attributes) + (self.schedule is not None)


class TriggerBase(BaseModel):
    """What all triggers have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=64)
    leads_to: StepId | None = Field(default=None, title="First step")
    priority: int = Field(default=0, title="Priority", description="Added to the flow's. The highest wins.")
    conditions: Conditions = Field(default=Conditions(), title="Only if")
    variable: VariableName | None = Field(
        default=None, title="Keep what came as", description="The text, the link's payload, the webhook's data."
    )


class OnEvent(TriggerBase):
    """The desk reports something. Silence is reported once for each number of minutes that a trigger names."""

    kind: Literal["event"]
    event: Event = Field(title="Event")
    minutes: int = Field(default=0, ge=0, title="Minutes", description="Of silence.")


class OnWords(TriggerBase):
    """The customer uses one of these words or phrases, whatever the case and accents."""

    kind: Literal["words"]
    words: tuple[str, ...] = Field(title="Words or phrases")


class OnPattern(TriggerBase):
    """The customer's text matches a regular expression."""

    kind: Literal["pattern"]
    pattern: str = Field(max_length=500, title="Pattern")


class OnIntent(TriggerBase):
    """The dialogue understood this, with at least this confidence."""

    kind: Literal["intent"]
    intent: str = Field(title="Intent")
    confidence: float = Field(default=0.7, ge=0, le=1, title="Confidence")


class OnButton(TriggerBase):
    """A button of a message was pressed: of this flow, or of another."""

    kind: Literal["button"]
    flow: FlowRef | None = Field(default=None, title="Flow", description="Empty for this one.")
    step: StepId = Field(title="Message")
    choice: str = Field(title="Button")


class OnLink(TriggerBase):
    """The customer came by a deep link whose payload is this, or begins with it."""

    kind: Literal["link"]
    payload: str = Field(title="Payload")
    beginning: bool = Field(default=False, title="Or begins so")


class OnHook(TriggerBase):
    """Another system called this incoming webhook."""

    kind: Literal["hook"]
    hook: str = Field(title="Webhook")


class OnTransition(TriggerBase):
    """Another flow leads here."""

    kind: Literal["transition"]


Trigger = Annotated[
    OnEvent | OnWords | OnPattern | OnIntent | OnButton | OnLink | OnHook | OnTransition, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A trigger of a published flow, with the flow's priority."""

    flow: FlowId
    priority: int
    trigger: Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where to begin, and with what."""

    flow: FlowId
    trigger: str
    leads_to: StepId
    variables: Variables = field(default_factory=dict)


def choose(offers: Iterable[Offer], happening: Happening, facts: Facts) -> Match | None:
    """The flow to start: of the highest priority, then the most specific, then the first by its ids."""
    fitting = []
    for offer in offers:
        trigger = offer.trigger
        found = _fit(trigger, offer.flow, happening)
        if found is None or trigger.leads_to is None or not trigger.conditions.hold(facts):
            continue
        specific = (found.exactness, trigger.conditions.count())
        variables: Variables = {str(trigger.variable): found.value} if trigger.variable else {}
        match = Match(flow=offer.flow, trigger=trigger.id, leads_to=trigger.leads_to, variables=variables)
        rank = (-offer.priority - trigger.priority, -sum(specific), -specific[0], offer.flow, trigger.id)
        fitting.append((rank, match))
    return min(fitting, key=lambda each: each[0])[1] if fitting else None


class _Fit(NamedTuple):
    exactness: int
    value: JsonValue


def _fit(trigger: Trigger, flow: FlowId, happening: Happening) -> _Fit | None:
    """How exactly this trigger is meant, and what came; None when it is not."""
    match trigger, happening:
        case OnWords(words=words), Said(text=text):
            found = [phrase for phrase in words if _has(text, phrase)]
            return _Fit(max(len(_words(phrase)) for phrase in found), text) if found else None
        case OnPattern(pattern=pattern), Said(text=text):
            return _Fit(1, text) if _matches(text, pattern) else None
        case OnIntent(intent=intent, confidence=least), Said(text=text):
            return _Fit(0, text) if happening.intent == intent and happening.confidence >= least else None
        case OnEvent(event=event, minutes=minutes), Occurred():
            return _Fit(0, None) if (happening.event, happening.minutes) == (event, minutes) else None
        case OnButton(step=step, choice=choice), Pressed():
            pressed = (happening.flow, happening.step, happening.choice)
            return _Fit(0, choice) if pressed == (trigger.flow or flow, step, choice) else None
        case OnLink(payload=wanted), Linked(payload=payload):
            if payload == wanted:
                return _Fit(len(wanted) + 1, payload)
            return _Fit(len(wanted), payload) if trigger.beginning and payload.startswith(wanted) else None
        case OnHook(hook=hook), Hooked():
            return _Fit(0, happening.data) if happening.hook == hook else None
        case _:
            return None


def _has(text: str, phrase: str) -> bool:
    said, wanted = _words(text), _words(phrase)
    places = range(len(said) - len(wanted) + 1)
    return bool(wanted) and any(said[place : place + len(wanted)] == wanted for place in places)


def _words(text: str) -> list[str]:
    """Without case and accents; ё is written as е as often as not, and becomes that."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)))


def _matches(text: str, pattern: str) -> bool:
    try:
        return matches(text, pattern)
    except ExpressionError:
        return False  # the linter says so to the author; to a customer it is no reason to fail


def _is_one_of(value: JsonValue, values: tuple[str, ...]) -> bool:
    known = value if isinstance(value, list) else [value]
    return any(shown(each).casefold() == wanted.casefold() for each in known for wanted in values)
