"""News for screens: the conversations that changed or moved, and whom a notice is for, over Redis pub/sub.

Missing one only makes a screen late.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Collection

import structlog
from redis.exceptions import RedisError

from handoff.access import Sight
from handoff.ids import ConversationId, OperatorId
from storage.redis.client import Redis, subscribed

CHANGED, MOVED, TOLD = "changed", "moved", "told"
log = structlog.get_logger()


class Live:
    """Fulfils `handoff.ports.LiveFeed`, and publishes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def publish(self, conversation_id: ConversationId) -> None:
        await self._redis.publish(CHANGED, conversation_id)

    async def moved_on(self, conversation_id: ConversationId, was: Sight) -> None:
        """It has come into other hands: who saw it till then may have to lose sight of it."""
        await self._redis.publish(MOVED, json.dumps([conversation_id, was.line, was.operator]))

    async def tell(self, operators: Collection[OperatorId]) -> None:
        """They have a new notice."""
        for operator in operators:
            await self._redis.publish(TOLD, operator)

    async def changes(self) -> AsyncIterator[ConversationId]:
        async for conversation_id in self._heard(CHANGED):
            yield ConversationId(conversation_id)

    async def moved(self) -> AsyncIterator[tuple[ConversationId, Sight]]:
        async for message in self._heard(MOVED):
            conversation_id, line, operator = json.loads(message)
            yield ConversationId(conversation_id), Sight(line=line, operator=operator)

    async def told(self) -> AsyncIterator[OperatorId]:
        async for operator in self._heard(TOLD):
            yield OperatorId(operator)

    async def _heard(self, channel: str) -> AsyncIterator[str]:
        """What is published, for ever; a lost connection is made again."""
        while True:
            try:
                async with subscribed(self._redis) as subscription:
                    await subscription.subscribe(channel)
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            yield message["data"]
            except RedisError as error:
                log.warning("Live feed lost, connecting again", action="live_lost", error=str(error))
                await asyncio.sleep(1)
