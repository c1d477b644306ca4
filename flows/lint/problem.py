"""A problem, as the editor shows it."""

from dataclasses import dataclass
from enum import StrEnum

from flows.words import StepId


class Severity(StrEnum):
    ERROR = "error"
    """It would break: not to be published."""
    WARNING = "warning"
    """It will run, but hardly as it was meant."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`code` names the kind of problem for programs; `step` is None for what concerns the whole flow."""

    severity: Severity
    code: str
    step: StepId | None
    field: str
    message: str
    remedy: str


def error(code: str, step: StepId | None, field: str, message: str, remedy: str) -> Problem:
    return Problem(severity=Severity.ERROR, code=code, step=step, field=field, message=message, remedy=remedy)


def warning(code: str, step: StepId | None, field: str, message: str, remedy: str) -> Problem:
    return Problem(severity=Severity.WARNING, code=code, step=step, field=field, message=message, remedy=remedy)


def note(code: str, step: StepId | None, field: str, message: str, remedy: str) -> Problem:
    return Problem(severity=Severity.NOTE, code=code, step=step, field=field, message=message, remedy=remedy)
