"""The console's live feed: a row for each conversation that changed, to everyone who may see it.

It carries no history. A screen that was away reads its lists again when it is back, so a lost frame costs nothing.
"""

import asyncio
import contextlib
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from handoff import access
from handoff.console import schemas
from handoff.console.auth import COOKIE, Guard
from handoff.operator import Operator
from handoff.ports import Conversations, LiveFeed

log = structlog.get_logger()
_REREAD = '{"type":"reread"}'
_WAITING_FRAMES = 500
"""A browser this far behind is told to read everything again instead."""


class LiveConsole:
    """Fans one feed out to the connected browsers, loading each changed conversation once."""

    def __init__(self, feed: LiveFeed, conversations: Conversations, guard: Guard) -> None:
        self._feed, self._conversations, self._guard = feed, conversations, guard
        self._screens: dict[asyncio.Queue[str], Operator] = {}

    async def run(self) -> None:
        """Until cancelled: read the feed, write to the screens."""
        async for conversation_id in self._feed.changes():
            if not self._screens:
                continue
            try:
                conversation = await self._conversations.load(conversation_id)
            except Exception:
                # Most likely the database is away for a moment. The feed must outlive that: screens read again.
                log.exception("Change not shown", action="live_unread", conversation=conversation_id)
                for screen in self._screens:
                    _put(screen, _REREAD)
                continue
            if conversation is None:
                continue
            row = schemas.row(conversation).model_dump_json()
            for screen, operator in self._screens.items():
                if access.may_see(operator, conversation):
                    _put(screen, f'{{"type":"changed","row":{row}}}')
                else:
                    _put(screen, schemas.Hidden(conversation_id=conversation_id).model_dump_json())

    def router(self) -> APIRouter:
        api = APIRouter()

        @api.websocket("/live")
        async def live(socket: WebSocket) -> None:
            origin = socket.headers.get("origin")
            found = await self._guard.who(socket.cookies.get(COOKIE))
            if found is None or (origin and urlsplit(origin).netloc != socket.headers.get("host")):
                await socket.close(code=4401)  # before accept: the browser sees a refused handshake
                return
            await socket.accept()
            screen: asyncio.Queue[str] = asyncio.Queue(_WAITING_FRAMES)
            self._screens[screen] = found[0]
            sender = asyncio.create_task(_pump(screen, socket))
            try:
                while True:
                    await socket.receive_text()  # the browser's pings; its end ends this
            except WebSocketDisconnect:
                pass
            finally:
                del self._screens[screen]
                sender.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await sender

        return api


async def _pump(screen: asyncio.Queue[str], socket: WebSocket) -> None:
    await socket.send_text('{"type":"hello"}')
    while True:
        await socket.send_text(await screen.get())


def _put(screen: asyncio.Queue[str], frame: str) -> None:
    if screen.full():
        while not screen.empty():
            screen.get_nowait()
        frame = _REREAD
    screen.put_nowait(frame)
