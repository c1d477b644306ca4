"""What lies between the messenger and the gateways: shares the webhooks out, and loses, doubles and delays them."""

import asyncio
import random
from collections.abc import Sequence

import aiohttp
from aiohttp import web

from storage.processes import free_port
from tests.chaos.plan import Plan


class Wire:
    """`async with Wire(...)`: webhooks that are posted to `url` reach one of the gateways, if one is up."""

    def __init__(self, plan: Plan, gateways: Sequence[int], path: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{path}"
        self.doubled = self.again = self.unheard = 0
        self._plan, self._chance = plan, random.Random(plan.seed)
        self._gateways = [f"http://127.0.0.1:{port}{path}" for port in gateways]
        self._later: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Wire":
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
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
        """All that was to come once more has come."""
        await asyncio.gather(*self._later)

    async def _pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        body, headers = await request.read(), {
            name: value for name, value in request.headers.items() if name.lower().startswith(("x-", "content-type"))
        }  # fmt: skip
        fate, first = self._chance.random(), self._chance.randrange(len(self._gateways))
        doubled, again = self._plan.doubled, self._plan.doubled + self._plan.again
        if fate < doubled:
            self.doubled += 1
            status, _ = await asyncio.gather(*(self._post(first + n, body, headers) for n in range(2)))
        else:
            status = await self._post(first, body, headers)
        if doubled <= fate < again:
            self.again += 1
            self._repeat(first + 1, body, headers)
        elif again <= fate < again + self._plan.unheard and request.transport:
            self.unheard += 1
            request.transport.abort()
        return web.Response(status=status)

    async def _post(self, first: int, body: bytes, headers: dict[str, str]) -> int:
        for n in range(len(self._gateways)):
            url = self._gateways[(first + n) % len(self._gateways)]
            try:
                async with self._client.post(url, data=body, headers=headers) as response:
                    return response.status
            except (aiohttp.ClientError, TimeoutError):
                continue
        return 502

    def _repeat(self, first: int, body: bytes, headers: dict[str, str]) -> None:
        async def later() -> None:
            await asyncio.sleep(self._chance.uniform(1, 6))
            await self._post(first, body, headers)

        task = asyncio.create_task(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)
