"""`POST /channels/{name}`: verify, parse, store, 200. No business rule lives here."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from bot.channels.base import Channel, Intake, Malformed, Refused, Routed, Unread, Welcomes
from bot.metrics import REFUSED
from handoff.ports import Clock
from storage.errors import UNAVAILABLE
from storage.mongo.dead_letters import MongoDeadLetters

log = structlog.get_logger()
LARGEST_BODY = 3 * 1024 * 1024
"""WhatsApp sends up to 3 MB; nobody else comes near."""
RETRY_AFTER = "5"


def router(channels: Mapping[str, Channel], intake: Intake, dead_letters: MongoDeadLetters, clock: Clock) -> APIRouter:
    api = APIRouter(tags=["channels"])
    for channel in channels.values():
        if isinstance(channel, Routed):
            api.include_router(channel.router(intake))

    @api.post("/channels/{name}")
    async def webhook(name: str, request: Request) -> Response:
        """A messenger's webhook. 200 means "stored"; 503 means "send it again"."""
        channel = channels.get(name)
        if channel is None:
            raise HTTPException(404, f"There is no channel {name!r} here.")
        body = await _body(request)
        try:
            items = channel.parse(dict(request.headers), body, clock())
        except Refused as error:
            REFUSED.labels(channel=name, why="signature").inc()
            raise HTTPException(403, "The signature is wrong.") from error
        except Exception as error:
            # The messenger would repeat it for a day and hold up what comes after: keep it for people, and say 200.
            # A parser that breaks where it should have said Malformed breaks each time, so repeating never helps.
            reason = str(error)
            if not isinstance(error, Malformed):
                reason = f"{type(error).__name__}: {error}"
                log.exception("A webhook broke the parser", action="webhook_poison", channel=name)
            items = [Unread(raw=body.decode(errors="replace"), reason=reason)]
        async with _stored():
            await set_aside(name, [each for each in items if isinstance(each, Unread)])
            events = [each for each in items if not isinstance(each, Unread)]
            if isinstance(channel, Welcomes):
                words = await channel.receive(body, events, intake)
                return Response(words, media_type="application/json" if words else None)
            await intake(events)
        return Response()

    async def set_aside(name: str, unread: Sequence[Unread]) -> None:
        for each in unread:
            REFUSED.labels(channel=name, why="malformed").inc()
            log.warning("Unreadable webhook kept aside", action="webhook_malformed", channel=name, error=each.reason)
            id_ = f"{name}:{hashlib.sha256(each.raw.encode()).hexdigest()[:32]}"
            await dead_letters.park(id_, f"{name}:?", each.raw, each.reason, clock())

    return api


@asynccontextmanager
async def _stored() -> AsyncIterator[None]:
    """A database that is away means "not received": the messenger sends it again."""
    try:
        yield
    except UNAVAILABLE as error:
        log.error("Storage is away, webhook refused", action="intake_unavailable", error=str(error))
        raise HTTPException(503, "Not stored: please send it again.", {"Retry-After": RETRY_AFTER}) from error


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"The body is over {LARGEST_BODY} bytes.")
    return body
