"""Each kind of step on its own: what it says, what it waits for, and by which port it is left."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import JsonValue

from flows.effects import (
    Answer,
    Button,
    Call,
    Close,
    CreateRequest,
    Effect,
    Expired,
    HandOff,
    Media,
    Note,
    Rated,
    Say,
    SetAttribute,
    StartProcess,
    Tag,
    Unexpected,
    WaitUntil,
)
from flows.happenings import Event, File, Place, Said
from flows.position import ForAnswer, ForCall, ForEvent, ForTime
from flows.words import FlowId, StepId
from tests.flow_world import FACTS, MONDAY, Talk, flow, message

HOUR = timedelta(hours=1)
END = {"end": {"kind": "wait", "until": "event", "event": "session_closed"}}
"""Where a flow stays to be looked at."""


def one(fields: dict[str, Any], *ports: str, **more: Any) -> Talk:
    """A flow of this step, with each of these ports leading to a message that names it, and on to the end."""
    named = {f"to_{port.replace(':', '_')}": message(port) for port in ports}
    edges = [f"it.{port} > to_{port.replace(':', '_')}, to_{port.replace(':', '_')}.next > end" for port in ports]
    return Talk.begin(flow({"it": fields} | named | END, ",".join(edges)), **more)


def left_by(talk: Talk) -> str:
    return talk.passages[0].port


@pytest.mark.parametrize(
    ("story", "fields", "effect"),
    [
        ("a message", message("Hello, {{ customer.name }}"), Say(text="Hello, Ada")),
        (
            "a message with a file and buttons",
            {
                "kind": "message",
                "variants": [{"en": "Look"}],
                "media": [{"kind": "photo", "url": "https://cdn.example/{{ customer.age }}.jpg"}],
                "buttons": [
                    {"id": "go", "label": {"en": "Go"}},
                    {"id": "w", "label": {"en": "Web"}, "url": "https://x"},
                ],
            },
            Say(
                text="Look",
                media=(Media(kind="photo", url="https://cdn.example/36.jpg"),),
                buttons=(
                    Button(label="Go", flow=FlowId("main"), step=StepId("it"), choice="go"),
                    Button(label="Web", flow=FlowId("main"), step=StepId("it"), choice="w", url="https://x"),
                ),
            ),
        ),
        (
            "an attribute",
            {"kind": "set", "assignments": [{"attribute": "adult", "value": "customer.age >= 18"}]},
            SetAttribute(name="adult", value=True),
        ),
        ("a tag", {"kind": "tag", "add": ["vip"], "remove": ["new"]}, Tag(add=("vip",), remove=("new",))),
        ("a note", {"kind": "note", "text": "Is {{ customer.age }}"}, Note(text="Is 36")),
        (
            "a request",
            {"kind": "request", "type": "return", "about": "Of {{ customer.name }}", "fields": {"age": "customer.age"}},
            CreateRequest(id="r1:1", type="return", title="Of Ada", fields={"age": 36}),
        ),
        ("a close", {"kind": "close", "reason": "done"}, Close(reason="done")),
        (
            "a handoff",
            {"kind": "handoff", "line": "returns", "priority": "high", "topic": "shoes", "card": ["size", "colour"]},
            HandOff(line="returns", priority="high", topic="shoes", card={"size": 42}),
        ),
    ],
)
def test_what_a_step_does_at_once(story: str, fields: dict[str, Any], effect: Effect) -> None:
    talk = one(fields, size=42)
    assert talk.effects == (effect,)
    assert talk.position is None


@pytest.mark.parametrize(
    ("fields", "said", "value"),
    [
        ({"answer": "text"}, Said(text="  Anna "), "Anna"),
        ({"answer": "text", "least": 3}, Said(text="ab"), None),
        ({"answer": "text", "pattern": "^[A-Z]{2}[0-9]+$"}, Said(text="AB12"), "AB12"),
        ({"answer": "text", "pattern": "^[A-Z]{2}[0-9]+$"}, Said(text="12AB"), None),
        ({"answer": "number"}, Said(text="1 250,50"), 1250.5),
        ({"answer": "number"}, Said(text="-7"), -7),
        ({"answer": "number"}, Said(text="7 or 8"), None),
        ({"answer": "number", "least": 1, "most": 9}, Said(text="10"), None),
        ({"answer": "date"}, Said(text="24.11.2026"), "2026-11-24"),
        ({"answer": "date"}, Said(text="2026-11-24"), "2026-11-24"),
        ({"answer": "date"}, Said(text="5.1"), "2027-01-05"),
        ({"answer": "date"}, Said(text="29.02"), "2028-02-29"),
        ({"answer": "date"}, Said(text="31.02.2027"), None),
        ({"answer": "date", "least": 0}, Said(text="22.11.2026"), None),
        ({"answer": "date", "least": 0, "most": 7}, Said(text="30.11.2026"), "2026-11-30"),
        ({"answer": "email"}, Said(text=" Ada@Mail.example.org "), "Ada@Mail.example.org"),
        ({"answer": "email"}, Said(text="ada@mail"), None),
        ({"answer": "email"}, Said(text="ada mail@example.org"), None),
        ({"answer": "phone"}, Said(text="+48 (22) 123-45-67"), "+48221234567"),
        ({"answer": "phone"}, Said(phone="79991234567"), "79991234567"),
        ({"answer": "phone"}, Said(text="123"), None),
        ({"answer": "phone"}, Said(text="call 1234567"), None),
        (
            {"answer": "file"},
            Said(files=(File(id="f1", name="a.jpg", mime="image/jpeg"),)),
            [{"id": "f1", "name": "a.jpg", "mime": "image/jpeg"}],
        ),
        ({"answer": "file"}, Said(text="here it is"), None),
        ({"answer": "file", "mimes": ["image/"]}, Said(files=(File(id="f", name="a", mime="text/plain"),)), None),
        ({"answer": "location"}, Said(place=Place(latitude=52.2, longitude=21)), {"latitude": 52.2, "longitude": 21.0}),
        ({"answer": "location"}, Said(text="Warsaw"), None),
    ],
)
def test_what_a_question_takes_for_an_answer(fields: dict[str, Any], said: Said, value: JsonValue) -> None:
    talk = one({"kind": "question", "text": {"en": "?"}, "variable": "it"} | fields, "next")
    talk.happens(said)
    if value is None:
        assert talk.effects == (Unexpected(flow=FlowId("main"), step=StepId("it"), text=said.text),)
        assert talk.step == "it"
    else:
        assert talk.told == ["next"]
        assert talk.variables["it"] == value


SIZES = {
    "kind": "question",
    "text": {"en": "Which size?"},
    "answer": "choice",
    "variable": "size",
    "choices": [{"id": "s", "label": {"en": "Small", "ru": "Малый"}}, {"id": "l", "label": {"en": "Large"}}],
}


@pytest.mark.parametrize(
    ("said", "size"),
    [("Small", "s"), ("малый", "s"), ("l", "l"), ("2", "l"), ("2.", "l"), ("3", None), ("", None), ("smal", None)],
)
def test_a_choice_is_known_by_its_words_and_its_number(said: str, size: str | None) -> None:
    talk = one(SIZES, "choice:s", "next").says(said)
    assert talk.told == ({"s": ["choice:s"], "l": ["next"]}[size] if size else [])
    assert (talk.step == "it") == (size is None)


def test_choices_that_are_numbers_are_those_numbers() -> None:
    choices = [{"id": "b", "label": {"en": "2"}}, {"id": "a", "label": {"en": "1"}}]
    assert one(SIZES | {"choices": choices}, "next").says("1").variables["size"] == "a"


def test_a_choice_is_asked_with_buttons_that_say_whose_they_are() -> None:
    talk = one(SIZES, "next")
    small = Button(label="Small", flow=FlowId("main"), step=StepId("it"), choice="s")
    large = replace(small, label="Large", choice="l")
    assert talk.effects == (Say(text="Which size?", buttons=(small, large), expects="choice"),)
    assert talk.presses("it", "l").variables["size"] == "l"


@pytest.mark.parametrize(
    ("retries", "answers", "ends"),
    [(0, ["?"], True), (1, ["?"], False), (1, ["?", "?"], True), (2, ["?", "?", "7"], False)],
)
def test_only_so_many_answers_are_misunderstood(retries: int, answers: list[str], ends: bool) -> None:
    question = {
        "kind": "question",
        "text": {"en": "How many?"},
        "answer": "number",
        "variable": "n",
        "retries": retries,
    }
    talk = one(question | {"invalid": {"en": "A number, please."}}, "next", "failed")
    for answer in answers:
        talk.says(answer)
        if talk.step == "it":
            talk.resumes(helped=False)
            assert talk.told in (["A number, please.", "How many?"], ["failed"])
    assert (left_by(talk) == "failed" if talk.passages else False) == ends


def test_a_question_that_the_bot_replied_to_costs_no_try() -> None:
    question = {"kind": "question", "text": {"en": "How many?"}, "answer": "number", "retries": 0}
    talk = one(question, "next", "failed")
    for _ in range(5):
        talk.says("what are your hours?").resumes()
        assert talk.told == ["How many?"]
    assert talk.says("3").told == ["next"]


def test_a_question_has_patience() -> None:
    question = {"kind": "question", "text": {"en": "?"}, "patience": "PT1H"}
    talk = one(question, "next", "silent")
    assert talk.effects[-1] == WaitUntil(at=MONDAY + HOUR)
    assert talk.passes(HOUR / 2).effects == ()
    assert talk.passes(HOUR / 2).told == ["silent"]


def test_values_are_set_each_with_those_before_it() -> None:
    values = [
        {"variable": "a", "value": "2"},
        {"variable": "b", "value": "a * 3"},
        {"attribute": "c", "value": "b + 1"},
    ]
    seen = {"kind": "note", "text": "{{ customer.c }}"}
    talk = Talk.begin(
        flow({"it": {"kind": "set", "assignments": values}, "n": seen} | END, "it.next > n, n.next > end")
    )
    assert talk.variables == {"a": 2, "b": 6}
    assert talk.effects[:2] == (SetAttribute(name="c", value=7), Note(text="7"))


@pytest.mark.parametrize(("age", "port"), [(70, "case:old"), (36, "case:adult"), (5, "otherwise")])
def test_a_condition_takes_the_first_case_that_holds(age: int, port: str) -> None:
    cases = [{"id": "old", "when": "age > 65"}, {"id": "adult", "when": "age >= 18"}]
    talk = one({"kind": "condition", "cases": cases}, "case:old", "case:adult", "otherwise", age=age)
    assert left_by(talk) == port


def test_a_split_is_fair_over_sessions_and_firm_within_one() -> None:
    fields = {"kind": "split", "branches": [{"id": "a", "weight": 3}, {"id": "b"}, {"id": "never", "weight": 0}]}
    ports = ("branch:a", "branch:b", "branch:never")
    taken = [left_by(one(fields, *ports, facts=replace(FACTS, session=f"s{n}"))) for n in range(800)]
    assert taken == [left_by(one(fields, *ports, facts=replace(FACTS, session=f"s{n}"))) for n in range(800)]
    assert 550 < taken.count("branch:a") < 650
    assert "branch:never" not in taken


def test_wordings_change() -> None:
    variants = [{"en": "Hi"}, {"en": "Hello"}, {"en": "Welcome"}]
    talks = [one({"kind": "message", "variants": variants}, facts=replace(FACTS, session=f"s{n}")) for n in range(50)]
    assert {talk.told[0] for talk in talks} == {"Hi", "Hello", "Welcome"}


def test_a_wait_for_time_is_over_when_it_is() -> None:
    talk = one({"kind": "wait", "time": "PT1H"}, "next")
    assert talk.position is not None
    assert talk.position.wait == ForTime(until=MONDAY + HOUR)
    assert talk.effects == (WaitUntil(at=MONDAY + HOUR),)
    assert talk.passes(HOUR - timedelta(seconds=1)).effects == ()
    assert talk.passes(timedelta(seconds=1)).told == ["next"]


@pytest.mark.parametrize(("opens_in", "waits"), [(HOUR * 0, None), (HOUR * 9, HOUR * 9), (None, HOUR)])
def test_a_wait_for_people(opens_in: timedelta | None, waits: timedelta | None) -> None:
    facts = replace(FACTS, opens_at=None if opens_in is None else MONDAY + opens_in)
    talk = one({"kind": "wait", "until": "open"}, "next", facts=facts)
    if waits is None:
        assert talk.told == ["next"]
        return
    assert talk.effects == (WaitUntil(at=MONDAY + waits),)
    talk.passes(waits)
    assert talk.told == (["next"] if opens_in else [])


def test_a_wait_for_people_goes_on_waiting_when_the_hours_were_changed() -> None:
    talk = one({"kind": "wait", "until": "open"}, "next", facts=replace(FACTS, opens_at=MONDAY + HOUR))
    talk.facts = replace(talk.facts, opens_at=MONDAY + 3 * HOUR)
    assert talk.passes(HOUR).effects == (WaitUntil(at=MONDAY + 3 * HOUR),)
    assert talk.passes(2 * HOUR).told == ["next"]


def test_a_wait_for_an_event_or_its_time() -> None:
    fields = {"kind": "wait", "until": "event", "event": "handed_back", "time": "PT1H"}
    talk = one(fields, "next", "late")
    assert talk.position is not None
    assert talk.position.wait == ForEvent(event=Event.HANDED_BACK, until=MONDAY + HOUR)
    assert talk.reports(Event.SLA_WARNING).step == "it"
    assert talk.reports(Event.HANDED_BACK).told == ["next"]
    assert one(fields, "next", "late").passes(HOUR).told == ["late"]


@pytest.mark.parametrize(("ok", "told"), [(True, "next"), (False, "not_found")])
def test_an_answer_is_looked_up(ok: bool, told: str) -> None:
    talk = one({"kind": "answer", "query": "'about ' + asked"}, "next", "not_found", asked="returns")
    assert talk.effects[0] == Answer(id="r1:1", query="about returns")
    assert talk.finishes("r1:1", ok=ok).told == [told]


HTTP = {
    "kind": "http",
    "method": "POST",
    "url": "https://api.example/orders/{{ order }}?q={{ order }}",
    "headers": {"X-Name": "{{ order }}"},
    "secret_headers": {"Authorization": "shop_token"},
    "body": {"order": "order", "age": "customer.age + 1"},
    "save": {"status": "response.body.order.status", "code": "response.status"},
}


def test_an_http_call_keeps_what_it_was_told_to() -> None:
    talk = one(HTTP, "next", "failed", order="7/8 &\r\nX-Evil: 1")
    assert talk.effects[0] == Call(
        id="r1:1",
        method="POST",
        url="https://api.example/orders/7%2F8%20%26%0D%0AX-Evil%3A%201?q=7%2F8%20%26%0D%0AX-Evil%3A%201",
        headers={"X-Name": "7/8 & X-Evil: 1"},
        secret_headers={"Authorization": "shop_token"},
        body={"order": "7/8 &\r\nX-Evil: 1", "age": 37},
        timeout=timedelta(seconds=10),
        retries=1,
    )
    assert talk.finishes("r1:99").step == "it", "the result of something else"
    talk.finishes("r1:1", status=200, body={"order": {"status": "sent"}})
    assert talk.told == ["next"]
    assert (talk.variables["status"], talk.variables["code"]) == ("sent", 200)


@pytest.mark.parametrize(
    "result",
    [{"ok": False, "error": "timeout"}, {"ok": False, "status": 500}, {"body": {"other": 1}}, {"body": "text"}],
)
def test_an_http_call_fails(result: dict[str, Any]) -> None:
    assert one(HTTP, "next", "failed", order="7").finishes("r1:1", **result).told == ["failed"]


@pytest.mark.parametrize(("fields", "port"), [(HTTP, "failed"), ({"kind": "answer", "query": "order"}, "not_found")])
def test_a_result_that_never_comes_counts_as_none(fields: dict[str, Any], port: str) -> None:
    talk = one(fields, "next", port, order="7")
    until = talk.effects[1]
    assert isinstance(until, WaitUntil)
    assert talk.passes(until.at - MONDAY - timedelta(seconds=1)).told == []
    assert talk.passes(timedelta(seconds=1)).told == [port]


def test_a_process_is_started_and_waited_for() -> None:
    fields = {"kind": "process", "process": "approve", "data": {"sum": "total"}, "variable": "got", "patience": "PT1H"}
    talk = one(fields, "next", "failed", total=5)
    assert talk.effects == (
        StartProcess(id="r1:1", process="approve", data={"sum": 5}),
        WaitUntil(at=MONDAY + HOUR),
    )
    assert talk.position is not None
    assert talk.position.wait == ForCall(call="r1:1", until=MONDAY + HOUR)
    talk.finishes("r1:1", body={"approved": True})
    assert (talk.told, talk.variables["got"]) == (["next"], {"approved": True})
    assert one(fields, "next", "failed", total=5).finishes("r1:1", ok=False).told == ["failed"]
    assert one(fields, "next", "failed", "late", total=5).passes(HOUR).told == ["late"]
    assert one(fields, "next", "failed", total=5).passes(HOUR).told == ["failed"], "late falls to failed"


RATE = {"kind": "rate", "text": {"en": "How was it?"}, "variable": "mark", "patience": "PT1H"}


@pytest.mark.parametrize(("said", "port"), [("5", "good"), ("4", "good"), ("3", "bad")])
def test_a_rating(said: str, port: str) -> None:
    talk = one(RATE, "good", "bad", "skipped")
    assert talk.position is not None
    assert talk.position.wait == ForAnswer(until=MONDAY + HOUR)
    assert [each.label for each in talk.effects[0].buttons] == ["1", "2", "3", "4", "5"]
    talk.says(said)
    assert talk.effects[0] == Rated(score=int(said), of=5)
    assert (talk.told, talk.variables["mark"]) == ([port], int(said))


def test_who_does_not_rate_is_left_in_peace() -> None:
    assert one(RATE, "good", "bad", "skipped").passes(HOUR).told == ["skipped"]
    talk = one(RATE, "good", "bad", "skipped").says("6")
    assert talk.effects == (Unexpected(flow=FlowId("main"), step=StepId("it"), text="6"),)
    assert talk.resumes(helped=False).told == ["skipped"]


def test_a_subflow_takes_values_and_gives_some_back() -> None:
    inner = flow(
        {"ask": {"kind": "question", "text": {"en": "{{ what }}?"}, "variable": "said"}},
        id="inner",
        variables={"what": {"given": True}, "said": {}},
    )
    outer = flow(
        {
            "it": {"kind": "subflow", "flow": "inner", "inputs": {"what": "'Why ' + x"}, "outputs": {"said": "reason"}},
            "then": message("Because {{ reason }}"),
        }
        | END,
        "it.next > then, then.next > end",
    )
    talk = Talk.begin(outer, inner, x="not")
    assert talk.told == ["Why not?"]
    assert talk.says("so").told == ["Because so"]
    assert talk.variables == {"x": "not", "reason": "so"}


def test_a_flow_can_be_left_for_good() -> None:
    inner = flow({"m": message("there")}, id="inner")
    outer = flow({"it": {"kind": "subflow", "flow": "inner", "back": False}, "then": message("back")}, "it.next > then")
    talk = Talk.begin(outer, inner)
    assert (talk.told, talk.position) == (["there"], None)


def test_a_button_of_something_else_has_expired() -> None:
    talk = one(SIZES, "next").presses("other", "x")
    assert talk.effects == (Expired(flow=FlowId("main"), step=StepId("other"), choice="x"),)
    assert talk.step == "it"
