"""The supervisor's overview: what the lines have to do, and what everybody has in hand."""

from bot.operator_bot.cards import Card
from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from bot.operator_bot.times import lasting
from bot.operator_bot.visit import Reception, Visit
from handoff.line import Line
from handoff.operator import Operator, Presence, Role
from handoff.ports import Tally


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
            capacity = _capacity(person, lines)
            told.append(
                visit.say("team_person", name=person.name, there=there, held=loads[person.id].held, of=capacity)
            )
        await self._reception.post.send(visit.chat, Card(text="\n".join(told)))


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
