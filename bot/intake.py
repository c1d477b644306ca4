"""Where events come in: stored first, then posted to their mailboxes. When this returns, "200" is the truth."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import ValidationError

from bot.events import EVENTS, FromOutside, FromSystem, Poke, Wake
from bot.metrics import RECEIVED
from handoff.ids import ConversationId
from handoff.ports import Clock
from storage.mongo.intake import MongoIntake
from storage.redis.mailbox import Mailbox

log = structlog.get_logger()
OVERDUE = timedelta(seconds=20)
"""An event this old and still not handled was lost on its way to a worker: it is posted again."""
_MOST = 1000
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """An `Intake` for channels, and for other systems."""

    store: MongoIntake
    mailbox: Mailbox
    clock: Clock
    _filling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, events: Sequence[FromOutside]) -> None:
        if not events:
            return
        texts = [EVENTS.dump_json(event).decode() for event in events]
        rows = [(event.id, event.conversation_id, text) for event, text in zip(events, texts, strict=True)]
        over = await self.store.store(rows, self.clock())
        # A repeat that is not handled yet is posted too: the first try may have died right here.
        await self._post([(conversation, text) for id_, conversation, text in rows if id_ not in over])
        for event in events:
            channel = "system" if isinstance(event, FromSystem) else event.address.channel
            RECEIVED.labels(channel=channel, kind=event.kind).inc()

    async def _post(self, stored: Sequence[tuple[ConversationId, str]]) -> None:
        for conversation, text in stored:  # one after another: side by side, they would overtake each other
            while not await self.mailbox.post_in_turn(conversation, text):
                async with self._filling:
                    if not await self.mailbox.whole():
                        await self.post_all()
                        return  # these were among all

    async def post_all(self) -> int:
        """Redis was wiped: post all that is stored and not handled, so that what is new does not overtake it.

        Several processes may do so at once: each posts in order, and what comes twice is handled once.
        """
        events = await self.store.all_waiting()
        for conversation_id, event in sorted(events, key=lambda each: _turn(each[1])):
            await self.mailbox.post(conversation_id, event)
        await self.mailbox.made_whole()
        if events:
            log.warning("Mailboxes filled again", action="mailboxes_filled", count=len(events))
        return len(events)

    async def post_overdue(self) -> int:
        """Post again what was stored and never handled (Redis lost, a process killed in between)."""
        if not await self.mailbox.whole():
            return await self.post_all()
        before = self.clock() - OVERDUE
        late = {conversation_id for conversation_id, _ in await self.store.waiting(before, limit=_MOST)}
        # What still lies in its mailbox is late and not lost. Asked in this order, since events are ticked off after
        # they leave the mailbox: whoever has mail now may have none, and all handled, a moment later.
        empty = late - await self.mailbox.with_mail(late) if late else late
        waiting = await self.store.waiting(before, limit=_MOST) if empty else ()
        overdue = [(conversation_id, event) for conversation_id, event in waiting if conversation_id in empty]
        for conversation_id, event in sorted(overdue, key=lambda each: _turn(each[1])):
            key = EVENTS.validate_json(event).id
            if not await self.mailbox.post_once(conversation_id, event, key=key, within=OVERDUE, in_turn=True):
                return await self.post_all()  # wiped since we looked
        if overdue:
            log.warning("Events posted again", action="events_reposted", count=len(overdue))
        return len(overdue)


def _turn(event: str) -> tuple[datetime, int]:
    """By the messenger's clock, since those of several gateways may differ; within its second by its number."""
    try:
        read = EVENTS.validate_json(event)
    except ValidationError:
        return _EVER, 0  # a worker sets it aside
    if isinstance(read, FromSystem | Wake | Poke):
        return read.at, 0
    number = read.id.rpartition(":")[2]
    return read.sent_at, int(number) if number.isdecimal() else 0
