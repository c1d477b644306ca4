"""When each operator's screens were last heard of. Lost with Redis: everybody's next beat says it again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from handoff.ids import OperatorId
from storage.redis.client import Redis

EVERY = timedelta(seconds=15)
SILENCE = timedelta(seconds=45)
"""After so long without a beat, the screens are gone."""
GRACE = EVERY + timedelta(seconds=5)
"""After the last screen said goodbye: it may be a page that is loaded again, and other processes have screens, too."""
_BEATS = "heartbeats"


class Heartbeats:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def beat(self, operator: OperatorId, at: datetime) -> None:
        """A screen of theirs is open; to be said `EVERY` so often."""
        await self._redis.zadd(_BEATS, {operator: at.timestamp()})

    async def gone(self, operator: OperatorId, at: datetime) -> None:
        """Their last screen of this process was closed: without another beat they are silent after `GRACE`."""
        last = at - SILENCE + GRACE
        await self._redis.zadd(_BEATS, {operator: last.timestamp()}, xx=True, lt=True)

    async def last_seen(self) -> Mapping[OperatorId, datetime]:
        """Everybody who ever had a screen."""
        beats: Any = await self._redis.zrange(_BEATS, 0, -1, withscores=True)
        return {OperatorId(operator): datetime.fromtimestamp(at, UTC) for operator, at in beats}
