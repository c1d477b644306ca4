"""The staff API of the desk. Thin: reads ask a port, changes call the desk, errors become status codes here only."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from handoff import access
from handoff.console import schemas
from handoff.console.auth import Guard, problem
from handoff.console.schemas import (
    CannedView,
    CloseForm,
    ConversationView,
    DeadLetterView,
    HistoryView,
    InboxView,
    LineView,
    PersonView,
    PresenceForm,
    Problem,
    TextForm,
    TransferForm,
)
from handoff.conversation import Conversation
from handoff.desk import AlreadyTaken, Desk, DeskError, NotFound, NotYours
from handoff.ids import ConversationId, EventId, FileId, LineId
from handoff.operator import Operator, Role
from handoff.ports import CannedReplies, DeadLetters, Files, History, Inbox, InboxQuery, UnknownPage, View

_INLINE = {"image/jpeg", "image/png", "image/gif", "image/webp", "audio/ogg", "audio/mpeg", "video/mp4"}
"""Kinds that a browser shows without running anything of theirs; all others are offered as downloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePorts:
    """What the routes read from."""

    desk: Desk
    inbox: Inbox
    history: History
    canned: CannedReplies
    files: Files
    dead_letters: DeadLetters
    waiting_in: Callable[[LineId], Awaitable[int]]


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    """The desk's refusals as HTTP answers."""
    try:
        yield
    except AlreadyTaken as error:
        raise problem(409, "already_taken", str(error), by=error.by) from error
    except NotYours as error:
        raise problem(409, "not_yours", str(error), by=error.holder) from error
    except NotFound as error:
        raise problem(404, "not_found", str(error)) from error
    except DeskError as error:
        raise problem(409, "not_possible", str(error)) from error


def router(ports: ConsolePorts, guard: Guard) -> APIRouter:
    """Inbox, conversations and what an operator does with them."""
    refused = {code: {"model": Problem} for code in (401, 403, 404, 409)}
    api = APIRouter(responses=refused, tags=["desk"])  # type: ignore[arg-type]
    desk, clock = ports.desk, ports.desk.clock
    Me = Annotated[Operator, Depends(guard.operator)]

    async def seen_by(operator: Operator, conversation_id: ConversationId) -> Conversation:
        conversation = await desk.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise problem(404, "not_found", "There is no such conversation.")
        return conversation

    @api.get("/conversations")
    async def list_conversations(
        me: Me,
        view: View = View.MINE,
        q: Annotated[str, Query(max_length=200)] = "",
        line: LineId | None = None,
        after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> InboxView:
        scope = None if me.role.at_least(Role.SUPERVISOR) else me.lines
        query = InboxQuery(view=view, operator=me.id, lines=scope, text=q, line=line, after=after, limit=limit)
        try:
            page, counts = await ports.inbox.page(query), await ports.inbox.counts(me.id, scope)
        except UnknownPage as error:
            raise problem(422, "cursor", "There is no such page.", field="after") from error
        return InboxView(items=[schemas.row(each) for each in page.items], next=page.next, counts=dict(counts))

    @api.get("/conversations/{conversation_id}")
    async def get_conversation(me: Me, conversation_id: ConversationId) -> ConversationView:
        return schemas.view(await seen_by(me, conversation_id))

    @api.get("/conversations/{conversation_id}/messages")
    async def list_messages(
        me: Me,
        conversation_id: ConversationId,
        before: Annotated[int | None, Query(ge=1, le=2**31)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> HistoryView:
        conversation = await seen_by(me, conversation_id)
        items = await ports.history.page(conversation, before=before, limit=limit)
        return HistoryView(items=list(items), more=bool(items) and items[0].number > 1)

    @api.post("/conversations/{conversation_id}/accept")
    async def accept(me: Me, conversation_id: ConversationId) -> ConversationView:
        async with _refusals():
            return schemas.view(await desk.accept(conversation_id, me))

    @api.post("/conversations/{conversation_id}/reply")
    async def reply(me: Me, conversation_id: ConversationId, form: TextForm) -> ConversationView:
        async with _refusals():
            return schemas.view(await desk.reply(conversation_id, me, form.text, EventId(f"console:{form.id}")))

    @api.post("/conversations/{conversation_id}/note")
    async def note(me: Me, conversation_id: ConversationId, form: TextForm) -> ConversationView:
        async with _refusals():
            return schemas.view(await desk.note(conversation_id, me, form.text, EventId(f"console:{form.id}")))

    @api.post("/conversations/{conversation_id}/transfer")
    async def transfer(me: Me, conversation_id: ConversationId, form: TransferForm) -> ConversationView:
        async with _refusals():
            match form:
                case TransferForm(line=str() as line, operator=None):
                    return schemas.view(await desk.transfer_to_line(conversation_id, me, line))
                case TransferForm(line=None, operator=str() as operator):
                    return schemas.view(await desk.transfer_to_operator(conversation_id, me, operator))
        raise problem(422, "choose_one", "Name either a line or an operator.", field="line")

    @api.post("/conversations/{conversation_id}/give-back")
    async def give_back(me: Me, conversation_id: ConversationId) -> ConversationView:
        async with _refusals():
            return schemas.view(await desk.give_back(conversation_id, me))

    @api.post("/conversations/{conversation_id}/close")
    async def close(me: Me, conversation_id: ConversationId, form: CloseForm) -> ConversationView:
        async with _refusals():
            return schemas.view(await desk.close(conversation_id, me, reason=form.reason, topic=form.topic))

    @api.post("/conversations/{conversation_id}/seen")
    async def seen(me: Me, conversation_id: ConversationId) -> ConversationView:
        async with _refusals():
            return schemas.view(await desk.seen(conversation_id, me))

    @api.get("/lines")
    async def list_lines(me: Me) -> list[LineView]:
        now = clock()
        return [schemas.line(each, now=now, waiting=await ports.waiting_in(each.id)) for each in await desk.lines.all()]

    @api.get("/operators")
    async def list_operators(me: Me) -> list[PersonView]:
        return [schemas.person(each) for each in await desk.operators.all()]

    @api.put("/me/presence")
    async def set_presence(me: Me, form: PresenceForm) -> PersonView:
        await desk.operators.set_presence(me.id, form.presence)
        return schemas.person(me).model_copy(update={"presence": form.presence})

    @api.get("/canned")
    async def list_canned(me: Me) -> list[CannedView]:
        return [CannedView.model_validate(each) for each in await ports.canned.all()]

    @api.get("/dead-letters")
    async def list_dead_letters(
        me: Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))],
    ) -> list[DeadLetterView]:
        return [DeadLetterView.model_validate(each) for each in await ports.dead_letters.recent(100)]

    @api.get("/files/{file_id}", response_class=StreamingResponse)
    async def get_file(me: Me, file_id: FileId) -> StreamingResponse:
        found = await ports.files.find(file_id)
        if found is None:
            raise problem(404, "not_found", "There is no such file.")
        await seen_by(me, found.conversation_id)
        shown = found.mime in _INLINE
        return StreamingResponse(
            ports.files.read(file_id),
            media_type=found.mime if shown else "application/octet-stream",
            headers={
                "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(found.name)}",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "private, max-age=86400",
            },
        )

    return api
