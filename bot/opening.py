"""Starts although a database is away: whoever calls meanwhile is told so, and to come again.

A process that ended instead would be started again later and later by whatever looks after it, and who calls it would
find nobody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from fastapi import FastAPI

from bot import web
from bot.app import App, open_app
from bot.settings import Settings
from storage.errors import UNAVAILABLE

log = structlog.get_logger()
_AGAIN_SECONDS = 1.0


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """As soon as the databases answer."""
    async with AsyncExitStack() as stack:
        yield await _when_they_answer(settings, stack)


async def _when_they_answer(settings: Settings, stack: AsyncExitStack) -> App:
    instead: asyncio.Task[None] | None = None
    try:
        while True:
            try:
                return await stack.enter_async_context(open_app(settings))
            except UNAVAILABLE as error:
                said = "A database does not answer: waiting for it; check MONGO_URL and REDIS_URL"
                log.warning(said, action="database_away", error=str(error))
            instead = instead or asyncio.create_task(web.serve(_excuse(), settings.host, settings.port))
            await asyncio.sleep(_AGAIN_SECONDS)
    finally:
        if instead is not None:
            instead.cancel()
            await asyncio.gather(instead, return_exceptions=True)


def _excuse() -> FastAPI:
    app = FastAPI(openapi_url=None)
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    app.add_api_route("/{path:path}", web.away, methods=methods)
    return app
