"""A queue per line: who waits, in which order. MongoDB has the truth; this is its index, rebuilt from it.

A sorted set scored by priority, then age: ten years of milliseconds for each step of priority keep the two apart, and
all scores exact in a double.

Beside it, sessions that ask the same of an operator share a sorted set of their own. So the next one that somebody can
take is at the head of one of a few sets, however long the queue is. Who is offered to somebody stays in the queue, and
is in none of these.

    {floor}:queue:LINE       conversation -> score; all who wait
    {floor}:able:LINE:KIND   conversation -> score; those of one kind who can be given out
    {floor}:kinds:LINE       the kinds that there are
    {floor}:placed           conversation -> version, kind and line of where it is now
    {floor}:queued:C         the latest version told of
    {floor}:built            that these and `loads` have been built; gone with both when Redis is wiped

The tag is there since scripts touch several lines' keys, which they find out themselves.
"""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Any, NamedTuple

from handoff.conversation import Conversation
from handoff.ids import ConversationId, LineId
from handoff.session import Waiting
from storage.redis.client import Redis

_LEAVE = """
local function leave(c)
  local _, kind, line = string.match(redis.call('HGET', '{floor}:placed', c) or '', '^(%d+) (%S*) (.+)$')
  if not line then return end
  redis.call('HDEL', '{floor}:placed', c)
  redis.call('ZREM', '{floor}:queue:' .. line, c)
  if kind == '' then return end
  local able = '{floor}:able:' .. line .. ':' .. kind
  redis.call('ZREM', able, c)
  if redis.call('EXISTS', able) == 0 then redis.call('SREM', '{floor}:kinds:' .. line, kind) end
end
"""
_TELL = (
    _LEAVE
    + """
local c, version, line, kind, score = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local told = '{floor}:queued:' .. c
if tonumber(redis.call('GET', told) or 0) > tonumber(version) then return end
redis.call('SET', told, version, 'EX', 3600)
leave(c)
if line == '' then return end
redis.call('HSET', '{floor}:placed', c, version .. ' ' .. kind .. ' ' .. line)
redis.call('ZADD', '{floor}:queue:' .. line, score, c)
if kind == '' then return end
redis.call('ZADD', '{floor}:able:' .. line .. ':' .. kind, score, c)
redis.call('SADD', '{floor}:kinds:' .. line, kind)
"""
)
"""Processes tell of their commits in any order; who comes late with an older version is not listened to."""
_DROP = (
    _LEAVE
    + """
local c, line, seen = ARGV[1], ARGV[2], ARGV[3]
if (redis.call('HGET', '{floor}:placed', c) or '') ~= seen then return end
if string.sub(seen, -#line - 1) == ' ' .. line then leave(c) end
redis.call('ZREM', '{floor}:queue:' .. line, c)
"""
)
"""Take out what was found where it should not be, unless it has moved since."""
_HEADS = """
local found, last = {}, ARGV[1] - 1
if redis.call('EXISTS', KEYS[2]) == 0 then return found end
for i = 2, #ARGV do
  for _, kind in ipairs(redis.call('SMEMBERS', '{floor}:kinds:' .. ARGV[i])) do
    for _, c in ipairs(redis.call('ZRANGE', '{floor}:able:' .. ARGV[i] .. ':' .. kind, 0, last)) do
      found[#found + 1] = c
      found[#found + 1] = ARGV[i]
    end
  end
end
return found
"""
_BUILT, _PLACED = "{floor}:built", "{floor}:placed"
_ABLE = "{floor}:able:"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_STEP = 10 * 365 * 86_400_000


class _Place(NamedTuple):
    """Where a waiting conversation belongs. `kind` is empty while it is offered."""

    line: LineId
    kind: str
    score: float


