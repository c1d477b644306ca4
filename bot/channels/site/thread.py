"""What one window still has to be shown of a conversation: every message once, in order."""

from collections.abc import AsyncIterator, Sequence
from itertools import pairwise

from bot.channels.site.ports import Conversations, History
from handoff.ids import ConversationId
from handoff.messages import Message

PAGE = 200


class Thread:
    """`last` is the number of the last message that the window has or must not see."""

    def __init__(
        self, conversation_id: ConversationId, last: int, conversations: Conversations, history: History
    ) -> None:
        self.last = last
        self._id, self._conversations, self._history = conversation_id, conversations, history

    def follows(self, number: int) -> bool:
        """Whether a message is the very next one."""
        return number == self.last + 1

    async def missing(self) -> AsyncIterator[Message]:
        """The messages after `last`, oldest first; each moves `last` on once it was dealt with."""
        more = True
        while more:
            page = await self.after(self.last)
            for message in page:
                yield message
                self.last = message.number
            more = len(page) == PAGE

    async def after(self, number: int) -> Sequence[Message]:
        """Up to a page of messages after a number."""
        page = await self._read(number)
        # Messages committed together are written to the history one by one, and we may have read in between. What is
        # not written yet is still in the journal, so a second look sees all of it.
        return page if _whole(number, page) else await self._read(number)

    async def _read(self, number: int) -> Sequence[Message]:
        conversation = await self._conversations.load(self._id)
        if conversation is None or conversation.count <= number:
            return ()
        return await self._history.since(conversation, number, PAGE)


def _whole(number: int, page: Sequence[Message]) -> bool:
    numbers = [number, *(message.number for message in page)]
    return all(following == one + 1 for one, following in pairwise(numbers))
