"""What came and cannot be read is set aside for people, with the reason, and told of in the channel's health."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.channels.base import Unread
from bot.connecting.ledger import Ledger
from bot.metrics import REFUSED
from handoff.ports import Clock
from storage.mongo.dead_letters import MongoDeadLetters

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    dead_letters: MongoDeadLetters
    ledger: Ledger
    clock: Clock

    async def set(self, channel: str, unread: Sequence[Unread]) -> None:
        """The same bytes twice are one row."""
        for each in unread:
            REFUSED.labels(channel=channel, why="malformed").inc()
            log.warning("Unreadable, kept aside", action="malformed", channel=channel, error=each.reason)
            self.ledger.refused(channel, each.reason)
            id_ = f"{channel}:{hashlib.sha256(each.raw.encode()).hexdigest()[:32]}"
            await self.dead_letters.park(id_, f"{channel}:?", each.raw, each.reason, self.clock())
