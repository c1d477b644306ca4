"""The supervisor's overview: what the lines have to do, and what everybody has in hand."""

from bot.operator_bot import menus
from bot.operator_bot.cards import Card
from bot.operator_bot.names import Names
from bot.operator_bot.reception import Reception
from bot.operator_bot.texts import Say
from bot.operator_bot.times import lasting
from bot.operator_bot.visit import Visit
from handoff.access import lines_seen_by
from handoff.line import Line
from handoff.operator import Operator, Presence, Role
from handoff.ports import InboxQuery, Tally, View
from handoff.session import Waiting

_NEXT = 10
"""Sessions that the queue shows."""


class Overview:
    def __init__(self, reception: Reception) -> None:
        self._reception, self._ports = reception, reception.ports

    async def team(self, visit: Visit) -> None:
        """Of the lines that they oversee."""
        me = visit.operator
        if not me.role.at_least(Role.SUPERVISOR) and not me.supervises:
            await self._reception.say(visit, "supervisors_only")
            return
        known, now = await self._reception.names(), self._ports.desk.clock()
        lines = [each for each in known.book.lines if not each.archived and me.oversees(each.id)]
        tallies = await self._ports.team.tallies()
        people = [each for each in known.operators.values() if each.active and _works_for(each, lines)]
        loads = await self._ports.loads.of([each.id for each in people], now)
        told = [visit.say("team_lines")]
        for line in lines:
            tally = tallies.get(line.id, Tally())
            oldest = lasting(now - tally.oldest_since, visit.say) if tally.oldest_since else ""
            told.append(_line(line, tally, oldest, known, visit.say))
        told += ["", visit.say("team_people")]
        for person in sorted(people, key=lambda each: list(Presence).index(each.presence)):
            there = visit.say.name("being", person.presence)
            if note := await self._reception.memory.whereabouts(person.id):
                there = f"{there} ({note})"
            capacity = _capacity(person, lines)
            told.append(
                visit.say("team_person", name=person.name, there=there, held=loads[person.id].held, of=capacity)
            )
        await self._reception.post.send(visit.spot, Card(text="\n".join(told)))

    async def queue(self, visit: Visit) -> None:
        """What waits in the lines that they see, and who is next."""
        me, now = visit.operator, self._ports.desk.clock()
        seen, known = lines_seen_by(me), await self._reception.names()
        tallies = await self._ports.team.tallies()
        told = []
        for line in known.book.lines:
            if not line.archived and (seen is None or line.id in seen):
                tally = tallies.get(line.id, Tally())
                oldest = lasting(now - tally.oldest_since, visit.say) if tally.oldest_since else ""
                told.append(_line(line, tally, oldest, known, visit.say))
        query = InboxQuery(view=View.WAITING, operator=me.id, lines=seen, limit=_NEXT)
        waiting = [
            (each, lasting(now - each.session.place_from, visit.say))
            for each in (await self._ports.inbox.page(query)).items if isinstance(each.session, Waiting)
        ]  # fmt: skip
        for conversation, _ in waiting:
            await self._reception.memory.name(conversation.id)
        text = "\n".join(told) or visit.say("no_lines")
        await self._reception.post.send(visit.spot, menus.queue(text, waiting, visit.say))


def _line(line: Line, tally: Tally, oldest: str, known: Names, say: Say) -> str:
    parts = [say("team_waiting_oldest", count=tally.waiting, time=oldest) if oldest else say("team_nobody_waits")]
    parts.append(say("team_held", count=tally.with_operators))
    if tally.on_hold:
        parts.append(say("team_on_hold", count=tally.on_hold))
    if tally.breached:
        parts.append(say("team_breached", count=tally.breached))
    return f"{known.line(line.id, say)}: {', '.join(parts)}"


def _works_for(person: Operator, lines: list[Line]) -> bool:
    return any(line.id in person.lines | person.supervises for line in lines)


def _capacity(person: Operator, lines: list[Line]) -> int:
    """Their own, or the most that one of these lines gives them."""
    given = max((line.capacity for line in lines if line.id in person.lines), default=0)
    return given if person.capacity is None else person.capacity
