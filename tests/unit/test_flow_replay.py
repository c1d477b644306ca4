"""Replay: an unchanged flow goes the same way in every dialogue, and a changed one says where it parts and why."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import gallery
from flows.happenings import Said
from flows.model import Flow, Library
from flows.record import Why
from flows.replay import Replayed, read, replay
from tests.flow_drawing import INNER, answers, drawn
from tests.flow_recorder import Recorder, by_words, wander, words
from tests.flow_world import FACTS, MONDAY, flow, library, message
from tests.unit.test_flow_properties import STEADY
from tests.unit.test_flow_templates import BODIES

START = Said(text="start")
ASK = {"kind": "question", "text": {"en": "Which order?"}, "answer": "number", "variable": "n", "retries": 1}
CALL = {"kind": "http", "url": "https://api.example/orders/{{ n }}", "save": {"status": "response.body.status"}}
STEPS: dict[str, Any] = {
    "ask": ASK, "call": CALL, "tell": message("It is {{ status }}."), "sorry": message("I cannot tell."),
    "people": {"kind": "handoff"},
}  # fmt: skip
EDGES = "ask.next > call, ask.failed > people, call.next > tell, call.failed > sorry, sorry.next > people"
VARIABLES = {"n": {"type": "number"}, "status": {}}


def orders(edges: str = EDGES, *, first: str = "ask", trigger: str = "start", **changed: dict[str, Any]) -> Flow:
    return flow(STEPS | changed, edges, triggers=[words(first, trigger)], variables=VARIABLES)


def ordered() -> Recorder:
    """Somebody asked for the status of order 7, and was told."""
    return Recorder(library(orders())).begins(START).says("7").answers({"status": "on the way"})


def played(recorder: Recorder, draft: Flow, *others: Flow) -> Replayed:
    return replay(recorder.dialogue(), draft, library(*others))


def side(lines: Any) -> list[str]:
    """`+` marks a line that the other side has not."""
    return [f"{'+' if line.differs else ' '}{line.who}: {line.text}" for line in lines]


def test_the_same_flow_says_the_same() -> None:
    found = played(ordered(), orders())
    assert (found.at_move, found.why) == (None, "")
    assert side(found.recorded) == side(found.draft)
    assert side(found.draft) == [
        " customer: start", " bot: Which order?", " customer: 7", " system: Calls GET https://api.example/orders/7",
        " system: Answered: 200", " bot: It is on the way.",
    ]  # fmt: skip


def test_another_word_is_shown_beside_the_old_one_and_all_else_is_the_same() -> None:
    found = played(ordered(), orders(ask=ASK | {"text": {"en": "Your order's number?"}}))
    assert (found.at_move, found.why) == (0, "Says “Your order's number?” instead of: Says “Which order?”")
    assert side(found.draft) == [
        " customer: start", "+bot: Your order's number?", " customer: 7",
        " system: Calls GET https://api.example/orders/7", " system: Answered: 200", " bot: It is on the way.",
    ]  # fmt: skip
    assert [line for line in side(found.recorded) if line.startswith("+")] == ["+bot: Which order?"]


def test_a_call_that_nobody_made_then_is_taken_as_failed_and_said() -> None:
    found = played(ordered(), orders(call=CALL | {"url": "https://api.example/v2/orders/{{ n }}"}))
    assert found.at_move == 1
    assert found.why == (
        "Calls GET https://api.example/v2/orders/7 instead of: Calls GET https://api.example/orders/7 "
        "Nothing is recorded of GET https://api.example/v2/orders/7: taken as failed."
    )
    assert side(found.draft)[-3:] == [
        "+system: Failed: no recorded answer",
        "+bot: I cannot tell.",
        "+system: Hands over to people",
    ]


def test_what_was_answered_then_is_answered_again_wherever_the_call_now_stands() -> None:
    """A step before it gives the call another name, but what it asks is the same."""
    draft = orders("ask.next > hold, hold.next > call, call.next > tell", hold=message("One moment."))
    found = played(ordered(), draft)
    assert (found.at_move, found.why) == (1, "It goes on from “hold” of “main” by “next”.")
    assert side(found.draft)[-4:] == [
        "+bot: One moment.", " system: Calls GET https://api.example/orders/7", " system: Answered: 200",
        " bot: It is on the way.",
    ]  # fmt: skip
    assert [each.step for each in found.recorded_way] == ["ask", "call", "tell"]
    assert [each.step for each in found.draft_way] == ["ask", "hold", "call", "tell"]


def test_a_call_made_twice_is_answered_as_it_was_the_first_and_the_second_time() -> None:
    twice = orders("ask.next > call, call.next > tell, call.failed > call")
    run = Recorder(library(twice)).begins(START).says("7").answers(ok=False, status=503).answers({"status": "lost"})
    assert played(run, twice).same
    other = twice.model_copy(
        update={"steps": twice.steps | {"ask": orders(ask=ASK | {"text": {"en": "?"}}).steps["ask"]}}
    )
    assert side(played(run, other).draft)[-2:] == [" system: Answered: 200", " bot: It is lost."]


def test_a_draft_that_nothing_starts_any_more_says_nothing() -> None:
    found = played(ordered(), orders(trigger="hello"))
    assert (found.at_move, found.why) == (0, "No trigger of the draft fits.")
    assert side(found.draft) == [" customer: start", " customer: 7"]


def test_the_trigger_is_chosen_anew() -> None:
    draft = flow(STEPS, EDGES, triggers=[words("people", "start it"), words("sorry") | {"id": "b", "priority": 1}])
    found = played(ordered(), draft)
    assert (found.at_move, found.why) == (0, "It goes on from “sorry” of “main” by “next”.")
    assert side(found.draft) == [
        " customer: start", "+bot: I cannot tell.", "+system: Hands over to people", " customer: 7"
    ]  # fmt: skip


def test_a_draft_that_waits_hears_the_time_pass_between_two_words() -> None:
    run = Recorder(library(orders())).begins(START)
    run.happens(Said(text="7"), after=timedelta(hours=5)).answers({"status": "here"})
    draft = orders(
        "rest.next > ask, ask.next > call, call.next > tell", first="rest", rest={"kind": "wait", "time": "PT1H"}
    )
    found = played(run, draft)
    assert found.at_move == 0
    assert side(found.draft) == [
        " customer: start", "+system: Time passed", " bot: Which order?", " customer: 7",
        " system: Calls GET https://api.example/orders/7", " system: Answered: 200", " bot: It is here.",
    ]  # fmt: skip
    assert found.draft[1].at == MONDAY + timedelta(hours=1)


def test_what_the_bot_could_reply_to_then_it_can_reply_to_again() -> None:
    run = Recorder(library(orders())).begins(START)
    run.says("do you ship to Malta?").resumes(helped=True).says("why?").resumes(helped=False)
    assert played(run, orders()).same
    found = played(run, orders(ask=ASK | {"text": {"en": "Number?"}, "retries": 0}))
    assert side(found.draft) == [
        " customer: start", "+bot: Number?", " customer: do you ship to Malta?",
        " system: This is no answer to the question", " system: The bot replied", "+bot: Number?", " customer: why?",
        " system: This is no answer to the question", " system: The bot had no reply", "+system: Hands over to people",
    ]  # fmt: skip


def test_what_the_draft_sets_it_sees_though_it_was_not_so_then() -> None:
    gold = {"kind": "set", "assignments": [{"attribute": "plan", "value": "'gold'"}]}
    draft = orders(
        "mark.next > ask, ask.next > call, call.next > tell", first="mark", mark=gold,
        tell=message("You are {{ customer.plan }}."),
    )  # fmt: skip
    assert side(played(ordered(), draft).draft)[-1] == "+bot: You are gold."


def test_a_dialogue_that_was_left_or_moved_over_is_the_same_again() -> None:
    newer = Library(
        revisions={"main": {n: replace(library(orders()).revisions["main"][1], number=n) for n in (1, 2)}},
        published={"main": 2},
    )
    moved = Recorder(library(orders())).begins(START).moves_over(newer).says("7").answers({"status": "x"})
    assert played(moved, orders()).same
    left = Recorder(library(orders())).begins(START).ends(Why.TAKEN_OVER)
    assert played(left, orders()).same
    found = played(left, orders(trigger="hello"))
    assert side(found.recorded)[-1] == " system: Left by the desk: taken over"


NAME = flow(
    {"name": {"kind": "question", "text": {"en": "Your name?"}, "variable": "name"}},
    id="name", variables={"name": {}},
)  # fmt: skip
HELLO = flow(
    {"go": {"kind": "subflow", "flow": "name", "outputs": {"name": "who"}}, "hello": message("Hello {{ who }}")},
    "go.next > hello", triggers=[words("go")], variables={"who": {"default": ""}},
)  # fmt: skip


def test_other_flows_are_those_that_were_in_force_then() -> None:
    run = Recorder(library(HELLO, NAME)).begins(START).says("Ada")
    newer = flow({"name": message("No names.")}, id="name", variables={"name": {}})
    first, second = library(NAME).revisions["name"][1], replace(library(newer).revisions["name"][1], number=2)
    shelf = Library(revisions={"name": {1: first, 2: second}}, published={"name": 2})
    assert replay(run.dialogue(), HELLO, shelf).same
    assert set(run.dialogue().revisions()) == {("main", 1), ("name", 1)}


def test_a_draft_may_be_the_inner_flow_of_the_dialogue() -> None:
    run = Recorder(library(HELLO, NAME)).begins(START).says("Ada")
    polite = flow(
        {"name": {"kind": "question", "text": {"en": "May I ask your name?"}, "variable": "name"}}, id="name",
        variables={"name": {}},
    )  # fmt: skip
    assert replay(run.dialogue(), NAME, library(HELLO)).same
    found = replay(run.dialogue(), polite, library(HELLO))
    assert found.why == "Says “May I ask your name?” instead of: Says “Your name?”"
    assert side(found.draft)[-1] == " bot: Hello Ada"


def test_what_is_not_shown_is_compared_too() -> None:
    found = played(ordered(), orders(call=CALL | {"headers": {"X-Version": "2"}}))
    assert found.why == "What is not shown of this differs: Calls GET https://api.example/orders/7."


def test_a_dialogue_without_its_beginning_or_with_what_is_no_record_cannot_be_read() -> None:
    kept = ordered().kept()
    assert read(kept)
    assert read(replace(kept, records=kept.records[1:])) is None
    assert read(replace(kept, records=(*kept.records, "{}"))) is None
    assert read(replace(kept, records=())) is None


@STEADY
@given(drawn(broken=0.2), st.data())
def test_an_unchanged_flow_replays_every_dialogue_identically(flow: Flow, data: st.DataObject) -> None:
    main = by_words(flow)
    run = Recorder(library(main, INNER)).begins(START)
    while run.position and len(run.records) < 15:
        run.happens(
            answers(data, run.position), after=data.draw(st.sampled_from([timedelta(seconds=9), timedelta(hours=2)]))
        )
    found = replay(run.dialogue(), main, library(INNER))
    assert (found.at_move, found.why) == (None, "")
    assert found.recorded == found.draft
    assert replay(run.dialogue(), INNER, library(main)).same


@STEADY
@given(drawn(), drawn(broken=0.3), st.data())
def test_whatever_is_drawn_instead_a_replay_comes_to_its_end(flow: Flow, other: Flow, data: st.DataObject) -> None:
    run = Recorder(library(by_words(flow), INNER)).begins(START)
    while run.position and len(run.records) < 10:
        run.happens(answers(data, run.position))
    found = replay(run.dialogue(), by_words(other), library(INNER))
    assert found == replay(run.dialogue(), by_words(other), library(INNER))
    assert found.same or found.why
    customer = [line.text for line in found.recorded if line.who == "customer"]
    assert [line.text for line in found.draft if line.who == "customer"] == customer


@pytest.mark.parametrize("id", gallery.TEMPLATES)
@pytest.mark.parametrize("language", ["en", "el"])
def test_a_template_replays_every_dialogue_identically(id: str, language: str) -> None:
    template, chance = gallery.load(id), random.Random(id + language)
    opens = MONDAY + timedelta(hours=chance.choice([0, 14]))
    facts = replace(FACTS, language=language, opens_at=opens)
    for number in range(12):
        run = wander(template, facts, BODIES.get(id, ()), f"r{number}", chance)
        found = replay(run.dialogue(), template, Library())
        assert (found.at_move, found.why) == (None, "")
