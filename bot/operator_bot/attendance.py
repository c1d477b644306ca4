"""Being there or not: the operator's own word."""

from bot.operator_bot.visit import OnVisit, Reception, Visit
from handoff.operator import AwayReason, Presence


class Attendance:
    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._desk, self._bell = reception.ports.desk, reception.ports.bell

    def be(self, presence: Presence) -> OnVisit:
        """A handler by which somebody comes or goes."""

        async def act(visit: Visit) -> None:
            me = visit.operator
            reason = None if presence is Presence.ONLINE else AwayReason.CHOSEN
            await self._desk.operators.set_presence(me.id, presence, reason, self._desk.clock())
            if presence is Presence.ONLINE:
                await self._bell.ring(me.lines | me.supervises)  # what waits may be theirs now
            await self._reception.say(visit, f"presence_{presence.value}")
            await self._reception.watch.sweep()  # who comes back hears of what waits

        return act
