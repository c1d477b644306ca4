"""api.vk.ru for tests: strict about what communities send, and as unpleasant as the real one when a test asks.

Unlike the real one it calls webhooks over plain HTTP on this machine, and repeats quickly what was not answered.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.telegram.faults import Fault, Faults
from tests.fakes.vk.calling import LongPoll, Webhook, event_id
from tests.fakes.vk.errors import VkError, number
from tests.fakes.vk.methods import METHODS
from tests.fakes.vk.servers import OF_A_GROUP, SERVERS
from tests.fakes.vk.users import User

TOKEN, GROUP = "vk1.a.a-very-secret-token", 190215
PATIENCE = 5.0
A_SECOND = 20
"""Calls that a community may make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    method: str
    params: dict[str, str]


class VkCloud:
    """`async with VkCloud() as cloud:` then `cloud.base` is what clients call."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.clock = clock
        self.group_id, self.confirmation = GROUP, "a1b2c3d4"
        self.calls: list[Call] = []
        self.users: dict[int, User] = {}
        self.webhooks: list[Webhook] = []
        self.long_poll = LongPoll()
        self.sent: dict[tuple[int, str], tuple[int, datetime]] = {}
        self.files: set[str] = set()
        self.uploaded: list[tuple[str, bytes]] = []
        self.flooded: set[int] = set()
        self.strict_rate = False
        self._faults, self._codes = Faults(), dict[str, list[int]]()
        self._media: dict[str, tuple[int, bytes]] = {}
        self._numbers, self._recent = itertools.count(1), list[datetime]()
        self._background: set[asyncio.Task[None]] = set()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/method/{method}", self._called)
        app.router.add_get("/lp", self._polled)
        app.router.add_post("/upload/{kind}", self._taken)
        app.router.add_get("/file/{name}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        self.client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"
        self.base, self.poll_url = f"{self._origin}/method", f"{self._origin}/lp"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._background:
            task.cancel()
        await self.client.close()
        await self._runner.cleanup()

    # -- who is there, and trouble -------------------------------------------------------------------------------------

    def user(self, number: int = 7, name: str = "Ada Byron") -> User:
        return self.users.setdefault(number, User(self, number, name))

    def refuse(self, code: int, times: int = 1, *, method: str = "messages.send") -> None:
        self._codes.setdefault(method, []).extend([code] * times)

    def lose_answers(self, times: int = 1, *, method: str = "messages.send") -> None:
        """Carry out the next calls, then drop the connection."""
        self._faults.add(Fault(method=method, lost=True), times)

    def fail(self, times: int = 1, status: int = 502, *, method: str = "messages.send") -> None:
        """Refuse the next calls with this HTTP status and a proxy's page."""
        self._faults.add(Fault(method=method, status=status, html=True), times)

    def link(self, name: str, data: bytes, status: int = 200) -> str:
        self._media[name] = (status, data)
        return f"{self._origin}/file/{name}?extra=abc"

    def upload_url(self, kind: str) -> str:
        return f"{self._origin}/upload/{kind}"

    def keep(self, kind: str, name: str) -> int:
        number = next(self._numbers)
        self.files.add(f"{kind}-{self.group_id}_{number}" + ("_k" if kind == "photo" else ""))
        return number

    # -- what happens --------------------------------------------------------------------------------------------------

    async def happens(self, event: str, what: dict[str, Any]) -> None:
        update = {"group_id": self.group_id, "type": event, "v": "5.199", "object": what}
        update["event_id"] = event_id(update, next(self._numbers))
        self.long_poll.add(update)
        await asyncio.gather(*(each.show(update) for each in self.webhooks))

    def meanwhile(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, "It did not happen"
            await asyncio.sleep(0.01)

    # -- the edge ------------------------------------------------------------------------------------------------------

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        posted = {key: str(value) for key, value in (await request.post()).items()}
        params = {**request.query, **posted}
        self.calls.append(Call(method=method, params=posted))
        fault = self._faults.take(method)
        if fault and fault.status:
            return web.Response(status=fault.status, text="<html>Bad Gateway</html>", content_type="text/html")
        try:
            body = {"response": await self._answer(method, params)}
        except VkError as error:
            body = error.body(params)
        if fault and fault.lost and request.transport:
            request.transport.abort()
        return web.Response(text=json.dumps(body), content_type="application/json")

    async def _answer(self, method: str, params: dict[str, str]) -> Any:
        if params.get("access_token") != TOKEN:
            raise VkError(5)
        if not params.get("v"):
            raise VkError(100, "v (version) is required")
        if waiting := self._codes.get(method):
            raise VkError(waiting.pop(0))
        self._count()
        if method in OF_A_GROUP and number(params, "group_id") != self.group_id:
            raise VkError(15)
        return await {**METHODS, **SERVERS}[method](self, params)

    def _count(self) -> None:
        now = self.clock()
        self._recent = [*(each for each in self._recent if now - each < timedelta(seconds=1)), now]
        if self.strict_rate and len(self._recent) > A_SECOND:
            raise VkError(6)

    async def _polled(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults.take("poll")
        if fault and fault.status:
            return web.Response(status=fault.status, text="<html>Bad Gateway</html>")
        asked = request.query
        assert asked["act"] == "a_check"
        return web.json_response(await self.long_poll.poll(asked["key"], asked["ts"], float(asked["wait"])))

    async def _taken(self, request: web.Request) -> web.StreamResponse:
        kind = request.match_info["kind"]
        field = (await request.post()).get(kind)
        if not isinstance(field, web.FileField):
            return web.Response(text=json.dumps({"error": "no file"}))
        data = field.file.read()
        if kind == "photo" and not data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8")):
            return web.Response(text=json.dumps({"server": 1, "photo": "[]", "hash": ""}))
        self.uploaded.append((field.filename, data))
        told = {"server": 1, "photo": '[{"photo":"x"}]', "hash": "h"} if kind == "photo" else {"file": "f|1"}
        return web.Response(text=json.dumps(told), content_type="text/html")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        status, data = self._media[request.match_info["name"]]
        return web.Response(status=status, body=data, content_type="application/octet-stream")
