"""What an editor must not save of routing rules and the priority scheme, said with the place where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta

from handoff.book import Book
from handoff.ids import LevelId
from handoff.priority import PriorityScheme
from handoff.routing import conditions
from handoff.routing.conditions import Problem
from handoff.routing.rules import Outcome, Rule, RuleSet

EFFORT = range(1, 101)
SKILL = range(1, 6)
_Path = tuple[str | int, ...]


def rules_problems(rules: RuleSet, book: Book) -> Sequence[Problem]:
    """Of rules in use; what one out of use points to may be gone."""
    found = [*_repeated((rule.id for rule in rules.rules), ("rules",))]
    for index, rule in enumerate(rules.rules):
        found += _of_rule(rule, ("rules", index), book)
    return tuple(found)


def scheme_problems(scheme: PriorityScheme) -> Sequence[Problem]:
    return tuple(_of_scheme(scheme))


def _of_rule(rule: Rule, path: _Path, book: Book) -> Iterator[Problem]:
    if not rule.id.strip():
        yield Problem((*path, "id"), "A rule needs an id.")
    if not rule.name.strip():
        yield Problem((*path, "name"), "Give the rule a name.")
    for where, message in conditions.problems(rule.when):
        yield Problem((*path, "when", *where), message)
    if rule.enabled:
        yield from _of_outcome(rule.then, (*path, "then"), book)


def _of_outcome(then: Outcome, path: _Path, book: Book) -> Iterator[Problem]:
    if then == Outcome():
        yield Problem(path, "Say what the rule is to do.")
    line = book.line(then.line)
    if then.line is not None and (line is None or line.archived):
        yield Problem((*path, "line"), "Choose a line that is in use.")
    if then.priority is not None and then.priority not in _ids(book.priority):
        yield Problem((*path, "priority"), f"There is no level {then.priority!r}.")
    if then.operator is not None and not any(each.active and each.id == then.operator for each in book.staff):
        yield Problem((*path, "operator"), "Choose somebody who works here.")
    if then.effort is not None and then.effort not in EFFORT:
        yield Problem((*path, "effort"), f"From {EFFORT.start} to {EFFORT.stop - 1}.")
    for skill, level in then.skills.items():
        if not skill.strip() or level not in SKILL:
            yield Problem((*path, "skills", skill), "A skill has a name and a level from 1 to 5.")
    if not all(tag.strip() for tag in then.tags):
        yield Problem((*path, "tags"), "Leave no tag empty.")


def _of_scheme(scheme: PriorityScheme) -> Iterator[Problem]:
    if not scheme.levels:
        yield Problem(("levels",), "There is at least one level.")
    yield from _repeated((level.id for level in scheme.levels), ("levels",))
    for index, level in enumerate(scheme.levels):
        if not level.id.strip() or level.id == "*":
            yield Problem(("levels", index, "id"), "A level needs an id.")
        if not any(name.strip() for name in level.names.values()):
            yield Problem(("levels", index, "names"), "Give the level a name in at least one language.")
        if index and level.points <= scheme.levels[index - 1].points:
            yield Problem(("levels", index, "points"), "Each level begins at more points than the one below it.")
    yield from _repeated((row.id for row in scheme.table), ("table",))
    for index, row in enumerate(scheme.table):
        if not row.id.strip():
            yield Problem(("table", index, "id"), "A row needs an id.")
        # What the priority is made of can't be the priority.
        for where, message in conditions.problems(row.when, barred=("priority",)):
            yield Problem(("table", index, "when", *where), message)
    for index, patience in enumerate(scheme.waiting):
        if patience.after <= timedelta():
            yield Problem(("waiting", index, "after"), "Longer than nothing.")
        if any(earlier.after == patience.after for earlier in scheme.waiting[:index]):
            yield Problem(("waiting", index, "after"), "There is a row for this wait above.")


def _ids(scheme: PriorityScheme) -> Collection[LevelId]:
    return [level.id for level in scheme.levels]


def _repeated(ids: Iterable[str], path: _Path) -> Iterator[Problem]:
    for repeated, times in Counter(ids).items():
        if times > 1:
            yield Problem(path, f"There are {times} with the id {repeated!r}: each has its own.")
