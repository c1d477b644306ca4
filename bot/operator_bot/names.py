"""Lines, people and levels, to be called by name; and the rules that say how urgent a session is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.operator_bot.texts import Say
from bot.operator_bot.times import lasting
from handoff.book import Book
from handoff.conversation import Conversation
from handoff.hours import BusinessHours
from handoff.ids import LevelId, LineId, OperatorId
from handoff.line import Line
from handoff.operator import Operator
from handoff.priority import NORMAL
from handoff.session import Closed
from handoff.sla.clock import Clock
from handoff.sla.light import Color, Light, light, most_urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is called how at this moment."""

    book: Book = field(default_factory=Book)
    operators: Mapping[OperatorId, Operator] = field(default_factory=dict)

    def line(self, line: LineId, say: Say) -> str:
        known = self.book.line(line)
        return known.name_in(say("language_code")) if known else line

    def operator(self, operator: OperatorId) -> str:
        return self.operators[operator].name if operator in self.operators else operator

    def level(self, level: LevelId, say: Say) -> str:
        known = next((each.names for each in self.book.priority.levels if each.id == level), {})
        return known.get(say("language_code")) or known.get("en") or level

    def line_of(self, conversation: Conversation) -> Line | None:
        """The line that has it, or had it last."""
        session = conversation.session
        return self.book.line(session.line if isinstance(session, Closed) else conversation.line)

    def zone(self, conversation: Conversation) -> str:
        """Where its line works."""
        line = self.line_of(conversation)
        return line.hours.zone if line else "UTC"

    def clock(self, conversation: Conversation, at: datetime, now: datetime | None = None) -> str:
        """The time of day where the line works; with the date, when that is not the one of `now`."""
        zone = ZoneInfo(self.zone(conversation))
        there = at.astimezone(zone)
        other_day = now is not None and now.astimezone(zone).date() != there.date()
        return f"{there:%d.%m.%Y %H:%M}" if other_day else f"{there:%H:%M}"

    def urgency(self, conversation: Conversation, say: Say, now: datetime) -> str:
        """The priority, unless it is the usual one, and what is left of the most urgent promise."""
        level = conversation.handling.priority.level
        first = most_urgent(conversation.handling.clocks)
        flag = "" if level == NORMAL else f"⚑ {self.level(level, say)}"
        return " · ".join(filter(None, [flag, self._left(first, say, now) if first else ""]))

    def is_late(self, conversation: Conversation, now: datetime) -> bool:
        """Whether a promise is broken that is still to be kept."""
        unmet = (clock for clock in conversation.handling.clocks if clock.met_at is None)
        return any(self._light(clock, now).color is Color.RED for clock in unmet)

    def _light(self, clock: Clock, now: datetime) -> Light:
        line = self.book.line(clock.line)
        policy = next((each for each in self.book.sla.policies if each.id == clock.policy), None)
        return light(clock, now, line.hours if line else BusinessHours(), policy)

    def _left(self, clock: Clock, say: Say, now: datetime) -> str:
        shown = self._light(clock, now)
        late = shown.left.total_seconds() < 0
        said = say("time_late" if late else "time_left", target=promise(clock, say), time=lasting(shown.left, say))
        return f"{said} ({say.name('stopped', shown.stopped_by)})" if shown.stopped_by else said


def names(book: Book, operators: Iterable[Operator]) -> Names:
    return Names(book=book, operators={each.id: each for each in operators})


def promise(clock: Clock, say: Say) -> str:
    """What a clock is about."""
    return say.name("status", clock.status) if clock.status else say.name("target", clock.target)
