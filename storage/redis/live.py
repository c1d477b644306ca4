"""News for screens: the ids of conversations that changed, over Redis pub/sub. Missing one only makes a screen late."""

import asyncio
from collections.abc import AsyncIterator

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff.ids import ConversationId

CHANGED = "changed"
log = structlog.get_logger()


class Live:
    """Fulfils `handoff.ports.LiveFeed`, and publishes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def publish(self, conversation_id: ConversationId) -> None:
        await self._redis.publish(CHANGED, conversation_id)

    async def changes(self) -> AsyncIterator[ConversationId]:
        """Ids as they come, for ever; a lost connection is made again."""
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.subscribe(CHANGED)
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            yield ConversationId(message["data"])
            except RedisError as error:
                log.warning("Live feed lost, connecting again", action="live_lost", error=str(error))
                await asyncio.sleep(1)
