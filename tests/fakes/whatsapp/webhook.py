"""Requests to the business, signed as Meta signs them, and repeated until they are answered with 200."""

import asyncio
import hashlib
import hmac
import json
from typing import Any

import aiohttp

Json = dict[str, Any]


def sign(body: bytes, secret: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def encode(payload: Json) -> bytes:
    """With what is not ASCII escaped, as Meta does."""
    return json.dumps(payload).encode()


class Webhook:
    """`pace` is the first pause between tries, in seconds; `copies` how often each request is shown."""

    def __init__(self, url: str, secret: str, pace: float = 0.01) -> None:
        self.url, self.secret, self.pace = url, secret, pace
        self.copies = 1
        self.answers: list[int] = []

    async def post(self, client: aiohttp.ClientSession, payload: Json) -> None:
        body = encode(payload)
        for _ in range(self.copies):
            for attempt in range(8):
                async with client.post(self.url, data=body, headers=sign(body, self.secret)) as response:
                    self.answers.append(response.status)
                if response.status == 200:
                    break
                await asyncio.sleep(self.pace * 2**attempt)
