"""The rules of the desk: routing, priorities, SLA. An admin edits them, supervisors read; every version is kept."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends
from pydantic import Field

from handoff.book import Book
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, refuse
from handoff.console.schemas import Schema
from handoff.ids import OperatorId
from handoff.operator import Operator, Role
from handoff.ports import PRIORITY, ROUTING, SLA, Books, Chapter, Chapters, Clock, Stale
from handoff.priority import PriorityScheme
from handoff.routing.conditions import Problem as RuleProblem
from handoff.routing.problems import rules_problems, scheme_problems
from handoff.routing.rules import RuleSet
from handoff.sla.policy import SlaPolicies
from handoff.sla.problems import problems as sla_problems

T = TypeVar("T")


class VersionView(Schema):
    """Who saved a version, and why. Version 0 is what counts before anybody has saved one."""

    version: int
    by: OperatorId | None
    at: datetime | None
    comment: str


class RoutingChapter(VersionView):
    chapter: Literal["routing"] = "routing"
    value: RuleSet


class PriorityChapter(VersionView):
    chapter: Literal["priority"] = "priority"
    value: PriorityScheme


class SlaChapter(VersionView):
    chapter: Literal["sla"] = "sla"
    value: SlaPolicies


AnyChapter = Annotated[RoutingChapter | PriorityChapter | SlaChapter, Field(discriminator="chapter")]


class ChapterForm(Schema):
    """Refused as `stale` when somebody has saved since version `base`."""

    base: Annotated[int, Field(ge=0)]
    comment: Annotated[str, Field(max_length=500)] = ""


class RoutingForm(ChapterForm):
    value: RuleSet


class PriorityChapterForm(ChapterForm):
    value: PriorityScheme


class SlaForm(ChapterForm):
    value: SlaPolicies


class RollbackForm(ChapterForm):
    """Version `to` is saved anew; the versions between stay."""

    to: Annotated[int, Field(ge=1)]


ChapterName = Literal["routing", "priority", "sla"]
_CHAPTERS: dict[ChapterName, tuple[Chapter[Any], type[RoutingChapter | PriorityChapter | SlaChapter]]] = {
    "routing": (ROUTING, RoutingChapter), "priority": (PRIORITY, PriorityChapter), "sla": (SLA, SlaChapter),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePorts:
    chapters: Chapters
    books: Books
    clock: Clock
    rules_changed: Callable[[], Awaitable[None]]
    """Open sessions are looked at again by the new rules."""


def problems_of(value: RuleSet | PriorityScheme | SlaPolicies, book: Book) -> Sequence[RuleProblem]:
    match value:
        case RuleSet():
            return rules_problems(value, book)
        case PriorityScheme():
            return scheme_problems(value)
        case SlaPolicies():
            return sla_problems(value, [level.id for level in book.priority.levels])


def router(ports: RulePorts, guard: Guard) -> APIRouter:
    api = APIRouter(prefix="/rules", responses=REFUSALS, tags=["rules"], route_class=StaffRoute)
    Reader = Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))]
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]

    async def version(chapter: Chapter[T], number: int, value: T) -> dict[str, Any]:
        """A version with who saved it."""
        saved = {each.version: each for each in await ports.chapters.versions(chapter)}.get(number)
        return {
            "version": number, "by": saved and saved.by, "at": saved and saved.at,
            "comment": saved.comment if saved else "", "value": value,
        }  # fmt: skip

    async def current(chapter: Chapter[T]) -> dict[str, Any]:
        return await version(chapter, *await ports.chapters.current(chapter))

    async def save(chapter: Chapter[T], value: T, form: ChapterForm, me: Operator) -> dict[str, Any]:
        assert isinstance(value, RuleSet | PriorityScheme | SlaPolicies)  # noqa: S101 - the three chapters there are
        refuse([at(path, message) for path, message in problems_of(value, await ports.books.now())])
        try:
            number = await ports.chapters.save(
                chapter, value, base=form.base, by=me.id, at=ports.clock(), comment=form.comment
            )
        except Stale as error:
            latest = next(iter(await ports.chapters.versions(chapter)), None)
            by = (await ports.books.now()).name(latest.by) if latest and latest.by else "Somebody"
            said = f"{by} has saved version {error.current} meanwhile: load it and repeat your change."
            raise problem(409, "stale", said, by=by) from error
        await ports.rules_changed()
        return await version(chapter, number, value)

    @api.get("/routing")
    async def get_routing(me: Reader) -> RoutingChapter:
        return RoutingChapter(**await current(ROUTING))

    @api.put("/routing")
    async def save_routing(me: Admin, form: RoutingForm) -> RoutingChapter:
        return RoutingChapter(**await save(ROUTING, form.value, form, me))

    @api.get("/priority")
    async def get_priority(me: Reader) -> PriorityChapter:
        return PriorityChapter(**await current(PRIORITY))

    @api.put("/priority")
    async def save_priority(me: Admin, form: PriorityChapterForm) -> PriorityChapter:
        return PriorityChapter(**await save(PRIORITY, form.value, form, me))

    @api.get("/sla")
    async def get_sla(me: Reader) -> SlaChapter:
        return SlaChapter(**await current(SLA))

    @api.put("/sla")
    async def save_sla(me: Admin, form: SlaForm) -> SlaChapter:
        return SlaChapter(**await save(SLA, form.value, form, me))

    @api.get("/{chapter}/versions")
    async def list_versions(me: Reader, chapter: ChapterName) -> list[VersionView]:
        """Newest first."""
        return [VersionView.model_validate(each) for each in await ports.chapters.versions(_CHAPTERS[chapter][0])]

    @api.get("/{chapter}/versions/{number}")
    async def get_version(me: Reader, chapter: ChapterName, number: int) -> AnyChapter:
        known, kind = _CHAPTERS[chapter]
        value = await ports.chapters.version(known, number)
        if value is None:
            raise problem(404, "not_found", "There is no such version.")
        return kind(**await version(known, number, value))

    @api.post("/{chapter}/rollback")
    async def roll_back(me: Admin, chapter: ChapterName, form: RollbackForm) -> AnyChapter:
        known, kind = _CHAPTERS[chapter]
        value = await ports.chapters.version(known, form.to)
        if value is None:
            raise problem(404, "not_found", "There is no such version.")
        return kind(**await save(known, value, form, me))

    return api
