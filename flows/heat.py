"""Heat: where sessions went in a flow, and where they stopped, counted from the summaries of its records.

All counts are of sessions, each once, however often it came by. A session *dropped out* where the flow waited for an
answer that did not come within a day, or before the session was closed or the customer began something else; people
taking over is no drop-out. It *finished* where the flow came to one of its ends. All stands as it was at the end of
the period, so the same period always gives the same counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from flows.model import Flow
from flows.record import Why
from flows.steps.base import PERSON
from flows.summary import Summary, parts
from flows.words import FlowId, PortName, StepId

SILENCE = timedelta(days=1)
"""Who has not answered for so long is taken to have left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record as it is counted: when it was, and in which session."""

    at: datetime
    session: str
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeHeat:
    """By the port whose edge was taken: a port without one may have led by another's."""

    step: StepId
    port: PortName
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepHeat:
    step: StepId
    sessions: int
    waiting: int
    dropped: int
    person: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionHeat:
    number: int
    began: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHeat:
    """What became of those that began on a day."""

    day: date
    began: int
    finished: int
    person: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Of one flow over a period."""

    began: int
    finished: int
    person: int
    dropped: int
    failed: int
    edges: tuple[EdgeHeat, ...]
    steps: tuple[StepHeat, ...]
    revisions: tuple[RevisionHeat, ...]
    days: tuple[DayHeat, ...]


def heat(
    flow: FlowId,
    rows: Iterable[Row],
    revisions: Mapping[int, Flow],
    *,
    until: datetime,
    zone: tzinfo,
    revision: int | None = None,
) -> Heat:
    """Count the rows, which come oldest first. `until` ends the period; days are those of the zone."""
    ways = {number: _Ways(each) for number, each in revisions.items()}
    runs: dict[str, _Run] = {}
    for row in rows:
        if row.summary.run not in runs:
            runs[row.summary.run] = _Run(flow, row)
        runs[row.summary.run].take(row)
    tally: _Tally = defaultdict(set)
    for run in runs.values():
        if revision is None or revision in run.revisions:
            for counted in run.counted(ways, revision, until, zone):
                tally[counted].add(run.session)
    return _heat({key: len(sessions) for key, sessions in tally.items()})


def revisions_of(flow: FlowId, rows: Iterable[Row]) -> frozenset[int]:
    """The revisions of the flow that these rows went through: what `heat` needs."""
    found = set()
    for row in rows:
        summary = row.summary
        for path in (*summary.passages, *filter(None, (summary.first, summary.waits_at))):
            name, number, *_ = _read(path)
            if name == flow:
                found.add(int(number))
    return frozenset(found)


_Fate = Literal["finished", "dropped", "failed", "waiting", "elsewhere"]
_Key = tuple[str | int | date, ...]
_Tally = defaultdict[_Key, set[str]]
"""Sessions, by what they are counted for."""


class _Ways:
    """Where the ports of a revision lead."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._edges = {(edge.step, edge.port) for edge in flow.edges}

    def edge(self, step: StepId, port: PortName) -> PortName:
        """The port whose edge is taken; this one, where there is none."""
        here: PortName | None = port
        while here is not None and (step, here) not in self._edges:
            known = self.flow.port(step, here)
            here = known.falls_to if known else None
        return here or port


