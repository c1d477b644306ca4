"""Where events come in: stored first, then posted to their mailboxes. When this returns, "200" is the truth."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.events import EVENTS, FromCustomer
from bot.metrics import RECEIVED
from handoff.ports import Clock
from storage.mongo.intake import MongoIntake
from storage.redis.mailbox import Mailbox

log = structlog.get_logger()
OVERDUE = timedelta(seconds=20)
"""An event this old and still not handled was lost on its way to a worker: it is posted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """An `Intake` for channels."""

    store: MongoIntake
    mailbox: Mailbox
    clock: Clock

    async def __call__(self, events: Sequence[FromCustomer]) -> None:
        if not events:
            return
        texts = [EVENTS.dump_json(event).decode() for event in events]
        rows = [(event.id, event.conversation_id, text) for event, text in zip(events, texts, strict=True)]
        await self.store.store(rows, self.clock())
        # A repeat is posted too: the first try may have died right here. The worker knows what it has handled.
        await asyncio.gather(*(self.mailbox.post(conversation, text) for _, conversation, text in rows))
        for event in events:
            RECEIVED.labels(channel=event.address.channel, kind=event.kind).inc()

    async def post_overdue(self) -> int:
        """Post again what was stored and never handled (Redis lost, a process killed in between)."""
        overdue = await self.store.waiting(self.clock() - OVERDUE, limit=1000)
        for conversation_id, event in overdue:
            key = EVENTS.validate_json(event).id
            await self.mailbox.post_once(conversation_id, event, key=key, within=OVERDUE)
        if overdue:
            log.warning("Events posted again", action="events_reposted", count=len(overdue))
        return len(overdue)
