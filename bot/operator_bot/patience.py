"""Telegram says how long to wait; we wait, a few times. The one place where rate limits are honoured."""

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


class Patience(BaseRateLimiter[None]):
    """Calls at once, and again when Telegram allows it. A wait longer than a minute is an error."""

    __slots__ = ()

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
        rate_limit_args: None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        for _ in range(_TRIES - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                # PTB gives seconds, or with its new setting a duration.
                wait = (
                    error.retry_after
                    if isinstance(error.retry_after, timedelta)
                    else timedelta(seconds=error.retry_after)
                )
                if wait > _LONGEST:
                    raise
                log.info("Telegram asks to wait", action="throttled", endpoint=endpoint, seconds=wait.total_seconds())
                await sleep(wait.total_seconds())
        return await callback(*args, **kwargs)
