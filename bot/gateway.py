"""`/channels/{name}`: verify, parse, store, 200. No business rule lives here.

The channel is looked up at each request, so what was connected a moment ago is served.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel

from bot.channels.base import Channel, Explains, Intake, Malformed, Refused, Routed, Unread, Verifies, Welcomes
from bot.connecting.aside import Aside
from bot.connecting.ledger import Ledger, without_secret
from bot.connecting.unserved import Unserved
from bot.metrics import REFUSED
from handoff.ports import Clock
from storage.errors import SUSPICIOUS, UNAVAILABLE
from storage.mongo.dead_letters import MongoDeadLetters

log = structlog.get_logger()
LARGEST_BODY = 3 * 1024 * 1024
"""WhatsApp sends up to 3 MB; nobody else comes near."""
RETRY_AFTER = "5"
STORED_WITHIN = timedelta(seconds=10)
"""Longer than the driver looks for a database, shorter than any messenger waits."""


def router(
    channels: Mapping[str, Channel], intake: Intake, dead_letters: MongoDeadLetters, ledger: Ledger, clock: Clock
) -> APIRouter:
    api, aside = APIRouter(tags=["channels"]), Aside(dead_letters=dead_letters, ledger=ledger, clock=clock)
    for channel in channels.values():
        if isinstance(channel, Routed):
            api.include_router(channel.router(intake))

    @api.post("/channels/{name}", responses=told(401, 403, 404, 413, 422, 503))
    async def webhook(name: str, request: Request) -> Response:
        """A messenger's webhook. 200 means "stored"; 503 means "send it again"."""
        channel = _channel(channels, name)
        explains = isinstance(channel, Explains)
        most = channel.largest if isinstance(channel, Explains) else LARGEST_BODY
        body, headers = await _body(request, most), dict(request.headers)
        try:
            items = channel.parse(headers, body, clock())
        except Refused as error:
            REFUSED.labels(channel=name, why="signature").inc()
            ledger.refused(name, str(error))
            raise (HTTPException(401, str(error)) if explains else _FORGED) from error
        except Exception as error:
            # The messenger would repeat it for a day and hold up what comes after: keep it for people, and say 200.
            # A parser that breaks where it should have said Malformed breaks each time, so repeating never helps.
            reason = str(error)
            if not isinstance(error, Malformed):
                reason = f"{type(error).__name__}: {error}"
                log.exception("A webhook broke the parser", action="webhook_poison", channel=name)
            elif explains:  # its sender can mend it
                REFUSED.labels(channel=name, why="malformed").inc()
                ledger.refused(name, reason)
                raise HTTPException(422, reason) from error
            items = [Unread(raw=without_secret(body), reason=reason)]
        async with _stored():
            await ledger.came(name, headers, body, items)
            await aside.set(name, [each for each in items if isinstance(each, Unread)])
            events = [each for each in items if not isinstance(each, Unread)]
            if isinstance(channel, Welcomes):
                words = await channel.receive(body, events, intake)
                return Response(words, media_type="application/json" if words else None)
            await intake(events)
        return JSONResponse(channel.stored(events)) if isinstance(channel, Explains) else Response()

    @api.get("/channels/{name}", response_class=Response, responses=_CHALLENGE | told(403, 404, 405, 503))
    async def verify(name: str, request: Request) -> PlainTextResponse:
        """Where a messenger asks, once, whether the webhook is ours."""
        channel = _channel(channels, name)
        if not isinstance(channel, Verifies):
            raise HTTPException(405, "This messenger asks nothing here.", {"Allow": "POST"})
        try:
            return PlainTextResponse(channel.verify(dict(request.query_params)))
        except Refused as error:
            ledger.refused(name, str(error))
            raise HTTPException(403, str(error)) from error

    @api.get("/channels/{name}/openapi.json", include_in_schema=False)
    def document(name: str) -> Mapping[str, Any]:
        channel = _channel(channels, name)
        if not isinstance(channel, Explains):
            raise HTTPException(404, "This channel is not for developers.")
        return channel.document()

    return api


class Told(BaseModel):
    """Why a messenger was refused, for whoever looks into it."""

    detail: str


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the document: refusals in one sentence."""
    return {status: {"model": Told} for status in statuses}


_CHALLENGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
_FORGED = HTTPException(403, "The signature is wrong.")


def _channel(channels: Mapping[str, Channel], name: str) -> Channel:
    """One that is switched off or failing may be back before the messenger gives up: 503."""
    try:
        return channels[name]
    except Unserved as error:
        raise HTTPException(503, "This channel does not work just now.", {"Retry-After": RETRY_AFTER}) from error
    except KeyError as error:
        raise HTTPException(404, f"There is no channel {name!r} here.") from error


@asynccontextmanager
async def _stored() -> AsyncIterator[None]:
    """A database that is away means "not received": the messenger sends it again."""
    try:
        async with asyncio.timeout(STORED_WITHIN.total_seconds()):  # else one that hangs would hold the messenger, too
            yield
    except (*SUSPICIOUS, *UNAVAILABLE) as error:  # or its disk is full
        log.error("Storage is away, webhook refused", action="intake_unavailable", error=str(error))
        raise HTTPException(503, "Not stored: please send it again.", {"Retry-After": RETRY_AFTER}) from error


async def _body(request: Request, most: int) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, f"The body is over {most // 1024} kB.")
    return body
