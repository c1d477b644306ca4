"""The rules in force, and their earlier versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from handoff.book import Book
from handoff.ids import OperatorId
from handoff.priority import PriorityScheme
from handoff.routing.rules import RuleSet
from handoff.sla.policy import SlaPolicies

T = TypeVar("T")


class Books(Protocol):
    async def now(self) -> Book:
        """All rules in force; half a second old at most."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Generic[T]):
    """A part of the book that is edited, and has versions, as a whole. `blank` counts until something is saved."""

    name: str
    kind: type[T]
    blank: T


ROUTING = Chapter(name="routing", kind=RuleSet, blank=Book().routing)


PRIORITY = Chapter(name="priority", kind=PriorityScheme, blank=Book().priority)


SLA = Chapter(name="sla", kind=SlaPolicies, blank=Book().sla)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterVersion:
    """Who saved what is version `version` of a chapter, and why."""

    version: int
    by: OperatorId | None
    at: datetime
    comment: str = ""


class Chapters(Protocol):
    """Every version of each chapter, counted from 1; the latest is in force. Going back is saving an old one anew."""

    async def current(self, chapter: Chapter[T]) -> tuple[int, T]:
        """The latest version and its value; 0 and the blank one when nothing was saved yet."""
        ...

    async def save(
        self, chapter: Chapter[T], value: T, *, base: int, by: OperatorId | None, at: datetime, comment: str = ""
    ) -> int:
        """The number of the new version. Raises Stale when `base` is not the latest."""
        ...

    async def versions(self, chapter: Chapter[T]) -> Sequence[ChapterVersion]:
        """Newest first."""
        ...

    async def version(self, chapter: Chapter[T], number: int) -> T | None: ...
