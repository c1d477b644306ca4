"""What operators' chats show of each conversation, kept in Redis. Lost, it costs a repeated announcement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.operator_bot.spot import Spot, read_spot
from handoff.ids import ConversationId
from storage.redis.client import Redis

_KEPT = timedelta(days=30)
_OPEN = "operator-bot:open"
_CHAT, _EDITS, _CAME = "to:", "edits:", "came:"
_PLACE = ("hold", "chat", "panel", "standing")

_NOWHERE = Spot(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What chats show of a conversation: announcements of one `wait`, and all of one `hold` at one spot."""

    wait: str = ""
    level: str = ""
    """The priority that the announcements tell."""
    announcements: Mapping[int, int] = field(default_factory=dict)
    """Chat to message; 0 where the chat could not be written to."""
    hold: str = ""
    spot: Spot = _NOWHERE
    """Where the session is shown in full: in its holder's chat, or in its topic."""
    panel: int = 0
    """The message there that has the buttons."""
    standing: str = ""
    """What was said there last of where the session is."""
    forwarded: int = 0
    """The number of the last message that is shown there."""
    failed: int = 0
    """The number of the last message whose failure was told there."""
    edits: Mapping[int, int] = field(default_factory=dict)
    """By a message's number: how many of its edits are shown there."""
    came: Mapping[int, str] = field(default_factory=dict)
    """By a message's number: what was told there of what came of it, in short."""

    def __bool__(self) -> bool:
        return bool(self.wait or self.hold)


class Screens:
    """What is shown, and remembered as soon as it is."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def show(self, conversation_id: ConversationId) -> Shown:
        """What the chats show of it."""
        row: Any = await self._redis.hgetall(_key(conversation_id))
        return Shown(
            wait=row.get("wait", ""),
            level=row.get("level", ""),
            announcements=_numbered(row, _CHAT),
            hold=row.get("hold", ""),
            spot=read_spot(row.get("chat", "0")),
            panel=int(row.get("panel", 0)),
            standing=row.get("standing", ""),
            forwarded=int(row.get("forwarded", 0)),
            failed=int(row.get("failed", 0)),
            edits=_numbered(row, _EDITS),
            came={int(name.removeprefix(_CAME)): row[name] for name in row if name.startswith(_CAME)},
        )

    async def announced(
        self, conversation_id: ConversationId, wait: str, chat: int, message_id: int, level: str
    ) -> None:
        await self._note(conversation_id, {"wait": wait, f"{_CHAT}{chat}": message_id, "level": level})

    async def took_down(self, conversation_id: ConversationId, chat: int) -> None:
        """The announcement in this chat says now where the session went."""
        await self._redis.hdel(_key(conversation_id), f"{_CHAT}{chat}")

    async def no_wait(self, conversation_id: ConversationId) -> None:
        await self._redis.hdel(_key(conversation_id), "wait", "level")

    async def held(
        self,
        conversation_id: ConversationId,
        hold: str,
        spot: Spot,
        upto: int,
        edits: Mapping[int, int],
        came: Mapping[int, str],
    ) -> None:
        """A session is shown in full at a spot, with all that was said so far, as it is worded now."""
        known = {f"{_EDITS}{number}": str(count) for number, count in edits.items()}
        known |= {f"{_CAME}{number}": short for number, short in came.items()}
        row = {"hold": hold, "chat": str(spot), "forwarded": upto, "failed": upto, **known}
        await self._note(conversation_id, row)

    async def stands(self, conversation_id: ConversationId, standing: str, panel: int) -> None:
        """What is said there of where the session is, and which message has the buttons."""
        await self._note(conversation_id, {"standing": standing, "panel": panel})

    async def forwarded(self, conversation_id: ConversationId, number: int, edits: int = 0) -> None:
        await self._note(conversation_id, {"forwarded": number, **({f"{_EDITS}{number}": edits} if edits else {})})

    async def told_edits(self, conversation_id: ConversationId, number: int, count: int) -> None:
        await self._note(conversation_id, {f"{_EDITS}{number}": count})

    async def told_what_came(self, conversation_id: ConversationId, number: int, short: str) -> None:
        await self._note(conversation_id, {f"{_CAME}{number}": short})

    async def told_failure(self, conversation_id: ConversationId, number: int) -> None:
        await self._note(conversation_id, {"failed": number})

    async def no_hold(self, conversation_id: ConversationId, shown: Shown) -> None:
        edits, came = (f"{_EDITS}{each}" for each in shown.edits), (f"{_CAME}{each}" for each in shown.came)
        await self._redis.hdel(_key(conversation_id), *_PLACE, "forwarded", "failed", *edits, *came)

    async def displaced(self, conversation_id: ConversationId) -> None:
        """Its place is gone with all that was in it; how far the showing had come is still known."""
        await self._redis.hdel(_key(conversation_id), *_PLACE)

    async def forget(self, conversation_id: ConversationId) -> None:
        """Nothing of it is shown as open any more."""
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.delete(_key(conversation_id))
        pipeline.srem(_OPEN, conversation_id)
        await pipeline.execute()

    async def open(self) -> list[ConversationId]:
        """Conversations of which something is shown as open."""
        return [ConversationId(str(each)) for each in await self._redis.smembers(_OPEN)]

    async def _note(self, conversation_id: ConversationId, values: dict[Any, Any]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.hset(_key(conversation_id), mapping=values)
        pipeline.expire(_key(conversation_id), _KEPT)
        pipeline.sadd(_OPEN, conversation_id)
        await pipeline.execute()


def _key(conversation_id: ConversationId) -> str:
    return f"operator-bot:shown:{conversation_id}"


def _numbered(row: Mapping[str, str], prefix: str) -> Mapping[int, int]:
    return {int(name.removeprefix(prefix)): int(value) for name, value in row.items() if name.startswith(prefix)}
