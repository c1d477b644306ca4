"""What stands before every route: headers on each answer, and bounds for what the staff's API is asked to read.

Plain ASGI: the framework's own helper costs each webhook a task. Routes outside of the API read their own bodies, each
with its own bound: see `gateway`, `hooks`, the form and the uploads.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.calling.answers import is_shallow

LARGEST_JSON = 2 * 1024 * 1024
"""Bytes. The largest that anybody means to send is a flow's file."""
DEEPEST_JSON = 64
"""Levels within each other; a condition of conditions takes two each."""
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=()",
    # Pages bring their own; what is no page shows nothing and may be in no frame.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
FOR_A_YEAR = "max-age=31536000"


class Shield:
    """`https`: the company serves it over nothing else, and browsers may remember that."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, **({"Strict-Transport-Security": FOR_A_YEAR} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if not _is_form_of_api(scope):
            await self._app(scope, receive, with_headers)
            return
        body = await _read(receive)
        if refusal := _wrong(body):
            await refusal(scope, receive, with_headers)
            return
        await self._app(scope, _again(body or b"", receive), with_headers)


def _is_form_of_api(scope: Scope) -> bool:
    """Files are the other thing that the API is sent: they are bounded as they come in."""
    if not scope["path"].startswith("/api/") or scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return False
    return not scope["path"].endswith("/files") or "json" in Headers(scope=scope).get("content-type", "")


async def _read(receive: Receive) -> bytes | None:
    """None: it is too long, and not read any further."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_JSON:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _wrong(body: bytes | None) -> JSONResponse | None:
    if body is None:
        return _refusal(413, "too_large", f"That is over {LARGEST_JSON // 1024} kB.")
    if body.count(b"[") + body.count(b"{") <= DEEPEST_JSON:
        return None
    try:
        shallow = is_shallow(orjson.loads(body), DEEPEST_JSON)
    except orjson.JSONDecodeError as error:
        # That something is no JSON at all, the route says in its own words; but some depth is too much for orjson.
        shallow = "depth" not in str(error)
    return None if shallow else _refusal(422, "too_deep", "This is nested too deep.")


def _refusal(status: int, code: str, message: str) -> JSONResponse:
    said: dict[str, Any] = {"code": code, "message": message, "field": "body", "by": None, "problems": []}
    return JSONResponse({"detail": said}, status)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives out once more what was read already, and then what comes: the end of the connection."""
    told = False

    async def once_more() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once_more
