"""Gives a file to a browser: whole or in part, or says that the browser's own copy is still good."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from handoff.console.errors import problem
from handoff.console.schemas import Refused
from handoff.files import Previews, preview_headers, serving_headers
from handoff.files.ranges import Unsatisfiable, wanted
from handoff.ports import Files, NoFile, StoredFile

ANSWERS: dict[int | str, dict[str, Any]] = {
    206: {"description": "A part"}, 304: {"description": "Not changed"}, 410: {"model": Refused},
    416: {"description": "There is no such part"},
}  # fmt: skip
"""For the document: what is answered besides the whole file."""
_LOST = "The content of this file is lost: it is not where it was kept. An admin can look for more with `files check`."
_UNDRAWN = "There is no preview of this file."


async def serve(request: Request, file: StoredFile, files: Files) -> Response:
    """The answer to GET or HEAD. Raises HTTPException where the content is lost."""
    headers = {**serving_headers(file.name, file.mime), "Accept-Ranges": "bytes", "ETag": f'"{file.sha256}"'}
    if _has(request, file):
        return Response(status_code=304, headers=_caching(headers))
    try:
        # Nobody can have an older version of a file, only another file.
        same = request.headers.get("if-range") in (None, headers["ETag"])
        part = wanted(request.headers.get("range"), file.size, unchanged=same)
    except Unsatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{file.size}"})
    if part is None:
        status, start, end = 200, 0, file.size
    else:
        status, start, end = 206, part.start, part.end
        headers["Content-Range"] = part.content_range
    headers["Content-Length"] = str(end - start)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    content = files.read(file.id, start, end) if part else files.read(file.id)
    return StreamingResponse(await _begun(content), status_code=status, headers=headers)


async def serve_preview(request: Request, file: StoredFile, previews: Previews) -> Response:
    """The picture made small. Raises HTTPException where there can be none."""
    headers = {**preview_headers(), "ETag": f'"{file.sha256}-preview"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=_caching(headers))
    try:
        preview = await previews.of(file.id, file.mime)
    except NoFile as error:
        raise _lost() from error
    if preview is None:
        raise problem(404, "no_preview", _UNDRAWN)
    return Response(preview.data, headers=headers)


async def _begun(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """With its first bytes read, so that what is lost is said before it is promised."""
    try:
        first = await anext(content, b"")
    except NoFile as error:
        raise _lost() from error

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for chunk in content:
            yield chunk

    return whole()


def _has(request: Request, file: StoredFile) -> bool:
    return bool(file.sha256) and f'"{file.sha256}"' in request.headers.get("if-none-match", "")


def _caching(headers: dict[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in ("ETag", "Cache-Control")}


def _lost() -> HTTPException:
    return problem(410, "file_lost", _LOST)
