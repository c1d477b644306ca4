"""Figures and the API's document are for those who run the desk, and probes find what they need."""

from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.inside import OnlyInside


async def answered(path: str, client: str | None, headers: dict[str, str] | None = None) -> int:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("here")(scope, receive, send)

    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    given = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {
        "type": "http", "method": "GET", "path": path, "headers": given, "client": (client, 1) if client else None,
    }  # fmt: skip
    await OnlyInside(app)(scope, receive, send)
    return int(said[0]["status"])


@pytest.mark.parametrize("path", ["/metrics", "/docs", "/docs/start.js", "/openapi.json"])
async def test_what_is_for_inside_answers_nobody_else(path: str) -> None:
    for client in ("127.0.0.1", "10.1.2.3", "172.20.0.9", "192.168.1.5", "::1", "fd00::5", "::ffff:10.0.0.1", None):
        assert await answered(path, client) == 200, client
    for client in ("203.0.114.9", "8.8.8.8", "2a00:1450::1", "::ffff:8.8.8.8", "who knows"):
        assert await answered(path, client) == 404, client
    for header in ("x-forwarded-for", "forwarded", "x-real-ip", "via"):
        assert await answered(path, "10.1.2.3", {header: "10.1.2.3"}) == 404, "it came by a proxy"


@pytest.mark.parametrize("path", ["/healthz", "/console/", "/api/me", "/docsy", "/channels/telegram"])
async def test_all_else_answers_everybody(path: str) -> None:
    assert await answered(path, "8.8.8.8", {"x-forwarded-for": "8.8.8.8"}) == 200
