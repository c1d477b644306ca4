"""Tells the world what a commit made true: the floor (queues, loads, bell), screens, and (for staff) the worker."""

from dataclasses import dataclass

from bot.events import EVENTS, Poke
from bot.floor import Floor
from bot.joining_news import learned_at_desk
from handoff.access import sight_of
from handoff.conversation import Conversation
from handoff.ids import ConversationId, EventId
from handoff.ports import Clock
from storage.redis.live import Live
from storage.redis.mailbox import Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerAnnouncer:
    """For a worker, which delivers by itself."""

    floor: Floor
    live: Live

    async def announce(self, before: Conversation, after: Conversation) -> None:
        await self.floor.tell(before, after)
        await _show(self.live, before, after)

    async def delivered(self, conversation_id: ConversationId) -> None:
        """For the screens only: while messages were sent, staff may have moved the session on."""
        await self.live.publish(conversation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAnnouncer:
    """For the console and the operators' bot: only workers speak to messengers, so one is poked."""

    floor: Floor
    live: Live
    mailbox: Mailbox
    clock: Clock

    async def announce(self, before: Conversation, after: Conversation) -> None:
        await self.floor.tell(before, after)
        if after.news_since(before):
            poke = Poke(id=EventId(f"poke:{after.id}:{after.version}"), conversation_id=after.id, at=self.clock())
            await self.mailbox.post(after.id, EVENTS.dump_json(poke).decode())
        if after.customer is not before.customer and (learned := learned_at_desk(before, after, self.clock())):
            await self.mailbox.post(after.id, EVENTS.dump_json(learned).decode())
        await _show(self.live, before, after)


async def _show(live: Live, before: Conversation, after: Conversation) -> None:
    await live.publish(after.id)
    if (was := sight_of(before)) != sight_of(after):
        await live.moved_on(after.id, was)
