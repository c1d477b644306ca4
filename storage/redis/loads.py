"""What each operator has in hand, in units of effort, so that nobody is given more than they can hold.

MongoDB has the truth; this is its index, rebuilt from it. Room is *reserved* before a session is given and becomes
*held* when the commit is told of. A reservation whose process died lapses by itself.

    {floor}:load:OPERATOR   conversation -> "EFFORT vVERSION", or "EFFORT @UNTIL WHO-RESERVED"
    {floor}:loaded:C        "VERSION OPERATOR": the latest told of
    {floor}:given           operator -> when they were last given something
"""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from handoff.conversation import Conversation
from handoff.ids import ConversationId, OperatorId
from handoff.session import Closed, Waiting, WithBot, WithOperator
from storage.redis.client import Redis

RESERVED_FOR = timedelta(seconds=60)
"""Longer than it takes for a commit whose process died to be told of by another."""

_HELD = """
local function effort(value, now)
  local until_ = string.match(value, '@(%d+)')
  if until_ and tonumber(until_) < tonumber(now) then return 0 end
  return tonumber(string.match(value, '^%d+'))
end
local function held(operator, now, without)
  local sum, entries = 0, redis.call('HGETALL', '{floor}:load:' .. operator)
  for i = 1, #entries, 2 do
    if entries[i] ~= without then sum = sum + effort(entries[i + 1], now) end
  end
  return sum
end
"""
_RESERVE = (
    _HELD
    + """
local operator, c, version, wanted, capacity, now, lapses, who = unpack(ARGV)
local key = '{floor}:load:' .. operator
local told = string.match(redis.call('GET', '{floor}:loaded:' .. c) or '0', '^%d+')
if tonumber(told) > tonumber(version) then return 0 end
local there = redis.call('HGET', key, c)
if there and string.find(there, '@') and effort(there, now) > 0 and not string.find(there, who, 1, true) then
  return 0
end
if held(operator, now, c) + wanted > tonumber(capacity) then return 0 end
redis.call('HSET', key, c, wanted .. ' @' .. lapses .. ' ' .. who)
return 1
"""
)
_RELEASE = """
local there = redis.call('HGET', KEYS[1], ARGV[1])
if there and string.find(there, ARGV[2], 1, true) then redis.call('HDEL', KEYS[1], ARGV[1]) end
"""
_TELL = """
local c, version, operator, effort, at = unpack(ARGV)
local told = '{floor}:loaded:' .. c
local known, before = string.match(redis.call('GET', told) or '', '^(%d+) (.*)$')
if known and tonumber(known) > tonumber(version) then return end
if before and before ~= '' and before ~= operator then
  local there = redis.call('HGET', '{floor}:load:' .. before, c)
  if there and not string.find(there, '@') then redis.call('HDEL', '{floor}:load:' .. before, c) end
end
redis.call('SET', told, version .. ' ' .. operator, 'EX', operator == '' and 3600 or 2592000)
if operator == '' then return end
redis.call('HSET', '{floor}:load:' .. operator, c, effort .. ' v' .. version)
if before ~= operator and tonumber(redis.call('HGET', '{floor}:given', operator) or 0) < tonumber(at) then
  redis.call('HSET', '{floor}:given', operator, at)
end
"""
"""Processes tell of their commits in any order; who comes late with an older version is not listened to."""
_OF = (
    _HELD
    + """
local found = {}
for i = 2, #ARGV do
  found[#found + 1] = held(ARGV[i], ARGV[1], nil)
  found[#found + 1] = redis.call('HGET', '{floor}:given', ARGV[i]) or ''
end
return found
"""
)
_DROP = "if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`idle_since` is when they were last given something; None: never."""

    held: int = 0
    idle_since: datetime | None = None


class Holding(NamedTuple):
    """One session in one pair of hands."""

    operator: OperatorId
    effort: int
    since: datetime


