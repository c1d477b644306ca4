"""One visitor's open window: what they do becomes events, what is said is shown to them.

Two tasks share the socket. One reads frames and acknowledges an event only once it is stored; the other follows the
conversation. Whatever goes wrong ends the socket, never the visitor's messages: the widget comes back and asks for
what it has not seen.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from fastapi import WebSocket, WebSocketDisconnect

from bot.channels.base import Intake
from bot.channels.file_links import FileLinks
from bot.channels.site import frames
from bot.channels.site.nudges import LOOK, Nudges, Window
from bot.channels.site.ports import Conversations, History
from bot.channels.site.secret import address_of, known_or_new
from bot.channels.site.shown import as_shown, is_changed, is_shown
from bot.channels.site.thread import PAGE, Thread
from bot.channels.site.translate import Visitor, event_of, receipts
from handoff.files import Previews, attachment_of
from handoff.ids import FileId
from handoff.messages import Attachment, Message, Source
from handoff.ports import Clock, Files, Throttle

log = structlog.get_logger()

HELLO_WITHIN = timedelta(seconds=10)
LOOK_BACK = 50
"""Messages that a window which comes back is told about again, where they have changed."""
EVENTS_A_MINUTE = 20
SEEN_A_MINUTE = 20
_CLAIM = timedelta(days=9)
"""Longer than an event may wait for a worker: until then no message names the file."""
_OWN_AFTER = 2.0
"""Seconds after an acknowledgement in which the visitor's message has usually found its place in the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every window of this process works with."""

    account: str
    look_every: timedelta
    page_of: Callable[[Source], str | None]
    intake: Intake
    nudges: Nudges
    conversations: Conversations
    history: History
    throttle: Throttle
    clock: Clock
    links: FileLinks
    files: Files


class _Gone(Exception):
    """The browser closed the socket."""


async def serve(socket: WebSocket, around: Surroundings) -> None:
    """Talk with one window until it goes."""
    await socket.accept()
    try:
        async with asyncio.timeout(HELLO_WITHIN.total_seconds()):
            hello = await _hello(socket)
        secret = known_or_new(hello.visitor)
        await socket.send_text(frames.welcome(secret))
        visitor = Visitor(address=address_of(secret, around.account), language=hello.language, page=hello.page)
        thread = Thread(visitor.address.conversation_id, hello.after, around.conversations, around.history)
        async with around.nudges.follow(visitor.address.conversation_id) as window:
            await _Visit(socket, around, visitor, thread, window).run()
    except (_Gone, WebSocketDisconnect):
        pass
    except TimeoutError:
        await _close(socket, 4408)
    except Exception:
        log.exception("Site socket failed", action="site_socket_failed")
        await _close(socket, 1011)


