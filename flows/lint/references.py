"""What is referred to and is not there: steps, ports, flows, lines, topics, secrets and processes."""

from collections import Counter
from collections.abc import Iterator, Mapping

from flows.errors import ExpressionError
from flows.expressions import matches
from flows.lint.company import Company
from flows.lint.problem import Code, Problem, error
from flows.lint.reading import strings, written
from flows.model import Flow
from flows.triggers import OnPattern
from flows.words import FlowId, FlowRef, LineRef, ProcessRef, SecretRef, StepId, TopicRef


def problems(flow: Flow, company: Company) -> Iterator[Problem]:
    yield from _triggers(flow)
    yield from _edges(flow)
    known: Mapping[type[str], tuple[Code, str, frozenset[str] | None]] = {
        LineRef: ("unknown_line", "line", company.lines),
        TopicRef: ("unknown_topic", "topic", company.topics),
        SecretRef: ("unknown_secret", "secret", company.secrets),
        ProcessRef: ("unknown_process", "process", company.processes),
    }
    for id, step in flow.steps.items():
        for gap in step.gaps():
            yield error("incomplete", id, gap.field, "{gap}", "{mend}", gap=gap.message, mend=gap.remedy)
        for path, word in strings(step):
            if type(word) in known:
                code, what, those = known[type(word)]
                if those is not None and word not in those:
                    message, remedy = f"There is no {what} “{{name}}”.", f"Choose another {what}."
                    yield error(code, id, written(path), message, remedy, name=word)
            if isinstance(word, FlowRef) and word:
                yield from _flow(flow, company, id, written(path), FlowId(word))


def _flow(flow: Flow, company: Company, step: StepId, field: str, wanted: FlowId) -> Iterator[Problem]:
    if company.flows is None and wanted != flow.id:
        return
    other = flow if wanted == flow.id else (company.flows or {}).get(wanted)
    if other is None:
        message = "There is no flow “{name}”."
        yield error("unknown_flow", step, field, message, "Choose another flow.", name=wanted)
    elif other.entry() is None:
        message = "The flow “{name}” has no trigger for a transition from another flow."
        yield error("no_entry", step, field, message, "Give it one, or choose another flow.", name=wanted)


def _triggers(flow: Flow) -> Iterator[Problem]:
    if not flow.triggers:
        yield error("no_trigger", None, "triggers", "Nothing starts this flow.", "Give it a trigger.")
    for place, trigger in enumerate(flow.triggers):
        if trigger.leads_to not in flow.steps:
            field = f"triggers.{place}.leads_to"
            message = "This trigger leads to no step."
            yield error("leads_nowhere", None, field, message, "Connect it to the first step.")
        if isinstance(trigger, OnPattern):
            try:
                matches("", trigger.pattern)
            except ExpressionError as wrong:
                field = f"triggers.{place}.pattern"
                yield error("pattern", None, field, "{wrong}", "Mend the pattern.", wrong=str(wrong))


def _edges(flow: Flow) -> Iterator[Problem]:
    for edge in flow.edges:
        if edge.step not in flow.steps or flow.port(edge.step, edge.port) is None:
            step = edge.step if edge.step in flow.steps else None
            message = "An edge begins at “{step}”, “{port}”, which there is not."
            yield error("lost_begin", step, edge.port, message, "Delete the edge.", step=edge.step, port=edge.port)
        elif edge.to not in flow.steps:
            message = "An edge leads to “{step}”, which there is not."
            yield error("lost_end", edge.step, edge.port, message, "Connect it to a step.", step=edge.to)
    begins = Counter((edge.step, edge.port) for edge in flow.edges)
    for (step, port), count in begins.items():
        if count > 1:
            message = "{count} edges begin at “{port}”."
            yield error("ambiguous", step, port, message, "Leave one of them.", count=str(count), port=port)
