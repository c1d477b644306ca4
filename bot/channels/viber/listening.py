"""Asking Viber to call our webhook. It calls at once, to see whether we answer, so our server must be up before."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.base import LockedOut, SendError, Trouble, untroubled
from bot.channels.viber.client import Client
from bot.channels.viber.parse import EVENTS

Pause = Callable[[float], Awaitable[object]]

_LONGEST_PAUSE = 30.0

log = structlog.get_logger(__name__)


async def listen(client: Client, url: str, pause: Pause, trouble: Trouble = untroubled) -> None:
    """Ask until Viber does it, then let the gateway listen until cancelled. Returns when Viber locks us out."""
    # Without `send_name` everybody would be called the same. Their photos we do not show, so we do not ask for them.
    asked = {"url": url, "event_types": EVENTS, "send_name": True, "send_photo": False}
    failures = 0
    while True:
        try:
            await client.call("set_webhook", asked)
            break
        except LockedOut as error:
            trouble(error.reason)
            log.error("Viber refuses our set-up", action="setup_refused", reason=error.reason)
            return
        except SendError as error:
            failures += 1
            trouble(error.reason)
            log.warning("Viber cannot be set up yet", action="setup_failed", reason=error.reason)
            await pause(min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE))
    trouble(None)
    log.info("Viber calls our webhook", action="webhook_set")
    await asyncio.Event().wait()
