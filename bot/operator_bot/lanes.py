"""Updates on their way to being handled: in order within a chat or a topic, and no chat waits for another.

Telegram is told that it may forget an update when this one and all before it have been handled, so a killed process
gets them again. An album comes as an update for each of its files, with no sign of the last: they are gathered until
something else follows or nothing has come for a moment, and handled as one.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from telegram import MaybeInaccessibleMessage, Message, Update

from bot.operator_bot.spot import Spot

ALBUM_WAIT = timedelta(seconds=0.8)
Handle = Callable[[Sequence[Update]], Awaitable[None]]


class Lanes:
    """`handle` gets one update, or those of one album, and lets no error out."""

    def __init__(self, handle: Handle, album_wait: timedelta = ALBUM_WAIT) -> None:
        self._handle, self._album_wait = handle, album_wait.total_seconds()
        self._lanes: defaultdict[Spot | None, deque[Update]] = defaultdict(deque)
        self._tasks: dict[Spot | None, asyncio.Task[None]] = {}
        self._known: dict[int, bool] = {}
        """Updates that Telegram has not been told to forget, and whether they are handled."""
        self._next = 0

    @property
    def offset(self) -> int:
        """The first update that Telegram is to show again."""
        return next((id for id in sorted(self._known) if not self._known[id]), self._next)

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def put(self, updates: Sequence[Update]) -> None:
        """Those that are in hand are shown again, and left alone."""
        for update in updates:
            if update.update_id in self._known:
                continue
            self._known[update.update_id] = False
            self._next = max(self._next, update.update_id + 1)
            key = _lane(update)
            self._lanes[key].append(update)
            if key not in self._tasks:
                self._tasks[key] = asyncio.create_task(self._run(key))

    async def rest(self, at_most: timedelta) -> None:
        """Wait until everything is handled, or so long."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=at_most.total_seconds())
        first = self.offset
        self._known = {id: done for id, done in self._known.items() if id >= first}

    async def stop(self) -> None:
        """What is in hand is given up, and shown again to the next process."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _run(self, key: Spot | None) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                together = await self._album(lane)
                await self._handle(together)
                self._known.update((each.update_id, True) for each in together)
        finally:
            del self._tasks[key], self._lanes[key]

    async def _album(self, lane: deque[Update]) -> Sequence[Update]:
        """The first update, with those that belong to it."""
        together = [lane.popleft()]
        album = _album_of(together[0])
        while album is not None:
            while lane and _album_of(lane[0]) == album:
                together.append(lane.popleft())
            if lane:
                break
            await asyncio.sleep(self._album_wait)
            if not lane:
                break
        return together


def message_of(update: Update) -> MaybeInaccessibleMessage | None:
    """What was written, or what has the button that was pressed: if that is old, Telegram tells its chat only."""
    return update.callback_query.message if update.callback_query else update.effective_message


def spot_of(message: MaybeInaccessibleMessage) -> Spot:
    """Where a message stands."""
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Spot(message.chat.id, topic or 0)


def _lane(update: Update) -> Spot | None:
    if (message := message_of(update)) is not None:
        return spot_of(message)
    return Spot(update.effective_chat.id) if update.effective_chat else None


def _album_of(update: Update) -> str | None:
    return update.message.media_group_id if update.message else None