class _Run:
    """What is known of one run: of the flow, or of another that went through it."""

    def __init__(self, flow: FlowId, first: Row) -> None:
        self.flow, self.session, self.first = flow, first.session, first
        begun = _read(first.summary.first) if first.summary.first else None
        self.own = begun is not None and begun[0] == flow
        self.came: list[tuple[int, StepId]] = [(int(begun[1]), StepId(begun[2]))] if begun and self.own else []
        self.left: list[tuple[int, StepId, PortName]] = []
        self.place: tuple[str, ...] | None = None
        self.asked = False
        self.last = first

    def take(self, row: Row) -> None:
        for path in row.summary.passages:
            flow, number, step, port = _read(path)
            self.asked |= port == PERSON and (self.own or flow == self.flow)
            if flow == self.flow:
                self.left.append((int(number), StepId(step), PortName(port)))
        if row.summary.waits_at:
            self.place = flow, number, step, _ = _read(row.summary.waits_at)
            if flow == self.flow:
                self.came.append((int(number), StepId(step)))
        self.last = row

    @property
    def revisions(self) -> set[int]:
        return {*(number for number, _ in self.came), *(number for number, _, _ in self.left)}

    @property
    def began(self) -> bool:
        """In the period, and not before: what goes on first leaves, or waits on at, a step of this flow."""
        summary = self.first.summary
        return summary.began or any(_read(path)[0] != self.flow for path in summary.passages[:1])

    def fate(self, until: datetime) -> tuple[_Fate, StepId | None]:
        """What became of it, and at which step of this flow."""
        summary = self.last.summary
        if summary.failed:
            return self._at("failed", *_read(summary.failed))
        if summary.over and not summary.left:
            return "finished", None
        if self.place is None:
            return "elsewhere", None
        flow, _, step, waits_for = self.place
        silent = waits_for == "answer" and until - self.last.at > SILENCE
        if summary.left == Why.TAKEN_OVER or (summary.left and waits_for != "answer"):
            return "elsewhere", None
        if summary.left or silent:
            return self._at("dropped", flow, step)
        return self._at("waiting", flow, step)

    def _at(self, fate: _Fate, flow: str, step: str) -> tuple[_Fate, StepId | None]:
        """What happens in another flow is the fate of the one that began the run; any other was over then."""
        if flow == self.flow:
            return fate, StepId(step)
        return (fate, None) if self.own else ("finished", None)

    def counted(self, ways: Mapping[int, _Ways], revision: int | None, until: datetime, zone: tzinfo) -> Iterator[_Key]:
        for number, step, port in self.left:
            if revision in (None, number):
                yield from _passed(ways.get(number), step, port)
        for number, step in self.came:
            if revision in (None, number):
                yield "step", step
        fate, at = self.fate(until)
        if fate == "finished" and self.asked:
            fate = "elsewhere"
        if at is not None:
            yield from (("step", at), (fate, at))
        if not self.began:
            return
        day = self.first.at.astimezone(zone).date()
        first = min(self.revisions, default=None)
        yield from (("began",), ("day", day, "began"), (fate,), ("day", day, fate))
        if self.asked:
            yield from (("person",), ("day", day, "person"))
        if first is not None:
            yield "revision", first


def _passed(ways: _Ways | None, step: StepId, port: PortName) -> Iterator[_Key]:
    yield "step", step
    yield "edge", step, ways.edge(step, port) if ways else port
    if port == PERSON:
        yield "person", step
    if ways and (target := ways.flow.target(step, port)) is not None:
        yield "step", target


def _heat(counts: Mapping[_Key, int]) -> Heat:
    def of(*key: str | int | date) -> int:
        return counts.get(key, 0)

    def named(kind: str) -> list[tuple[tuple[str, ...], int]]:
        return sorted((tuple(map(str, key[1:])), count) for key, count in counts.items() if key[0] == kind)

    days = sorted({key[1] for key in counts if key[0] == "day" and isinstance(key[1], date)})
    steps = [(StepId(step), count) for (step,), count in named("step")]
    return Heat(
        began=of("began"), finished=of("finished"), person=of("person"), dropped=of("dropped"), failed=of("failed"),
        edges=tuple(
            EdgeHeat(step=StepId(step), port=PortName(port), sessions=count) for (step, port), count in named("edge")
        ),
        steps=tuple(
            StepHeat(
                step=step, sessions=count, waiting=of("waiting", step), dropped=of("dropped", step),
                person=of("person", step), failed=of("failed", step),
            )
            for step, count in steps
        ),
        revisions=tuple(
            RevisionHeat(number=number, began=of("revision", number))
            for number in sorted({key[1] for key in counts if key[0] == "revision" and isinstance(key[1], int)})
        ),
        days=tuple(
            DayHeat(
                day=day, began=of("day", day, "began"), finished=of("day", day, "finished"),
                person=of("day", day, "person"), dropped=of("day", day, "dropped"),
            )
            for day in days
        ),
    )  # fmt: skip


@lru_cache(maxsize=10_000)
def _read(path: str) -> tuple[str, ...]:
    return parts(path)
