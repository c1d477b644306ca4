"""Limits: how many times something may happen within a time."""

from redis.asyncio import Redis


class RedisThrottle:
    """Fulfils `handoff.ports.Throttle`: a counter per key that starts anew when its time is over."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def allow(self, key: str, *, limit: int, seconds: int) -> bool:
        pipeline = self._redis.pipeline(transaction=True)
        pipeline.set(f"rate:{key}", 0, ex=seconds, nx=True)
        pipeline.incr(f"rate:{key}")
        _, count = await pipeline.execute()
        return int(count) <= limit

    async def forget(self, key: str) -> None:
        await self._redis.delete(f"rate:{key}")
