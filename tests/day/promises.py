"""What the policy should have made of a session, found out in the simplest way: minute by minute, from its history.

It shares nothing with the product but the numbers of the promises. It reads what happened, and counts on its fingers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handoff.messages import Happening, Message, Side
from handoff.sla.policy import Target
from tests.day.company import LIMITS, MINUTE, OPEN, STEPS, ZONE

Told = tuple[str, int, datetime]
"""A target, the percent of its limit that has passed, and when."""
ANSWER = "Answer"
"""How the words begin by which an operator answers; the desk says other things in their name."""


def told(thread: Sequence[Message]) -> Counter[Told]:
    """What the history of a session says of its steps."""
    steps = (each for each in thread if each.happening in (Happening.SLA_WARNING, Happening.SLA_BREACH))
    return Counter((each.details["target"], int(each.details["percent"]), each.at) for each in steps)


def foretold(thread: Sequence[Message], tier: str, *, until: datetime) -> Counter[Told]:
    """What it should say."""
    session, found, at, left = _Session(tier=tier), Counter[Told](), thread[0].at, list(thread)
    while at <= until:
        if session.line and _is_open(session.line, at - MINUTE):
            for count in session.counts():
                count.minutes += 1
            found.update(session.due(at))
        while left and left[0].at == at:
            session.hears(left.pop(0), at)
            if session.line and _is_open(session.line, at):  # a promise that was cut short is broken at once
                found.update(session.due(at))
        at += MINUTE
    assert not left, "Everything happens on the minute."
    return found


def _is_open(line: str, at: datetime) -> bool:
    opens, closes = next(hours for id_, hours in OPEN.items() if id_ == line)
    return opens <= at.astimezone(ZONE).hour < closes


@dataclass
class _Count:
    minutes: int = 0
    done: set[int] = field(default_factory=set)


@dataclass
class _Session:
    tier: str
    status: str = "with_bot"
    line: str = ""
    level: str = "normal"
    waits_since: datetime | None = None
    owed_since: datetime | None = None
    answered: bool = False
    kept: dict[tuple[Target, datetime | None], _Count] = field(default_factory=dict)

    def hears(self, message: Message, at: datetime) -> None:
        details = message.details
        match message.side, message.happening:
            case Side.CUSTOMER, _:
                self.owed_since = self.owed_since or at
            case Side.OPERATOR, _ if message.content.text.startswith(ANSWER):
                self.answered, self.owed_since = True, None
            case _, Happening.HANDED_OFF | Happening.REOPENED:
                self._waits(details["line"], at)
            case _, Happening.TRANSFERRED | Happening.ESCALATED | Happening.OVERFLOWED if "line" in details:
                since = self.waits_since if self.status == "waiting" and self.waits_since else at
                self._waits(details["line"], since)
            case _, Happening.RETURNED:
                self._waits(self.line, at)
            case _, Happening.ASSIGNED | Happening.TRANSFERRED | Happening.RESUMED:
                self.status = "with_operator"
            case _, Happening.HELD:
                self.status = "on_hold"
            case _, Happening.CLOSED:
                self.status, self.line = "closed", ""
            case _, Happening.PRIORITY:
                self.level = details["level"]
            case _:
                pass

    def counts(self) -> Iterator[_Count]:
        """What is counted now, each from its beginning."""
        for target, since in self._counted():
            yield self.kept.setdefault((target, since), _Count())

    def due(self, at: datetime) -> Iterator[Told]:
        for target, since in self._counted():
            count = self.kept.setdefault((target, since), _Count())
            for step in STEPS:
                of_target = not step.targets or target in step.targets
                reached = count.minutes * 100 >= self._limit(target) * step.percent
                if of_target and reached and step.percent not in count.done:
                    count.done.add(step.percent)
                    yield target.value, step.percent, at

    def _waits(self, line: str, since: datetime) -> None:
        self.status, self.line, self.waits_since = "waiting", line, since

    def _counted(self) -> Iterator[tuple[Target, datetime | None]]:
        if self.status not in ("waiting", "with_operator", "on_hold"):
            return
        their_turn = self.answered and self.owed_since is None and self.status != "waiting"
        if self.status != "on_hold" and not their_turn:
            yield Target.RESOLUTION, None
        if not self.answered:
            yield Target.FIRST_RESPONSE, None
        elif self.owed_since and self.status != "on_hold":
            yield Target.NEXT_RESPONSE, self.owed_since
        if self.status == "waiting":
            yield Target.IN_STATUS, self.waits_since

    def _limit(self, target: Target) -> int:
        rows = LIMITS[target]
        found = (rows[row][column] for row in (self.tier, "*") if row in rows for column in (self.level, "*")
                 if column in rows[row])  # fmt: skip
        return next(found)
