"""The console's live feed: a row for each conversation that changed, and each notice, to everyone whom it concerns.

It carries no history. A screen that was away reads its lists again when it is back, so a lost frame costs nothing.
While a screen is open, its operator is there: each beat says so, and looks whether they may still be.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from handoff import access
from handoff.console import notices, schemas
from handoff.console.auth import Guard
from handoff.console.schemas import Schema
from handoff.console.shown import Shown
from handoff.conversation import Conversation
from handoff.ids import OperatorId
from handoff.operator import Operator
from handoff.ports import Clock, Conversations, Heartbeats, LiveFeed, Notices

log = structlog.get_logger()
BEAT = timedelta(seconds=15)
SIGNED_OUT = 4401
_REREAD = '{"type":"reread"}'
_PING = '{"type":"ping"}'
_WAITING_FRAMES = 500
"""A browser this far behind is told to read everything again instead."""
_LATEST_NOTICES = 5


class NoticeFrame(Schema):
    """Live: something that this person is told about; `unread` counts all of theirs."""

    type: Literal["notice"] = "notice"
    items: list[notices.NoticeView]
    unread: int


@dataclass(eq=False, slots=True, kw_only=True)
class Screen:
    operator: Operator
    frames: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(_WAITING_FRAMES))

    def show(self, frame: str) -> None:
        if self.frames.full():
            while not self.frames.empty():
                self.frames.get_nowait()
            frame = _REREAD
        self.frames.put_nowait(frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveConsole:
    """Fans one feed out to the connected browsers, loading each changed conversation once."""

    feed: LiveFeed
    conversations: Conversations
    notices: Notices
    shown: Shown
    heartbeats: Heartbeats
    guard: Guard
    clock: Clock
    _screens: set[Screen] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled: read the feeds, write to the screens."""
        await asyncio.gather(self._show_changes(), self._hide_moved(), self._show_notices())

    async def _show_changes(self) -> None:
        async for conversation_id in self.feed.changes():
            if not self._screens:
                continue
            try:
                conversation = await self.conversations.load(conversation_id)
                if conversation is not None:
                    await self._show(conversation)
            except Exception:
                # Most likely the database is away for a moment. The feed must outlive that: screens read again.
                log.exception("Change not shown", action="live_unread", conversation=conversation_id)
                for screen in self._screens:
                    screen.show(_REREAD)

    async def _show(self, conversation: Conversation) -> None:
        row = (await self.shown.row(conversation)).model_dump_json()
        for screen in self._screens:
            if access.may_see(screen.operator, conversation):
                screen.show(f'{{"type":"changed","row":{row}}}')

    async def _hide_moved(self) -> None:
        """Only from those who saw it: an id has the customer's address in it, which is no business of other lines."""
        async for conversation_id, was in self.feed.moved():
            saw = [each for each in self._screens if access.sees(each.operator, was)]
            if not saw:
                continue
            try:
                conversation = await self.conversations.load(conversation_id)
            except Exception:
                log.exception("Move not shown", action="live_unread", conversation=conversation_id)
                conversation = None
            hidden = schemas.Hidden(conversation_id=conversation_id).model_dump_json()
            for screen in saw:
                if conversation is None or not access.may_see(screen.operator, conversation):
                    screen.show(hidden)

    async def _show_notices(self) -> None:
        async for operator in self.feed.told():
            screens = [each for each in self._screens if each.operator.id == operator]
            if not screens:
                continue
            try:
                frame = await self._notices_of(operator)
            except Exception:
                log.exception("Notice not shown", action="notice_unread", operator=operator)
                frame = _REREAD
            for screen in screens:
                screen.show(frame)

    async def _notices_of(self, operator: OperatorId) -> str:
        latest = [notices.view(each) for each in await self.notices.recent(operator, _LATEST_NOTICES)]
        unread = [each for each in latest if each.read_at is None]
        return NoticeFrame(items=unread, unread=await self.notices.unread(operator)).model_dump_json()

    def router(self) -> APIRouter:
        api = APIRouter()

        @api.websocket("/live")
        async def live(socket: WebSocket) -> None:
            origin = socket.headers.get("origin")
            found = await self.guard.who(socket)
            if found is None or (origin and urlsplit(origin).netloc != socket.headers.get("host")):
                await socket.close(code=SIGNED_OUT)  # before accept: the browser sees a refused handshake
                return
            await socket.accept()
            screen = Screen(operator=found.operator)
            self._screens.add(screen)
            beside = [asyncio.create_task(_pump(screen, socket)), asyncio.create_task(self._beating(screen, socket))]
            try:
                while True:
                    await socket.receive_text()  # the browser's pings; its end ends this
            except WebSocketDisconnect:
                pass
            finally:
                self._screens.discard(screen)
                for task in beside:
                    task.cancel()
                with contextlib.suppress(Exception):
                    await asyncio.gather(*beside, return_exceptions=True)
                    await self._left(screen.operator.id)

        return api

    async def _beating(self, screen: Screen, socket: WebSocket) -> None:
        """Until the login ends or its person's rights change: then the page is to sign in, or to begin, anew."""
        while True:
            try:
                found = await self.guard.who(socket)
                if found is None or _rights(found.operator) != _rights(screen.operator):
                    await socket.close(code=SIGNED_OUT)
                    return
                await self.heartbeats.beat(screen.operator.id, self.clock())
            except Exception:
                log.exception("Beat failed", action="beat_failed", operator=screen.operator.id)
            await asyncio.sleep(BEAT.total_seconds())
            screen.show(_PING)

    async def _left(self, operator: OperatorId) -> None:
        if not any(each.operator.id == operator for each in self._screens):
            await self.heartbeats.gone(operator, self.clock())


def _rights(operator: Operator) -> tuple[object, ...]:
    return (operator.role, operator.lines, operator.supervises)


async def _pump(screen: Screen, socket: WebSocket) -> None:
    await socket.send_text('{"type":"hello"}')
    while True:
        await socket.send_text(await screen.frames.get())
