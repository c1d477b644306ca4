"""When to look at which conversation: when the live feed names it, and at all open ones at the start and every minute,
since the feed may miss one and people come online without it."""

import asyncio
from datetime import timedelta

import structlog
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.operator_bot.mirror import Mirror
from bot.operator_bot.patience import duration
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.shown import Screens
from handoff.ids import ConversationId, OperatorId
from handoff.ports import InboxQuery, View

log = structlog.get_logger()
_WORKERS = 8
_PAUSE = timedelta(seconds=3)
_SWEEP_EVERY = timedelta(minutes=1)
_PATIENCE = timedelta(seconds=10)
"""For what is in hand at a stop."""


class Watch:
    """Workers take conversations from a queue in which each stands at most once."""

    def __init__(self, ports: OperatorBotPorts, screens: Screens, mirror: Mirror) -> None:
        self._feed, self._inbox, self._topics = ports.feed, ports.inbox, ports.topics
        self._screens, self._mirror = screens, mirror
        self._queue: asyncio.Queue[ConversationId] = asyncio.Queue()
        self._queued: set[ConversationId] = set()
        self._in_hand: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled; what is in hand then is finished first."""
        work = (self._listen(), self._sweep_often(), *(self._work() for _ in range(_WORKERS)))
        tasks = {asyncio.create_task(each) for each in work}
        try:
            await asyncio.gather(*tasks)
        finally:
            # Once may not be enough: in Python 3.11 `asyncio.wait_for`, with which the Redis client sends, swallows a
            # cancellation that comes just as the send is done (python/cpython#86296).
            while tasks:
                for task in tasks:
                    task.cancel()
                _, tasks = await asyncio.wait(tasks, timeout=0.1)
            if self._in_hand:
                await asyncio.wait(self._in_hand, timeout=_PATIENCE.total_seconds())

    async def sweep(self) -> None:
        """Look at everything that is open, or that a chat shows as open."""
        for conversation_id in {*await self._screens.open(), *await self._topics.open()}:
            self.ask(conversation_id)
        query = InboxQuery(view=View.OPEN, operator=OperatorId(""), lines=None, limit=100)
        while True:
            page = await self._inbox.page(query)
            for conversation in page.items:
                self.ask(conversation.id)
            if page.next is None:
                return
            query = InboxQuery(view=View.OPEN, operator=OperatorId(""), lines=None, limit=100, after=page.next)

    def ask(self, conversation_id: ConversationId) -> None:
        """Have it looked at soon."""
        if conversation_id not in self._queued:
            self._queued.add(conversation_id)
            self._queue.put_nowait(conversation_id)

    def _ask_after(self, wait: timedelta, conversation_id: ConversationId) -> None:
        """Have it looked at when Telegram is ready to show it."""
        asyncio.get_running_loop().call_later(wait.total_seconds(), self.ask, conversation_id)

    async def _listen(self) -> None:
        async for conversation_id in self._feed.changes():
            self.ask(conversation_id)

    async def _sweep_often(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception:  # the databases may be away: the next sweep finds what this one did not
                log.exception("Sweep failed", action="sweep_failed")
            await asyncio.sleep(_SWEEP_EVERY.total_seconds())

    async def _work(self) -> None:
        while True:
            conversation_id = await self._queue.get()
            self._queued.discard(conversation_id)  # before the look: a change during it asks for another one
            look = asyncio.create_task(self._look(conversation_id))
            self._in_hand.add(look)
            look.add_done_callback(self._in_hand.discard)
            # A stop between a message and its being remembered would have it sent again.
            await asyncio.shield(look)

    async def _look(self, conversation_id: ConversationId) -> None:
        try:
            await self._mirror.refresh(conversation_id)
        except RetryAfter as error:
            self._ask_after(duration(error), conversation_id)
        except (TimedOut, NetworkError) as error:
            # Whether it was the question or the answer that was lost, nobody can say.
            log.warning("Shown again: something may be there twice", action="refresh_again", error=error.message)
            self._ask_after(_PAUSE, conversation_id)
        except Exception:  # one conversation's trouble is not the others'; the sweep tries it again
            log.exception("Chats not brought up to date", action="refresh_failed", conversation=conversation_id)
