"""Files of visitors: `POST /channels/site/files` takes one, a message over the socket names it.

The page is of another origin than we are, so the browser asks first whether it may. A file belongs to the visitor's
conversation from the beginning; one that no message names goes after a day.
"""

from typing import Annotated, Protocol

import structlog
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from bot.channels.site.secret import address_of, is_secret
from handoff.files import FileRefused, Previews, kind_of
from handoff.files.receiving import receive
from handoff.ports import Files, Throttle
from storage.errors import UNAVAILABLE

log = structlog.get_logger()
FILES_AN_HOUR = 30
"""Of one visitor."""
FROM_AN_ADDRESS = 120
"""Files an hour: visitors can be invented, addresses less so; many people of one office have the same."""
_HOUR = 3600
_STATUS = {"file_size": 413, "too_fast": 429, "unavailable": 503, "stranger": 403}


class Welcome(Protocol):
    def __call__(self, origin: str | None) -> bool: ...


def add_uploads(api: APIRouter, files: Files, throttle: Throttle, account: str, welcomes: Welcome) -> None:
    previews = Previews(files)

    @api.options("/channels/site/files", include_in_schema=False)
    def may_upload(request: Request) -> Response:
        allowed = {
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "content-type, x-visitor",
            "Access-Control-Max-Age": "7200",
        }
        return Response(status_code=204, headers={**_origin(request, welcomes), **allowed})

    @api.post("/channels/site/files", include_in_schema=False)
    async def upload(
        request: Request,
        x_visitor: Annotated[str, Header(max_length=100)] = "",
        name: Annotated[str, Query(max_length=500)] = "",
    ) -> Response:
        """The body is the file. The answer has its id, or the `reason` for which it was refused."""
        headers = _origin(request, welcomes)

        def refused(reason: str) -> Response:
            return JSONResponse({"reason": reason}, _STATUS.get(reason, 422), headers)

        if not headers or not is_secret(x_visitor):
            return refused("stranger")
        address = address_of(x_visitor, account)
        try:
            if not await _allowed(throttle, address.external_id, request.client.host if request.client else ""):
                return refused("too_fast")
            size = int(request.headers.get("content-length", "1"))
            kept = await receive(files, address.conversation_id, name, request.stream(), told_size=size)
            preview = await previews.of(kept.id, kept.mime)
        except FileRefused as error:
            return refused(error.code)
        except ClientDisconnect:
            return refused("file_cut")
        except UNAVAILABLE:
            log.exception("A visitor's file was not stored", action="site_file_not_stored")
            return refused("unavailable")
        answer = {
            "id": kept.id, "name": kept.name, "kind": kind_of(kept.mime), "size": kept.size,
            "width": preview and preview.width, "height": preview and preview.height,
        }  # fmt: skip
        return JSONResponse(answer, 201, headers)


async def _allowed(throttle: Throttle, visitor: str, host: str) -> bool:
    own = await throttle.allow(f"site-files:{visitor}", limit=FILES_AN_HOUR, seconds=_HOUR)
    return own and await throttle.allow(f"site-files-from:{host}", limit=FROM_AN_ADDRESS, seconds=_HOUR)


def _origin(request: Request, welcomes: Welcome) -> dict[str, str]:
    """Headers that let the asking page read the answer; none for a page that is not welcome."""
    origin = request.headers.get("origin")
    if not welcomes(origin):
        return {}
    return {"Access-Control-Allow-Origin": origin or "*", "Vary": "Origin"}
