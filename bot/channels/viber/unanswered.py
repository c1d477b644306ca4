"""Our count of what a customer was sent and has not answered, shared by all workers.

Viber takes a hundred such messages an hour and then refuses (status 12), without a word on when it will take the next.
So we count ourselves and hold back before that, and can say until when: an answer of theirs ends it at once.
"""

from datetime import datetime, timedelta

from bot.channels.base import Throttled
from bot.channels.viber.errors import PAUSE
from storage.redis.client import Redis

MOST = 100
WITHIN = timedelta(hours=1)


class Unanswered:
    """Of one bot. A row for each customer holds when each message was sent, under its token."""

    def __init__(self, redis: Redis, account: str) -> None:
        self._redis, self._prefix = redis, f"viber:{account}:unanswered:"

    async def check(self, user: str, more: int, now: datetime) -> None:
        """Raises Throttled while there is no room for so many more: looked at again each minute, since they may
        answer."""
        key, since = self._prefix + user, now - WITHIN
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.zremrangebyscore(key, "-inf", since.timestamp())
        pipeline.zcard(key)
        pipeline.zrange(key, 0, -1, withscores=True)
        _, count, rows = await pipeline.execute()
        if not count or count + more <= MOST:
            return
        last_in_the_way = rows[min(count + more - MOST, count) - 1][1]
        free = datetime.fromtimestamp(last_in_the_way, now.tzinfo) + WITHIN
        reason = (
            f"Viber takes no more than {MOST} messages in an hour to a customer who does not answer: this one goes out "
            f"as soon as they write, or at {free:%H:%M} UTC."
        )
        raise Throttled(reason, min(free - now, PAUSE))

    async def sent(self, user: str, token: str, now: datetime) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.zadd(self._prefix + user, {token: now.timestamp()})
        pipeline.expire(self._prefix + user, WITHIN)
        await pipeline.execute()

    async def answered(self, user: str) -> None:
        await self._redis.delete(self._prefix + user)
