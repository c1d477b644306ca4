"""Steps and edges: what cannot be reached, where nothing follows, what goes round, and where no person is in reach."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from flows.lint.company import Company
from flows.lint.problem import Problem, error, warning
from flows.model import Flow
from flows.steps.base import PERSON
from flows.steps.handoff import Handoff
from flows.steps.subflow import Subflow
from flows.words import FlowId, StepId

Graph = Mapping[StepId, frozenset[StepId]]


def problems(flow: Flow, company: Company) -> Iterator[Problem]:
    graph = following(flow)
    yield from _unreachable(flow, graph)
    yield from _dead_ends(flow)
    yield from _loops(flow, graph)
    yield from _within_itself(flow, company)
    yield from _without_person(flow, graph, company)


def following(flow: Flow) -> Graph:
    """The steps that come next after each, by any of its ports."""
    return {
        id: frozenset(
            target
            for port in step.ports()
            if (target := flow.target(id, port.name)) is not None and target in flow.steps
        )
        for id, step in flow.steps.items()
    }


def reached(graph: Graph, starts: Iterable[StepId]) -> frozenset[StepId]:
    """The starts, and all that comes after them."""
    found: set[StepId] = set()
    waiting = [start for start in starts if start in graph]
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(graph[step])
    return frozenset(found)


def _unreachable(flow: Flow, graph: Graph) -> Iterator[Problem]:
    known = reached(graph, (each.leads_to for each in flow.triggers if each.leads_to))
    for step in graph:
        if step not in known:
            yield warning("unreachable", step, "", "No way leads to this step.", "Connect it, or delete it.")


def _dead_ends(flow: Flow) -> Iterator[Problem]:
    for id, step in flow.steps.items():
        for port in step.ports():
            if not port.optional and flow.target(id, port.name) is None:
                message = "Nothing follows “{port}”: the dialogue ends there without a word."
                remedy = "Connect it to the step that should follow."
                yield warning("dead_end", id, port.name, message, remedy, port=port.label)


def _loops(flow: Flow, graph: Graph) -> Iterator[Problem]:
    """Loops of steps that never give the turn away: the engine would have to cut them."""
    busy = {id for id, step in flow.steps.items() if not step.pauses()}
    restless = {id: graph[id] & busy for id in busy}
    after = {id: reached(restless, restless[id]) for id in busy}
    told: set[StepId] = set()
    for id in graph:
        if id in busy and id in after[id] and id not in told:
            loop = sorted(other for other in after[id] if id in after[other])
            told.update(loop)
            message = "The steps {steps} go round without waiting for anybody."
            remedy = "Put a question or a wait into the loop."
            yield error("endless_loop", id, "", message, remedy, steps=", ".join(loop))


def _within_itself(flow: Flow, company: Company) -> Iterator[Problem]:
    flows = {**(company.flows or {}), flow.id: flow}

    def calls(id: FlowId) -> Iterator[FlowId]:
        steps = flows[id].steps.values() if id in flows else ()
        return (FlowId(each.flow) for each in steps if isinstance(each, Subflow) and each.back)

    for id, step in flow.steps.items():
        if isinstance(step, Subflow) and step.back and flow.id in _closure(FlowId(step.flow), calls):
            message = "“{flow}” leads into this flow again, which then never comes back."
            yield error("within_itself", id, "flow", message, "Let one of the flows not come back.", flow=step.flow)


def _without_person(flow: Flow, graph: Graph, company: Company) -> Iterator[Problem]:
    def leads(id: FlowId) -> Iterator[FlowId]:
        steps = company.flows[id].steps.values() if company.flows and id in company.flows else ()
        return (FlowId(each.flow) for each in steps if isinstance(each, Subflow))

    def hands_off(id: StepId) -> bool:
        step = flow.steps[id]
        if not isinstance(step, Subflow):
            return isinstance(step, Handoff)
        others = (
            company.flows[each]
            for each in _closure(FlowId(step.flow), leads)
            if company.flows and each in company.flows
        )
        return any(isinstance(each, Handoff) for other in others for each in other.steps.values())

    people = {id for id in flow.steps if hands_off(id)}
    for id, step in flow.steps.items():
        asks = any(port.name == PERSON for port in step.ports())
        if asks and step.kind == "question" and not people & reached(graph, [id]):
            message = "From this question no way leads to a person."
            yield warning("no_person", id, "", message, "Lead “No answer of this kind” to a handoff.")


def _closure(start: FlowId, onward: Callable[[FlowId], Iterable[FlowId]]) -> frozenset[FlowId]:
    found: set[FlowId] = set()
    waiting = [start]
    while waiting:
        flow = waiting.pop()
        if flow not in found:
            found.add(flow)
            waiting.extend(onward(flow))
    return frozenset(found)
