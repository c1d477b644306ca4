"""Settings of the lines: an admin edits them, supervisors read them. In force everywhere within a second."""

import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from handoff.checks import line_problems, uses_of
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, refusals, refuse
from handoff.console.schemas import Schema
from handoff.ids import LineId
from handoff.line import Line
from handoff.operator import Operator, Role
from handoff.ports import Books, Lines, Stale, Team

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class LineSettings(Schema):
    """All of a line. `value.version` is the base of the next change."""

    value: Line


class LineForm(Schema):
    """A line as it is to be; refused as `stale` when somebody has changed it since version `base`."""

    base: Annotated[int, Field(ge=0)]
    value: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePorts:
    lines: Lines
    books: Books
    team: Team
    rules_changed: Callable[[], Awaitable[None]]
    """Open sessions are looked at again: other hours are other clocks."""


def router(ports: LinePorts, guard: Guard) -> APIRouter:
    api = APIRouter(prefix="/lines", responses=REFUSALS, tags=["lines"], route_class=StaffRoute)
    Reader = Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))]
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]

    async def known(line_id: LineId) -> Line:
        found = next((each for each in await ports.lines.all() if each.id == line_id), None)
        if found is None:
            raise problem(404, "not_found", "There is no such line.")
        return found

    async def store(line: Line, base: int) -> LineSettings:
        others = [each for each in await ports.lines.all() if each.id != line.id]
        refuse([at(path, message) for path, message in line_problems(line, others)])
        async with refusals():
            stored = await ports.lines.change(line, base=base)
        if stored.takes_rest:
            await _alone(ports.lines, stored)
        await ports.rules_changed()
        return LineSettings(value=stored)

    @api.get("/{line_id}")
    async def get_line(me: Reader, line_id: LineId) -> LineSettings:
        return LineSettings(value=await known(line_id))

    @api.post("", status_code=201)
    async def add_line(me: Admin, form: LineForm) -> LineSettings:
        """A new line; its id (small letters, digits, - and _) stays for ever."""
        if not _ID.fullmatch(form.value.id):
            refuse([at(("id",), "Up to 40 small letters, digits, - and _, beginning with a letter or a digit.")])
        if any(each.id == form.value.id for each in await ports.lines.all()):
            refuse([at(("id",), "There is a line with this id: choose another.")])
        return await store(form.value, 0)

    @api.put("/{line_id}")
    async def change_line(me: Admin, line_id: LineId, form: LineForm) -> LineSettings:
        """The line that takes the rest is changed by giving this to another one."""
        await known(line_id)
        if form.value.id != line_id:
            refuse([at(("id",), "A line keeps its id.")])
        return await store(form.value, form.base)

    @api.delete("/{line_id}")
    async def archive_line(me: Admin, line_id: LineId) -> LineSettings:
        """Nothing new comes here any more; old threads keep its name. Refused while something still depends on it."""
        line = await known(line_id)
        tally = (await ports.team.tallies()).get(line_id)
        if tally is not None and tally.waiting + tally.with_operators:
            count = tally.waiting + tally.with_operators
            raise problem(409, "in_use", f"It still has {count} open sessions: close them or pass them on first.")
        book = replace(await ports.books.now(), lines=await ports.lines.all())
        if uses := uses_of(line, book):
            raise problem(409, "in_use", f"It is still used by {', '.join(uses)}: change that first.")
        async with refusals():
            archived = await ports.lines.change(replace(line, archived=True), base=line.version)
        return LineSettings(value=archived)

    return api


async def _alone(lines: Lines, line: Line) -> None:
    """Exactly one line takes the rest: the last one that was told to."""
    while others := [each for each in await lines.all() if each.takes_rest and each.id != line.id]:
        with contextlib.suppress(Stale):  # somebody is editing that line just now: look at it as they leave it
            await lines.change(replace(others[0], takes_rest=False), base=others[0].version)
