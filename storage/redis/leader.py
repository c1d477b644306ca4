"""One process at a time: for work that two must not do at once, such as polling a messenger."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from redis.exceptions import LockError, RedisError

from storage.redis.client import Redis

log = structlog.get_logger()
LEASE = timedelta(seconds=10)
_ASK = 0.5


async def lead(redis: Redis, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work` while no other process does, until cancelled or done. Whoever can't renew the lease stops at once."""
    while True:
        try:
            async with redis.lock(f"leader:{name}", timeout=LEASE.total_seconds(), sleep=_ASK) as lease:
                working = asyncio.ensure_future(work())
                try:
                    while not working.done():
                        await asyncio.wait({working}, timeout=LEASE.total_seconds() / 3)
                        await lease.reacquire()
                    return await working
                finally:
                    working.cancel()
                    await asyncio.gather(working, return_exceptions=True)
        except (RedisError, LockError) as error:
            log.warning("Leadership lost, asking again", action="leader_lost", name=name, error=str(error))
            await asyncio.sleep(_ASK)
