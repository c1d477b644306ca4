"""Asking Viber to call our webhook. It calls at once, to see whether we answer, so our server must be up before."""

from collections.abc import Awaitable, Callable

import structlog

from bot.channels.base import LockedOut, SendError, Trouble, untroubled
from bot.channels.viber.client import Client
from bot.channels.viber.parse import EVENTS

Pause = Callable[[float], Awaitable[object]]

LOOK_EVERY = 300.0
"""Seconds between looks at whom Viber calls."""
ELSEWHERE = "Viber calls another address: this bot is set up elsewhere, too. Save the connection anew to call us again."
_LONGEST_PAUSE = 30.0

log = structlog.get_logger(__name__)


async def listen(client: Client, url: str, pause: Pause, trouble: Trouble = untroubled) -> None:
    """Have Viber call us, now and for as long as the gateway listens. Returns when Viber locks us out."""
    try:
        while True:
            await _set(client, url, pause, trouble)
            await _while_set(client, url, pause, trouble)
            log.warning("Viber calls us no more", action="webhook_lost")
    except LockedOut as error:
        trouble(error.reason)
        log.error("Viber refuses our set-up", action="setup_refused", reason=error.reason)


async def unregister(client: Client, url: str) -> None:
    """Have Viber call nobody, if it is us that it calls. Raises SendError."""
    if (await client.call("get_account_info", {})).get("webhook") == url:
        await client.call("set_webhook", {"url": ""})


async def _set(client: Client, url: str, pause: Pause, trouble: Trouble) -> None:
    """Ask until Viber does it. Raises LockedOut."""
    # Without `send_name` everybody would be called the same. Their photos we do not show, so we do not ask for them.
    asked = {"url": url, "event_types": EVENTS, "send_name": True, "send_photo": False}
    failures = 0
    while True:
        try:
            await client.call("set_webhook", asked)
            break
        except LockedOut:
            raise
        except SendError as error:
            failures += 1
            trouble(error.reason)
            log.warning("Viber cannot be set up yet", action="setup_failed", reason=error.reason)
            await pause(min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE))
    trouble(None)
    log.info("Viber calls our webhook", action="webhook_set")


async def _while_set(client: Client, url: str, pause: Pause, trouble: Trouble) -> None:
    """Until Viber calls nobody any more. Raises LockedOut. That it calls somebody else is told, and left so: two
    installations that take the webhook from each other would both lose messages."""
    while True:
        await pause(LOOK_EVERY)
        try:
            called = (await client.call("get_account_info", {})).get("webhook")
        except LockedOut:
            raise
        except SendError as error:
            log.info("Viber does not say whom it calls", action="webhook_unknown", reason=error.reason)
            continue
        if not called:
            return
        trouble(None if called == url else ELSEWHERE)
