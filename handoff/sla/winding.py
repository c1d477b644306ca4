"""Winding: the clocks of a session as they are now, from what they were and where the session stands.

Done with every commit. Nothing here depends on how often it is done: a clock is touched only where something has
happened to it. It then settles what it has spent, in the time that was counted until then, and goes on under what
holds from then. So a promise that is cut short in the middle can be broken from that moment on, not before it was made.

- Who comes back to the bot is promised nothing: clocks that are not met are dropped, and start afresh with the next
  handoff. So does what a policy no longer promises.
- A close ends every clock. If the session is reopened they go on; the time in between does not count. In the same way
  time with an operator goes on after a hold.
- Of a target that ends and begins again, only the latest that ended is kept, and whether one before was breached.
- A change of a line's own hours counts for all the time since a clock was last set going: a holiday entered late is
  meant. Breaches until then stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handoff.facts import Facts
from handoff.hours import BusinessHours
from handoff.ids import LevelId, LineId
from handoff.sla.clock import Clock
from handoff.sla.pace import passed, reached
from handoff.sla.policy import Pause, SlaPolicy, Time, limit
from handoff.sla.situation import Situation, Slot


def wind(
    clocks: tuple[Clock, ...],
    situation: Situation,
    policy: SlaPolicy | None,
    facts: Facts,
    level: LevelId,
    hours: BusinessHours,
    now: datetime,
    *,
    elsewhere: Mapping[LineId, BusinessHours] | None = None,
) -> tuple[Clock, ...]:
    """The clocks now. `hours` are the line's; `elsewhere` has other lines' hours, for a session that has moved."""
    winder = _Winder(situation=situation, hours=hours, elsewhere=elsewhere or {}, now=now)
    counting = situation.counting()
    met = {_slot(clock): clock for clock in clocks if clock.met_at}
    unmet = {} if situation.with_bot else {_slot(clock): clock for clock in clocks if not clock.met_at}
    met |= {slot: winder.ended(clock, before=met.get(slot)) for slot, clock in unmet.items() if slot not in counting}
    running = []
    for slot, began in counting.items():
        promised = limit(policy, slot[0], facts, level, slot[1]) if policy else None
        if policy is None or promised is None:
            continue
        clock = unmet.get(slot)
        if clock is None and slot in met and _goes_on(met[slot], began):
            clock = winder.set_going_again(met.pop(slot))
        running.append(winder.wound(clock or winder.fresh(slot, policy, promised, began), policy, promised))
    return (*met.values(), *running)


def _slot(clock: Clock) -> Slot:
    return clock.target, clock.status


def _goes_on(clock: Clock, began: datetime) -> bool:
    """Has what a met clock counted begun before it ended? Then its end was not the last word."""
    return clock.met_at is not None and (began < clock.met_at or began == clock.started_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Winder:
    """What winding one clock after another looks at."""

    situation: Situation
    hours: BusinessHours
    elsewhere: Mapping[LineId, BusinessHours]
    now: datetime

    def fresh(self, slot: Slot, policy: SlaPolicy, promised: timedelta, began: datetime) -> Clock:
        target, status = slot
        line = self._line(policy)
        return Clock(
            target=target, status=status, policy=policy.id, limit=promised, line=line, started_at=began, since=began,
            due_at=reached(began, promised, self._hours(line)),
        )  # fmt: skip

    def wound(self, clock: Clock, policy: SlaPolicy, promised: timedelta) -> Clock:
        line = self._line(policy)
        now_under = replace(clock, limit=promised, policy=policy.id, line=line)
        stop = self._stop(clock, policy)
        if stop is not None:
            pause, since = stop
            stopped = self._settled(clock, since)
            return replace(
                now_under, spent=stopped.spent, since=stopped.since, breached_at=stopped.breached_at,
                paused=pause, due_at=None,
            )  # fmt: skip
        if clock.paused:
            now_under = replace(now_under, paused=None, since=self._resumed(clock))
        elif now_under != clock:
            settled = self._settled(clock, self.now)
            now_under = replace(now_under, spent=settled.spent, since=settled.since, breached_at=settled.breached_at)
        due_at = reached(now_under.since, promised - now_under.spent, self._hours(line))
        late = self._late(clock, self.now) or (due_at if due_at and due_at <= self.now else None)
        return replace(now_under, due_at=due_at, breached_at=now_under.breached_at or late)

    def set_going_again(self, clock: Clock) -> Clock:
        """A met clock whose end was not the last word."""
        back = self.situation.status_since
        since = back if back and clock.met_at and back >= clock.met_at else self.now
        return replace(clock, met_at=None, due_at=None, since=since)

    def ended(self, clock: Clock, *, before: Clock | None) -> Clock:
        """Met, in time if just when it is due. It takes the place of the one `before`."""
        end = self.situation.ended(clock.target, self.now)
        # A hold ends when it ends, not when its operator was given the session, long before.
        end = end if end > clock.since else self.now
        breached_before = before is not None and (before.breached_before or before.breached_at is not None)
        return replace(
            self._settled(clock, end), since=end, met_at=end, paused=None,
            breached_before=clock.breached_before or breached_before,
        )  # fmt: skip

    def _settled(self, clock: Clock, until: datetime) -> Clock:
        """What has counted until then is spent, in the time that was counted until then."""
        if clock.paused:
            return clock
        until = max(min(until, self.now), clock.since)
        spent = clock.spent + passed(clock.since, until, self._hours(clock.line))
        return replace(clock, spent=spent, since=until, breached_at=clock.breached_at or self._late(clock, until))

    def _late(self, clock: Clock, at: datetime) -> datetime | None:
        """When it was breached, by what was promised until then. What happens just when it is due is in time."""
        return clock.due_at if clock.due_at and clock.due_at < at else None

    def _stop(self, clock: Clock, policy: SlaPolicy) -> tuple[Pause, datetime] | None:
        allowed = policy.pauses.get(clock.target, frozenset())
        return next((stop for stop in self.situation.stops(self.now).items() if stop[0] in allowed), None)

    def _resumed(self, clock: Clock) -> datetime:
        """Since when a paused clock runs again: the customer's words, if it was for them to speak."""
        owed = self.situation.owed_since if clock.paused is Pause.CUSTOMER else None
        return max(clock.since, min(owed, self.now)) if owed else self.now

    def _line(self, policy: SlaPolicy) -> LineId | None:
        return self.situation.line if policy.time is Time.BUSINESS else None

    def _hours(self, line: LineId | None) -> BusinessHours | None:
        if line is None:
            return None
        return self.hours if line == self.situation.line else self.elsewhere.get(line, self.hours)
