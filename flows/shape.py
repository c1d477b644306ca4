"""Reading a document that may be no flow: what of its shape is wrong, each with its place, and the steps that are well.

The linter speaks of flows. What is no flow yet, because a number is a word or a field is missing, is said here, in the
linter's manner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from flows.lint import problem
from flows.lint.problem import Problem
from flows.model import Flow
from flows.words import StepId

_REMEDIES = {
    "missing": "Fill it in.",
    "extra_forbidden": "Take it out.",
    "string_too_long": "Shorten it.",
    "too_short": "Add one.",
    "too_long": "Take some out.",
    "union_tag_invalid": "Choose a kind that there is.",
    "union_tag_not_found": "Choose a kind.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The flow, if it is one. Otherwise what keeps it from being one, and what is left without that."""

    flow: Flow | None = None
    problems: Sequence[Problem] = ()
    rest: Flow | None = None
    """The steps that are well, without any way between them."""


def read(document: Mapping[Any, Any]) -> Shape:
    """Never raises, whatever the document is."""
    try:
        return Shape(flow=Flow.model_validate(document))
    except ValidationError as error:
        problems = tuple(_problem(each["loc"], each["type"], each["msg"]) for each in error.errors(include_url=False))
    return Shape(problems=problems, rest=_rest(document, {each.step for each in problems}))


def _problem(place: tuple[str | int, ...], kind: str, message: str) -> Problem:
    """Without the kinds of steps and triggers, which pydantic puts between the names of fields."""
    remedy, message = _REMEDIES.get(kind, "Change it."), f"{_printable(message)}."
    path = [_printable(each) for each in place]
    match path:
        case ["steps", step, _, *field]:
            return wrong(StepId(step), ".".join(field), message, remedy)
        case ["steps", step]:
            return wrong(StepId(step), "", message, remedy)
        case ["triggers", number, _, *field]:
            return wrong(None, ".".join(["triggers", number, *field]), message, remedy)
        case _:
            return wrong(None, ".".join(path), message, remedy)


def wrong(step: StepId | None, field: str, message: str, remedy: str = "Change it.") -> Problem:
    return problem.error("shape", step, field, "{gap}", "{mend}", gap=message, mend=remedy)


def _rest(document: Mapping[Any, Any], broken: set[StepId | None]) -> Flow | None:
    steps = document.get("steps")
    if not isinstance(steps, dict):
        return None
    well = {id: step for id, step in steps.items() if _printable(id) not in broken}
    try:
        return Flow.model_validate({"id": "draft", "name": {}, "languages": ["en"], "steps": well})
    except ValidationError:
        return None


def _printable(name: str | int) -> str:
    """Half a character, as a browser may send it, can be shown to nobody."""
    return str(name).encode(errors="replace").decode()
