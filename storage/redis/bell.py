"""The dispatcher's bell: rung for a line when somebody joins its queue, or when somebody there has room again.

Ringing twice is ringing once. A lost ring is only late: the dispatcher looks at all lines every now and then.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from handoff.ids import LineId
from storage.redis.client import Redis

_RUNG = "dispatch"


class Bell:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def ring(self, lines: Collection[LineId]) -> None:
        if lines:
            await self._redis.zadd(_RUNG, dict.fromkeys(lines, 0))

    async def wait(self, within: timedelta) -> frozenset[LineId]:
        """The lines rung for since the last time, at once when there is one; empty when none was in time."""
        first: Any = await self._redis.bzpopmin([_RUNG], timeout=within.total_seconds())
        if first is None:
            return frozenset()
        rest: Any = await self._redis.zpopmin(_RUNG, 10_000)
        return frozenset(LineId(line) for line in (first[1], *(line for line, _ in rest)))
