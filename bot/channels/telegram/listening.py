"""How updates come to us: Telegram calls our webhook, or, where there is no public address, we poll.

Telegram forgets an update once a later poll names a higher offset. So the offset moves only after what
came is stored; whatever happens in between, the same updates come again and their ids stop a second handling.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramConflictError
from aiogram.methods import DeleteWebhook, SetWebhook, TelegramMethod

from bot.channels.base import Take, Trouble, untroubled
from bot.channels.hearing import as_json, hear
from bot.channels.telegram.errors import LOCKED_OUT, LOCKED_OUT_REASON, send_error
from bot.channels.telegram.parse import KINDS
from bot.events import FromCustomer

Pause = Callable[[float], Awaitable[object]]
Read = Callable[[Any], Sequence[FromCustomer]]

LONG_POLL = 25
"""Seconds that Telegram may hold a poll open."""
_CONFLICT_PAUSE = 5.0
_LONGEST_PAUSE = 30.0
CONFLICT_REASON = "Another program fetches this bot's news: Telegram gives them to one only."

log = structlog.get_logger(__name__)


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` without aiogram's types: there, one update of an unknown shape would fail its whole batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = LONG_POLL
    allowed_updates: list[str] = KINDS


async def register(bot: Bot, url: str, secret: str | None, pause: Pause, trouble: Trouble = untroubled) -> None:
    if await _insist(bot, SetWebhook(url=url, secret_token=secret, allowed_updates=KINDS), pause, trouble):
        log.info("Telegram calls our webhook", action="webhook_set")


async def poll(bot: Bot, read: Read, take: Take, pause: Pause, trouble: Trouble = untroubled) -> None:
    """Run until cancelled, or until Telegram refuses the token."""
    # A webhook of an earlier day would make every poll a conflict.
    if not await _insist(bot, DeleteWebhook(), pause, trouble):
        return
    offset: int | None = None
    failures = 0
    while True:
        try:
            updates = await bot(RawUpdates(offset=offset), request_timeout=LONG_POLL + 10)
            if updates:
                await take([hear(as_json(each), partial(read, each)) for each in updates])
                offset = updates[-1]["update_id"] + 1
            failures = 0
            trouble(None)
        except LOCKED_OUT:
            trouble(LOCKED_OUT_REASON)
            log.error("Polling has stopped", action="poll_stopped", reason=LOCKED_OUT_REASON)
            return
        except TelegramConflictError:
            log.warning("Another process polls for this bot", action="poll_conflict")
            trouble(CONFLICT_REASON)
            await pause(_CONFLICT_PAUSE)
        except AiogramError as error:
            failures += 1
            log.warning("Telegram cannot be polled", action="poll_failed", error=type(error).__name__)
            trouble(send_error(error).reason)
            await pause(_backoff(failures))
        except Exception:
            # The store's errors are not ours to know. A poller that died of one would leave the channel deaf.
            failures += 1
            log.exception("Updates could not be stored and will come again", action="intake_failed")
            await pause(_backoff(failures))


async def _insist(bot: Bot, method: TelegramMethod[bool], pause: Pause, trouble: Trouble) -> bool:
    """Repeat until Telegram has heard it. False when it never will, which the log tells."""
    failures = 0
    while True:
        try:
            heard = await bot(method)
            trouble(None)
            return heard
        except (*LOCKED_OUT, TelegramBadRequest) as error:
            trouble(send_error(error).reason)
            log.error("Telegram refuses our set-up", action="setup_refused", reason=send_error(error).reason)
            return False
        except AiogramError as error:
            failures += 1
            trouble(send_error(error).reason)
            log.warning("Telegram cannot be set up yet", action="setup_failed", error=type(error).__name__)
            await pause(_backoff(failures))


def _backoff(failures: int) -> float:
    return min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)
