"""What the bot remembers, in Redis: what its chats show, and what their messages and buttons are about.

None of it is the truth about a session. Lost, it costs a repeated announcement and a few dead buttons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from bot.operator_bot.buttons import short
from handoff.ids import ConversationId

_KEPT = timedelta(days=30)
_OPEN = "operator-bot:open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What chats show of a conversation: announcements of one `wait`, and one `hold` in the holder's chat."""

    wait: str = ""
    announcements: Mapping[int, int] = field(default_factory=dict)
    """Chat to message; 0 where the chat could not be written to."""
    hold: str = ""
    chat: int = 0
    forwarded: int = 0
    """The number of the last message that the holder's chat has."""
    failed: int = 0
    """The number of the last message whose failure the holder's chat was told of."""

    def __bool__(self) -> bool:
        return bool(self.wait or self.hold)


class Memory:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    # -- what is shown -----------------------------------------------------------------------------------------

    async def shown(self, conversation_id: ConversationId) -> Shown:
        row: Any = await self._redis.hgetall(_shown(conversation_id))
        chats = {int(name.partition(":")[2]): int(value) for name, value in row.items() if name.startswith("to:")}
        return Shown(
            wait=row.get("wait", ""),
            announcements=chats,
            hold=row.get("hold", ""),
            chat=int(row.get("chat", 0)),
            forwarded=int(row.get("forwarded", 0)),
            failed=int(row.get("failed", 0)),
        )

    async def announced(self, conversation_id: ConversationId, wait: str, chat: int, message_id: int) -> None:
        await self._note(conversation_id, {"wait": wait, f"to:{chat}": message_id})

    async def took_down(self, conversation_id: ConversationId, chat: int) -> None:
        """The announcement in this chat says now where the session went."""
        await self._redis.hdel(_shown(conversation_id), f"to:{chat}")

    async def no_wait(self, conversation_id: ConversationId) -> None:
        await self._redis.hdel(_shown(conversation_id), "wait")

    async def held(self, conversation_id: ConversationId, hold: str, chat: int, upto: int) -> None:
        """A session is shown in its holder's chat, with all that was said so far."""
        await self._note(conversation_id, {"hold": hold, "chat": chat, "forwarded": upto, "failed": upto})

    async def forwarded(self, conversation_id: ConversationId, number: int) -> None:
        await self._note(conversation_id, {"forwarded": number})

    async def told_failure(self, conversation_id: ConversationId, number: int) -> None:
        await self._note(conversation_id, {"failed": number})

    async def no_hold(self, conversation_id: ConversationId) -> None:
        await self._redis.hdel(_shown(conversation_id), "hold", "chat", "forwarded", "failed")

    async def forget(self, conversation_id: ConversationId) -> None:
        """Nothing of it is shown as open any more."""
        pipeline = self._redis.pipeline(transaction=True)
        pipeline.delete(_shown(conversation_id))
        pipeline.srem(_OPEN, conversation_id)
        await pipeline.execute()

    async def open(self) -> list[ConversationId]:
        """Conversations of which something is shown as open."""
        return [ConversationId(str(each)) for each in await self._redis.smembers(_OPEN)]

    # -- what messages and buttons are about -------------------------------------------------------------------

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

    async def _note(self, conversation_id: ConversationId, values: dict[Any, Any]) -> None:
        pipeline = self._redis.pipeline(transaction=True)
        pipeline.hset(_shown(conversation_id), mapping=values)
        pipeline.expire(_shown(conversation_id), _KEPT)
        pipeline.sadd(_OPEN, conversation_id)
        await pipeline.execute()


def _shown(conversation_id: ConversationId) -> str:
    return f"operator-bot:shown:{conversation_id}"


def _about(chat: int, message_id: int) -> str:
    return f"operator-bot:about:{chat}:{message_id}"


def _name(short_name: str) -> str:
    return f"operator-bot:name:{short_name}"


def _current(chat: int) -> str:
    return f"operator-bot:current:{chat}"


def _found(value: object) -> ConversationId | None:
    return ConversationId(str(value)) if value else None