class _Visit:
    def __init__(
        self, socket: WebSocket, around: Surroundings, visitor: Visitor, thread: Thread, window: Window
    ) -> None:
        self._socket, self._around, self._visitor = socket, around, visitor
        self._thread, self._window = thread, window
        self._previews, self._seen = Previews(around.files), 0

    async def run(self) -> None:
        """Until the browser goes, or one of the two tasks fails."""
        tasks = {asyncio.create_task(self._listen()), asyncio.create_task(self._follow())}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    # -- from the conversation to the visitor --------------------------------------------------------------------

    async def _follow(self) -> None:
        await self._show_changed()
        await self._show_missing()
        await self._socket.send_text(frames.LIVE)
        while True:
            nudge = await self._window.get(self._around.look_every.total_seconds())
            if nudge.frame is None:
                await self._show_missing()
            elif nudge.number is None:
                await self._socket.send_text(nudge.frame)
            elif self._thread.follows(nudge.number):
                await self._socket.send_text(nudge.frame)
                self._thread.last = nudge.number
            elif nudge.number > self._thread.last:
                await self._show_missing()

    async def _show_missing(self) -> None:
        async for message in self._thread.missing():
            if is_shown(message):
                await self._socket.send_text(frames.message(self._as_shown(message), self._around.page_of))

    async def _show_changed(self) -> None:
        """What may have been corrected or taken back while the window was away."""
        last = self._thread.last
        recent = await self._thread.after(max(0, last - LOOK_BACK)) if last else ()
        for message in recent:
            if message.number <= last and is_changed(message):
                await self._socket.send_text(frames.changed(self._as_shown(message), self._around.page_of))

    def _as_shown(self, message: Message) -> Message:
        return self._around.links.on(as_shown(message))

    # -- from the visitor to the conversation --------------------------------------------------------------------

    async def _listen(self) -> None:
        while True:
            try:
                frame = frames.read(await _receive(self._socket))
            except frames.BadFrame as bad:
                await self._socket.send_text(frames.refused(bad.id, bad.reason))
                continue
            match frame:
                case frames.Ping():
                    await self._socket.send_text(frames.PONG)
                case frames.Seen():
                    await self._note_seen(frame.number)
                case frames.Open() | frames.Say() | frames.Press():
                    await self._socket.send_text(await self._take(frame))
                case frames.Hello():
                    pass  # said once is enough

    async def _take(self, frame: frames.Doing) -> str:
        """Store what the visitor did; the answer to their frame."""
        try:
            if not await self._allowed("site", EVENTS_A_MINUTE):
                return frames.refused(frame.id, "too_fast")
            attached = await self._attached(frame.files) if isinstance(frame, frames.Say) else ()
            if attached is None:
                return frames.refused(frame.id, "no_file")
            await self._around.intake([event_of(frame, self._visitor, self._around.clock(), attached)])
        except Exception:
            # Whatever kept it from being stored: the widget has the message and will try again with the same id.
            log.exception("Site event not stored", action="site_event_not_stored")
            return frames.refused(frame.id, "unavailable")
        asyncio.get_running_loop().call_later(_OWN_AFTER, self._window.put, LOOK)
        return frames.ack(frame.id)

    async def _attached(self, ids: Sequence[FileId]) -> tuple[Attachment, ...] | None:
        """Files that this visitor uploaded; None where one is not theirs, or not there any more."""
        found = [await self._around.files.claim(each, _CLAIM) for each in ids]
        own = self._visitor.address.conversation_id
        if any(each is None or each.private or each.conversation_id != own for each in found):
            return None
        return tuple([await attachment_of(each, self._previews) for each in found if each is not None])

    async def _note_seen(self, number: int) -> None:
        """Tell operators that they were read. What is left out or fails is told with the next frame of this kind."""
        try:
            if number <= self._seen or not await self._allowed("site-seen", SEEN_A_MINUTE):
                return
            since = max(self._seen, number - PAGE)
            newly = [message for message in await self._thread.after(since) if message.number <= number]
            if read := receipts(newly, self._visitor, self._around.clock()):
                await self._around.intake(read)
            self._seen = max((message.number for message in newly), default=self._seen)
        except Exception:
            log.exception("Site receipt not stored", action="site_receipt_not_stored")

    async def _allowed(self, what: str, a_minute: int) -> bool:
        key = f"{what}:{self._visitor.address.external_id}"
        return await self._around.throttle.allow(key, limit=a_minute, seconds=60)


async def _hello(socket: WebSocket) -> frames.Hello:
    while True:
        try:
            frame = frames.read(await _receive(socket))
        except frames.BadFrame as bad:
            await socket.send_text(frames.refused(bad.id, bad.reason))
            continue
        if isinstance(frame, frames.Hello):
            return frame
        await socket.send_text(frames.refused(getattr(frame, "id", None), "malformed"))


async def _receive(socket: WebSocket) -> str | bytes:
    """The next frame, text or not. Raises _Gone."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise _Gone
    text, data = received.get("text"), received.get("bytes")
    return text if text is not None else data or b""


async def _close(socket: WebSocket, code: int) -> None:
    with contextlib.suppress(RuntimeError):  # it may be closed already
        await socket.close(code=code)
