"""Telegram says how long to wait. The one place where rate limits are honoured.

A chat that Telegram throttles is not called again before its time, by nobody; other chats are. Who answers a person
waits. The mirror does not: it is told when to come back, and shows then what is true then, so that a group of twenty
messages a minute gets the latest name of a topic instead of all that it was called meanwhile.
"""

import time
from asyncio import sleep
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

log = structlog.get_logger()
_TRIES = 3
_LONGEST = timedelta(seconds=60)
_MANAGING = {"createForumTopic", "editForumTopic", "closeForumTopic", "reopenForumTopic"}
"""Limited by themselves: names may have to wait while words may not."""

Lane = tuple[object, bool]


class Patience(BaseRateLimiter[bool]):
    """With `rate_limit_args` True a call is made at once or not at all. Else it is made when Telegram allows it; a wait
    longer than a minute is an error. Both raise RetryAfter."""

    __slots__ = ("_shut",)

    def __init__(self) -> None:
        self._shut: dict[Lane, float] = {}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: bool | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        lane = (data.get("chat_id"), endpoint in _MANAGING)
        for last in (*(False for _ in range(_TRIES - 1)), True):
            if (left := self._left(lane)) > timedelta():
                if rate_limit_args or left > _LONGEST:
                    raise RetryAfter(left)
                await sleep(left.total_seconds())
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = duration(error)
                log.info("Telegram asks to wait", action="throttled", endpoint=endpoint, seconds=wait.total_seconds())
                if data.get("chat_id") is not None:
                    self._shut[lane] = time.monotonic() + wait.total_seconds()
                if last or rate_limit_args or wait > _LONGEST:
                    raise
                if data.get("chat_id") is None:
                    await sleep(wait.total_seconds())
        raise AssertionError("the last try returns or raises")

    def _left(self, lane: Lane) -> timedelta:
        """How long nothing may be sent there."""
        if lane not in self._shut:
            return timedelta()
        left = self._shut[lane] - time.monotonic()
        if left <= 0:
            del self._shut[lane]
        return timedelta(seconds=max(0.0, left))


def duration(error: RetryAfter) -> timedelta:
    """PTB gives seconds, or with its new setting a duration."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
