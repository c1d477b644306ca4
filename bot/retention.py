"""What is kept for a time goes when it is over: conversations, and rows of the audit log.

A bounded number at once, oldest first, so that a desk that has just been told to forget years is not busy with that
alone. A conversation goes whole, in the way in which a customer is erased; one that is still open never does.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.privacy import Privacy
from handoff.ports import Clock
from storage.errors import TROUBLE
from storage.mongo.audit_chain import MongoAuditChain
from storage.mongo.conversations import MongoConversations
from storage.redis.borrowing import Borrowing

log = structlog.get_logger()
EVERY = timedelta(minutes=1)
AT_ONCE = 50
_TAKE_BACK = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """None: for ever."""

    conversations: MongoConversations
    privacy: Privacy
    audit: MongoAuditChain
    borrowing: Borrowing
    clock: Clock
    keep_conversations: timedelta | None
    keep_audit: timedelta | None

    async def run(self) -> None:
        """Until cancelled."""
        await asyncio.gather(_every(_TAKE_BACK, self.take_back), _every(EVERY, self.sweep))

    async def take_back(self) -> int:
        """Conversations that somebody borrowed who died."""
        return await self.borrowing.take_back(self.clock())

    async def sweep(self) -> int:
        """How many conversations went."""
        now, gone = self.clock(), 0
        if self.keep_audit is not None and (rows := await self.audit.trim(now - self.keep_audit)):
            log.info("Old rows of the audit log deleted", action="audit_trimmed", count=rows)
        if self.keep_conversations is not None:
            for each in await self.conversations.over_since(now - self.keep_conversations, AT_ONCE):
                gone += await self.privacy.expire(each)
        if gone:
            log.info("Old conversations deleted", action="conversations_expired", count=gone)
        return gone


async def _every(pause: timedelta, work: Callable[[], Awaitable[int]]) -> None:
    while True:
        try:
            await work()
        except TROUBLE as error:
            log.warning("What is old can't be deleted now", action="storage_away", error=str(error))
        await asyncio.sleep(pause.total_seconds())
