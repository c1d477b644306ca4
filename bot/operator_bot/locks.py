"""One thing at a time with each conversation: what an operator writes in a topic is known for theirs before the mirror
looks, which would show it to them as news."""

import asyncio
from weakref import WeakValueDictionary

from handoff.ids import ConversationId


class Locks:
    def __init__(self) -> None:
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    def of(self, conversation_id: ConversationId) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())
