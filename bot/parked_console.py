"""`/api/dead-letters/{id}`: what was set aside, for admins to have handled again or to drop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from bot.parked import NoLetter, Parked, StillUnreadable
from handoff.changes import TooBusy
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem
from handoff.console.schemas import DeadLetterView
from handoff.operator import Operator, Role


class ParkedView(DeadLetterView):
    """The event, as it came or as it was read."""

    raw: str


def router(parked: Parked, guard: Guard) -> APIRouter:
    """Ids hold slashes."""
    api = APIRouter(responses=REFUSALS, tags=["channels"], route_class=StaffRoute)
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]

    @api.get("/dead-letters/{id:path}")
    async def get_dead_letter(me: Admin, id: str) -> ParkedView:
        letter, raw = await parked.letters.get(id), await parked.letters.raw(id)
        if letter is None or raw is None:
            raise _GONE
        return ParkedView(**DeadLetterView.model_validate(letter).model_dump(), raw=raw)

    @api.post("/dead-letters/{id:path}/retry", status_code=204)
    async def retry_dead_letter(me: Admin, id: str) -> Response:
        """It goes through its mailbox once more. What a customer said is not said twice: only the bot hears it anew."""
        async with _refusals():
            await parked.retry(id, me)
        return Response(status_code=204)

    @api.delete("/dead-letters/{id:path}", status_code=204)
    async def drop_dead_letter(me: Admin, id: str) -> Response:
        async with _refusals():
            await parked.drop(id, me)
        return Response(status_code=204)

    return api


_GONE = problem(404, "not_found", "There is no such event.")


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    try:
        yield
    except NoLetter as error:
        raise _GONE from error
    except StillUnreadable as error:
        raise problem(409, "unreadable", f"It still can't be read: {error}") from error
    except TooBusy as error:
        raise problem(409, "busy", "The conversation is changing just now: please try again.") from error
