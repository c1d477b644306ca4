"""Where events come in: stored first, then posted to their mailboxes. When this returns, "200" is the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.events import EVENTS, FromOutside, FromSystem
from bot.metrics import RECEIVED
from handoff.ports import Clock
from storage.mongo.intake import MongoIntake
from storage.redis.mailbox import Mailbox

log = structlog.get_logger()
OVERDUE = timedelta(seconds=20)
"""An event this old and still not handled was lost on its way to a worker: it is posted again."""
_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """An `Intake` for channels, and for other systems."""

    store: MongoIntake
    mailbox: Mailbox
    clock: Clock

    async def __call__(self, events: Sequence[FromOutside]) -> None:
        if not events:
            return
        texts = [EVENTS.dump_json(event).decode() for event in events]
        rows = [(event.id, event.conversation_id, text) for event, text in zip(events, texts, strict=True)]
        over = await self.store.store(rows, self.clock())
        # A repeat that is not handled yet is posted too: the first try may have died right here.
        for id_, conversation, text in rows:  # one after another: side by side, they would overtake each other
            if id_ not in over:
                await self.mailbox.post(conversation, text)
        for event in events:
            channel = "system" if isinstance(event, FromSystem) else event.address.channel
            RECEIVED.labels(channel=channel, kind=event.kind).inc()

    async def post_overdue(self) -> int:
        """Post again what was stored and never handled (Redis lost, a process killed in between)."""
        before = self.clock() - OVERDUE
        late = {conversation_id for conversation_id, _ in await self.store.waiting(before, limit=_MOST)}
        # What still lies in its mailbox is late and not lost. Asked in this order, since events are ticked off after
        # they leave the mailbox: whoever has mail now may have none, and all handled, a moment later.
        empty = late - await self.mailbox.with_mail(late) if late else late
        waiting = await self.store.waiting(before, limit=_MOST) if empty else ()
        overdue = [(conversation_id, event) for conversation_id, event in waiting if conversation_id in empty]
        for conversation_id, event in overdue:
            key = EVENTS.validate_json(event).id
            await self.mailbox.post_once(conversation_id, event, key=key, within=OVERDUE)
        if overdue:
            log.warning("Events posted again", action="events_reposted", count=len(overdue))
        return len(overdue)
