"""Wait: for some time, until people are there, or until something happens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from pydantic import Field

from flows.effects import WaitUntil
from flows.happenings import Event, Occurred, TimePassed
from flows.position import ForEvent, ForTime
from flows.steps.base import LONGEST, NEXT, Gap, Go, Heard, Here, Keep, Outcome, Pause, Port, StepBase
from flows.words import PortName, shown_if

LATE = PortName("late")
UNKNOWN_HOURS = timedelta(hours=1)
"""When it is not known when people are back, it is asked again after this."""


class Wait(StepBase):
    """Go on later."""

    kind: Literal["wait"]
    until: Literal["time", "open", "event"] = Field(default="time", title="Until")
    time: timedelta | None = Field(
        default=None,
        ge=timedelta(seconds=1),
        le=LONGEST,
        title="Time",
        description="How long; for an event, at most.",
        json_schema_extra=shown_if("until", "time", "event"),
    )
    event: Event | None = Field(default=None, title="Event", json_schema_extra=shown_if("until", "event"))

    def ports(self) -> tuple[Port, ...]:
        late = (Port(name=LATE, label="Not in time"),) if self.until == "event" and self.time else ()
        return (Port(name=NEXT, label="Then"), *late)

    def pauses(self) -> bool:
        return self.until != "open"

    def gaps(self) -> Iterator[Gap]:
        if self.until == "time" and not self.time:
            yield Gap("time", "It is not said how long to wait.", "Give a time.")
        if self.until == "event" and not self.event:
            yield Gap("event", "It is not said what to wait for.", "Choose an event.")

    def run(self, here: Here) -> Outcome:
        now = here.facts.now
        if self.until == "event" and self.event:
            until = now + self.time if self.time else None
            return Pause(wait=ForEvent(event=self.event, until=until), effects=(WaitUntil(at=until),) if until else ())
        if self.until == "time":
            return _until(here, self.time or timedelta(seconds=1))
        return Go() if here.facts.open else self._for_people(here)

    def hear(self, here: Here, happening: Heard) -> Outcome:
        match happening:
            case Occurred(event=event) if event == self.event:
                return Go()
            case TimePassed() if self.until == "event":
                return Go(port=LATE)
            case TimePassed() if self.until == "open" and not here.facts.open:
                return self._for_people(here)  # hours were changed meanwhile
            case TimePassed():
                return Go()
            case _:
                return Keep()

    def _for_people(self, here: Here) -> Outcome:
        opens = here.facts.opens_at
        return _until(here, opens - here.facts.now if opens else UNKNOWN_HOURS)


def _until(here: Here, time: timedelta) -> Pause:
    until = here.facts.now + time
    return Pause(wait=ForTime(until=until), effects=(WaitUntil(at=until),))
