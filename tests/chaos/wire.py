"""What lies between the messenger and the gateways: shares the webhooks out, and loses, doubles, delays and swaps them.

It also brings what nobody can read, and keeps a list of what gateways answered.
"""

import asyncio
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence

import aiohttp
from aiohttp import web

from storage.processes import free_port
from tests.chaos.plan import Plan

_AWAY = 502
"""No gateway is up: what a proxy before them would say."""


class Wire:
    """`async with Wire(...)`: webhooks that are posted to `url` reach one of the gateways, if one is up."""

    def __init__(self, plan: Plan, gateways: Sequence[int], path: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{path}"
        self.fates: Counter[str] = Counter()
        """How many webhooks it did what to."""
        self.statuses: Counter[int] = Counter()
        """What gateways answered."""
        self.late: dict[int, set[str]] = defaultdict(set)
        """By chat: texts that were held back, so that later ones may have come before them."""
        self._plan, self._chance = plan, random.Random(plan.seed)
        self._gateways = [f"http://127.0.0.1:{port}{path}" for port in gateways]
        self._later: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Wire":
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=12))
        self._runner = web.ServerRunner(web.Server(self._pass_on, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)
        await self._runner.cleanup()
        await self._client.close()

    async def drained(self) -> None:
        """All that was to come later has come."""
        await asyncio.gather(*self._later)

    async def spoil(self, secret: str, count: int, seconds: float) -> None:
        """Requests that are signed and make no sense, one after another."""
        for number in range(count):
            await asyncio.sleep(seconds / (count + 1))
            body = json.dumps({"update_id": 1 + number, "message": {"chat": number}}).encode()
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
            self.fates["unreadable"] += 1
            self._in_a_while(body, headers, until_taken=True)

    async def _pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        body, headers = await request.read(), {
            name: value for name, value in request.headers.items() if name.lower().startswith(("x-", "content-type"))
        }  # fmt: skip
        fate = self._fate()
        self.fates[fate] += 1
        if fate == "held back":  # from here on it is the wire that repeats it until it is taken
            message = json.loads(body).get("message", {})
            self.late[message["chat"]["id"]].add(message["text"])
            self._in_a_while(body, headers, until_taken=True)
            return web.Response()
        if fate == "doubled":
            first = self._chance.randrange(len(self._gateways))
            status, other = await asyncio.gather(*(self._post(first + n, body, headers) for n in range(2)))
            status = max(status, other)
        else:
            status = await self._post(self._chance.randrange(len(self._gateways)), body, headers)
        if fate == "again":
            self._in_a_while(body, headers)
        elif fate == "unheard" and request.transport:
            request.transport.abort()
        return web.Response(status=status)

    def _fate(self) -> str:
        plan = self._plan
        shares = {"doubled": plan.doubled, "again": plan.again, "held back": plan.held_back, "unheard": plan.unheard}
        [fate] = self._chance.choices([*shares, "passed on"], [*shares.values(), 1 - sum(shares.values())])
        return fate

    async def _post(self, first: int, body: bytes, headers: dict[str, str]) -> int:
        for n in range(len(self._gateways)):
            url = self._gateways[(first + n) % len(self._gateways)]
            try:
                async with self._client.post(url, data=body, headers=headers) as response:
                    self.statuses[response.status] += 1
                    return response.status
            except (aiohttp.ClientError, TimeoutError):
                continue
        return _AWAY

    def _in_a_while(self, body: bytes, headers: dict[str, str], *, until_taken: bool = False) -> None:
        async def later() -> None:
            while True:
                await asyncio.sleep(self._chance.uniform(1, 6))
                status = await self._post(self._chance.randrange(len(self._gateways)), body, headers)
                if status == 200 or not until_taken:
                    return

        task = asyncio.create_task(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)
