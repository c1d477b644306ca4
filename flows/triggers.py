"""What starts a flow, and under which conditions."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from flows.expressions import shown
from flows.facts import Facts
from flows.happenings import Event
from flows.schedule import Schedule
from flows.words import FlowId, FlowRef, StepId, VariableName, Variables, shown_if


class Conditions(BaseModel):
    """Every one that is given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channels: tuple[str, ...] = Field(default=(), title="Channels")
    accounts: tuple[str, ...] = Field(
        default=(), title="Accounts", description="Of these channels, by the names that they were connected by."
    )
    languages: tuple[str, ...] = Field(default=(), title="Languages")
    attributes: dict[str, tuple[str, ...]] = Field(
        default={}, title="Customer's attributes", description="Each with the values that will do."
    )
    schedule: Schedule | None = Field(default=None, title="Schedule")

    def hold(self, facts: Facts) -> bool:
        return (
            (not self.channels or facts.channel in self.channels)
            and (not self.accounts or facts.account in self.accounts)
            and (not self.languages or facts.language in self.languages)
            and all(_is_one_of(facts.customer.get(name), values) for name, values in self.attributes.items())
            and (self.schedule is None or self.schedule.holds(facts.now))
        )

    def count(self) -> int:
        given = bool(self.channels) + bool(self.accounts) + bool(self.languages)
        return given + len(self.attributes) + (self.schedule is not None)


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
    minutes: int = Field(
        default=0,
        ge=0,
        title="Minutes",
        description="Of silence.",
        json_schema_extra=shown_if("event", Event.OPERATOR_SILENT, Event.CUSTOMER_SILENT),
    )


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


def _is_one_of(value: JsonValue, values: tuple[str, ...]) -> bool:
    known = value if isinstance(value, list) else [value]
    return any(shown(each).casefold() == wanted.casefold() for each in known for wanted in values)
