"""Another system for flows to call, and a caller that knows it: for tests of calls."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import orjson
from aiohttp import web

from bot.calling import HttpCaller, Register, wire
from flows.effects import Call
from flows.errors import SecretsLocked
from flows.ports import KeptSecret
from flows.systems import Systems
from tests.parts import NOW

ID = "telegram:main:501-7:3"
KEY = "Bearer very-secret"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Kept:
    """Secrets of one scope, in memory."""

    def __init__(self, values: Mapping[str, str], *, locked: bool = False) -> None:
        self.values, self.locked = dict(values), locked

    async def get(self, name: str) -> str | None:
        if self.locked:
            raise SecretsLocked("There is no key to keep secrets with.")
        return self.values.get(name)

    async def kept(self) -> Sequence[KeptSecret]:
        return [KeptSecret(name=name, saved_at=NOW, by="nikos") for name in self.values]

    async def put(self, name: str, value: str, *, by: str, at: datetime) -> None:
        self.values[name] = value

    async def delete(self, name: str) -> None:
        self.values.pop(name, None)


@dataclass(slots=True)
class Fixed:
    systems: Systems

    async def current(self) -> Systems:
        return self.systems

    async def save(self, systems: Systems, *, by: str, at: datetime) -> Systems:
        self.systems = systems
        return systems


def says(**known: Any) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(**known)

    return answer


def says_json(value: Any, status: int = 200) -> Answer:
    return says(body=orjson.dumps(value), status=status, content_type="application/json")


@dataclass(slots=True)
class Heard:
    """What reached the other system."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Server:
    """Another system. `answers` are given in turn, the last one for ever."""

    base: str = ""
    answers: list[Answer] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.heard.append(Heard(request.method, request.path_qs, request.headers.copy(), await request.read()))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return await answer(request)

    @property
    def port(self) -> int:
        return int(self.base.rsplit(":", 1)[1])


@asynccontextmanager
async def open_server() -> AsyncIterator[Server]:
    """At work, on this machine."""
    server, app = Server(), web.Application()
    app.router.add_route("*", "/{rest:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    server.answers = [says_json({"status": "on_the_way"})]
    yield server
    await runner.cleanup()


@dataclass(slots=True)
class Pauses:
    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@asynccontextmanager
async def open_caller(server: Server, pauses: Pauses) -> AsyncIterator[HttpCaller]:
    """With secrets, a process, and leave to call this machine and shop.internal."""
    register = Register(
        systems=Fixed(
            Systems(
                processes={"refund": f"{server.base}/start", "unsigned": server.base},
                private_hosts=frozenset({"127.0.0.1", "shop.internal"}),
            )
        ),
        named=Kept({"orders_api": KEY, "broken": "two\r\nlines of a secret"}),
        processes=Kept({"refund": "shared"}),
        hooks=Kept({}),
    )
    out = wire()
    yield HttpCaller(
        register=register, wire=out, base="https://help.example.com", clock=lambda: NOW, sleep=pauses
    )  # fmt: skip
    await out.aclose()


def call(url: str, **more: Any) -> Call:
    return Call(**{"id": ID, "method": "GET", "url": url, "timeout": timedelta(seconds=5), **more})


def with_resolver(caller: HttpCaller, *answers: Sequence[str], out: httpx.AsyncBaseTransport) -> HttpCaller:
    """The name means something else each time it is asked for."""
    left = list(answers)

    async def resolve(host: str, port: int) -> Sequence[str]:
        return left.pop(0)

    return replace(caller, wire=out, resolve=resolve)


@dataclass(slots=True)
class Line(httpx.AsyncBaseTransport):
    """The last wire: notes where a connection would be made."""

    made: list[httpx.Request] = field(default_factory=list)
    broken: frozenset[str] = frozenset()
    status: int = 200

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.made.append(request)
        if request.url.host in self.broken:
            raise httpx.ConnectError("No route")
        return httpx.Response(self.status, stream=httpx.ByteStream(b"fine"))


def allows(caller: HttpCaller, *hosts: str) -> None:
    """An admin lets calls go to these hosts and to no other private one."""
    assert isinstance(caller.register.systems, Fixed)
    caller.register.systems.systems = Systems(private_hosts=frozenset(hosts))
