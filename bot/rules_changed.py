"""After rules were saved, every session that they are about is looked at again."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handoff.ports import Clock
from storage.mongo.conversations import MongoConversations

IN_FORCE = timedelta(seconds=0.8)
"""By then every process has read the new rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged:
    """Open sessions are due as soon as the rules are in force.

    A process that still had the old ones may meanwhile commit a conversation with an alarm of its own: those are
    looked at once more.
    """

    conversations: MongoConversations
    clock: Clock
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    async def __call__(self) -> None:
        saved = self.clock()
        await self.conversations.wake_open(saved + IN_FORCE)
        task = asyncio.create_task(self._again(saved))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _again(self, saved: datetime) -> None:
        await asyncio.sleep(IN_FORCE.total_seconds())
        await self.conversations.wake_open(saved + IN_FORCE, changed_since=saved)
