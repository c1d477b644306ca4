"""Files of a conversation: operators upload what they want to send, and see what customers sent."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from handoff import access
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals
from handoff.console.schemas import FileView, Problem
from handoff.desk import Desk
from handoff.files import HEAD, FileRefused, check_size, check_type, kind_of, safe_name, serving_headers, sniff
from handoff.ids import ConversationId, FileId
from handoff.messages import Attachment
from handoff.operator import Operator
from handoff.ports import Files, StoredFile

Attachments = Callable[[ConversationId, Sequence[FileId]], Awaitable[tuple[Attachment, ...]]]
"""Files of this very conversation, ready to be sent."""
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


def router(files: Files, desk: Desk, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["desk"], route_class=StaffRoute)
    Me = Annotated[Operator, Depends(guard.operator)]

    @api.post(
        "/conversations/{conversation_id}/files",
        status_code=201,
        openapi_extra=_BODY,
        responses={413: {"model": Problem}},
    )
    async def upload_file(
        me: Me, conversation_id: ConversationId, request: Request, name: Annotated[str, Query(max_length=500)] = ""
    ) -> FileView:
        """The body is the file. It is sent with the next reply that names its id."""
        async with refusals():
            await desk.may_write(conversation_id, me)
        called = safe_name(name, "file")
        try:
            check_size(called, int(request.headers.get("content-length", "1")))
            return _view(await _keep(files, conversation_id, called, request.stream()))
        except FileRefused as error:
            status = 413 if error.code == "file_size" else 422
            raise problem(status, error.code, str(error), field="file") from error
        except ClientDisconnect:
            raise problem(422, "file_cut", f"“{called}” did not come whole. Attach it again.", field="file") from None

    @api.get("/files/{file_id}", response_class=StreamingResponse)
    async def get_file(me: Me, file_id: FileId) -> StreamingResponse:
        found = await files.find(file_id)
        if found is None:
            raise problem(404, "not_found", "There is no such file.")
        conversation = await desk.conversations.load(found.conversation_id)
        if conversation is None or not access.may_see(me, conversation):
            raise problem(404, "not_found", "There is no such file.")
        return StreamingResponse(files.read(file_id), headers=serving_headers(found.name, found.mime))

    return api


def attachments_from(files: Files) -> Attachments:
    async def attachments(conversation_id: ConversationId, ids: Sequence[FileId]) -> tuple[Attachment, ...]:
        found = [await files.find(each) for each in ids]
        own = [each for each in found if each is not None and each.conversation_id == conversation_id]
        if len(own) < len(ids):
            raise problem(422, "no_file", "A file is not there any more. Remove it and attach it again.", field="files")
        return tuple(
            Attachment(kind=kind_of(each.mime), name=each.name, mime=each.mime, size=each.size, file_id=each.id)
            for each in own
        )

    return attachments


async def _keep(files: Files, conversation_id: ConversationId, name: str, chunks: AsyncIterator[bytes]) -> StoredFile:
    """Raises FileRefused as soon as it is clear."""
    head = bytearray()
    async for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    check_size(name, len(head))
    mime = sniff(bytes(head[:HEAD]), name)
    check_type(name, mime)

    async def whole() -> AsyncIterator[bytes]:
        size = len(head)
        yield bytes(head)
        async for chunk in chunks:
            size += len(chunk)
            check_size(name, size)
            yield chunk

    return await files.keep(conversation_id, name, mime, whole())


def _view(file: StoredFile) -> FileView:
    return FileView(id=file.id, name=file.name, mime=file.mime, kind=kind_of(file.mime), size=file.size)
