"""How VK tells a community what happened: it calls a webhook until it hears `ok`, or keeps events for who polls."""

import asyncio
import hashlib
import json
from typing import Any

import aiohttp

TRIES = 12
"""How often an event is repeated that nobody takes."""


class Webhook:
    """One server of the Callback API, in the community's settings."""

    def __init__(self, client: aiohttp.ClientSession, group_id: int, number: int, url: str, secret: str) -> None:
        self._client, self._group_id = client, group_id
        self.number, self.url, self.secret = number, url, secret
        self.status = "unconfigured"
        self.events: set[str] = set()
        self.copies = 1
        self.answers: list[tuple[int, bytes]] = []

    async def confirm(self, code: str) -> None:
        """VK asks the address once whether it is ours."""
        self.status = "wait"
        status, said = await self._post({"type": "confirmation", "group_id": self._group_id})
        self.status = "ok" if (status, said) == (200, code.encode()) else "failed"

    async def show(self, update: dict[str, Any]) -> None:
        if self.status == "ok" and update["type"] in self.events:
            await asyncio.gather(*(self._insist({**update, "secret": self.secret}) for _ in range(self.copies)))

    async def _insist(self, update: dict[str, Any]) -> None:
        for attempt in range(TRIES):
            self.answers.append(await self._post(update))
            if self.answers[-1] == (200, b"ok"):
                return
            await asyncio.sleep(0.01 * 2**attempt)
        raise AssertionError("The event was not taken.")

    async def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        try:
            async with self._client.post(self.url, json=body) as response:
                return response.status, (await response.read()).strip()
        except aiohttp.ClientError:
            return 0, b""


class LongPoll:
    """Events in order, kept for who polls. `keeps` is how many VK remembers."""

    def __init__(self, keeps: int = 1000) -> None:
        self.enabled: set[str] = set()
        self.key = "k1"
        self.keeps = keeps
        self.polls = 0
        self._events: list[dict[str, Any]] = []
        self._first = 1
        self._news = asyncio.Event()

    @property
    def ts(self) -> int:
        return self._first + len(self._events) - 1

    def add(self, update: dict[str, Any]) -> None:
        if update["type"] not in self.enabled:
            return
        self._events.append(update)
        if len(self._events) > self.keeps:
            self.forget(len(self._events) - self.keeps)
        self._news.set()
        self._news = asyncio.Event()

    def forget(self, number: int) -> None:
        """The oldest."""
        self._first += number
        self._events = self._events[number:]

    def start_anew(self) -> None:
        """Everything is forgotten, the numbers too."""
        self._first, self._events = 1, []

    async def poll(self, key: str, ts: str, wait: float) -> dict[str, Any]:
        self.polls += 1
        if key != self.key:
            return {"failed": 2}
        if not ts.isdigit() or int(ts) > self.ts:
            return {"failed": 3}
        if int(ts) < self._first - 1:
            return {"failed": 1, "ts": str(self.ts)}
        if int(ts) == self.ts:
            try:
                await asyncio.wait_for(self._news.wait(), min(wait, 1.0))
            except TimeoutError:
                return {"ts": ts, "updates": []}
        return {"ts": str(self.ts), "updates": self._events[int(ts) - self._first + 1 :]}


def event_id(update: dict[str, Any], number: int) -> str:
    return hashlib.sha1(f"{number}{json.dumps(update)}".encode(), usedforsecurity=False).hexdigest()
