"""What an editor must not save of lines and people: what can't be meant, said with the place where it stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import time, timedelta
from itertools import pairwise

from handoff.book import Book
from handoff.hours import BusinessHours, Interval
from handoff.ids import LineId
from handoff.line import TEXTS, Line
from handoff.operator import Operator
from handoff.routing.conditions import Problem

CAPACITY = range(1, 101)
SKILL = range(1, 6)
TIERS = range(1, 4)
TO_ACCEPT = (timedelta(seconds=5), timedelta(hours=1))
LONGEST_WAIT = timedelta(days=30)
_MIDNIGHT = time(0)
_DAY = 24 * 60 * 60
_Path = tuple[str | int, ...]


def line_problems(line: Line, others: Sequence[Line]) -> Sequence[Problem]:
    """`others` are the company's other lines."""
    return tuple(_of_line(line, {each.id: each for each in others}))


def operator_problems(operator: Operator, lines: Collection[LineId]) -> Sequence[Problem]:
    """`lines` are those that there are."""
    return tuple(_of_operator(operator, lines))


def uses_of(line: Line, book: Book) -> Sequence[str]:
    """What would point nowhere without the line, in words."""
    uses = ["topics that no other line claims"] if line.takes_rest else []
    for other in book.lines:
        if other.id != line.id and not other.archived:
            if other.escalates_to == line.id:
                uses.append(f"the escalation of {other.name_in('en')}")
            if other.overflow and other.overflow.to == line.id:
                uses.append(f"the overflow of {other.name_in('en')}")
    uses += [f"the rule {rule.name!r}" for rule in book.routing.rules if rule.enabled and rule.then.line == line.id]
    return uses


def _of_line(line: Line, others: Mapping[LineId, Line]) -> Iterator[Problem]:
    if not any(name.strip() for name in line.names.values()):
        yield Problem(("names",), "Give the line a name in at least one language.")
    yield from _of_hours(line.hours, ("hours",))
    if not line.takes_rest and not any(each.takes_rest and not each.archived for each in others.values()):
        yield Problem(("takes_rest",), "One line takes the rest: set this on another line instead.")
    if line.archived and line.takes_rest:
        yield Problem(("archived",), "The line that takes the rest can't be archived.")
    if line.tier not in TIERS:
        yield Problem(("tier",), "A tier is 1, 2 or 3.")
    yield from _of_escalation(line, others)
    if line.capacity not in CAPACITY:
        yield Problem(("capacity",), f"From {CAPACITY.start} to {CAPACITY.stop - 1}.")
    if line.accept_within is not None and not TO_ACCEPT[0] <= line.accept_within <= TO_ACCEPT[1]:
        yield Problem(("accept_within",), "From 5 seconds to an hour.")
    if line.overflow is not None:
        target = others.get(line.overflow.to)
        if target is None or target.archived:
            yield Problem(("overflow", "to"), "Choose another line that is in use.")
        if not timedelta() < line.overflow.after <= LONGEST_WAIT:
            yield Problem(("overflow", "after"), "Longer than nothing, and at most 30 days.")
    for name in ("no_answer_within", "away_for"):
        limit = getattr(line.reassign, name)
        if limit is not None and not timedelta() < limit <= LONGEST_WAIT:
            yield Problem(("reassign", name), "Longer than nothing, and at most 30 days.")
    if not timedelta() < line.longest_hold <= LONGEST_WAIT:
        yield Problem(("longest_hold",), "Longer than nothing, and at most 30 days.")
    if not timedelta() <= line.reopen_within <= LONGEST_WAIT:
        yield Problem(("reopen_within",), "At most 30 days.")
    if len(set(line.order)) < len(line.order):
        yield Problem(("order",), "Name each criterion once.")
    for kind in line.texts:
        if kind not in TEXTS:
            yield Problem(("texts", kind), f"A line has texts for {', '.join(TEXTS)} only.")
    keys = [question.key for question in line.questions]
    for index, question in enumerate(line.questions):
        if not question.key.strip() or question.key in keys[:index]:
            yield Problem(("questions", index, "key"), "Every question needs a key of its own.")
        if not any(text.strip() for text in question.texts.values()):
            yield Problem(("questions", index, "texts"), "Word the question in at least one language.")


def _of_escalation(line: Line, others: Mapping[LineId, Line]) -> Iterator[Problem]:
    if line.escalates_to is None:
        return
    above = others.get(line.escalates_to)
    if above is None or above.archived:
        yield Problem(("escalates_to",), "Choose another line that is in use.")
    elif above.tier <= line.tier:
        # Tiers that only rise can't go in a circle, either.
        yield Problem(("escalates_to",), f"A line escalates to a higher tier than its own, which is {line.tier}.")


def _of_operator(operator: Operator, lines: Collection[LineId]) -> Iterator[Problem]:
    if not operator.login.strip() or operator.login != operator.login.strip():
        yield Problem(("login",), "Give a login without spaces around it.")
    if not operator.name.strip():
        yield Problem(("name",), "Give the person's name.")
    for field in ("lines", "supervises"):
        for unknown in sorted(getattr(operator, field) - set(lines)):
            yield Problem((field,), f"There is no line {unknown!r}.")
    for skill, level in operator.skills.items():
        if not skill.strip() or level not in SKILL:
            yield Problem(("skills", skill), "A skill has a name and a level from 1 to 5.")
    if operator.capacity is not None and operator.capacity not in CAPACITY:
        yield Problem(("capacity",), f"From {CAPACITY.start} to {CAPACITY.stop - 1}, or empty: as the line says.")
    if operator.email is not None and "@" not in operator.email.strip("@ "):
        yield Problem(("email",), "This is not an e-mail address.")
    if operator.shift is not None:
        yield from _of_hours(operator.shift, ("shift",))


def _of_hours(hours: BusinessHours, path: _Path) -> Iterator[Problem]:
    for day, intervals in hours.week.items():
        if day not in range(7):
            yield Problem((*path, "week", day), "A weekday is from 0, Monday, to 6, Sunday.")
        yield from _of_intervals(intervals, (*path, "week", day))
    for date, intervals in hours.exceptions.items():
        yield from _of_intervals(intervals, (*path, "exceptions", date.isoformat()))


def _of_intervals(intervals: Sequence[Interval], path: _Path) -> Iterator[Problem]:
    for index, interval in enumerate(intervals):
        if interval.opens == interval.closes != _MIDNIGHT:
            yield Problem((*path, index), "It opens and closes at the same time; a whole day is 00:00-00:00.")
    spans = sorted((_span(each), index) for index, each in enumerate(intervals))
    for ((_, end), _first), ((start, _end), second) in pairwise(spans):
        if start < end:
            yield Problem((*path, second), "It overlaps another interval of the same day.")


def _span(interval: Interval) -> tuple[int, int]:
    opens, closes = _seconds(interval.opens), _seconds(interval.closes)
    return opens, closes if closes > opens else closes + _DAY


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
