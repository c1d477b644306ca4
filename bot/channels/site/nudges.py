"""News for the open windows of this process: one Redis connection, a subscription per conversation.

A nudge may be lost, come twice or come late: the history is the truth, and a window that is in doubt reads it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from handoff.ids import ConversationId
from storage.redis.client import Redis, subscribed

log = structlog.get_logger()

_MOST_WAITING = 100
_ALWAYS = "site:"
"""Subscribed to for as long as we listen: Redis ends a subscription that has no channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A frame to pass on; without one, a hint to look into the history. `number` is None unless it is a message."""

    frame: str | None = None
    number: int | None = None


LOOK = Nudge()


class Window:
    """The nudges that one socket has not dealt with yet."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Nudge] = asyncio.Queue(_MOST_WAITING)

    def put(self, nudge: Nudge) -> None:
        if self._waiting.full():  # a slow connection: everything is in the history anyway
            while not self._waiting.empty():
                self._waiting.get_nowait()
            nudge = LOOK
        self._waiting.put_nowait(nudge)

    async def get(self, timeout: float) -> Nudge:  # noqa: ASYNC109 - a wait that ends without news is no error here
        """The next nudge; LOOK when none came in `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                return await self._waiting.get()
        except TimeoutError:
            return LOOK


class Nudges:
    """Publishes for the senders, fans out to the windows."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._windows: dict[str, set[Window]] = {}
        self._changing = asyncio.Lock()
        self._pubsub: PubSub | None = None
        self._listening: asyncio.Task[None] | None = None

    async def publish(self, conversation_id: ConversationId, frame: str) -> None:
        """Failure is logged and otherwise silent: the windows will look by themselves."""
        try:
            await self._redis.publish(_key(conversation_id), frame)
        except RedisError as error:
            log.warning("Nudge lost", action="nudge_lost", error=str(error))

    @asynccontextmanager
    async def follow(self, conversation_id: ConversationId) -> AsyncIterator[Window]:
        """A window that gets the conversation's nudges for as long as the block lasts."""
        key, window = _key(conversation_id), Window()
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        await self._enter(key, window)
        try:
            yield window
        finally:
            await self._leave(key, window)

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None

    async def _enter(self, key: str, window: Window) -> None:
        # One change at a time, or a visitor who leaves could unsubscribe the one who has just come.
        async with self._changing:
            first = key not in self._windows
            self._windows.setdefault(key, set()).add(window)
            if first and self._pubsub is not None:
                with contextlib.suppress(RedisError):  # the listener notices as well, and subscribes to all again
                    await self._pubsub.subscribe(key)

    async def _leave(self, key: str, window: Window) -> None:
        async with self._changing:
            self._windows[key].discard(window)
            if not self._windows[key]:
                del self._windows[key]
                if self._pubsub is not None:
                    with contextlib.suppress(RedisError):
                        await self._pubsub.unsubscribe(key)

    async def _listen(self) -> None:
        while True:
            try:
                async with subscribed(self._redis) as pubsub:
                    async with self._changing:
                        await pubsub.subscribe(_ALWAYS, *self._windows)
                        self._pubsub = pubsub
                    async for news in pubsub.listen():
                        self._pass_on(news)
            except RedisError as error:
                log.warning("Nudges lost, connecting again", action="nudges_lost", error=str(error))
            finally:
                self._pubsub = None
            await asyncio.sleep(1)

    def _pass_on(self, news: dict[str, Any]) -> None:
        match news["type"]:
            case "message":
                frame = orjson.loads(news["data"])
                number = frame["number"] if frame["type"] == "message" else None
                nudge = Nudge(frame=news["data"], number=number)
            case "subscribe":  # the first time or again: what was said before it was said to deaf ears
                nudge = LOOK
            case _:
                return
        for window in self._windows.get(news["channel"], ()):
            window.put(nudge)


def _key(conversation_id: ConversationId) -> str:
    return f"site:{conversation_id}"
