"""Commands that say how a session is handled: hold, resume, escalate, priority."""

from bot.operator_bot.names import Names
from bot.operator_bot.reception import Reception
from bot.operator_bot.times import until
from bot.operator_bot.visit import Visit
from handoff.ids import ConversationId, LevelId

_BY_THE_TABLE = "auto"


class Handling:
    def __init__(self, reception: Reception) -> None:
        self._reception, self._desk = reception, reception.ports.desk

    async def hold(self, visit: Visit, conversation_id: ConversationId) -> None:
        """`/hold 2h waits for the warehouse`; times of day are the line's."""
        conversation, known = await self._reception.seen(visit, conversation_id), await self._reception.names()
        now = self._desk.clock()
        wanted = until(visit.words, now, known.zone(conversation))
        if wanted is None or not wanted.rest:
            await self._reception.say(visit, "hold_usage")
            return
        await self._desk.hold(conversation_id, visit.operator, until=wanted.at, reason=wanted.rest)
        await self._reception.say(visit, "on_hold", until=known.clock(conversation, wanted.at, now))

    async def resume(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._desk.resume(conversation_id, visit.operator)
        await self._reception.say(visit, "resumed")

    async def escalate(self, visit: Visit, conversation_id: ConversationId) -> None:
        """`/escalate needs the warehouse's manager`"""
        conversation, known = await self._reception.seen(visit, conversation_id), await self._reception.names()
        line = known.line_of(conversation)
        above = known.book.line(line.escalates_to) if line else None
        if not visit.words:
            await self._reception.say(visit, "escalate_usage")
        elif line is not None and above is None:
            await self._reception.say(visit, "no_line_above", line=known.line(line.id, visit.say))
        else:
            await self._desk.escalate(conversation_id, visit.operator, visit.words)
            await self._reception.say(visit, "escalated", line=known.line(above.id, visit.say) if above else "–")

    async def priority(self, visit: Visit, conversation_id: ConversationId) -> None:
        """`/priority high their event is tomorrow`, by a level's name; `auto` lets the table decide again."""
        known = await self._reception.names()
        level, reason = _level(visit.words, known)
        by_the_table = visit.words.casefold() == _BY_THE_TABLE
        if not by_the_table and (level is None or not reason):
            levels = ", ".join(known.level(each.id, visit.say) for each in known.book.priority.levels)
            await self._reception.say(visit, "priority_usage", levels=levels)
            return
        changed = await self._desk.prioritise(conversation_id, visit.operator, level, reason)
        now = known.level(changed.handling.priority.level, visit.say)
        await self._reception.say(visit, "priority_is", level=now)


def _level(words: str, known: Names) -> tuple[LevelId | None, str]:
    """The level that the words begin with, by any of its names, and what comes after; the longest name counts."""
    calls = {
        name.casefold(): each.id for each in known.book.priority.levels for name in (each.id, *each.names.values())
    }
    begun = [name for name in calls if f"{words.casefold()} ".startswith(f"{name} ")]
    name = max(begun, key=len, default=None)
    return (calls[name], words[len(name) :].strip()) if name else (None, "")
