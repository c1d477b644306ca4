"""Load, decide, keep, commit, announce: the one way in which anything changes a conversation from outside its mailbox.

A conflict means that someone was faster, so the decision is made again on what is true now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.keep import keep
from handoff.ports import Announcer, Books, Clock, Conflict, Conversations

Decide = Callable[[Conversation, datetime], Conversation]
"""Gives the conversation back as it is to be; the very same value when nothing is to change."""
_TRIES = 8


class TooBusy(Exception):
    """The conversation changes faster than a decision about it can be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    conversations: Conversations
    announcer: Announcer
    books: Books
    clock: Clock

    async def make(self, conversation_id: ConversationId, decide: Decide) -> Conversation | None:
        """The conversation as committed, or None when there is none. Raises TooBusy, and what `decide` raises."""
        for _ in range(_TRIES):
            before = await self.conversations.load(conversation_id)
            if before is None:
                return None
            now = self.clock()
            decided = decide(before, now)
            if decided is before:
                return before
            after = keep(decided, await self.books.now(), now)
            try:
                committed = await self.conversations.commit(before, after)
            except Conflict:
                continue
            await self.announcer.announce(before, committed)
            return committed
        raise TooBusy(conversation_id)
