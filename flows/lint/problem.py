"""A problem, as the editor shows it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from flows.words import StepId

Code = Literal[
    "ambiguous",
    "buttons_to_list",
    "buttons_to_numbers",
    "caption_apart",
    "dead_end",
    "endless_loop",
    "expression",
    "incomplete",
    "label_shortened",
    "leads_nowhere",
    "link_to_text",
    "lost_begin",
    "lost_end",
    "media_to_link",
    "name",
    "no_entry",
    "no_person",
    "no_trigger",
    "numbers_unheard",
    "pattern",
    "secret",
    "shape",
    "text_split",
    "translation",
    "undeclared",
    "unknown_flow",
    "unknown_line",
    "unknown_process",
    "unknown_secret",
    "unknown_topic",
    "unknown_variable",
    "unreachable",
    "unset",
    "within_itself",
]
"""What kind of problem it is. The console has words for each in its own languages, and the tests hold it to that."""


class Severity(StrEnum):
    ERROR = "error"
    """It would break: not to be published."""
    WARNING = "warning"
    """It will run, but hardly as it was meant."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`message` and `remedy` say it in English, with the `values` put in; `step` is None for what concerns the whole
    flow.
    """

    severity: Severity
    code: Code
    step: StepId | None
    field: str
    message: str
    remedy: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)


def error(code: Code, step: StepId | None, field: str, message: str, remedy: str, /, **values: str) -> Problem:
    return _problem(Severity.ERROR, code, step, field, message, remedy, values)


def warning(code: Code, step: StepId | None, field: str, message: str, remedy: str, /, **values: str) -> Problem:
    return _problem(Severity.WARNING, code, step, field, message, remedy, values)


def note(code: Code, step: StepId | None, field: str, message: str, remedy: str, /, **values: str) -> Problem:
    return _problem(Severity.NOTE, code, step, field, message, remedy, values)


def _problem(
    severity: Severity, code: Code, step: StepId | None, field: str, message: str, remedy: str,
    values: Mapping[str, str],
) -> Problem:  # fmt: skip
    return Problem(
        severity=severity, code=code, step=step, field=field, message=message.format(**values),
        remedy=remedy.format(**values), values=values,
    )  # fmt: skip
