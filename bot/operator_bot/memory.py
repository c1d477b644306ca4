"""What the bot remembers, in Redis: what messages and buttons are about, whom a chat answers, what it was asked.

None of it is the truth about a session. Lost, it costs a few dead buttons.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.operator_bot.buttons import short
from handoff.ids import ConversationId, EventId, MessageId, OperatorId
from storage.redis.client import Redis

_KEPT = timedelta(days=30)
_AWAY_FOR = timedelta(days=1)
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

    async def is_copy(self, chat: int, message_id: int, original: MessageId) -> None:
        """Remember which message of the thread one of this chat shows, or has become."""
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.set(_original(chat, message_id), original, ex=_KEPT)
        pipeline.set(_copy(chat, original), message_id, ex=_KEPT)
        await pipeline.execute()

    async def original(self, chat: int, message_id: int) -> MessageId | None:
        found: Any = await self._redis.get(_original(chat, message_id))
        return MessageId(found) if found else None

    async def copy(self, chat: int, original: MessageId) -> int | None:
        """The last message of this chat that shows it."""
        found: Any = await self._redis.get(_copy(chat, original))
        return int(found) if found else None

    async def is_reworded(self, chat: int, original: MessageId, text: str) -> None:
        """Remember how a message that was written in this chat was corrected in it."""
        await self._redis.set(_wording(chat, original), short(text), ex=_KEPT)

    async def reads(self, chat: int, original: MessageId, text: str) -> bool:
        """Whether it was corrected into these words in this chat."""
        known: Any = await self._redis.get(_wording(chat, original))
        return bool(known == short(text))

    async def first_time(self, what: str) -> bool:
        """Whether this is the first time in a month that we ask: for what is said once."""
        return bool(await self._redis.set(f"operator-bot:once:{what}", 1, nx=True, ex=_KEPT))

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

    async def is_at(self, operator: OperatorId, note: str) -> None:
        """Where somebody is who is away; empty: they are back, or have not said."""
        if note:
            await self._redis.set(_whereabouts(operator), note, ex=_AWAY_FOR)
        else:
            await self._redis.delete(_whereabouts(operator))

    async def whereabouts(self, operator: OperatorId) -> str:
        found: Any = await self._redis.get(_whereabouts(operator))
        return found or ""

    # -- a question, whose answer is somebody's next words at one seat: in their chat, or in a topic ----------------

    async def ask(self, seat: str, conversation_id: ConversationId, topic: str | None) -> None:
        await self.ask_nothing(seat)
        asked: dict[Any, Any] = {"conversation": conversation_id, "topic": topic or ""}
        await self._redis.hset(_asked(seat), mapping=asked)
        await self._redis.expire(_asked(seat), _ASKED_FOR)

    async def asked(self, seat: str, event: EventId) -> Question | None:
        """The question that these words answer: what was asked last, unless other words have answered it.

        Telegram may show an update again: it is still the answer then, and never goes to a customer.
        """
        row: Any = await self._redis.hgetall(_asked(seat))
        if not row.get("conversation") or row.get("answer", event) != event:
            return None
        await self._redis.hset(_asked(seat), "answer", event)
        return Question(conversation_id=ConversationId(row["conversation"]), topic=row["topic"] or None)

    async def ask_nothing(self, seat: str) -> None:
        await self._redis.delete(_asked(seat))


def _about(chat: int, message_id: int) -> str:
    return f"operator-bot:about:{chat}:{message_id}"


def _original(chat: int, message_id: int) -> str:
    return f"operator-bot:original:{chat}:{message_id}"


def _copy(chat: int, original: MessageId) -> str:
    return f"operator-bot:copy:{chat}:{original}"


def _wording(chat: int, original: MessageId) -> str:
    return f"operator-bot:wording:{chat}:{original}"


def _name(short_name: str) -> str:
    return f"operator-bot:name:{short_name}"


def _current(chat: int) -> str:
    return f"operator-bot:current:{chat}"


def _whereabouts(operator: OperatorId) -> str:
    return f"operator-bot:away:{operator}"


def _asked(seat: str) -> str:
    return f"operator-bot:asked:{seat}"


def _found(value: object) -> ConversationId | None:
    return ConversationId(str(value)) if value else None
