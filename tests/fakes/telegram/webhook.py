"""Delivery to a bot's webhook, with the habits of the real server.

Updates of one lane go one after another and wait for a 2xx: messages lie in a lane per chat, presses of buttons in
another, so a press can overtake a message. A failed update is tried again at once, then after 2, 4, 8 ... seconds,
and holds up its lane meanwhile. `pace` shortens those seconds for tests.
"""

import asyncio
import random
import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.updates import Update, UpdateQueue

PORTS = (443, 80, 88, 8443)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """What `setWebhook` asked for."""

    url: str
    secret: str = ""
    max_connections: int = 40

    def check(self, *, loopback: bool) -> None:
        """Raise the refusal of the real server; `loopback` lets plain HTTP on this machine pass."""
        address = urlsplit(self.url)
        if len(self.secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", self.secret):
            raise bad_request("secret token contains unallowed characters")
        if loopback and address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost"):
            return
        if address.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (address.port or 443) not in PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


class Delivery:
    """Runs from `setWebhook` until the webhook is changed or removed."""

    def __init__(
        self,
        webhook: Webhook,
        updates: UpdateQueue,
        client: aiohttp.ClientSession,
        perform: Callable[[dict[str, Any]], Awaitable[None]],
        tell: Callable[[], Awaitable[None]],
        pace: float,
    ) -> None:
        self.webhook = webhook
        self.last_error: tuple[int, str] | None = None
        self._updates = updates
        self._client = client
        self._perform = perform
        self._tell = tell
        self._pace = pace
        self._lanes: dict[str, deque[Update]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._connections = asyncio.Semaphore(webhook.max_connections)
        for update in updates.pending.values():
            self.offer(update)

    def offer(self, update: Update) -> None:
        self._lanes[update.lane].append(update)
        if update.lane not in self._tasks:
            self._tasks[update.lane] = asyncio.create_task(self._drain(update.lane))

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _drain(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            update, delay = waiting[0], 1.0
            failures = 0
            while (asked := await self._deliver(update)) is not None:
                failures += 1
                if failures > 1:
                    delay = min(delay * 2, random.uniform(60, 120))
                await asyncio.sleep((asked or (delay if failures > 1 else 0)) * self._pace)
            waiting.popleft()
            self._updates.pending.pop(update.id, None)
            await self._tell()
        del self._tasks[lane]

    async def _deliver(self, update: Update) -> float | None:
        """None when every copy was taken, else the seconds that the receiver asked us to wait (0: none named)."""
        async with self._connections:
            answers = await asyncio.gather(*(self._post(update) for _ in range(update.copies)))
        return next((answer for answer in answers if answer is not None), None)

    async def _post(self, update: Update) -> float | None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret} if self.webhook.secret else {}
        try:
            async with self._client.post(self.webhook.url, json=update.body(), headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._answer(response)
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                return min(float(response.headers.get("Retry-After", 0)), 3600.0)
        except aiohttp.ClientError as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0

    async def _answer(self, response: aiohttp.ClientResponse) -> None:
        """The answer may carry one call; nobody hears its result."""
        if response.content_type == "application/json" and (body := await response.read()):
            call = await response.json() if body.startswith(b"{") else {}
            if "method" in call:
                await self._perform(call)

    def _failed(self, reason: str) -> None:
        self.last_error = (int(time.time()), reason)