class Queues:
    """Every line's queue."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._tell, self._drop = redis.register_script(_TELL), redis.register_script(_DROP)
        self._heads = redis.register_script(_HEADS)

    async def sync(self, before: Conversation, after: Conversation) -> None:
        """Make the queues say what a commit has made true; safe to repeat, and to come late."""
        if before is after or _place(before) != _place(after):  # told again: nobody knows what was heard of it
            await self.tell(after)

    async def tell(self, conversation: Conversation) -> None:
        """Put this conversation where it belongs, or nowhere."""
        place = _place(conversation) or _Place(LineId(""), "", 0)
        args: list[str | float] = [conversation.id, conversation.version, *place]
        await self._tell(keys=[f"{{floor}}:queued:{conversation.id}"], args=args)

    async def length(self, line: LineId) -> int:
        return int(await self._redis.zcard(_queue(line)))

    async def place(self, line: LineId, conversation_id: ConversationId) -> int | None:
        """1 is next; None when it is not in this queue."""
        rank = await self._redis.zrank(_queue(line), conversation_id)
        return rank + 1 if isinstance(rank, int) else None

    async def heads(self, lines: Collection[LineId], each: int = 8) -> Mapping[ConversationId, LineId]:
        """The first few of every kind in these lines: whoever is to be served next is among them.

        None before all is built: who waits would be known, but not how much each operator has in hand.
        """
        if not lines:
            return {}
        flat = await self._heads(keys=[_PLACED, _BUILT], args=[each, *sorted(lines)])
        return {ConversationId(c): LineId(line) for c, line in zip(flat[::2], flat[1::2], strict=True)}

    async def built(self) -> bool:
        """False in an empty Redis: it has lost all that it knew, or never knew anything."""
        return bool(await self._redis.exists(_BUILT))

    async def are_built(self) -> None:
        """Both these and the loads say what is true."""
        await self._redis.set(_BUILT, 1)

    async def repair(self, waiting: AsyncIterator[Conversation]) -> int:
        """Compare with the truth and mend: what waits is in, all else is out. How many entries were wrong.

        The queues are read before the truth, so that a session that starts to wait meanwhile is never thrown out.
        """
        placed: Any = await self._redis.hgetall(_PLACED)
        found = await self._found(placed)
        wanted: dict[tuple[LineId, ConversationId], tuple[_Place, Conversation]] = {}
        async for conversation in waiting:
            if place := _place(conversation):
                wanted[place.line, conversation.id] = (place, conversation)
        extra = found.keys() - wanted.keys()
        lacking = [key for key, (place, _) in wanted.items() if found.get(key) != (place.kind, place.score)]
        for line, c in extra:
            await self._drop(keys=[_PLACED], args=[c, line, placed.get(c, "")])
        for key in lacking:
            await self.tell(wanted[key][1])
        return len(extra) + len(lacking)

    async def _found(self, placed: Mapping[str, str]) -> Mapping[tuple[LineId, ConversationId], tuple[str, float]]:
        """Kind and score of each entry. A kind counts only where the entry is really among its kind."""
        kinds: dict[tuple[str, str], str] = {}
        async for key in self._redis.scan_iter(match=f"{_ABLE}*"):
            line, _, kind = str(key).removeprefix(_ABLE).rpartition(":")
            kinds |= {(line, str(c)): kind for c in await self._redis.zrange(key, 0, -1)}
        found = {}
        async for key in self._redis.scan_iter(match=_queue("*")):
            line = str(key).removeprefix(_queue(""))
            entries: Any = await self._redis.zrange(key, 0, -1, withscores=True)
            for c, score in entries:
                here = placed.get(c, "").endswith(f" {line}")
                kind = kinds.get((line, c), "") if here else "?"
                found[LineId(line), ConversationId(c)] = (kind, float(score))
        return found


def _queue(line: str) -> str:
    return f"{{floor}}:queue:{line}"


def _place(conversation: Conversation) -> _Place | None:
    session = conversation.session
    if not isinstance(session, Waiting):
        return None
    age = int((session.place_from - _EPOCH).total_seconds() * 1000)
    kind = "" if session.offer else _kind(conversation, session)
    return _Place(session.line, kind, float(age - session.priority * _STEP))


def _kind(conversation: Conversation, session: Waiting) -> str:
    """Equal for sessions that the same operators can take: all that decides it, but not what is only preferred."""
    handling = session.handling
    asked = [
        handling.effort, sorted(handling.skills.items()), handling.supervised, conversation.customer.language,
        handling.declined, handling.asking is not None,
    ]  # fmt: skip
    return blake2s(json.dumps(asked).encode(), digest_size=6).hexdigest()
