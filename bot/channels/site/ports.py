"""What the site chat needs from the rest of the product."""

from collections.abc import Sequence
from typing import Protocol

from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import Message


class Conversations(Protocol):
    async def load(self, conversation_id: ConversationId) -> Conversation | None: ...


class History(Protocol):
    async def since(self, conversation: Conversation, number: int, limit: int = 500) -> Sequence[Message]:
        """Messages after a number, oldest first, the journal included."""
        ...
