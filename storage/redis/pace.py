"""How fast we may write to a messenger: each limit is a bucket that drips, shared by all processes.

A turn takes its place in all of its buckets at once, or in none. What waits for its turn has it for certain, so nobody
who comes later overtakes. So all of them have one tag, `{pace}`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from redis.exceptions import RedisError

from storage.redis.client import Redis

log = structlog.get_logger()

# A key holds when its bucket will be empty. Times come from Redis: our machines' clocks differ.
_TURN = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local wait, empty = 0, {}
for i, key in ipairs(KEYS) do
  empty[i] = math.max(now, tonumber(redis.call('GET', key) or '0'))
  wait = math.max(wait, empty[i] - now - tonumber(ARGV[2 * i]) * (tonumber(ARGV[2 * i + 1]) - 1))
end
if wait <= tonumber(ARGV[1]) then
  for i, key in ipairs(KEYS) do
    local later = empty[i] + tonumber(ARGV[2 * i])
    redis.call('SET', key, string.format('%.6f', later), 'EX', math.ceil(later - now) + 1)
  end
end
return string.format('%.6f', wait)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`burst` at once, then so many a second."""

    key: str
    per_second: float
    burst: int


class RedisPace:
    def __init__(self, redis: Redis) -> None:
        self._turn = redis.register_script(_TURN)

    async def turn(self, limits: Sequence[Limit], patience: timedelta) -> timedelta:
        """How long to wait for one's turn. If that is longer than `patience`, no turn was taken."""
        keys = [f"{{pace}}:{each.key}" for each in limits]
        numbers = [number for each in limits for number in (1 / each.per_second, each.burst)]
        try:
            wait = await self._turn(keys=keys, args=[patience.total_seconds(), *numbers])
        except RedisError as error:  # a courtesy: the messenger says so itself where it is needed
            log.warning("No turn could be taken", action="pace_lost", error=str(error))
            return timedelta()
        return timedelta(seconds=float(wait))
