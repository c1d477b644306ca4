"""What the flows' API needs besides the flows: who is signed in, and what the rest of the product has."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from fastapi.routing import APIRoute
from pydantic import BaseModel

from flows.ports import Flows, Secrets, SystemsStore
from flows.words import FlowId

Clock = Callable[[], datetime]


class Author(Protocol):
    """Whoever is signed in."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Dependencies that give an Author or refuse, how a form that cannot be read is refused, and in which shape."""

    reader: Callable[..., Any]
    editor: Callable[..., Any]
    route: type[APIRoute] = APIRoute
    refused: type[BaseModel] = BaseModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the company has, at this moment, that flows may refer to. Names are by id."""

    lines: Mapping[str, str] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    """Kinds of them that are in use."""
    languages: tuple[str, ...] = ("en",)
    people: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    opens_at: Callable[[datetime], datetime | None] = lambda at: at

    def name(self, person: str) -> str:
        return self.people.get(person, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The company as flows see it."""

    around: Callable[[], Awaitable[Around]]
    flows: Flows
    secrets: Secrets
    """Those that flows name."""
    systems: SystemsStore


@dataclass(frozen=True, slots=True, kw_only=True)
class InProgress:
    """The sessions that are in flows now."""

    by_revision: Callable[[FlowId], Awaitable[Mapping[int, int]]]
    move_over: Callable[[FlowId], Awaitable[int]]
    """Have those in older revisions go on in the one in force, where that is possible; how many could."""