class Loads:
    """Everybody's load. Each instance reserves in a name of its own."""

    def __init__(self, redis: Redis) -> None:
        self._redis, self._who = redis, uuid4().hex
        self._reserve, self._release = redis.register_script(_RESERVE), redis.register_script(_RELEASE)
        self._tell, self._of = redis.register_script(_TELL), redis.register_script(_OF)
        self._drop = redis.register_script(_DROP)

    async def reserve(self, operator: OperatorId, conversation: Conversation, *, capacity: int, now: datetime) -> bool:
        """Keep room for a waiting session.

        False when there is none, when somebody else is giving them this very one, or when it is not this version any
        more.
        """
        effort, lapses = conversation.handling.effort, _ms(now + RESERVED_FOR)
        args: list[str | int] = [
            operator, conversation.id, conversation.version, effort, capacity, _ms(now), lapses, self._who,
        ]  # fmt: skip
        return bool(await self._reserve(keys=[_load(operator)], args=args))

    async def release(self, operator: OperatorId, conversation: ConversationId) -> None:
        """Nothing came of it."""
        await self._release(keys=[_load(operator)], args=[conversation, self._who])

    async def sync(self, before: Conversation, after: Conversation) -> None:
        """Make the loads say what a commit has made true; safe to repeat, and to come late."""
        if before is after or holding(before) != holding(after):  # told again: nobody knows what was heard of it
            await self.tell(after)

    async def tell(self, conversation: Conversation) -> None:
        """This conversation is in these hands, or in nobody's."""
        in_hand = holding(conversation)
        hands = (in_hand.operator, in_hand.effort, _ms(in_hand.since)) if in_hand else ("", 0, 0)
        args: list[str | int] = [conversation.id, conversation.version, *hands]
        await self._tell(keys=[f"{{floor}}:loaded:{conversation.id}"], args=args)

    async def of(self, operators: Collection[OperatorId], now: datetime) -> Mapping[OperatorId, Load]:
        """How much each has in hand, reservations included."""
        if not operators:
            return {}
        asked = list(operators)
        flat = await self._of(keys=[_load(asked[0])], args=[_ms(now), *asked])
        return {
            operator: Load(held=int(held), idle_since=_time(given) if given else None)
            for operator, held, given in zip(asked, flat[::2], flat[1::2], strict=True)
        }

    async def repair(self, at_desk: AsyncIterator[Conversation]) -> int:
        """Compare with the truth and mend; how many entries were wrong. Reservations are left to lapse.

        The loads are read before the truth: what is given meanwhile is never taken out.
        """
        found = {
            (OperatorId(str(key).removeprefix(_load(""))), ConversationId(str(c))): str(value)
            async for key in self._redis.scan_iter(match=_load("*"))
            for c, value in (await self._redis.hgetall(key)).items()
        }
        wanted: dict[tuple[OperatorId, ConversationId], tuple[int, Conversation]] = {}
        async for conversation in at_desk:
            if in_hand := holding(conversation):
                wanted[in_hand.operator, conversation.id] = (in_hand.effort, conversation)
        extra = [key for key, value in found.items() if key not in wanted and "@" not in value]
        lacking = [key for key, (effort, _) in wanted.items() if not found.get(key, "").startswith(f"{effort} v")]
        for operator, c in extra:
            await self._drop(keys=[_load(operator)], args=[c, found[operator, c]])
        for key in lacking:
            await self.tell(wanted[key][1])
        return len(extra) + len(lacking)


def holding(conversation: Conversation) -> Holding | None:
    """In whose hands it is: what is offered takes their room as well, what they have put on hold takes none."""
    match conversation.session:
        case WithOperator() as session:
            effort = 0 if session.hold else session.handling.effort
            return Holding(session.operator, effort, session.since)
        case Waiting(offer=offer) as session if offer is not None:
            return Holding(offer.operator, session.handling.effort, conversation.updated_at)
        case Waiting() | WithBot() | Closed():
            return None


def _load(operator: str) -> str:
    return f"{{floor}}:load:{operator}"


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _time(ms: str) -> datetime:
    return datetime.fromtimestamp(int(ms) / 1000, UTC)
