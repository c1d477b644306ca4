"""Files of a conversation: operators upload what they want to send or to show to colleagues, and see what customers
sent."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.requests import ClientDisconnect

from handoff import access
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals
from handoff.console.schemas import FileView, Refused
from handoff.console.serving import ANSWERS, serve, serve_preview
from handoff.desk import Desk
from handoff.files import FileRefused, Previews, attachment_of, safe_name
from handoff.files.receiving import receive
from handoff.ids import ConversationId, FileId
from handoff.messages import Attachment
from handoff.operator import Operator
from handoff.ports import Files, StoredFile

Attachments = Callable[[ConversationId, Sequence[FileId], bool], Awaitable[tuple[Attachment, ...]]]
"""Files of this very conversation, ready to be sent; or, if so asked, to be put to a note."""
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


def router(files: Files, desk: Desk, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["desk"], route_class=StaffRoute)
    previews = Previews(files)
    Me = Annotated[Operator, Depends(guard.operator)]

    async def sees(me: Operator, conversation_id: ConversationId, what: str) -> None:
        conversation = await desk.conversations.load(conversation_id)
        if conversation is None or not access.may_see(me, conversation):
            raise problem(404, "not_found", f"There is no such {what}.")

    @api.post(
        "/conversations/{conversation_id}/files",
        status_code=201,
        openapi_extra=_BODY,
        responses={413: {"model": Refused}},
    )
    async def upload_file(
        me: Me,
        conversation_id: ConversationId,
        request: Request,
        name: Annotated[str, Query(max_length=500)] = "",
        note: bool = False,
    ) -> FileView:
        """The body is the file. It goes with the next reply that names its id; if it is for a `note`, with the next
        note, and no customer ever gets it."""
        if note:
            await sees(me, conversation_id, "conversation")
        else:
            async with refusals():
                await desk.may_write(conversation_id, me)
        size = int(request.headers.get("content-length", "1"))
        try:
            kept = await receive(files, conversation_id, name, request.stream(), told_size=size, private=note)
        except FileRefused as error:
            status = 413 if error.code == "file_size" else 422
            raise problem(status, error.code, str(error), field="file") from error
        except ClientDisconnect:
            called = safe_name(name, "file")
            raise problem(422, "file_cut", f"“{called}” did not come whole. Attach it again.", field="file") from None
        return await _view(kept, previews)

    @api.head("/files/{file_id}", include_in_schema=False)
    @api.get("/files/{file_id}", response_class=Response, responses=ANSWERS)
    async def get_file(me: Me, file_id: FileId, request: Request, preview: bool = False) -> Response:
        """All of it or a part (`Range`); with `preview`, a picture made small."""
        found = await files.find(file_id)
        if found is None:
            raise problem(404, "not_found", "There is no such file.")
        await sees(me, found.conversation_id, "file")
        return await (serve_preview(request, found, previews) if preview else serve(request, found, files))

    return api


def attachments_from(files: Files) -> Attachments:
    previews = Previews(files)

    async def attachments(conversation_id: ConversationId, ids: Sequence[FileId], note: bool) -> tuple[Attachment, ...]:
        # Claimed, so that it is still there when the message is committed that names it.
        found = [await files.claim(each) for each in ids]
        own = [each for each in found if each is not None and each.conversation_id == conversation_id]
        if len(own) < len(ids):
            raise problem(422, "no_file", "A file is not there any more. Remove it and attach it again.", field="files")
        if not note and any(each.private for each in own):
            raise problem(422, "private_file", "A file of a note is not sent to customers.", field="files")
        return tuple([await attachment_of(each, previews) for each in own])

    return attachments


async def _view(file: StoredFile, previews: Previews) -> FileView:
    shown = await attachment_of(file, previews)
    return FileView(
        id=file.id, name=file.name, mime=file.mime, kind=shown.kind, size=file.size, width=shown.width,
        height=shown.height,
    )  # fmt: skip
