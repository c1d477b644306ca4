"""A queue per line: who waits, in which order. MongoDB has the truth; this is its index, rebuilt from it at start.

A sorted set scored by priority, then age: ten years of milliseconds for each step of priority keep the two apart, and
all scores exact in a double.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.ids import ConversationId, LineId
from handoff.session import Waiting

_SYNC = """
if tonumber(redis.call('GET', KEYS[1]) or 0) > tonumber(ARGV[1]) then return end
redis.call('SET', KEYS[1], ARGV[1], 'EX', 3600)
redis.call('ZREM', KEYS[2], ARGV[2])
if ARGV[3] ~= '' then redis.call('ZADD', KEYS[3], ARGV[3], ARGV[2]) end
"""
"""Processes tell of their commits in any order; who comes late with an older version is not listened to."""
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_STEP = 10 * 365 * 86_400_000


class Queues:
    """Every line's queue."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._sync = redis.register_script(_SYNC)

    async def sync(self, before: Conversation, after: Conversation) -> None:
        """Make the queues say what a commit has made true; safe to repeat, and to come late."""
        left, entered = before.session, after.session
        if not isinstance(left, Waiting) and not isinstance(entered, Waiting):
            return
        place = _queue(entered.line) if isinstance(entered, Waiting) else ""
        await self._sync(
            keys=[f"queued:{after.id}", _queue(left.line) if isinstance(left, Waiting) else place, place],
            args=[after.version, after.id, _score(entered) if isinstance(entered, Waiting) else ""],
        )

    async def length(self, line: LineId) -> int:
        return int(await self._redis.zcard(_queue(line)))

    async def place(self, line: LineId, conversation_id: ConversationId) -> int | None:
        """1 is next; None when it is not in this queue."""
        rank = await self._redis.zrank(_queue(line), conversation_id)
        return rank + 1 if isinstance(rank, int) else None

    async def repair(self, waiting: AsyncIterator[Conversation]) -> int:
        """Compare with the truth and mend: what waits is in, all else is out. How many entries were wrong.

        The queues are read before the truth, so that a session that starts to wait meanwhile is never thrown out.
        """
        found = {
            (str(key), str(member))
            async for key in self._redis.scan_iter(match="queue:*")
            for member in await self._redis.zrange(key, 0, -1)
        }
        wanted: dict[tuple[str, str], float] = {}
        async for conversation in waiting:
            if isinstance(conversation.session, Waiting):
                wanted[_queue(conversation.session.line), conversation.id] = _score(conversation.session)
        missing, extra = wanted.keys() - found, found - wanted.keys()
        pipeline = self._redis.pipeline(transaction=False)
        for key, member in missing:
            pipeline.zadd(key, {member: wanted[key, member]})
        for key, member in extra:
            pipeline.zrem(key, member)
        await pipeline.execute()
        return len(missing) + len(extra)


def _queue(line: LineId) -> str:
    return f"queue:{line}"


def _score(session: Waiting) -> float:
    age = int((session.since - _EPOCH).total_seconds() * 1000)
    return float(age - session.priority * _STEP)
