"""Requests to the business, signed as Meta signs them, and repeated until they are answered with 200."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp

Json = dict[str, Any]
Post = Callable[[bytes, Mapping[str, str]], Awaitable[int]]
"""Carries a body and its headers to the business; the status of its answer."""


def sign(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def encode(payload: Json) -> bytes:
    """With what is not ASCII escaped, as Meta does."""
    return json.dumps(payload).encode()


def over_http(client: aiohttp.ClientSession, url: str) -> Post:
    async def post(body: bytes, headers: Mapping[str, str]) -> int:
        async with client.post(url, data=body, headers=headers) as response:
            return response.status

    return post


class Webhook:
    """`pace` is the first pause between tries, in seconds; `copies` how often each request is shown, at once."""

    def __init__(self, post: Post, secret: str, pace: float = 0.01) -> None:
        self._post, self._secret, self._pace = post, secret, pace
        self.copies = 1
        self.answers: list[int] = []

    async def show(self, payload: Json) -> None:
        body = encode(payload)
        await asyncio.gather(*(self._insist(body) for _ in range(self.copies)))

    async def _insist(self, body: bytes) -> None:
        for attempt in range(8):
            self.answers.append(await self._post(body, sign(body, self._secret)))
            if self.answers[-1] == 200:
                return
            await asyncio.sleep(self._pace * 2**attempt)
        raise AssertionError("The webhook was not acknowledged.")
