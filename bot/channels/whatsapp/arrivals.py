"""Keeps words under the picture that they are about: WhatsApp promises no order, so text waits for the file before it.

A worker that has sent a file leaves a mark, and whoever has words for this customer next waits until a gateway hears
that the file was delivered and takes the mark away, or until it is over: a phone may be off. Then nobody waits for that
phone for a while, since what reaches it later comes from WhatsApp's own queue.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.events import Receipt
from storage.redis.client import Redis

LONGEST = timedelta(seconds=4)
OFF = timedelta(minutes=1)
_LOOK_EVERY = 0.05


class Arrivals:
    def __init__(self, redis: Redis, account: str) -> None:
        self._redis, self._prefix = redis, f"whatsapp:{account}"

    async def expect(self, user: str, wamid: str) -> None:
        """A file was sent to this customer."""
        if not await self._redis.exists(self._off(user)):
            await self._redis.set(self._ahead(user), wamid, px=LONGEST)

    async def wait(self, user: str) -> None:
        """Until what was sent to this customer before is there, or has had its time."""
        if not await self._redis.exists(self._ahead(user)):
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST.total_seconds() - 2 * _LOOK_EVERY
        while await self._redis.exists(self._ahead(user)):
            if loop.time() >= end:
                await self._redis.set(self._off(user), "", ex=OFF)
                return
            await asyncio.sleep(_LOOK_EVERY)

    async def heard(self, receipts: Sequence[Receipt]) -> None:
        """What is delivered is there, and what failed never will be."""
        if not receipts:
            return
        keys = [self._ahead(each.address.external_id) for each in receipts]
        asked = self._redis.pipeline(transaction=False)  # a cluster has the keys on several servers
        for key in keys:
            asked.get(key)
        waited = await asked.execute()
        there = [key for key, each, wamid in zip(keys, receipts, waited, strict=True) if wamid == each.provider_id]
        if there:
            await self._redis.delete(*there)

    def _ahead(self, user: str) -> str:
        return f"{self._prefix}:ahead:{user}"

    def _off(self, user: str) -> str:
        return f"{self._prefix}:off:{user}"
