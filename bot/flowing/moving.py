"""Moving conversations over to what was just published, where an admin chose that."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.flowing.facts import facts_of
from bot.flowing.reporting import report
from bot.flowing.runs import Run
from bot.flowing.shelf import Shelf
from flows import moving
from flows.model import Library
from flows.ports import Flows
from flows.record import Move, Moved, Place
from flows.words import FlowId
from handoff.book import Book
from handoff.changes import Changes, TooBusy
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from storage.mongo.conversations import MongoConversations


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """For the console. Who cannot be moved goes on as they were."""

    flows: Flows
    conversations: MongoConversations
    changes: Changes

    async def move_over(self, flow: FlowId) -> int:
        """Every conversation that is in an older revision of the flow; how many could be moved."""
        shelf, moved = Shelf(self.flows), 0
        for conversation_id in await self.conversations.within(flow):
            moved += await self._move(conversation_id, shelf)
        return moved

    async def _move(self, conversation_id: ConversationId, shelf: Shelf) -> bool:
        before = await self.conversations.load(conversation_id)
        if before is None:
            return False
        library, book = await shelf.library(before.standings), await self.changes.books.now()
        try:
            after = await self.changes.make(conversation_id, lambda known, now: moved(known, library, book, now))
        except TooBusy:
            return False
        return after is not None and after.standings != before.standings


def moved(conversation: Conversation, library: Library, book: Book, now: datetime) -> Conversation:
    """With every flow that it is in at the same place in its newest revision, where there is that place."""
    runs = [Run.of(standing) for standing in conversation.standings]
    for run in runs:
        position = moving.moved(run.position, library) if run.position else None
        if position is None or position == run.position:
            continue
        newest = {frame.flow: frame.revision for frame in position.frames}
        facts = facts_of(conversation, book, now)
        run.moves.append(Move(came=Moved(revisions=newest), facts=facts, waits_at=Place.of(position)))
        run.position = position
        conversation = report(conversation, run, library, book, now)
    standings = tuple(standing for run in runs if (standing := run.stands()))
    return replace(conversation, standings=standings) if standings != conversation.standings else conversation
