"""A process in another system, over real HTTP: started by a signed webhook, done by a signed callback."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import orjson
import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from fastapi import FastAPI

from bot import hooks
from bot.app import utc_now
from bot.calling import HttpCaller, open_register, wire
from bot.events import EVENTS, AnyEvent, Called
from bot.web import serve
from flows.effects import StartProcess
from flows.happenings import CallFinished
from flows.systems import Systems
from storage.processes import free_port
from storage.redis.rate import RedisThrottle
from tests import parts
from tests.backstage import Backstage
from tests.parts import NOW, until

SECRET = "secret of refunds"
CALL = "site:main:9/a b?:3"
"""Nothing that an address could trip over is missing."""


def signed(body: bytes) -> dict[str, str]:
    """As the other side computes it, from the README alone."""
    at = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Helpline-Signature": f"t={at},v1={digest}"}


@dataclass(slots=True)
class Erp:
    """The other system: answers at once, and calls back when it is told to."""

    address: str = ""
    started: list[dict[str, object]] = field(default_factory=list)
    genuine: list[bool] = field(default_factory=list)

    async def start(self, request: web.Request) -> web.Response:
        body, header = await request.read(), request.headers["Helpline-Signature"]
        at, given = (part.split("=", 1)[1] for part in header.split(","))
        expected = hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        self.genuine.append(hmac.compare_digest(expected, given))
        self.started.append(orjson.loads(body))
        return web.Response(status=202)

    async def is_done(self, outcome: object) -> httpx.Response:
        body = orjson.dumps(outcome)
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.post(str(self.started[-1]["callback"]), content=body, headers=signed(body))


@pytest.fixture
async def erp() -> AsyncIterator[Erp]:
    erp, app = Erp(), web.Application()
    app.router.add_post("/refunds", erp.start)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    erp.address = f"http://127.0.0.1:{runner.addresses[0][1]}/refunds"
    yield erp
    await runner.cleanup()


@asynccontextmanager
async def calling(backstage: Backstage, erp: Erp) -> AsyncIterator[HttpCaller]:
    """The caller, and the gateway that its callbacks reach, at the hour that it is."""
    register, port = open_register(backstage.db, Fernet.generate_key().decode()), free_port()
    systems = Systems(processes={"refund": erp.address}, private_hosts=frozenset({"127.0.0.1"}))
    await register.systems.save(systems, by="nikos", at=NOW)
    await register.processes.put("refund", SECRET, by="nikos", at=NOW)
    app, out = FastAPI(), wire()
    app.include_router(
        hooks.router(register, backstage.conversations, backstage.reception, RedisThrottle(backstage.redis), utc_now)
    )
    serving = asyncio.create_task(serve(app, "127.0.0.1", port))
    try:
        yield HttpCaller(register=register, wire=out, base=f"http://127.0.0.1:{port}", clock=utc_now)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await out.aclose()


async def stored(backstage: Backstage) -> list[AnyEvent]:
    return [EVENTS.validate_json(row["event"]) for row in await backstage.db.intake.find().to_list(None)]


async def test_a_process_is_started_and_tells_the_conversation_when_it_is_done(backstage: Backstage, erp: Erp) -> None:
    ada = parts.conversation()
    effect = StartProcess(id=CALL, process="refund", data={"order": "MP-100002"})
    async with calling(backstage, erp) as caller:
        assert await caller.about(ada.id).start(effect) is None
        assert await caller.about(ada.id).start(effect) is None, "as after a crash"

        assert erp.genuine == [True, True]
        assert erp.started[0] == erp.started[1]
        assert (erp.started[0]["id"], erp.started[0]["data"]) == (CALL, {"order": "MP-100002"})

        async def answered() -> bool:
            try:
                return (await erp.is_done({"ok": True, "data": {"paid": 12.5}})).status_code == 200
            except httpx.ConnectError:  # the gateway is still starting
                return False

        await until(answered)
        assert (await erp.is_done({"ok": False})).status_code == 200, "so that it is not sent for ever"

    [event] = await stored(backstage)
    assert isinstance(event, Called)
    assert event.conversation_id == ada.id
    assert event.result == CallFinished(call=CALL, ok=True, body={"paid": 12.5})
