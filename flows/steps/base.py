"""What every kind of step is made of: its fields, its ports, and what it makes of its turn.

A step does nothing. It is asked to `run` when the flow comes to it, and to `hear` when what it waits for happens, and
says each time what should come next: go on by a port, wait, go into another flow, or stop.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Any, ClassVar, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from flows import expressions, templates
from flows.effects import Button, Effect, Say
from flows.facts import Facts
from flows.happenings import CallFinished, Occurred, Pressed, Said, TimePassed
from flows.position import Wait
from flows.words import Expression, FlowId, Localized, PortName, StepId, Variables

NEXT = PortName("next")
PERSON = PortName("person")
FAILED = PortName("failed")
LONGEST = timedelta(days=366)
"""Nothing waits longer."""

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A way out of a step. One that `falls_to` another leads there while it has no edge of its own."""

    name: PortName
    label: str
    falls_to: PortName | None = None
    optional: bool = False
    """Having no edge is no mistake: the flow ends here, or the engine has an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The place where a step runs: its flow's variables, and what it may compute from them."""

    flow: FlowId
    step: StepId
    languages: tuple[str, ...]
    variables: Variables
    facts: Facts
    run: str
    moves: int
    tries: int = 0

    @property
    def call(self) -> str:
        """A name for what is called outside from here: the same when this is computed again, never used twice."""
        return f"{self.run}:{self.moves}"

    def scope(self) -> dict[str, Any]:
        return {**self.variables, **self.facts.scope()}

    def value(self, expression: Expression, **more: Any) -> JsonValue:
        return expressions.evaluate(expression, self.scope() | more)

    def values(self, named: Mapping[Name, Expression]) -> dict[str, JsonValue]:
        return {str(name): self.value(expression) for name, expression in named.items()}

    def text(self, text: Localized | str, escape: Callable[[str], str] = str) -> str:
        """In the customer's language, or else the flow's first, with its values in place."""
        template = text.within(self.facts.language, *self.languages) if isinstance(text, Localized) else text
        if "{{" not in template:  # most texts, for which all that expressions see need not be gathered
            return str(template)
        return templates.render(template, self.scope(), escape)

    def button(self, choice: str, label: Localized, url: str | None = None) -> Button:
        return Button(label=self.text(label), flow=self.flow, step=self.step, choice=choice, url=url)

    def chance(self, *salt: str | int) -> float:
        """From 0 up to 1: by chance over sessions, always the same within one."""
        seed = "\0".join([self.facts.session, self.flow, self.step, *map(str, salt)])
        return int.from_bytes(blake2b(seed.encode(), digest_size=6).digest(), "big") / 2**48


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """On by this port, with these variables set."""

    port: PortName = NEXT
    effects: tuple[Effect, ...] = ()
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Wait here."""

    wait: Wait
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """Wait on, as before."""

    effects: tuple[Effect, ...] = ()
    tries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """Into another flow, and by `next` when that ends; or for good."""

    flow: FlowId
    inputs: Variables
    outputs: Mapping[str, str]
    back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The end of this flow and of those that called it."""

    effects: tuple[Effect, ...] = ()


Outcome = Go | Pause | Keep | Enter | Stop
Heard = Said | Pressed | Occurred | TimePassed | CallFinished


def drawn(choice: str, label: Localized, languages: tuple[str, ...], url: str | None = None) -> Button:
    """A button as it is written, of no flow yet."""
    return Button(label=label.within(*languages), flow=FlowId(""), step=StepId(""), choice=choice, url=url)


class Gap(NamedTuple):
    """A field that must be filled or changed before the step can run."""

    field: str
    message: str
    remedy: str


class StepBase(BaseModel, ABC):
    """The fields and abilities that all kinds share; a kind adds its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    fresh: ClassVar[Mapping[str, JsonValue]] = {}
    """What a new one on the canvas begins with, where that is more than empty fields."""

    title: str = Field(default="", max_length=200, title="Name", description="What it is called on the canvas.")

    def ports(self) -> tuple[Port, ...]:
        return (Port(name=NEXT, label="Next", optional=True),)

    def sets(self, port: PortName) -> frozenset[str]:
        """The variables that are set for certain when the step is left by this port."""
        return frozenset()

    def pauses(self) -> bool:
        """Does it always give the turn away, so that no loop through it is endless?"""
        return False

    def reads(self) -> frozenset[str]:
        """The variables used besides those in its expressions and texts."""
        return frozenset()

    def known_in(self, path: tuple[str | int, ...]) -> frozenset[str]:
        """The names that only this field sees."""
        return frozenset()

    def shows(self, *languages: str) -> Iterator[tuple[str, Say]]:
        """What it says, as it is written: with the field that says so."""
        yield from ()

    def gaps(self) -> Iterator[Gap]:
        """What is missing in its own fields."""
        yield from ()

    @abstractmethod
    def run(self, here: Here) -> Outcome:
        """The flow has come to this step."""

    def hear(self, here: Here, happening: Heard) -> Outcome:
        """What it waits for happened, or could have."""
        return Keep()

    def again(self, here: Here, *, helped: bool) -> Outcome:
        """A digression is over: ask again, if it asks anything."""
        return Keep()
