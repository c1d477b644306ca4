"""Has a conversation to oneself for a moment, as a worker has it that handles its events.

Whoever borrows one finds nothing on the way, and what comes meanwhile waits in its mailbox until it is given back. A
borrower may die: then it is taken back when its time is over.
"""

from datetime import datetime, timedelta
from typing import Any

from handoff.ids import ConversationId
from storage.redis.client import Redis
from storage.redis.mailbox import READY, SCHEDULED, mailbox_of

_BORROWED = "{mail}:borrowed"
LENT = timedelta(minutes=2)
_BORROW = """
if redis.call('SADD', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
return 1
"""
_GIVE_BACK = """
if redis.call('ZREM', KEYS[2], ARGV[1]) == 0 then return 0 end
if redis.call('XLEN', KEYS[4]) > 0 then
  redis.call('XADD', KEYS[3], '*', 'c', ARGV[1])
else
  redis.call('SREM', KEYS[1], ARGV[1])
end
return 1
"""


class Borrowing:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._borrow, self._give_back = redis.register_script(_BORROW), redis.register_script(_GIVE_BACK)

    async def borrow(self, conversation_id: ConversationId, now: datetime) -> bool:
        """False: something is on its way there."""
        until = (now + LENT).timestamp()
        return bool(await self._borrow(keys=[SCHEDULED, _BORROWED], args=[conversation_id, until]))

    async def give_back(self, conversation_id: ConversationId) -> None:
        """Twice is as good as once."""
        keys = [SCHEDULED, _BORROWED, READY, mailbox_of(conversation_id)]
        await self._give_back(keys=keys, args=[conversation_id])

    async def take_back(self, now: datetime) -> int:
        """What was lent for longer than anybody needs it; how many."""
        late: Any = await self._redis.zrangebyscore(_BORROWED, "-inf", now.timestamp())
        for conversation_id in late:
            await self.give_back(ConversationId(conversation_id))
        return len(late)
