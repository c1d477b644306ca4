"""What is referred to and is not there: steps, ports, flows, lines, topics, secrets and processes."""

from collections import Counter
from collections.abc import Iterator, Mapping

from flows.errors import ExpressionError
from flows.expressions import matches
from flows.lint.company import Company
from flows.lint.problem import Problem, error
from flows.lint.reading import strings, written
from flows.model import Flow
from flows.triggers import OnPattern
from flows.words import FlowId, FlowRef, LineRef, ProcessRef, SecretRef, StepId, TopicRef


def problems(flow: Flow, company: Company) -> Iterator[Problem]:
    yield from _triggers(flow)
    yield from _edges(flow)
    known: Mapping[type[str], tuple[str, frozenset[str] | None]] = {
        LineRef: ("line", company.lines),
        TopicRef: ("topic", company.topics),
        SecretRef: ("secret", company.secrets),
        ProcessRef: ("process", company.processes),
    }
    for id, step in flow.steps.items():
        for gap in step.gaps():
            yield error("incomplete", id, gap.field, gap.message, gap.remedy)
        for path, word in strings(step):
            what, those = known.get(type(word), ("", None))
            if those is not None and word not in those:
                yield error("unknown", id, written(path), f"There is no {what} “{word}”.", f"Choose another {what}.")
            if isinstance(word, FlowRef) and word:
                yield from _flow(flow, company, id, written(path), FlowId(word))


def _flow(flow: Flow, company: Company, step: StepId, field: str, wanted: FlowId) -> Iterator[Problem]:
    if company.flows is None and wanted != flow.id:
        return
    other = flow if wanted == flow.id else (company.flows or {}).get(wanted)
    if other is None:
        yield error("unknown", step, field, f"There is no flow “{wanted}”.", "Choose another flow.")
    elif other.entry() is None:
        message = f"The flow “{wanted}” has no trigger for a transition from another flow."
        yield error("no_entry", step, field, message, "Give it one, or choose another flow.")


def _triggers(flow: Flow) -> Iterator[Problem]:
    if not flow.triggers:
        yield error("no_trigger", None, "triggers", "Nothing starts this flow.", "Give it a trigger.")
    for place, trigger in enumerate(flow.triggers):
        if trigger.leads_to not in flow.steps:
            field = f"triggers.{place}.leads_to"
            yield error("unknown", None, field, "This trigger leads to no step.", "Connect it to the first step.")
        if isinstance(trigger, OnPattern):
            try:
                matches("", trigger.pattern)
            except ExpressionError as wrong:
                yield error("expression", None, f"triggers.{place}.pattern", str(wrong), "Mend the pattern.")


def _edges(flow: Flow) -> Iterator[Problem]:
    for edge in flow.edges:
        if edge.step not in flow.steps or flow.port(edge.step, edge.port) is None:
            step = edge.step if edge.step in flow.steps else None
            message = f"An edge begins at “{edge.step}”, “{edge.port}”, which there is not."
            yield error("unknown", step, edge.port, message, "Delete the edge.")
        elif edge.to not in flow.steps:
            message = f"An edge leads to “{edge.to}”, which there is not."
            yield error("unknown", edge.step, edge.port, message, "Connect it to a step.")
    begins = Counter((edge.step, edge.port) for edge in flow.edges)
    for (step, port), count in begins.items():
        if count > 1:
            yield error("ambiguous", step, port, f"{count} edges begin at “{port}”.", "Leave one of them.")
