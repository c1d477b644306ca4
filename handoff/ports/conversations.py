"""What the desk needs of conversations: the truth, the history, and telling the world."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Protocol

from handoff.abilities import Abilities
from handoff.access import Sight
from handoff.conversation import Conversation
from handoff.customer import Address
from handoff.ids import ConversationId, MessageId, OperatorId
from handoff.messages import Message

Clock = Callable[[], datetime]
"""Gives the present as an aware UTC time; tests move it."""

AbilitiesOf = Callable[[Address], Abilities]
"""What the messenger at an address can do."""


class Conflict(Exception):
    """Someone else committed this conversation first: read again, decide again."""


class Conversations(Protocol):
    """The truth about conversations: one document each, changed under its version."""

    async def load(self, conversation_id: ConversationId) -> Conversation | None: ...

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        """Store `after` if `before` is still the truth; gives it back with its new version. Raises Conflict."""
        ...


class History(Protocol):
    """Every message ever said, in order."""

    async def page(self, conversation: Conversation, *, before: int | None, limit: int) -> Sequence[Message]:
        """The last `limit` messages, or those before a number; oldest first, the journal included."""
        ...

    async def one(self, conversation: Conversation, message_id: MessageId) -> Message | None:
        """A message of this conversation's thread, wherever it is written."""
        ...


class Announcer(Protocol):
    """Tells the world what a commit made true. Safe to repeat."""

    async def announce(self, before: Conversation, after: Conversation) -> None: ...


class Texts(Protocol):
    """What the product says to customers, by key and language."""

    def say(self, key: str, language: str, **values: str) -> str: ...


class LiveFeed(Protocol):
    """What happens, as it happens: for screens. A missed one is only late: screens read again."""

    def changes(self) -> AsyncIterator[ConversationId]: ...

    def moved(self) -> AsyncIterator[tuple[ConversationId, Sight]]:
        """What has come into other hands, and by what it was seen till then."""
        ...

    def told(self) -> AsyncIterator[OperatorId]:
        """Who has a new notice."""
        ...
