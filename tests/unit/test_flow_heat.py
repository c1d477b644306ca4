"""Heat: a table of stories, each with where it is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.happenings import Said
from flows.heat import Heat, RevisionHeat, heat
from flows.model import Flow, Library
from flows.record import RECORD, Why
from flows.summary import parts, path
from flows.words import FlowId
from tests.flow_recorder import Recorder, by_words, rows_of, words
from tests.flow_world import FACTS, MONDAY, flow, library, message

ASK: dict[str, Any] = {
    "ask": {"kind": "question", "text": {"en": "Which order?"}, "answer": "number", "variable": "n", "retries": 0},
    "pick": {
        "kind": "question", "text": {"en": "Return it?"}, "answer": "choice",
        "choices": [{"id": "yes", "label": {"en": "Yes"}}, {"id": "no", "label": {"en": "No"}}],
    },
    "bye": message("Goodbye"),
    "people": {"kind": "handoff"},
}  # fmt: skip
EDGES = "ask.next > pick, ask.failed > people, pick.choice:yes > people, pick.next > bye, pick.failed > people"
MAIN = flow(ASK, EDGES, triggers=[words("ask")], variables={"n": {"type": "number"}})
START = Said(text="start")
LATER = MONDAY + timedelta(hours=2)


def begun(session: str = "s1", main: Flow = MAIN, *others: Flow) -> Recorder:
    return Recorder(library(main, *others), run=f"run of {session}", session=session).begins(START)


def counted(*recorders: Recorder, of: Flow = MAIN, until: datetime = LATER, revision: int | None = None) -> Heat:
    return heat(of.id, rows_of(recorders), {1: of}, until=until, zone=UTC, revision=revision)


def totals(found: Heat) -> dict[str, int]:
    names = ("began", "finished", "person", "dropped", "failed")
    return {name: count for name in names if (count := getattr(found, name))}


def steps(found: Heat, name: str) -> dict[str, int]:
    return {each.step: count for each in found.steps if (count := getattr(each, name))}


def test_an_edge_is_counted_once_for_a_session_however_often_it_came_by() -> None:
    back = flow(ASK, "ask.next > pick, pick.next > ask", triggers=[words("ask")], variables={"n": {}})
    once, thrice = begun("s1", back).says("7"), begun("s2", back).says("7")
    for _ in range(2):
        thrice.presses("pick", "no").says("7")
    found = counted(once, thrice, of=back)
    assert {(each.step, each.port): each.sessions for each in found.edges} == {("ask", "next"): 2, ("pick", "next"): 1}


def test_an_edge_is_counted_by_the_port_that_it_leaves() -> None:
    """“No” has no edge of its own and goes by “Answered”, which is the edge that the canvas shows."""
    found = counted(begun("s1").says("7").presses("pick", "no"), begun("s2").says("7").presses("pick", "yes"))
    ways = {(each.step, each.port): each.sessions for each in found.edges}
    assert ways == {("ask", "next"): 2, ("pick", "next"): 1, ("pick", "choice:yes"): 1, ("bye", "next"): 1}


def test_a_step_that_stops_the_flow_is_counted_though_nothing_leaves_it() -> None:
    found = counted(begun().says("7").presses("pick", "yes"))
    assert steps(found, "sessions") == {"ask": 1, "pick": 1, "people": 1}
    alone = flow({"people": {"kind": "handoff"}}, triggers=[words("people")])
    assert steps(counted(begun("s1", alone), of=alone), "sessions") == {"people": 1}


@pytest.mark.parametrize(
    ("story", "until", "expected", "at"),
    [
        ("finished", LATER, {"began": 1, "finished": 1}, {}),
        ("handed over by the flow", LATER, {"began": 1, "finished": 1}, {}),
        ("still to answer", LATER, {"began": 1}, {"waiting": {"pick": 1}}),
        ("silent for a day", MONDAY + timedelta(days=1, minutes=1), {"began": 1}, {"waiting": {"pick": 1}}),
        ("silent for longer", MONDAY + timedelta(days=2), {"began": 1, "dropped": 1}, {"dropped": {"pick": 1}}),
        ("closed meanwhile", LATER, {"began": 1, "dropped": 1}, {"dropped": {"pick": 1}}),
        ("began something else", LATER, {"began": 1, "dropped": 1}, {"dropped": {"pick": 1}}),
        ("taken over", LATER, {"began": 1}, {}),
        ("asked for a person", LATER, {"began": 1, "person": 1}, {"person": {"pick": 1}}),
    ],
)  # fmt: skip
def test_what_became_of_a_session(
    story: str, until: datetime, expected: dict[str, int], at: dict[str, dict[str, int]]
) -> None:
    run = begun().says("7")
    match story:
        case "finished":
            run.presses("pick", "no")
        case "handed over by the flow":
            run.presses("pick", "yes")
        case "closed meanwhile":
            run.ends(Why.CLOSED)
        case "began something else":
            run.ends(Why.OTHER)
        case "taken over":
            run.ends(Why.TAKEN_OVER)
        case "asked for a person":
            run.asks_for_person()
    found = counted(run, until=until)
    assert totals(found) == expected
    assert {name: steps(found, name) for name in ("waiting", "dropped", "person", "failed") if steps(found, name)} == at


def test_a_step_that_broke_is_named() -> None:
    broken = flow(
        ASK | {"set": {"kind": "set", "assignments": [{"variable": "n", "value": "n + 'x'"}]}}, "ask.next > set",
        triggers=[words("ask")], variables={"n": {"type": "number"}},
    )  # fmt: skip
    found = counted(begun("s1", broken).says("7"), of=broken)
    assert totals(found) == {"began": 1, "failed": 1}
    assert steps(found, "failed") == {"set": 1}


def test_who_waits_for_a_time_has_not_dropped_out() -> None:
    patient = flow(
        {"wait": {"kind": "wait", "time": "P30D"}, "bye": message("Bye")}, "wait.next > bye", triggers=[words("wait")]
    )
    found = counted(begun("s1", patient), of=patient, until=MONDAY + timedelta(days=20))
    assert (totals(found), steps(found, "waiting")) == ({"began": 1}, {"wait": 1})


def test_a_run_that_began_before_the_period_counts_on_its_edges_only() -> None:
    run = begun().says("7").presses("pick", "no")
    found = heat(MAIN.id, run.rows()[1:], {1: MAIN}, until=LATER, zone=UTC)
    assert totals(found) == {}
    assert {each.step for each in found.edges} == {"ask", "pick", "bye"}


def test_days_are_those_of_the_zone_and_tell_what_became_of_those_who_began_then() -> None:
    late = replace(FACTS, now=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    monday, night = begun("s1").says("7").presses("pick", "no"), Recorder(library(MAIN), "r2", "s2", facts=late)
    night.begins(START).asks_for_person()
    found = heat(
        MAIN.id,
        rows_of([monday, night]),
        {1: MAIN},
        until=late.now + timedelta(hours=1),
        zone=ZoneInfo("Europe/Warsaw"),
    )
    assert [(each.day, each.began, each.finished, each.person) for each in found.days] == [
        (date(2026, 11, 23), 1, 1, 0),
        (date(2026, 11, 24), 1, 0, 1),
    ]


def test_revisions_are_told_apart() -> None:
    newer = Library(
        revisions={MAIN.id: {n: replace(library(MAIN).revisions[MAIN.id][1], number=n) for n in (1, 2)}},
        published={MAIN.id: 2},
    )
    old, moved = begun("s1").says("7"), begun("s2")
    moved.moves_over(newer).says("7")
    new = Recorder(newer, "r3", "s3").begins(START)
    rows, flows = rows_of([old, moved, new]), {1: MAIN, 2: MAIN}
    every = heat(MAIN.id, rows, flows, until=LATER, zone=UTC)
    assert every.revisions == (RevisionHeat(number=1, began=2), RevisionHeat(number=2, began=1))
    second = heat(MAIN.id, rows, flows, until=LATER, zone=UTC, revision=2)
    assert [(each.step, each.sessions) for each in second.edges] == [("ask", 1)], "of the one that was moved over"
    assert heat(MAIN.id, rows, flows, until=LATER, zone=UTC, revision=7) == heat(MAIN.id, [], {}, until=LATER, zone=UTC)


INNER = flow(
    {"name": {"kind": "question", "text": {"en": "Your name?"}, "variable": "name"}, "end": message("Thanks")},
    "name.next > end",
    id="inner/one",
    variables={"name": {}},
)
OUTER = by_words(
    flow({"go": {"kind": "subflow", "flow": "inner/one"}, "ask": ASK["ask"]}, "go.next > ask", variables={"n": {}})
)


def test_a_flow_within_another_has_a_heat_of_its_own() -> None:
    within, through = begun("s1", OUTER, INNER), begun("s2", OUTER, INNER).says("Ada")
    inner, outer = (counted(within, through, of=each, until=MONDAY + timedelta(days=3)) for each in (INNER, OUTER))
    assert totals(inner) == {"began": 2, "dropped": 1, "finished": 1}, "who went on was finished with it"
    assert steps(inner, "dropped") == {"name": 1}
    assert totals(outer) == {"began": 2, "dropped": 2}, "who is silent in the inner one is silent in the outer one"
    assert steps(outer, "dropped") == {"ask": 1}


def test_the_outer_flow_hears_of_a_person_asked_for_within_the_inner_one() -> None:
    asked = begun("s1", OUTER, INNER).asks_for_person()
    assert totals(counted(asked, of=OUTER)) == {"began": 1, "person": 1}
    assert steps(counted(asked, of=INNER), "person") == {"name": 1}


def test_names_with_slashes_and_percents_are_read_as_they_were_written() -> None:
    assert parts(path("a/b", 1, "c%2Fd", "choice:e/f")) == ("a/b", "1", "c%2Fd", "choice:e/f")


def test_a_record_that_is_kept_and_read_is_summed_up_in_the_same_way() -> None:
    run = begun().says("7").asks_for_person()
    assert [RECORD.validate_json(RECORD.dump_json(each)) for each in run.records] == run.records
    assert run.records[0].flows == (FlowId("main"),)
