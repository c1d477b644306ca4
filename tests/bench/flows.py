"""(d) Flows: steps of the engine a second, and replayed dialogues a second.

The dialogues go through the gallery's flows by chance, and through a flow of 300 steps that asks, computes and decides.
The floor of the engine is a walk along the same path with nothing but a dictionary of edges; that of the replay is
reading the same records: their JSON, and nothing done with it.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from flows import gallery
from flows.engine import advance, begin
from flows.happenings import Said
from flows.model import Flow
from flows.record import Begun, Heard
from flows.replay import Dialogue, Kept, read, replay
from tests.flow_recorder import Recorder, wander, words
from tests.flow_world import FACTS, flow, library, message
from tests.unit.test_flow_templates import BODIES

_SECONDS = 1.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many a second, beside how many of the least that any correct system must do."""

    name: str
    of: str
    per_second: float
    floor: float


def measure() -> list[Rate]:
    templates = [(each, _wandered(each, 20)) for each in gallery.every()]
    large = large_flow(300)
    through = Recorder(library(large)).begins(Said(text="start"))
    while through.position:
        through.says("7")
    return [*_rates("the gallery", templates), *_rates("300 steps", [(large, [through])])]


def table(rates: Sequence[Rate]) -> str:
    lines = [f"{'':34}{'a second':>12}{'floor':>12}{'of the floor':>14}"]
    for each in rates:
        name = f"{each.of}, {each.name}"
        lines.append(f"{name:34}{each.per_second:12,.0f}{each.floor:12,.0f}{each.per_second / each.floor:13.1%}")
    return "\n".join(lines)


def large_flow(steps: int) -> Flow:
    """One long way: questions, conditions, assignments and messages in turn."""
    kinds = (
        {"kind": "question", "text": {"en": "How many, if not {{ n }}?"}, "answer": "number", "variable": "n"},
        {"kind": "condition", "cases": [{"id": "many", "when": "n > 1000"}, {"id": "some", "when": "n > 0"}]},
        {"kind": "set", "assignments": [{"variable": "n", "value": "n * 2 + 1"}]},
        message("It is {{ n }} for {{ customer.name }}."),
    )
    ports = ("next", "case:some", "next", "next")
    edges = (f"s{place}.{ports[place % 4]} > s{place + 1}" for place in range(steps - 1))
    drawn = {f"s{place}": kinds[place % 4] for place in range(steps)}
    return flow(drawn, ",".join(edges), triggers=[words("s0")], variables={"n": {"type": "number", "default": 0}})


def _wandered(template: Flow, count: int) -> list[Recorder]:
    bodies, chance = BODIES.get(template.id, ()), Random(template.id)
    return [wander(template, FACTS, bodies, f"r{number}", chance) for number in range(count)]


def _rates(name: str, recorded: Sequence[tuple[Flow, Sequence[Recorder]]]) -> list[Rate]:
    runs = [(drawn, each, _read(each.kept())) for drawn, recorders in recorded for each in recorders]
    steps = sum(len(record.passages) for _, each, _ in runs for record in each.records)
    paths = [_path(each) for _, each, _ in runs]
    edges = {(name, step, port): target for path in paths for name, step, port, target in path}

    def walk() -> None:
        for path in paths:
            for flow_id, step, port, _ in path:
                edges[flow_id, step, port]

    def run() -> None:
        for _, recorder, dialogue in runs:
            _played(recorder, dialogue)

    def replayed() -> None:
        for drawn, _, dialogue in runs:
            if not replay(dialogue, drawn, library()).same:
                raise AssertionError("An unchanged flow went another way.")

    texts = [record for _, recorder, _ in runs for record in recorder.kept().records]

    def reading() -> None:
        for text in texts:
            json.loads(text)

    engine, bare = _a_second(run, walk)
    again, parsed = _a_second(replayed, reading)
    return [
        Rate(name=name, of="engine's steps", per_second=engine * steps, floor=bare * steps),
        Rate(name=name, of="replayed dialogues", per_second=again * len(runs), floor=parsed * len(runs)),
    ]


def _played(recorder: Recorder, dialogue: Dialogue) -> None:
    """The engine alone, over all that was recorded."""
    position = None
    for move in dialogue.moves:
        match move.came:
            case Begun(match=match):
                position = begin(recorder.library, match, move.facts, run=recorder.run).position
            case Heard(happening=happening) if position:
                position = advance(recorder.library, position, happening, move.facts).position


def _path(recorder: Recorder) -> list[tuple[str, str, str, str]]:
    """The steps that were left, each with the next one."""
    left = [passage for record in recorder.records for passage in record.passages]
    nexts = [*(each.step for each in left[1:]), ""]
    return [(each.flow, each.step, each.port, after) for each, after in zip(left, nexts, strict=True)]


def _read(kept: Kept) -> Dialogue:
    found = read(kept)
    assert found is not None
    return found


def _a_second(*works: Callable[[], None]) -> list[float]:
    """How often each can be done in a second: the best of some rounds, in alternation."""
    best = [0.0 for _ in works]
    for _ in range(_ROUNDS):
        for place, work in enumerate(works):
            times, began = 0, time.perf_counter()
            while (taken := time.perf_counter() - began) < _SECONDS:
                work()
                times += 1
            best[place] = max(best[place], times / taken)
    return best
