"""The engine: how flows are run from pause to pause, and how they end when they must."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.effects import Call, Failed, HandOff, Say, SetAttribute, Unexpected
from flows.engine import begin
from flows.happenings import AskedForPerson, Event, Happening, Hooked, Linked, Resumed, TimePassed
from flows.model import Draft, Library
from flows.moving import moved
from flows.triggers import Match
from flows.walk import LIMIT
from flows.words import FlowId, StepId
from tests.flow_world import FACTS, MONDAY, Talk, flow, message

ASK = {"kind": "question", "text": {"en": "Order number?", "ru": "Номер заказа?"}, "variable": "order"}
HANDOFF = {"kind": "handoff", "line": "orders", "card": ["order"]}


def only_failed(talk: Talk) -> Failed:
    assert talk.position is None
    failed = talk.effects[-1]
    assert isinstance(failed, Failed)
    return failed


def test_it_runs_to_the_next_pause_and_from_there_on() -> None:
    talk = Talk.begin(
        flow({"hi": message("Hi"), "ask": ASK, "thanks": message("{{ order }}, thanks"), "to": HANDOFF},
             "hi.next > ask, ask.next > thanks, thanks.next > to")
    )  # fmt: skip
    assert talk.told == ["Hi", "Order number?"]
    talk.says("A-7")
    assert talk.effects == (Say(text="A-7, thanks"), HandOff(line="orders", card={"order": "A-7"}))
    assert talk.position is None
    assert [(each.step, each.port) for each in talk.passages] == [("hi", "next"), ("ask", "next"), ("thanks", "next")]


def test_variables_begin_with_their_defaults_and_what_the_trigger_kept() -> None:
    variables = {"tries": {"type": "number", "default": 3}, "order": {}, "link": {}}
    talk = Talk.begin(flow({"ask": ASK}, variables=variables), link="promo")
    assert talk.variables == {"tries": 3, "order": None, "link": "promo"}


@pytest.mark.parametrize(
    ("language", "asked"), [("ru", "Номер заказа?"), ("en", "Order number?"), ("el", "Order number?")]
)
def test_it_speaks_the_customers_language_or_the_first(language: str, asked: str) -> None:
    assert Talk.begin(flow({"ask": ASK}), facts=replace(FACTS, language=language)).told == [asked]


def test_a_person_may_be_asked_for_in_the_middle_of_anything() -> None:
    inner = flow({"ask": ASK, "code": ASK | {"variable": "code"}}, "ask.next > code", id="inner")
    talk = Talk.begin(flow({"it": {"kind": "subflow", "flow": "inner"}, "m": message("?")}, "it.next > m"), inner, x=1)
    talk.says("A-7").happens(AskedForPerson(text="a human!"))
    assert talk.effects == (HandOff(card={"x": 1, "order": "A-7"}, asked=True),)
    assert talk.position is None
    assert talk.passages[-1].port == "person"


def test_a_flow_may_have_its_own_way_to_a_person() -> None:
    steps = {"ask": ASK, "sorry": message("Wait a moment"), "to": HANDOFF}
    talk = Talk.begin(flow(steps, "ask.person > sorry, sorry.next > to"))
    talk.happens(AskedForPerson())
    assert talk.effects == (Say(text="Wait a moment"), HandOff(line="orders"))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "wait", "time": "PT1H"},
        {"kind": "wait", "until": "event", "event": "session_closed"},
        {"kind": "http", "url": "https://api.example"},
    ],
)
def test_words_that_nobody_asked_for_go_to_the_bot(fields: dict[str, Any]) -> None:
    talk = Talk.begin(flow({"it": fields, "m": message("done")}, "it.next > m"))
    before = talk.position
    talk.says("hello?")
    assert talk.effects == (Unexpected(flow=FlowId("main"), step=StepId("it"), text="hello?"),)
    assert talk.resumes().effects == ()
    assert talk.happens(AskedForPerson()).effects == (HandOff(asked=True),)
    assert before is not None


@pytest.mark.parametrize("happening", [TimePassed(), Linked(payload="x"), Hooked(hook="x")])
def test_what_it_does_not_wait_for_leaves_it_where_it_is(happening: Happening) -> None:
    talk = Talk.begin(flow({"ask": ASK}))
    before = talk.position
    talk.happens(happening).reports(Event.SLA_WARNING).finishes("r1:1")
    assert (talk.position, talk.effects) == (before, ())


def test_an_endless_loop_is_cut_and_its_step_named() -> None:
    talk = Talk.begin(flow({"a": message("a"), "b": message("b")}, "a.next > b, b.next > a"))
    assert "endless loop" in only_failed(talk).error
    assert only_failed(talk).step in {"a", "b"}
    assert len(talk.told) == LIMIT


def test_a_loop_through_calls_is_cut_too() -> None:
    talk = Talk.begin(flow({"a": {"kind": "http", "url": "https://api.example"}}, "a.next > a"))
    calls = []
    while talk.position:
        call = talk.effects[0]
        assert isinstance(call, Call)
        calls.append(call.id)
        talk.finishes(call.id)
    assert "endless loop" in only_failed(talk).error
    assert len(set(calls)) == len(calls) == LIMIT


def test_a_loop_through_a_question_is_none() -> None:
    talk = Talk.begin(flow({"ask": ASK}, "ask.next > ask"))
    for _ in range(LIMIT + 1):
        talk.says("again")
    assert talk.told == ["Order number?"]


def test_flows_within_flows_have_a_limit() -> None:
    talk = Talk.begin(flow({"it": {"kind": "subflow", "flow": "main"}}))
    assert "within each other" in only_failed(talk).error


@pytest.mark.parametrize(
    ("steps", "edges", "step", "error"),
    [
        ({"n": {"kind": "note", "text": "{{ nobody }}"}}, "", "n", "nobody"),
        ({"m": message("m")}, "m.next > gone", "gone", "no step"),
        ({"it": {"kind": "subflow", "flow": "gone"}}, "", "it", "gone"),
        ({"s": {"kind": "set", "assignments": [{"variable": "a", "value": "1 +"}]}}, "", "s", "1 +"),
    ],
)
def test_a_broken_flow_ends_and_names_the_step(steps: dict[str, Any], edges: str, step: str, error: str) -> None:
    failed = only_failed(Talk.begin(flow(steps, edges)))
    assert failed.step == step
    assert error in failed.error


def test_a_flow_that_is_not_published_cannot_begin() -> None:
    match = Match(flow=FlowId("gone"), trigger="t", leads_to=StepId("a"))
    progress = begin(Library(), match, FACTS, run="r1")
    assert isinstance(progress.effects[0], Failed)
    assert progress.position is None


def test_who_is_in_a_flow_stays_on_the_revision_that_they_began() -> None:
    talk = Talk.begin(flow({"ask": ASK, "m": message("old")}, "ask.next > m"))
    new = Draft(flow=flow({"ask": ASK, "m": message("new")}, "ask.next > m"))
    newer = new.publish(number=2, at=MONDAY, author="ann")
    old = talk.library.revision(FlowId("main"), 1)
    assert old is not None
    talk.library = Library.of(old, newer)
    assert talk.says("A-7").told == ["old"]


def test_a_revision_that_is_gone_fails_loudly_and_still_leads_to_a_person() -> None:
    talk = Talk.begin(flow({"ask": ASK}))
    talk.library = Library()
    before = talk.position
    assert "revision 1" in only_failed(talk.says("A-7")).error
    talk.position = before
    assert isinstance(talk.happens(AskedForPerson()).effects[0], HandOff)


def test_attributes_are_known_to_the_steps_that_follow() -> None:
    setting = {"kind": "set", "assignments": [{"attribute": "plan", "value": "'gold'"}]}
    condition = {"kind": "condition", "cases": [{"id": "gold", "when": "customer.plan == 'gold'"}]}
    talk = Talk.begin(flow({"set": setting, "if": condition, "m": message("Gold!")}, "set.next > if, if.case:gold > m"))
    assert talk.effects == (SetAttribute(name="plan", value="gold"), Say(text="Gold!"))


def test_a_question_asked_again_later_has_all_its_tries() -> None:
    number = ASK | {"answer": "number", "retries": 1}
    talk = Talk.begin(flow({"ask": number, "sorry": message("sorry")}, "ask.next > ask, ask.failed > sorry"))
    talk.says("x").resumes(helped=False).says("7")
    assert talk.told == ["Order number?"]
    talk.says("x").resumes(helped=False)
    assert talk.step == "ask"
    assert talk.says("x").resumes(helped=False).told == ["sorry"]


def test_a_late_timer_of_another_step_does_nothing() -> None:
    patient = ASK | {"patience": "PT1H"}
    talk = Talk.begin(flow({"ask": patient, "code": patient | {"variable": "code"}}, "ask.next > code"))
    talk.facts = replace(talk.facts, now=MONDAY + timedelta(minutes=59))
    talk.says("A-7")
    assert talk.passes(timedelta(minutes=1)).step == "code"
    assert talk.happens(Resumed()).told == ["Order number?"]


MONTH = {"kind": "wait", "time": "PT720H"}


@pytest.mark.parametrize(
    ("steps", "moves"),
    [
        ({"ask": ASK, "m": message("new {{ extra }}")}, True),
        ({"ask": MONTH, "m": message("new")}, False),
        ({"other": ASK, "m": message("new")}, False),
    ],
)
def test_a_conversation_may_be_moved_to_a_newer_revision(steps: dict[str, Any], moves: bool) -> None:
    talk = Talk.begin(flow({"ask": ASK, "m": message("old")}, "ask.next > m"))
    first = talk.library.revision(FlowId("main"), 1)
    assert first is not None
    assert talk.position is not None
    edges = f"{next(iter(steps))}.next > m"
    newer = flow(steps, edges, variables={"order": {"default": "none"}, "extra": {"default": "more"}})
    talk.library = Library.of(first, Draft(flow=newer).publish(number=2, at=MONDAY, author="ann"))
    place = moved(talk.position, talk.library)
    assert (place is not None) == moves
    if place is not None:
        talk.position = place
        assert talk.says("A-7").told == ["new more"]
