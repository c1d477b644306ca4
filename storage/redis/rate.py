"""Limits: how many times something may happen within a time."""

from storage.redis.client import Redis

_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class RedisThrottle:
    """Fulfils `handoff.ports.Throttle`: a counter per key that starts anew when its time is over."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._count = redis.register_script(_COUNT)

    async def allow(self, key: str, *, limit: int, seconds: int) -> bool:
        return int(await self._count(keys=[f"rate:{key}"], args=[seconds])) <= limit

    async def forget(self, key: str) -> None:
        await self._redis.delete(f"rate:{key}")
