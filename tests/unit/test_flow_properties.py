"""Laws that hold for all flows: they never get stuck, never run away, and always do the same again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows.effects import Failed, HandOff
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import AskedForPerson, CallFinished, Happening, Occurred, Pressed, Resumed, Said, TimePassed
from flows.lint import lint
from flows.model import Flow, Library
from flows.position import POSITION, ForAnswer, ForCall, ForEvent, ForTime, Position
from flows.progress import Progress
from flows.steps import STEPS
from flows.triggers import Match
from flows.walk import LIMIT
from flows.words import FlowId, StepId
from tests.flow_world import FACTS, flow, library

VARIABLES = {"n": {"type": "number", "default": 1}, "t": {"type": "text", "default": "?"}}
LAST = {"kind": "handoff", "card": ["n", "t"]}

_conditions = st.sampled_from(
    ["n > 3", "n + 1 < 10 && session.open", "t == 'x'", "length(t) > 2", "customer.plan == null"]
)
_choices = st.integers(1, 5).map(lambda count: [{"id": f"c{n}", "label": {"en": f"Choice {n}"}} for n in range(count)])
_steps: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({"kind": "message", "variants": [{"en": "{{ t }}"}, {"en": "It is {{ n }}"}, {"en": "Well"}]}),
    st.just({"kind": "question", "text": {"en": "?"}, "variable": "t"}),
    st.just({"kind": "question", "text": {"en": "?"}, "answer": "number", "variable": "n", "retries": 1}),
    st.just({"kind": "question", "text": {"en": "?"}, "answer": "email", "patience": "PT1H", "retries": 0}),
    _choices.map(lambda choices: {"kind": "question", "text": {"en": "?"}, "answer": "choice", "choices": choices}),
    st.just({"kind": "set", "assignments": [{"variable": "t", "value": "t + 'x'"}, {"attribute": "a", "value": "t"}]}),
    st.lists(_conditions, min_size=1, max_size=3).map(
        lambda found: {"kind": "condition", "cases": [{"id": f"k{n}", "when": when} for n, when in enumerate(found)]}
    ),
    st.just({"kind": "split", "branches": [{"id": "a"}, {"id": "b", "weight": 2}]}),
    st.just({"kind": "wait", "time": "PT30M"}),
    st.just({"kind": "wait", "until": "open"}),
    st.just({"kind": "wait", "until": "event", "event": "handed_back", "time": "PT1H"}),
    st.just({"kind": "answer", "query": "t"}),
    st.just({"kind": "rate", "text": {"en": "?"}}),
    st.just({"kind": "http", "url": "https://api.example/{{ t }}", "body": {"n": "n"}}),
    st.just({"kind": "process", "process": "p", "data": {"t": "t"}}),
    st.just({"kind": "tag", "add": ["a"]}),
    st.just({"kind": "note", "text": "{{ t }}"}),
    st.just({"kind": "request", "type": "r", "about": "{{ t }}"}),
    st.just({"kind": "subflow", "flow": "inner", "inputs": {"what": "t"}, "outputs": {"got": "t"}}),
    st.just({"kind": "close"}),
)
INNER = flow(
    {"ask": {"kind": "question", "text": {"en": "{{ what }}?"}, "variable": "got"}, "to": {"kind": "handoff"}},
    "ask.failed > to",
    id="inner",
    variables={"what": {"given": True}, "got": {"default": ""}},
)


@st.composite
def drawn(draw: st.DrawFn, *, backwards: float = 0.15, broken: float = 0) -> Flow:
    """A flow whose edges mostly lead on and sometimes back, ending with a person; or one with edges to nowhere."""
    steps = {f"s{n}": each for n, each in enumerate(draw(st.lists(_steps, min_size=1, max_size=8)))} | {"last": LAST}
    order = list(steps)
    edges = []
    for place, id in enumerate(order):
        for port in STEPS[steps[id]["kind"]].model_validate(steps[id]).ports():
            chance = draw(st.floats(0, 1))
            if chance < broken:
                continue
            targets = order[: place + 1] if chance > 1 - backwards else order[place + 1 :]
            edges.append(f"{id}.{port.name} > {draw(st.sampled_from(targets or order))}")
    return flow(steps, ",".join(edges), variables=VARIABLES)


def answers(draw: st.DataObject, position: Position) -> Happening:
    """Something that may happen while a flow waits so: what it waits for, or what people do instead."""
    top = position.top
    pressed = Pressed(flow=top.flow, step=top.step, choice="c0")
    common: list[Happening] = [Said(text="what?"), AskedForPerson(), Resumed(helped=True), pressed, TimePassed()]
    match position.wait:
        case ForAnswer():
            own: list[Happening] = [Said(text="1"), Said(text="a@b.example"), Resumed(helped=False), pressed]
        case ForTime():
            own = [TimePassed()]
        case ForEvent(event=event):
            own = [Occurred(event=event)]
        case ForCall(call=call):
            own = [CallFinished(call=call, ok=True, body={"x": 1}), CallFinished(call=call, ok=False)]
    return draw.draw(st.sampled_from(own * 3 + common))


def start(shelf: Library) -> Progress:
    return begin(shelf, Match(flow=FlowId("main"), trigger="in", leads_to=StepId("s0")), FACTS, run="r1")


ROUNDS = 25
STEADY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@STEADY
@given(drawn(), st.data())
def test_a_flow_without_problems_never_fails_and_never_runs_away(flow: Flow, data: st.DataObject) -> None:
    flow = _without_lost_steps(flow)
    assume(not [each for each in lint(flow) if each.code != "no_person"])
    shelf, facts = library(flow, INNER), FACTS
    progress = start(shelf)
    for _ in range(ROUNDS):
        assert not [each for each in progress.effects if isinstance(each, Failed)]
        if progress.position is None:
            return
        assert progress.position.unpaused < LIMIT
        happening = answers(data, progress.position)
        if isinstance(happening, TimePassed):
            facts = replace(facts, now=progress.position.wait.until or facts.now)
        progress = advance(shelf, progress.position, happening, facts)


@STEADY
@given(drawn(), st.data())
def test_wherever_a_flow_waits_there_is_a_way_on_and_a_way_out(flow: Flow, data: st.DataObject) -> None:
    flow = _without_lost_steps(flow)
    assume(not [each for each in lint(flow) if each.code != "no_person"])
    shelf = library(flow, INNER)
    progress = start(shelf)
    for _ in range(ROUNDS):
        if (position := progress.position) is None:
            return
        out = advance(shelf, position, AskedForPerson(), FACTS)
        assert any(isinstance(each, HandOff) for each in out.effects) or out.passages[0].port == "person"
        ways = [advance(shelf, position, each, _later(position)) for each in _sensible(position)]
        ways = [each for each in ways if each.passages]
        assert ways, position
        progress = data.draw(st.sampled_from(ways))


@STEADY
@given(drawn(broken=0.2), st.data())
def test_the_same_again_is_the_same_again(flow: Flow, data: st.DataObject) -> None:
    """Recorded happenings, played again from the beginning, give the same effects; positions live through JSON."""
    shelf = library(flow, INNER)
    recorded: list[Happening] = []
    progress = start(shelf)
    seen = [progress]
    while progress.position is not None and len(recorded) < ROUNDS:
        recorded.append(answers(data, progress.position))
        progress = advance(shelf, progress.position, recorded[-1], _later(progress.position))
        seen.append(progress)
    again = start(shelf)
    assert again == seen[0]
    for happening, before in zip(recorded, seen[1:], strict=True):
        assert again.position is not None
        restored = POSITION.validate_json(POSITION.dump_json(again.position))
        assert restored == again.position
        again = advance(shelf, restored, happening, _later(restored))
        assert again == before


@STEADY
@given(drawn(backwards=0.5, broken=0.3), st.data())
def test_any_flow_at_all_comes_to_a_pause_or_an_end(flow: Flow, data: st.DataObject) -> None:
    shelf = library(flow, INNER)
    progress = start(shelf)
    for _ in range(ROUNDS):
        failed = [each for each in progress.effects if isinstance(each, Failed)]
        assert not failed or progress.position is None
        assert len(progress.passages) <= LIMIT + 1
        if progress.position is None:
            return
        progress = advance(shelf, progress.position, answers(data, progress.position), _later(progress.position))


def _later(position: Position) -> Facts:
    return replace(FACTS, now=position.wait.until or FACTS.now + timedelta(minutes=1), opens_at=FACTS.now)


def _sensible(position: Position) -> list[Happening]:
    """What people and machines do if they mean to go on."""
    wait, top = position.wait, position.top
    call = wait.call if isinstance(wait, ForCall) else ""
    events: list[Happening] = [Occurred(event=wait.event)] if isinstance(wait, ForEvent) else []
    return [
        Said(text="1"),
        Said(text="a@b.example"),
        Pressed(flow=top.flow, step=top.step, choice="c0"),
        CallFinished(call=call, ok=True),
        CallFinished(call=call, ok=False),
        TimePassed(),
        *events,
    ]


def _without_lost_steps(flow: Flow) -> Flow:
    lost = {each.step for each in lint(flow) if each.code == "unreachable"}
    steps = {id: step for id, step in flow.steps.items() if id not in lost}
    edges = tuple(each for each in flow.edges if each.step not in lost)
    return flow.model_copy(update={"steps": steps, "edges": edges})
