"""Where a newcomer is greeted.

Who opens the chat is no subscriber yet, and nothing can be sent to them before they write, but for one thing: the
answer to the request that told us of them. What to say is decided by a worker, elsewhere. So a gateway opens a door
before it passes the event on, and waits a moment; the worker whose message Viber refuses looks for an open door and
hands the message through it. Taking a door down is one step of Redis, and belongs to whoever did it: the worker, who
then brings the words, or the gateway, who then answers without any. No word is lost between them, and none said twice.
"""

import asyncio
from datetime import timedelta

from handoff.ids import ConversationId, EventId
from storage.redis.client import Redis

_LOOK_EVERY = 0.03
_BRINGING = timedelta(seconds=1)
"""How long a worker takes at most from taking the door down to bringing the words, unless it died in between."""
_REPEATED = timedelta(hours=1)
"""Viber repeats for so long what was not answered; the answer is the same then."""
_NEW = timedelta(days=1)


class Doorway:
    def __init__(self, redis: Redis, within: timedelta) -> None:
        self._redis = redis
        self._within = within

    async def open(self, conversation: ConversationId, event: EventId) -> None:
        """From now on what cannot be sent to this newcomer goes into the answer to this event."""
        await self._redis.set(_new(conversation), "", ex=_NEW)
        if not await self._redis.exists(_words(event)):
            await self._redis.set(_door(conversation), event, px=self._within + _BRINGING)

    async def answer(self, conversation: ConversationId, event: EventId) -> str | None:
        """What to answer; None when nobody had anything to say in time."""
        if words := await self._wait(event, self._within):
            return words
        if await self._redis.getdel(_door(conversation)):
            return None
        return await self._wait(event, _BRINGING)

    async def hand_through(self, conversation: ConversationId, words: str) -> EventId | None:
        """The event whose answer these words are now; None when no door is open."""
        found = await self._redis.getdel(_door(conversation))
        if not found:
            return None
        event = EventId(str(found))
        await self._redis.set(_words(event), words, ex=_REPEATED)
        return event

    async def is_new(self, conversation: ConversationId) -> bool:
        """Whether they came lately, so that Viber's refusal does not mean that they left."""
        return bool(await self._redis.exists(_new(conversation)))

    async def _wait(self, event: EventId, time: timedelta) -> str | None:
        # Looking again and again, since a blocking command would take a connection from the pool for each newcomer.
        for _ in range(max(round(time.total_seconds() / _LOOK_EVERY), 1)):
            if words := await self._redis.get(_words(event)):
                return str(words)
            await asyncio.sleep(_LOOK_EVERY)
        return None


def _door(conversation: ConversationId) -> str:
    return f"door:{conversation}"


def _new(conversation: ConversationId) -> str:
    return f"newcomer:{conversation}"


def _words(event: EventId) -> str:
    return f"welcome:{event}"
