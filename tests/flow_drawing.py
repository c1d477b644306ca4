"""Flows drawn at random, and what may happen in them (hypothesis)."""

from typing import Any

from hypothesis import strategies as st

from flows.happenings import AskedForPerson, CallFinished, Happening, Occurred, Pressed, Resumed, Said, TimePassed
from flows.model import Flow
from flows.position import ForAnswer, ForCall, ForEvent, ForTime, Position
from flows.steps import STEPS
from tests.flow_world import flow

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
