"""The messenger's side of a measurement: sends webhooks, and notes when each reply arrives. As light as can be, since
it shares the machine with what it measures; whether calls are right is the strict emulator's business in the tests."""

import asyncio
import itertools
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import orjson
from aiohttp import web

SECRET = "bench-secret"
_AGAIN = 1.0
"""Seconds, after which what was not taken is sent again."""
_DONE = {"ok": True, "result": True, "status": 0, "status_message": "ok"}
"""As Telegram and Viber say it."""
_CALL = re.compile(r"^/bot[^/]+/(\w+)$")


class Cloud:
    """Answers the Bot API with "done", and hands every sent text to whoever waits for that chat."""

    def __init__(self) -> None:
        self.base = ""
        self.sent = 0
        self.takes = 0.0
        """Seconds until a sent message is acknowledged."""
        self._waiting: dict[int, asyncio.Future[str]] = {}
        self._accepts: Callable[[str], bool] = lambda _: True
        self._updates, self._messages = itertools.count(1), itertools.count(1)
        self._client: aiohttp.ClientSession | None = None

    async def exchange(self, url: str, chat: int, text: str, wait: float = 30) -> float:
        """Send one message by webhook and wait for the reply; seconds from the request to the call that sends it."""
        heard: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[chat] = heard
        began, update = time.perf_counter(), self._update(chat, text)
        while not await self._stored(url, update):
            await asyncio.sleep(_AGAIN)
        async with asyncio.timeout(wait):
            await heard
        return time.perf_counter() - began

    def only(self, accepts: Callable[[str], bool]) -> None:
        """Count as the reply only texts like this (an answer may come after a greeting)."""
        self._accepts = accepts

    async def _stored(self, url: str, update: bytes) -> bool:
        """False where it is to be sent again, as any messenger does."""
        assert self._client is not None
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
        async with self._client.post(url, data=update, headers=headers) as response:
            assert response.status in (200, 503), await response.text()
            return response.status == 200

    def _update(self, chat: int, text: str) -> bytes:
        person = {"id": chat, "is_bot": False, "first_name": f"Customer {chat}", "language_code": "en"}
        message = {
            "message_id": next(self._messages),
            "from": person,
            "chat": {"id": chat, "type": "private", "first_name": f"Customer {chat}"},
            "date": int(time.time()),
            "text": text,
        }
        return orjson.dumps({"update_id": next(self._updates), "message": message})

    async def _called(self, request: web.Request) -> web.Response:
        found = _CALL.match(request.path)
        method = found.group(1) if found else ""
        if method != "sendMessage":
            return web.json_response(_DONE)
        form = await request.json() if request.content_type == "application/json" else await request.post()
        chat, text = int(str(form["chat_id"])), str(form["text"])
        self.sent += 1
        waiting = self._waiting.get(chat)
        if waiting is not None and not waiting.done() and self._accepts(text):
            waiting.set_result(text)
        await asyncio.sleep(self.takes)
        result = {"message_id": next(self._messages), "date": int(time.time()), "chat": {"id": chat, "type": "private"}}
        return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Cloud"]:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._called)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=3)) as self._client:
            yield self
        await runner.cleanup()
