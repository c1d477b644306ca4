"""What the bot remembers, in Redis: what messages and buttons are about, whom a chat answers, what it was asked.

None of it is the truth about a session. Lost, it costs a few dead buttons.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from bot.operator_bot.buttons import short
from handoff.ids import ConversationId, EventId

_KEPT = timedelta(days=30)
_ASKED_FOR = timedelta(minutes=15)
"""Who writes later than that no longer thinks of the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A session whose close waits for a comment: the chat's next words."""

    conversation_id: ConversationId
    topic: str | None


class Memory:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def about(self, chat: int, message_id: int) -> ConversationId | None:
        """The conversation that a message of this chat belongs to."""
        return _found(await self._redis.get(_about(chat, message_id)))

    async def is_about(self, chat: int, message_id: int, conversation_id: ConversationId) -> None:
        """Remember the message's conversation."""
        await self._redis.set(_about(chat, message_id), conversation_id, ex=_KEPT)

    async def name(self, conversation_id: ConversationId) -> None:
        """Remember the short name that buttons have for a conversation. Before the button can be pressed."""
        await self._redis.set(_name(short(conversation_id)), conversation_id, ex=_KEPT)

    async def named(self, short_name: str) -> ConversationId | None:
        return _found(await self._redis.get(_name(short_name)))

    async def current(self, chat: int) -> ConversationId | None:
        """Whom this chat's next words go to."""
        return _found(await self._redis.get(_current(chat)))

    async def answer(self, chat: int, conversation_id: ConversationId) -> None:
        await self._redis.set(_current(chat), conversation_id, ex=_KEPT)

    # -- a question, whose answer is the chat's next words ---------------------------------------------------------

    async def ask(self, chat: int, conversation_id: ConversationId, topic: str | None) -> None:
        await self.ask_nothing(chat)
        asked: dict[Any, Any] = {"conversation": conversation_id, "topic": topic or ""}
        await self._redis.hset(_asked(chat), mapping=asked)
        await self._redis.expire(_asked(chat), _ASKED_FOR)

    async def asked(self, chat: int, event: EventId) -> Question | None:
        """The question that these words answer: what was asked last, unless other words have answered it.

        Telegram may show an update again: it is still the answer then, and never goes to a customer.
        """
        row: Any = await self._redis.hgetall(_asked(chat))
        if not row.get("conversation") or row.get("answer", event) != event:
            return None
        await self._redis.hset(_asked(chat), "answer", event)
        return Question(conversation_id=ConversationId(row["conversation"]), topic=row["topic"] or None)

    async def ask_nothing(self, chat: int) -> None:
        await self._redis.delete(_asked(chat))


def _about(chat: int, message_id: int) -> str:
    return f"operator-bot:about:{chat}:{message_id}"


def _name(short_name: str) -> str:
    return f"operator-bot:name:{short_name}"


def _current(chat: int) -> str:
    return f"operator-bot:current:{chat}"


def _asked(chat: int) -> str:
    return f"operator-bot:asked:{chat}"


def _found(value: object) -> ConversationId | None:
    return ConversationId(str(value)) if value else None
