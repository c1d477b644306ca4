"""Laws that hold for all flows: they never get stuck, never run away, and always do the same again."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows.effects import Failed, HandOff
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import AskedForPerson, CallFinished, Happening, Occurred, Pressed, Said, TimePassed
from flows.lint import lint
from flows.model import Flow, Library
from flows.position import POSITION, ForCall, ForEvent, Position
from flows.progress import Progress
from flows.triggers import Match
from flows.walk import LIMIT
from flows.words import FlowId, StepId
from tests.flow_drawing import INNER, answers, drawn
from tests.flow_world import FACTS, library


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
