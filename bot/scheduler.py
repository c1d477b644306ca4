"""Looks after time: conversations whose wake time has come, events that were lost on their way, queues that differ.

It holds no state, so restarts lose nothing and two of them are harmless.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.events import EVENTS, Wake
from bot.intake import Reception
from handoff.ids import ConversationId, EventId
from handoff.ports import Clock
from storage.errors import TROUBLE
from storage.mongo.conversations import MongoConversations
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues

log = structlog.get_logger()
TICK = timedelta(seconds=0.5)
SWEEP = timedelta(seconds=10)
AUDIT = timedelta(minutes=5)
_MOST = 200
"""Woken at once."""
_AGAIN = timedelta(seconds=10)
"""A wake that nobody has handled by then is posted anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    conversations: MongoConversations
    mailbox: Mailbox
    reception: Reception
    queues: Queues
    clock: Clock

    async def run(self) -> None:
        """Until cancelled."""
        await asyncio.gather(
            _every(TICK, self.wake_due),
            _every(SWEEP, self.reception.post_overdue),
            _every(AUDIT, self.repair_queues),
        )

    async def wake_due(self) -> int:
        """Post a Wake to every conversation whose time has come; how many.

        Those that no worker has come to yet are still there at the next look: it pages past them.
        """
        now, after, count = self.clock(), None, 0
        while due := await self.conversations.due(now, _MOST, after=after):
            await asyncio.gather(*(self._wake(conversation_id, at) for conversation_id, at in due))
            count, after = count + len(due), due[-1]
            if len(due) < _MOST:
                break
        return count

    async def _wake(self, conversation_id: ConversationId, at: datetime) -> None:
        id_ = EventId(f"wake:{conversation_id}:{at.isoformat()}")
        wake = EVENTS.dump_json(Wake(id=id_, conversation_id=conversation_id, at=at)).decode()
        await self.mailbox.post_once(conversation_id, wake, key=id_, within=_AGAIN)

    async def repair_queues(self) -> int:
        """Compare the line queues with the truth and mend them; how many entries were wrong."""
        wrong = await self.queues.repair(self.conversations.waiting())
        if wrong:
            log.warning("Queues mended", action="queues_mended", entries=wrong)
        return wrong


async def _every(pause: timedelta, work: Callable[[], Awaitable[int]]) -> None:
    while True:
        try:
            await work()
        except TROUBLE as error:
            log.warning("A database is away, trying again", action="storage_away", error=str(error))
        await asyncio.sleep(pause.total_seconds())
