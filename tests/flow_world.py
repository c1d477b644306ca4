"""One conversation with one flow: who writes tests of flows says what happens and reads what came of it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import JsonValue

from flows.effects import Effect, Say
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import CallFinished, Event, Happening, Occurred, Pressed, Resumed, Said, TimePassed
from flows.model import Draft, Flow, Library
from flows.position import POSITION, Position
from flows.progress import Passage, Progress
from flows.triggers import Match
from flows.words import FlowId, StepId

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
FACTS = Facts(
    now=MONDAY, session="s1", channel="telegram", language="en", opens_at=MONDAY, customer={"name": "Ada", "age": 36}
)


def flow(steps: dict[str, dict[str, Any]], edges: str = "", id: str = "main", **more: Any) -> Flow:
    """A flow whose edges are written as `ask.next > done`, separated by commas; its first step is its entry."""
    first = next(iter(steps))
    read = [edge.replace(">", " ").split() for edge in edges.split(",") if edge.strip()]
    return Flow.model_validate(
        {
            "id": id,
            "name": {"en": id},
            "languages": ["en"],
            "triggers": [{"id": "in", "kind": "transition", "leads_to": first}],
            "steps": steps,
            "edges": [
                {"step": source.split(".", 1)[0], "port": source.split(".", 1)[1], "to": target}
                for source, target in read
            ],
        }
        | more
    )


def message(text: str) -> dict[str, Any]:
    return {"kind": "message", "variants": [{"en": text}]}


def library(*flows: Flow) -> Library:
    return Library.of(*(Draft(flow=each).publish(number=1, at=MONDAY, author="ann") for each in flows))


@dataclass
class Talk:
    """A run of the first flow. Its position goes through JSON at every pause, as a database would have it."""

    library: Library
    flow: Flow
    facts: Facts = FACTS
    position: Position | None = None
    effects: tuple[Effect, ...] = ()
    passages: list[Passage] = field(default_factory=list)

    @classmethod
    def begin(cls, *flows: Flow, facts: Facts = FACTS, **variables: JsonValue) -> "Talk":
        talk = cls(library(*flows), flows[0], facts)
        first = StepId(next(iter(flows[0].steps)))
        talk._take(
            begin(
                talk.library,
                Match(flow=flows[0].id, trigger="in", leads_to=first, variables=variables),
                facts,
                run="r1",
            )
        )
        return talk

    def happens(self, happening: Happening) -> "Talk":
        assert self.position is not None
        self._take(advance(self.library, self.position, happening, self.facts))
        return self

    def says(self, text: str, **more: Any) -> "Talk":
        return self.happens(Said(text=text, **more))

    def presses(self, step: str, choice: str, flow: str = "main") -> "Talk":
        return self.happens(Pressed(flow=FlowId(flow), step=StepId(step), choice=choice))

    def resumes(self, *, helped: bool = True) -> "Talk":
        return self.happens(Resumed(helped=helped))

    def finishes(self, call: str, **result: Any) -> "Talk":
        return self.happens(CallFinished(**{"call": call, "ok": True} | result))

    def reports(self, event: Event) -> "Talk":
        return self.happens(Occurred(event=event))

    def passes(self, time: timedelta) -> "Talk":
        self.facts = replace(self.facts, now=self.facts.now + time)
        return self.happens(TimePassed())

    @property
    def told(self) -> list[str]:
        return [each.text for each in self.effects if isinstance(each, Say)]

    @property
    def step(self) -> str | None:
        return self.position.top.step if self.position else None

    @property
    def variables(self) -> dict[str, JsonValue]:
        assert self.position is not None
        return self.position.top.variables

    def _take(self, progress: Progress) -> None:
        self.effects, self.position = progress.effects, progress.position
        self.passages.extend(progress.passages)
        if self.position:
            self.position = POSITION.validate_json(POSITION.dump_json(self.position))
            assert self.position == progress.position
