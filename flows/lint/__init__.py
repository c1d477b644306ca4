"""What is wrong with a flow, or could be: said before it is published, each with its place and how to mend it."""

from flows.lint import channels, graph, references, texts, variables
from flows.lint.company import Company
from flows.lint.problem import Problem, Severity
from flows.model import Flow

__all__ = ["Company", "Problem", "Severity", "lint"]

_ORDER = list(Severity)


def lint(flow: Flow, company: Company | None = None) -> tuple[Problem, ...]:
    """All problems, the gravest first. A flow with errors must not be published."""
    known = company or Company()
    found = [
        *graph.problems(flow, known),
        *references.problems(flow, known),
        *texts.problems(flow),
        *variables.problems(flow),
        *channels.problems(flow, known),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (_ORDER.index(each.severity), each.step or "")))
