"""The facts that rules may look at, with the words they have had: what editors offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends

from handoff.book import Book
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute
from handoff.console.schemas import Schema
from handoff.facts import ATTRIBUTE, FACTS, FactKind, kind_of
from handoff.operator import Operator, Role
from handoff.ports import Books, Vocabulary
from handoff.sla.policy import Status


class FactView(Schema):
    """`values` are words that it has had or can have; others may be typed."""

    name: str
    kind: FactKind
    values: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPorts:
    books: Books
    vocabulary: Vocabulary


def router(ports: FactPorts, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["rules"], route_class=StaffRoute)

    @api.get("/facts")
    async def list_facts(me: Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))]) -> list[FactView]:
        seen, can_be = await ports.vocabulary.words(), _can_be(await ports.books.now())
        names = [*FACTS, *(name for name in seen if name.startswith(ATTRIBUTE))]
        return [
            FactView(
                name=name,
                kind=kind_of(name) or FactKind.WORD,
                values=list(dict.fromkeys((*can_be.get(name, ()), *seen.get(name, ())))),
            )
            for name in names
        ]

    return api


def _can_be(book: Book) -> Mapping[str, Sequence[str]]:
    """The words that the rules in force know."""
    used = [line for line in book.lines if not line.archived]
    return {
        "account": sorted({each.account for each in book.connections}),
        "line": [line.id for line in used],
        "topic": sorted({topic for line in used for topic in line.topics}),
        "priority": [level.id for level in book.priority.levels],
        "status": [status.value for status in Status],
        "language": sorted({language for each in book.staff for language in each.languages}),
        "region": sorted({region for each in book.staff for region in each.regions}),
        "earlier_operator": [each.id for each in book.staff],
        "kind": ["question", "problem", "complaint", "request"],
        "tag": sorted({tag for rule in book.routing.rules for tag in rule.then.tags}),
    }
