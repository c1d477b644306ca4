"""Trying a draft: what is put in, and what would come of it, on the real engine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from flows import gallery
from flows.effects import HandOff
from flows.limits import CHANNELS
from flows.model import Flow, Library
from flows.trying import Input, Scene, Tried, play
from tests.flow_world import MONDAY, flow, library, message

INPUTS: TypeAdapter[list[Input]] = TypeAdapter(list[Input])
SCENE = Scene(channel="telegram", language="en", start=MONDAY, customer={"name": "Ada"})
ASK = {"kind": "question", "text": {"en": "Which number?"}, "answer": "number", "variable": "number"}
WORDS = [{"id": "words", "kind": "words", "words": ["order"], "leads_to": "ask"}]


def tries(
    draft: Flow, *inputs: dict[str, Any], scene: Scene = SCENE, others: Library | None = None, **articles: str
) -> Tried:
    """`articles` are what the knowledge base answers, by the one word that asks for it."""
    return play(
        draft, others or Library(), scene, INPUTS.validate_python(inputs), lambda text, language: articles.get(text)
    )  # fmt: skip


def said(text: str) -> dict[str, Any]:
    return {"kind": "said", "text": text}


def shown(tried: Tried) -> list[list[str]]:
    return [[each.text for each in turn.shown] for turn in tried.turns]


ORDERS = flow(
    {"ask": ASK, "tell": message("Number {{ number }}, {{ customer.name }}."), "people": {"kind": "handoff"}},
    "ask.next > tell, ask.failed > people",
    variables={"number": {"type": "number"}},
    triggers=WORDS,
)


def test_a_flow_is_begun_by_its_trigger_and_walked_to_its_end() -> None:
    tried = tries(ORDERS, said("My order"), said("12"))

    first, last = tried.turns
    assert first.began
    assert (first.began.flow, first.began.trigger) == ("main", "words")
    assert first.waits_at
    assert (first.waits_at.step, first.waits_at.wait.kind, first.over) == ("ask", "answer", False)
    assert shown(tried) == [["Which number?"], ["Number 12, Ada."]]
    assert [(each.step, each.port) for each in last.passages] == [("ask", "next"), ("tell", "next")]
    assert (last.variables, last.waits_at, last.over) == ({"number": 12}, None, True)


def test_an_unexpected_answer_is_answered_from_the_knowledge_base_and_the_question_comes_back() -> None:
    tried = tries(ORDERS, said("order"), said("opening"), said("nonsense"), opening="From nine.")

    assert shown(tried)[1:] == [["From nine.", "Which number?"], ["Which number?"]]


def test_without_a_flow_the_knowledge_base_answers_and_what_nobody_knows_is_said_to_be_so() -> None:
    tried = tries(ORDERS, said("opening"), said("nonsense"), opening="From nine.")

    assert shown(tried) == [["From nine."], []]
    assert [turn.problems for turn in tried.turns] == [[], ["No flow begins with this, and no article answers it."]]


def test_a_person_is_in_reach_in_the_middle_and_then_the_bot_says_nothing() -> None:
    tried = tries(
        ORDERS, said("order"), {"kind": "person"}, said("12"), {"kind": "event", "event": "handed_back"}, said("order")
    )

    assert [type(each) for each in tried.turns[1].effects] == [HandOff]
    assert tried.turns[2].problems == ["People have the session now: the bot says nothing."]
    assert shown(tried)[4] == ["Which number?"]


def test_a_flow_begins_at_a_trigger_whatever_its_conditions() -> None:
    strict = flow(
        {"say": message("Hello")}, triggers=[
            {"id": "t", "kind": "words", "words": ["x"], "leads_to": "say", "conditions": {"channels": ["viber"]}},
            {"id": "loose", "kind": "words", "words": ["y"]},
        ],
    )  # fmt: skip

    tried = tries(strict, said("x"), {"kind": "begin", "trigger": "t"}, {"kind": "begin", "trigger": "loose"})

    assert shown(tried) == [[], ["Hello"], []]
    assert tried.turns[2].problems == ["This trigger leads nowhere."]


def test_the_draft_stands_in_for_its_published_revision_among_the_others() -> None:
    published = flow({"say": message("Published")}, id="main", triggers=[{**WORDS[0], "leads_to": "say"}])
    other = flow({"say": message("Other")}, id="other", triggers=[{**WORDS[0], "words": ["bye"], "leads_to": "say"}])

    tried = tries(ORDERS, said("order"), said("5"), said("bye"), others=library(published, other))

    assert shown(tried) == [["Which number?"], ["Number 5, Ada."], ["Other"]]


def test_another_flow_of_higher_priority_is_seen_to_begin_instead() -> None:
    other = flow({"say": message("Mine")}, id="other", priority=5, triggers=[{**WORDS[0], "leads_to": "say"}])

    began = tries(ORDERS, said("order"), others=library(other)).turns[0].began

    assert began is not None
    assert began.flow == "other"


CALLING = flow(
    {
        "call": {
            "kind": "http", "url": "https://shop.example.com/orders", "save": {"status": "response.body.status"},
            "secret_headers": {"Authorization": "shop"},
        },
        "tell": message("It is {{ status }}."), "sorry": message("Sorry."),
    },
    "call.next > tell, call.failed > sorry", triggers=[{**WORDS[0], "leads_to": "call"}], variables={"status": {}},
)  # fmt: skip


def test_a_call_stays_open_until_its_answer_is_put_in() -> None:
    waiting = tries(CALLING, said("order"))
    assert waiting.asks is not None

    answered = {"kind": "call", "call": waiting.asks.id, "ok": True, "status": 200, "body": {"status": "on its way"}}
    tried = tries(CALLING, said("order"), answered, answered)

    assert shown(tried)[1] == ["It is on its way."]
    assert (tried.asks, tried.turns[1].variables) == (None, {"status": "on its way"})
    assert tried.turns[2].problems == ["Nothing waits for this answer."]


def test_calls_have_the_same_names_in_one_trial_and_others_in_another() -> None:
    once, again = tries(CALLING, said("order")), tries(CALLING, said("order"))
    later = tries(CALLING, said("order"), scene=replace(SCENE, start=MONDAY + timedelta(seconds=1)))

    elsewhere = tries(CALLING, said("order"), scene=replace(SCENE, channel="viber"))

    assert once.asks and again.asks and later.asks and elsewhere.asks  # noqa: PT018
    assert once.asks.id == again.asks.id == elsewhere.asks.id != later.asks.id


def test_a_call_that_nobody_answers_fails_when_the_clock_is_moved() -> None:
    tried = tries(CALLING, said("order"), {"kind": "wait", "seconds": 300})

    assert shown(tried)[1] == ["Sorry."]
    assert tried.now == MONDAY + timedelta(minutes=5)


WAITING = flow(
    {
        "first": {"kind": "wait", "time": "PT10M"}, "one": message("One {{ now.getMinutes() }}"),
        "second": {"kind": "wait", "time": "PT10M"}, "two": message("Two"),
    },
    "first.next > one, one.next > second, second.next > two", triggers=[{**WORDS[0], "leads_to": "first"}],
)  # fmt: skip


def test_the_clock_goes_by_each_time_that_is_waited_for() -> None:
    tried = tries(
        WAITING, said("order"), {"kind": "wait", "seconds": 900}, {"kind": "wait", "seconds": 240},
        {"kind": "wait", "seconds": 60},
    )  # fmt: skip

    assert shown(tried) == [[], ["One 10"], [], ["Two"]]
    assert tried.turns[1].at == MONDAY + timedelta(minutes=15)


def test_a_flow_that_would_wake_for_ever_stops_the_clock_and_says_so() -> None:
    circle = flow({"wait": {"kind": "wait", "time": "PT1S"}}, "wait.next > wait", triggers=[
        {**WORDS[0], "leads_to": "wait"}
    ])  # fmt: skip

    last = tries(circle, said("order"), {"kind": "wait", "seconds": 24 * 3600}).turns[-1]

    assert last.problems == ["The flow was woken 500 times, and the clock stopped here."]
    assert last.at == MONDAY + timedelta(seconds=500)


UNTIL_OPEN = flow({"wait": {"kind": "wait", "until": "open"}, "say": message("We are here.")}, "wait.next > say",
                  triggers=[{**WORDS[0], "leads_to": "wait"}])  # fmt: skip


@pytest.mark.parametrize(("hours", "at_once"), [("open", True), ("closed", False), ("company", False)])
def test_hours_are_the_companys_or_as_one_likes(hours: Any, at_once: bool) -> None:
    evening = MONDAY.replace(hour=20)
    scene = replace(SCENE, start=evening, hours=hours, zone="UTC", opens_at=lambda at: at.replace(day=24, hour=9))

    tried = tries(UNTIL_OPEN, said("order"), {"kind": "wait", "seconds": 13 * 3600}, scene=scene)

    assert shown(tried) == ([["We are here."], []] if at_once else [[], ["We are here."]])
    opening = evening if at_once else (evening + timedelta(days=1)).replace(hour=9)
    assert scene.opening(evening) == opening


def test_a_button_of_what_is_over_says_so_and_one_of_the_open_question_is_an_answer() -> None:
    choice = flow(
        {"ask": {"kind": "question", "text": {"en": "Sure?"}, "answer": "choice", "choices": [
            {"id": "yes", "label": {"en": "Yes"}}]}, "say": message("Good")},
        "ask.next > say", triggers=WORDS,
    )  # fmt: skip
    press = {"kind": "pressed", "flow": "main", "step": "ask", "choice": "yes"}

    tried = tries(choice, said("order"), press, press)

    assert [each.label for each in tried.turns[0].shown[0].buttons] == ["Yes"]
    assert shown(tried)[1:] == [["Good"], []]
    assert tried.turns[2].problems == ["This button belongs to something that is over."]


def test_an_event_reaches_who_waits_for_it_and_begins_flows() -> None:
    closing = flow({"wait": {"kind": "wait", "until": "event", "event": "session_closed"}, "say": message("Bye")},
                   "wait.next > say", triggers=[
        {"id": "t", "kind": "event", "event": "customer_silent", "minutes": 5, "leads_to": "wait"}
    ])  # fmt: skip

    tried = tries(
        closing, {"kind": "event", "event": "customer_silent", "minutes": 4},
        {"kind": "event", "event": "customer_silent", "minutes": 5}, {"kind": "event", "event": "session_closed"},
    )  # fmt: skip

    assert shown(tried) == [[], [], ["Bye"]]
    assert tried.turns[0].problems == ["Nothing waits for this event, and it begins no flow."]


def test_links_and_webhooks_bring_what_they_carry() -> None:
    draft = flow({"say": message("{{ what }}")}, variables={"what": {}}, triggers=[
        {"id": "l", "kind": "link", "payload": "promo", "beginning": True, "leads_to": "say", "variable": "what"},
        {"id": "h", "kind": "hook", "hook": "stock", "leads_to": "say", "variable": "what"},
    ])  # fmt: skip

    tried = tries(
        draft, {"kind": "link", "payload": "promo-5"}, {"kind": "hook", "hook": "stock", "data": "arrived"},
        {"kind": "link", "payload": "else"},
    )  # fmt: skip

    assert shown(tried) == [["promo-5"], ["arrived"], []]
    assert tried.turns[2].problems == ["No trigger fits this."]


def test_files_and_places_are_answers() -> None:
    draft = flow(
        {
            "photo": {"kind": "question", "text": {"en": "Photo?"}, "answer": "file", "mimes": ["image/"]},
            "place": {"kind": "question", "text": {"en": "Where?"}, "answer": "location"}, "say": message("Thanks"),
        },
        "photo.next > place, place.next > say", triggers=[{**WORDS[0], "leads_to": "photo"}],
    )  # fmt: skip

    tried = tries(
        draft, said("order"), {"kind": "file", "name": "a.pdf", "mime": "application/pdf"},
        {"kind": "file", "name": "a.jpg", "mime": "image/jpeg"}, {"kind": "place", "latitude": 52.2, "longitude": 21},
    )  # fmt: skip

    assert shown(tried) == [["Photo?"], ["Photo?"], ["Where?"], ["Thanks"]]


def test_what_breaks_is_told_with_its_place() -> None:
    broken = flow({"say": message("{{ 1 / 0 }}")}, triggers=[{**WORDS[0], "leads_to": "say"}])

    turn = tries(broken, said("order")).turns[0]

    assert turn.problems[0].startswith("The flow “main” broke at the step “say”: ")
    assert turn.over


def test_what_is_set_of_the_customer_is_known_later() -> None:
    draft = flow(
        {"set": {"kind": "set", "assignments": [{"attribute": "vip", "value": "true"}]}, "ask": ASK,
         "say": message("{{ customer.vip }}")},
        "set.next > ask, ask.next > say", triggers=[{**WORDS[0], "leads_to": "set"}], variables={"number": {}},
    )  # fmt: skip

    assert shown(tries(draft, said("order"), said("1")))[1] == ["true"]


def test_each_channel_shows_what_it_can() -> None:
    many = [{"id": str(number), "label": {"en": f"Number {number}"}} for number in range(5)]
    draft = flow({"ask": {"kind": "question", "text": {"en": "Which?"}, "answer": "choice", "choices": many}},
                 triggers=WORDS)  # fmt: skip

    def first(channel: str) -> Any:
        return tries(draft, said("order"), scene=replace(SCENE, channel=channel)).turns[0].shown[0]

    assert {channel: first(channel).shape for channel in CHANNELS} == {
        "site": "buttons", "custom": "buttons", "telegram": "buttons", "viber": "buttons", "whatsapp": "list",
        "vk": "buttons", "email": "buttons",
    }  # fmt: skip


ANYTHING = st.lists(
    st.one_of(
        st.sampled_from([said("order"), said("12"), said("?"), said("yes"), {"kind": "person"}]),
        st.builds(lambda seconds: {"kind": "wait", "seconds": seconds}, st.integers(1, 200_000)),
        st.sampled_from([{"kind": "event", "event": each} for each in ("session_closed", "out_of_hours")]),
        st.builds(
            lambda number, ok: {"kind": "call", "call": f"{SCENE.id}:{number}", "ok": ok},
            st.sampled_from(["1:2", "1:3", "2:2"]), st.booleans(),
        ),
        st.sampled_from([{"kind": "begin", "trigger": each.id} for flow in gallery.every() for each in flow.triggers]),
    ),
    max_size=12,
)  # fmt: skip


@given(st.sampled_from(gallery.TEMPLATES), ANYTHING)
def test_the_same_inputs_give_the_same_turns_and_more_inputs_change_none_of_them(
    template: str, inputs: Sequence[dict[str, Any]]
) -> None:
    draft, others = gallery.load(template), library(*gallery.every())

    whole = tries(draft, *inputs, others=others)

    assert whole == tries(draft, *inputs, others=others)
    assert tries(draft, *inputs[:-1], others=others).turns == whole.turns[:-1] or not inputs
    assert len(whole.turns) == len(inputs)
