"""How events come to us: VK calls our webhook, or, where there is no public address, we poll.

A poll names the number of the event after which it wants to know, so the number moves only when what came is stored.
vkbottle's own polling moves it before that, and an outage of our store would lose what it had in hand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientError
from vkbottle import API

from bot.channels.base import LockedOut, Rejected, SendError, Trouble, Unreachable
from bot.channels.vk.client import Client
from bot.channels.vk.parse import EVENTS
from bot.channels.vk.settings import VkSettings

Pause = Callable[[float], Awaitable[object]]
Take = Callable[[Sequence[Any]], Awaitable[None]]
"""Stores what came by a poll."""

WAIT = 25
"""Seconds that VK may hold a poll open."""
TITLE = "Helpline"
_LONGEST_PAUSE = 30.0
_ASKED: Mapping[str, Any] = dict.fromkeys(EVENTS, 1)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Poll:
    """Where the next poll goes, and after which event."""

    server: str
    key: str
    ts: str


async def register(client: Client, settings: VkSettings, trouble: Trouble, pause: Pause) -> None:
    """Ask VK to call us until it does; then let the gateway listen until cancelled. Returns where VK refuses."""
    if await _insist(lambda: _call_us(client, settings), trouble, pause):
        log.info("VK calls our webhook", action="webhook_set")
        await asyncio.Event().wait()


async def poll(client: Client, settings: VkSettings, take: Take, trouble: Trouble, pause: Pause) -> None:
    """Run until cancelled, or until VK refuses the token."""
    asked: dict[str, Any] = {"group_id": settings.group_id, "enabled": 1, "api_version": API.API_VERSION, **_ASKED}
    if not await _insist(lambda: client.call("groups.setLongPollSettings", **asked), trouble, pause):
        return
    at: _Poll | None = None
    failures = 0
    while True:
        try:
            at = at or await _begin(client, settings)
            at = await _next(client, settings, at, take)
            failures = 0
            trouble(None)
        except LockedOut as error:
            log.error("Polling has stopped", action="poll_stopped", reason=error.reason)
            trouble(error.reason)
            return
        except (ClientError, TimeoutError, ValueError, SendError) as error:
            failures += 1
            log.warning("VK cannot be polled", action="poll_failed", error=type(error).__name__)
            trouble("VK cannot be polled.")
            await pause(_backoff(failures))
        except Exception:
            # The intake's errors are not ours to know. A poller that died of one would leave the channel deaf.
            failures += 1
            log.exception("Events could not be stored and will come again", action="intake_failed")
            await pause(_backoff(failures))


async def _next(client: Client, settings: VkSettings, at: _Poll, take: Take) -> _Poll | None:
    """One poll, and where the next one goes; None: begin anew. Raises ValueError for an answer of no known shape."""
    told = await client.poll(at.server, at.key, at.ts, WAIT)
    if not isinstance(told, Mapping):
        raise ValueError("A poll was answered with no object.")
    match told.get("failed"):
        case None:
            if updates := told.get("updates") or ():
                await take(updates)
            return _Poll(server=at.server, key=at.key, ts=str(told["ts"]) if "ts" in told else at.ts)
        case 1:
            log.warning("VK has forgotten some events", action="poll_lost", ts=at.ts)
            return _Poll(server=at.server, key=at.key, ts=str(told.get("ts", at.ts)))
        case 2:
            anew = await _begin(client, settings)
            return _Poll(server=anew.server, key=anew.key, ts=at.ts)
        case _:
            log.warning("VK has forgotten where we were", action="poll_lost", ts=at.ts)
            return None


async def _begin(client: Client, settings: VkSettings) -> _Poll:
    told = await client.call("groups.getLongPollServer", group_id=settings.group_id)
    try:
        return _Poll(server=str(told["server"]), key=str(told["key"]), ts=str(told["ts"]))
    except (KeyError, TypeError) as error:
        raise ValueError("VK named no server to poll.") from error


async def _call_us(client: Client, settings: VkSettings) -> None:
    """Our address among the community's servers: found or added, with our secret, and asking for our events. VK asks
    the address at once whether it is ours, so the gateway must be up before."""
    server: dict[str, Any] = {"url": settings.callback_url, "title": TITLE, "secret_key": settings.secret}
    group: dict[str, Any] = {"group_id": settings.group_id}
    if not (ours := await _ours(client, settings)):
        number = (await client.call("groups.addCallbackServer", **group, **server))["server_id"]
    else:
        number = ours[0]["id"]
        if ours[0].get("secret_key") != settings.secret or ours[0].get("status") != "ok":
            await client.call("groups.editCallbackServer", **group, server_id=number, **server)
    asked: dict[str, Any] = {"server_id": number, "api_version": API.API_VERSION, **_ASKED}
    await client.call("groups.setCallbackSettings", **group, **asked)


async def unregister(client: Client, settings: VkSettings) -> None:
    """Take our address off the community's servers. Raises SendError."""
    try:
        for each in await _ours(client, settings):
            await client.call("groups.deleteCallbackServer", group_id=settings.group_id, server_id=each["id"])
    except (KeyError, TypeError) as error:
        raise Unreachable("VK cannot be set up yet.") from error


async def _ours(client: Client, settings: VkSettings) -> list[Any]:
    """The servers that are this installation. Raises SendError, KeyError, TypeError."""
    known = await client.call("groups.getCallbackServers", group_id=settings.group_id)
    return [each for each in known["items"] if each["url"] == settings.callback_url]


async def _insist(ask: Callable[[], Awaitable[object]], trouble: Trouble, pause: Pause) -> bool:
    """Repeat until VK has done it. False when it never will, which the log tells."""
    failures = 0
    while True:
        try:
            await ask()
            trouble(None)
            return True
        except Rejected as error:
            log.error("VK refuses our set-up", action="setup_refused", reason=error.reason)
            trouble(error.reason)
            return False
        except (SendError, KeyError, TypeError, IndexError) as error:
            failures += 1
            log.warning("VK cannot be set up yet", action="setup_failed", error=type(error).__name__)
            trouble("VK cannot be set up yet.")
            await pause(_backoff(failures))


def _backoff(failures: int) -> float:
    return min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)
