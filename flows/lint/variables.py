"""Variables: names that mean nothing, and values that are used where they may not be set yet.

A variable is surely set at a step when it is so on every way there. The sets of surely set variables begin as large as
they can be and shrink, way by way, until nothing changes.
"""

from collections.abc import Iterator, Mapping

from flows.errors import ExpressionError
from flows.facts import RESERVED
from flows.lint.problem import Problem, error, warning
from flows.lint.reading import used, written
from flows.model import Flow
from flows.words import StepId

_SEEN = RESERVED - {"response"}


def problems(flow: Flow) -> Iterator[Problem]:
    declared = frozenset(map(str, flow.variables))
    for name in sorted(declared):
        if name in RESERVED or not (name.isascii() and name.isidentifier()):
            message, remedy = "A variable cannot be called “{name}”.", "Use Latin letters, digits and underlines."
            yield error("name", None, f"variables.{name}", message, remedy, name=name)
    anywhere = declared | _assigned(flow)
    surely = surely_set(flow)
    for id, step in flow.steps.items():
        for port in step.ports():
            for name in sorted(step.sets(port.name) - declared):
                message = "The variable “{name}” is not declared."
                yield warning("undeclared", id, port.name, message, "Declare it, with its type.", name=name)
        for name in sorted(step.reads() - anywhere):
            yield _unknown(id, "", name)
        try:
            names = list(used(step))
        except ExpressionError:
            continue  # said with the texts
        for path, name in names:
            if name in _SEEN:
                continue
            if name not in anywhere:
                yield _unknown(id, written(path), name)
            elif id in surely and name not in surely[id]:
                message = "“{name}” may not be set yet when this step is reached."
                remedy = "Ask for it before, or give it a default."
                yield warning("unset", id, written(path), message, remedy, name=name)


def _unknown(step: StepId, field: str, name: str) -> Problem:
    message = "There is no variable “{name}”."
    return error("unknown_variable", step, field, message, "Choose another, or declare it.", name=name)


def surely_set(flow: Flow) -> Mapping[StepId, frozenset[str]]:
    """The variables that have a value when a step is reached, whichever way it was; of steps that can be reached."""
    at_first = frozenset(str(name) for name, each in flow.variables.items() if each.default is not None or each.given)
    surely: dict[StepId, frozenset[str]] = {}
    waiting: list[StepId] = []

    def arrive(step: StepId | None, having: frozenset[str]) -> None:
        if step is None or step not in flow.steps:
            return
        common = surely[step] & having if step in surely else having
        if surely.get(step) != common:
            surely[step] = common
            waiting.append(step)

    for trigger in flow.triggers:
        kept = {str(trigger.variable)} if trigger.variable and trigger.kind != "transition" else set()
        arrive(trigger.leads_to, at_first | kept)
    while waiting:
        id = waiting.pop()
        for port in flow.steps[id].ports():
            arrive(flow.target(id, port.name), surely[id] | flow.steps[id].sets(port.name))
    return surely


def _assigned(flow: Flow) -> frozenset[str]:
    by_steps = (step.sets(port.name) for step in flow.steps.values() for port in step.ports())
    by_triggers = (str(each.variable) for each in flow.triggers if each.variable)
    return frozenset().union(*by_steps, by_triggers)
