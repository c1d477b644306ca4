"""After rules were saved, every session that they are about is looked at again."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from handoff.ports import Clock
from storage.mongo.conversations import MongoConversations

IN_FORCE = timedelta(seconds=0.8)
"""By then every process has read the new rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged:
    """Open sessions are due as soon as the rules are in force everywhere, which is also when whoever saved is told so.

    A process that still had the old ones may meanwhile commit a conversation with an alarm of its own: those are
    looked at once more.
    """

    conversations: MongoConversations
    clock: Clock

    async def __call__(self) -> None:
        saved = self.clock()
        await self.conversations.wake_open(saved + IN_FORCE)
        await asyncio.sleep(IN_FORCE.total_seconds())
        await self.conversations.wake_open(saved + IN_FORCE, changed_since=saved)
