"""What an editor must not save of the SLA policies: what can't be meant, said with the place where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta

from handoff.facts import FactKind, kind_of
from handoff.ids import LevelId
from handoff.routing import conditions
from handoff.routing.conditions import Problem
from handoff.sla.policy import ANY, SlaPolicies, SlaPolicy, Step, Table
from handoff.sla.steps import BREACH

LONGEST = timedelta(days=366)
PERCENT = range(1, 1001)
_Path = tuple[str | int, ...]


def problems(sla: SlaPolicies, levels: Collection[LevelId] | None = None) -> Sequence[Problem]:
    """Of all policies; with `levels`, columns are to be among them."""
    found = [*_repeated((policy.id for policy in sla.policies), ("policies",), "policy")]
    for index, policy in enumerate(sla.policies):
        found += _of_policy(policy, ("policies", index), levels)
    return tuple(found)


def _of_policy(policy: SlaPolicy, path: _Path, levels: Collection[LevelId] | None) -> Iterator[Problem]:
    if not policy.id.strip():
        yield Problem((*path, "id"), "A policy needs an id.")
    if not policy.name.strip():
        yield Problem((*path, "name"), "Give the policy a name.")
    for where, message in conditions.problems(policy.when):
        yield Problem((*path, "when", *where), message)
    for index, table in enumerate(policy.tables):
        yield from _of_table(table, (*path, "tables", index), levels)
    yield from _repeated((step.id for step in policy.steps), (*path, "steps"), "step")
    for index, step in enumerate(policy.steps):
        yield from _of_step(step, (*path, "steps", index))


def _of_table(table: Table, path: _Path, levels: Collection[LevelId] | None) -> Iterator[Problem]:
    for place, axis in enumerate(table.axes):
        if kind_of(axis) is not FactKind.WORD:
            yield Problem((*path, "axes", place), f"{axis!r} is not a fact that has words.")
        elif axis in table.axes[:place]:
            yield Problem((*path, "axes", place), f"{axis!r} is an axis already.")
    known: set[_Path] = set()
    for index, cell in enumerate(table.cells):
        at = (*path, "cells", index)
        folded = tuple(word.casefold() for word in cell.row)
        if len(cell.row) != len(table.axes):
            yield Problem((*at, "row"), f"A row has one word for each axis: {len(table.axes)}, not {len(cell.row)}.")
        elif not all(word.strip() for word in cell.row):
            yield Problem((*at, "row"), "Leave no word empty: * stands for any.")
        elif folded in known:
            yield Problem((*at, "row"), "There is such a row above: this one never counts.")
        known.add(folded)
        for level, limit in cell.limits.items():
            if levels is not None and level != ANY and level not in levels:
                yield Problem((*at, "limits", level), f"There is no level {level!r}.")
            if limit is not None and not timedelta() < limit <= LONGEST:
                yield Problem(
                    (*at, "limits", level), f"A limit is longer than nothing, and at most {LONGEST.days} days."
                )


def _of_step(step: Step, path: _Path) -> Iterator[Problem]:
    if not step.id.strip() or step.id == BREACH.id:
        yield Problem((*path, "id"), f"A step needs an id, other than {BREACH.id!r}.")
    if step.percent not in PERCENT:
        yield Problem((*path, "percent"), f"From {PERCENT.start} to {PERCENT.stop - 1} percent of the limit.")
    for index, email in enumerate(step.emails):
        if "@" not in email.strip("@ "):
            yield Problem((*path, "emails", index), f"{email!r} is not an e-mail address.")


def _repeated(ids: Iterable[str], path: _Path, what: str) -> Iterator[Problem]:
    for repeated, times in Counter(ids).items():
        if times > 1:
            yield Problem(path, f"There are {times} with the id {repeated!r}: each {what} has its own.")
