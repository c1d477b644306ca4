"""What the channel asks of a store."""

from typing import Protocol

from handoff.ids import ConversationId
from storage.mongo.email_threads import Thread


class Threads(Protocol):
    """What is known of each conversation's mails, and the key of our signatures."""

    async def key(self) -> bytes: ...

    async def keep(self, conversation_id: ConversationId, code: str, thread: Thread) -> None: ...

    async def of(self, conversation_id: ConversationId) -> Thread | None: ...

    async def whose(self, code: str) -> ConversationId | None:
        """The conversation of the code in a subject."""
        ...
