"""Being there or not: the operator's own word, and how they stand."""

from zoneinfo import ZoneInfo

from bot.operator_bot import menus
from bot.operator_bot.names import Names
from bot.operator_bot.reception import Reception
from bot.operator_bot.times import until
from bot.operator_bot.visit import Visit
from handoff.access import lines_seen_by
from handoff.operator import AwayReason, Operator, Presence
from handoff.ports import View

_NOTE_LIMIT = 100


class Attendance:
    def __init__(self, reception: Reception) -> None:
        self._reception, self._ports = reception, reception.ports
        self._desk, self._memory = reception.ports.desk, reception.memory

    async def online(self, visit: Visit) -> None:
        await self._be(visit, Presence.ONLINE)
        await self._reception.say(visit, "presence_online")

    async def offline(self, visit: Visit) -> None:
        await self._be(visit, Presence.OFFLINE)
        await self._reception.say(visit, "presence_offline")

    async def away(self, visit: Visit) -> None:
        """`/away the dentist`: colleagues see the reason under /team."""
        note = visit.words[:_NOTE_LIMIT]
        await self._be(visit, Presence.AWAY, note)
        await self._reception.say(visit, "presence_away")

    async def pause(self, visit: Visit) -> None:
        """`/break 30m lunch`: away, and until when."""
        zone = _zone(visit.operator, await self._reception.names())
        back = until(visit.words, self._desk.clock(), zone)
        what = (back.rest if back else visit.words)[:_NOTE_LIMIT] or visit.say("on_break")
        at = f"{back.at.astimezone(ZoneInfo(zone)):%H:%M}" if back else ""
        note = visit.say("break_until", what=what, time=at) if at else what
        await self._be(visit, Presence.AWAY, note)
        await self._reception.say(visit, "presence_break", note=note)

    async def status(self, visit: Visit) -> None:
        """How they stand, with what can be changed about it."""
        me, now = visit.operator, self._desk.clock()
        load = (await self._ports.loads.of([me.id], now))[me.id]
        tallies = await self._ports.team.tallies()
        seen = lines_seen_by(me)
        waiting = sum(tally.waiting for line, tally in tallies.items() if seen is None or line in seen)
        on_hold = (await self._ports.inbox.counts(me.id, seen)).get(View.HOLD, 0)
        there = visit.say.name("being", me.presence)
        if note := await self._memory.whereabouts(me.id):
            there = f"{there} ({note})"
        text = visit.say("status", there=there, held=load.held, on_hold=on_hold, waiting=waiting)
        await self._reception.post.send(visit.spot, menus.presence(text, me.presence, visit.say))

    async def _be(self, visit: Visit, presence: Presence, note: str = "") -> None:
        me = visit.operator
        reason = None if presence is Presence.ONLINE else AwayReason.CHOSEN
        await self._desk.operators.set_presence(me.id, presence, reason, self._desk.clock())
        await self._ports.deeds.note(me, f"presence {presence.value}")
        await self._memory.is_at(me.id, note)
        if presence is Presence.ONLINE:
            await self._ports.bell.ring(me.lines | me.supervises)  # what waits may be theirs now
        await self._reception.watch.sweep()  # who comes back hears of what waits


def _zone(operator: Operator, known: Names) -> str:
    """Where they work: by their shift, or by a line of theirs."""
    if operator.shift is not None:
        return operator.shift.zone
    lines = (known.book.line(each) for each in sorted(operator.lines))
    return next((line.hours.zone for line in lines if line is not None), "UTC")
