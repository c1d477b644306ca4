"""What a customer may ask for by law, done by an admin: all that is kept of them in one file, or erased."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask
from starlette.concurrency import iterate_in_threadpool

from handoff.access import Sight, sight_of
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem
from handoff.console.schemas import Schema
from handoff.ids import ConversationId
from handoff.operator import Operator, Role
from handoff.ports import Conversations
from handoff.ports.audit import Audit
from handoff.ports.people import People
from handoff.ports.privacy import OnItsWay, Privacy, StillServed, UnknownCustomer

_CHUNK = 64 * 1024
_NAME = "customer.zip"
"""Nothing of theirs is in the name of the file, which ends up in lists of downloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPorts:
    privacy: Privacy
    audit: Audit
    people: People
    conversations: Conversations
    hide: Callable[[ConversationId, Sight], Awaitable[None]]
    """From the lists of those who saw it so."""


class Erased(Schema):
    """How many rows of each collection went."""

    gone: Mapping[str, int]


def router(ports: PrivacyPorts, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["privacy"], route_class=StaffRoute)
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]

    @api.post(
        "/conversations/{conversation_id}/export", response_class=StreamingResponse,
        responses={200: {"content": {"application/zip": {}}}},
    )  # fmt: skip
    async def export_customer(me: Admin, conversation_id: ConversationId) -> Response:
        """A zip of all that is kept of them, in all their channels, with their files."""
        # On disk, since it may hold years of pictures; nameless, so that it is gone with this answer.
        file = TemporaryFile()  # noqa: SIM115 - it lives on until the answer is sent
        try:
            async with _refusals():
                await ports.privacy.export(conversation_id, file)
        except BaseException:
            file.close()
            raise
        headers = {"Content-Disposition": f'attachment; filename="{_NAME}"', "Content-Length": str(file.tell())}
        file.seek(0)
        body = iterate_in_threadpool(iter(lambda: file.read(_CHUNK), b""))
        return StreamingResponse(
            body, media_type="application/zip", headers=headers, background=BackgroundTask(file.close)
        )

    @api.post("/conversations/{conversation_id}/erase")
    async def erase_customer(me: Admin, request: Request, conversation_id: ConversationId) -> Erased:
        """All that is kept of them, in all their channels, for good. Refused while their session is at the desk, or
        something of theirs is on its way."""
        # Afterwards nobody could tell for the audit log who it was, and nobody should.
        request.state.veiled = await ports.audit.veil({"conversation_id": conversation_id})
        person = await ports.people.of(conversation_id)
        ids = person.conversations if person else (conversation_id,)
        seen = [each for each in [await ports.conversations.load(each) for each in ids] if each is not None]
        async with _refusals():
            gone = await ports.privacy.erase(conversation_id)
        for each in seen:
            await ports.hide(each.id, sight_of(each))
        return Erased(gone=gone)

    return api


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    try:
        yield
    except UnknownCustomer as error:
        raise problem(404, "not_found", "There is no such customer.") from error
    except StillServed as error:
        raise problem(409, "still_served", "A session of theirs is still open at the desk: close it first.") from error
    except OnItsWay as error:
        raise problem(
            409, "on_its_way", "Something of theirs is on its way this very moment: try again shortly."
        ) from error
