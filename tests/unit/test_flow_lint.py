"""The linter: each kind of problem, where it is told to be, and that a sound flow has none."""

from typing import Any

import pytest

from flows.lint import Company, Problem, Severity, lint
from flows.model import Flow
from flows.words import FlowId
from tests.flow_world import flow, message

ASK = {"kind": "question", "text": {"en": "Order?"}, "variable": "order"}
TO = {"kind": "handoff"}
ORDER: dict[str, Any] = {"variables": {"order": {}}}
SOUND = flow({"ask": ASK, "m": message("{{ order }}!"), "to": TO}, "ask.next > m, ask.failed > to", **ORDER)


def found(flow: Flow, company: Company | None = None) -> list[tuple[str, str | None, str]]:
    return [(each.code, each.step, each.field) for each in lint(flow, company)]


def one(steps: dict[str, Any], edges: str = "", company: Company | None = None, **more: Any) -> Problem:
    (problem,) = lint(flow(steps, edges, **more), company)
    assert problem.message
    assert problem.remedy
    return problem


def test_a_sound_flow_has_no_problems() -> None:
    assert lint(SOUND, Company(channels=frozenset({"telegram", "whatsapp"}))) == ()


def test_a_step_without_a_way_to_it() -> None:
    problem = one({"m": message("m"), "lost": message("lost")})
    assert (problem.code, problem.step, problem.severity) == ("unreachable", "lost", Severity.WARNING)


def test_a_port_without_an_edge() -> None:
    condition = {"kind": "condition", "cases": [{"id": "a", "when": "session.open"}]}
    problem = one({"if": condition, "m": message("m")}, "if.case:a > m")
    assert (problem.code, problem.step, problem.field) == ("dead_end", "if", "otherwise")


def test_a_choice_that_falls_to_an_edge_has_one() -> None:
    choices = [{"id": "a", "label": {"en": "A"}}, {"id": "b", "label": {"en": "B"}}]
    pick = {"kind": "question", "text": {"en": "?"}, "answer": "choice", "choices": choices}
    assert found(flow({"ask": pick, "to": TO}, "ask.next > to, ask.failed > to")) == []
    assert found(flow({"ask": pick, "to": TO}, "ask.choice:a > to, ask.failed > to")) == [
        ("dead_end", "ask", "choice:b")
    ]


@pytest.mark.parametrize(
    ("between", "edges", "endless"),
    [
        (message("b"), "a.next > b, b.next > a", True),
        ({"kind": "wait", "until": "open"}, "a.next > b, b.next > a", True),
        ({"kind": "http", "url": "https://x"}, "a.next > b, b.next > a, b.failed > a", True),
        ({"kind": "wait", "time": "PT1H"}, "a.next > b, b.next > a", False),
        (ASK, "a.next > b, b.next > a, b.failed > to, a.next > b", False),
    ],
)
def test_a_loop_must_give_the_turn_away(between: dict[str, Any], edges: str, endless: bool) -> None:
    drawn = flow({"a": message("a"), "b": between, "to": TO}, edges, **ORDER)
    problems = [each for each in lint(drawn) if each.code == "endless_loop"]
    assert len(problems) == endless
    assert all(each.severity is Severity.ERROR and "a, b" in each.message for each in problems)


def test_flows_that_lead_into_each_other_for_ever() -> None:
    ours = flow({"it": {"kind": "subflow", "flow": "other"}})
    theirs = flow({"it": {"kind": "subflow", "flow": "main"}}, id="other")
    company = Company(flows={theirs.id: theirs})
    assert found(ours, company) == [("within_itself", "it", "flow")]
    leaving = flow({"it": {"kind": "subflow", "flow": "main", "back": False}}, id="other")
    assert found(ours, Company(flows={leaving.id: leaving})) == []


@pytest.mark.parametrize(
    ("failed", "other", "told"),
    [("m", TO, True), ("to", TO, False), ("sub", TO, False), ("sub", message("m"), True)],
)
def test_a_question_needs_a_way_to_a_person(failed: str, other: dict[str, Any], told: bool) -> None:
    steps = {"ask": ASK, "m": message("m"), "to": TO, "sub": {"kind": "subflow", "flow": "other"}}
    company = Company(flows={FlowId("other"): flow({"x": other}, id="other")})
    drawn = flow(steps, f"ask.next > m, ask.failed > {failed}", **ORDER)
    assert (("no_person", "ask", "") in found(drawn, company)) == told


@pytest.mark.parametrize(
    ("field", "value", "known"),
    [("line", "sales", "lines"), ("topic", "shoes", "topics")],
)
def test_what_the_company_does_not_have(field: str, value: str, known: str) -> None:
    handoff = {"to": TO | {field: value}}
    problem = one(handoff, company=Company(**{known: frozenset({"other"})}))  # type: ignore[arg-type]
    assert (problem.code, problem.step, problem.field, problem.severity) == (
        f"unknown_{field}",
        "to",
        field,
        Severity.ERROR,
    )
    assert lint(flow(handoff), Company(**{known: frozenset({value})})) == ()  # type: ignore[arg-type]
    assert lint(flow(handoff), Company()) == ()


def test_secrets_and_processes_are_known_by_name() -> None:
    http = {"kind": "http", "url": "https://x", "secret_headers": {"Authorization": "crm"}}
    drawn = flow({"it": http, "p": {"kind": "process", "process": "pay"}, "to": TO},
                 "it.next > p, it.failed > to, p.failed > to")  # fmt: skip
    company = Company(secrets=frozenset(), processes=frozenset())
    assert found(drawn, company) == [
        ("unknown_secret", "it", "secret_headers.Authorization"),
        ("unknown_process", "p", "process"),
    ]


@pytest.mark.parametrize(
    ("company", "code"), [(Company(flows={}), "unknown_flow"), (Company(flows={FlowId("other"): SOUND}), None)]
)
def test_another_flow_must_be_there(company: Company, code: str | None) -> None:
    codes = [each.code for each in lint(flow({"it": {"kind": "subflow", "flow": "other"}}), company)]
    assert codes == ([code] if code else [])


def test_another_flow_must_have_an_entry() -> None:
    closed = SOUND.model_copy(update={"triggers": ()})
    drawn = flow({"it": {"kind": "subflow", "flow": "other"}})
    assert found(drawn, Company(flows={FlowId("other"): closed})) == [("no_entry", "it", "flow")]


@pytest.mark.parametrize(
    ("edges", "problem"),
    [
        ("m.next > gone", ("lost_end", "m", "next")),
        ("m.window > n, m.next > n", ("lost_begin", "m", "window")),
        ("gone.next > m, m.next > n", ("lost_begin", None, "next")),
        ("m.next > n, m.next > m", ("ambiguous", "m", "next")),
    ],
)
def test_edges_that_hang(edges: str, problem: tuple[str, str | None, str]) -> None:
    assert problem in found(flow({"m": message("m"), "n": message("n")}, edges))


def test_a_flow_that_nothing_starts() -> None:
    assert ("no_trigger", None, "triggers") in found(flow({"m": message("m")}, triggers=[]))
    nowhere = [
        {"id": "t", "kind": "hook", "hook": "h"},
        {"id": "u", "kind": "pattern", "pattern": "(", "leads_to": "m"},
    ]
    assert found(flow({"m": message("m")}, triggers=nowhere)) == [
        ("leads_nowhere", None, "triggers.0.leads_to"),
        ("pattern", None, "triggers.1.pattern"),
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "message", "variants": []}, "variants"),
        ({"kind": "question", "text": {}, "retries": 0}, "text"),
        ({"kind": "question", "text": {"en": "?"}, "answer": "choice"}, "choices"),
        ({"kind": "question", "text": {"en": "?"}, "pattern": "("}, "pattern"),
        ({"kind": "question", "text": {"en": "?"}, "least": 2, "most": 1}, "least"),
        ({"kind": "wait"}, "time"),
        ({"kind": "wait", "until": "event"}, "event"),
        ({"kind": "set", "assignments": [{"value": "1"}]}, "assignments.0"),
        ({"kind": "split", "branches": [{"id": "a", "weight": 0}]}, "branches"),
        ({"kind": "subflow", "flow": ""}, "flow"),
        ({"kind": "http", "url": "ftp://x"}, "url"),
        ({"kind": "rate", "text": {"en": "?"}, "scale": 3}, "good_from"),
    ],
)
def test_a_step_that_is_not_filled_in(fields: dict[str, Any], field: str) -> None:
    problems = lint(flow({"it": fields}))
    assert [(each.step, each.field) for each in problems if each.code == "incomplete"] == [("it", field)]
    assert problems[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (message("{{ 1 + }}"), "variants.0.en"),
        ({"kind": "set", "assignments": [{"attribute": "a", "value": "oops("}]}, "assignments.0.value"),
        ({"kind": "note", "text": "{{ eval('1') }}"}, "text"),
    ],
)
def test_an_expression_that_cannot_be_read(step: dict[str, Any], field: str) -> None:
    problem = one({"it": step})
    assert (problem.code, problem.field, problem.severity) == ("expression", field, Severity.ERROR)


@pytest.mark.parametrize(
    ("edges", "default", "told"),
    [
        ("if.case:a > ask, if.otherwise > m, ask.next > m, ask.failed > to", None, True),
        ("if.case:a > ask, if.otherwise > m, ask.next > m, ask.failed > to", "none", False),
        ("if.case:a > ask, if.otherwise > ask, ask.next > m, ask.failed > to", None, False),
        ("if.case:a > ask, if.otherwise > to, ask.next > m, ask.failed > m", None, True),
    ],
)
def test_a_variable_must_be_set_on_every_way(edges: str, default: str | None, told: bool) -> None:
    condition = {"kind": "condition", "cases": [{"id": "a", "when": "session.open"}]}
    steps = {"if": condition, "ask": ASK, "m": message("{{ order }}"), "to": TO}
    problems = found(flow(steps, edges + ", m.next > to", variables={"order": {"default": default}}))
    assert problems == ([("unset", "m", "variants.0.en")] if told else [])


def test_what_sets_variables() -> None:
    steps = {
        "set": {"kind": "set", "assignments": [{"variable": "a", "value": "1"}, {"variable": "b", "value": "a + 1"}]},
        "http": {"kind": "http", "url": "https://x/{{ b }}", "save": {"c": "response.body.c"}},
        "sub": {"kind": "subflow", "flow": "main", "back": True, "outputs": {"x": "d"}},
        "m": message("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}"),
        "to": TO | {"card": ["a"]},
    }
    drawn = flow(
        steps,
        "set.next > http, http.next > sub, http.failed > to, sub.next > m",
        variables={name: {} for name in "abcd"} | {"e": {"given": True}},
    )
    assert [each for each in found(drawn) if each[0] in {"unset", "unknown_variable", "undeclared"}] == []


def test_names_that_mean_nothing() -> None:
    assert found(flow({"it": TO | {"card": ["ordr"]}})) == [("unknown_variable", "it", "")]
    assert found(flow({"it": message("{{ ordr }}")})) == [("unknown_variable", "it", "variants.0.en")]
    assert found(flow({"it": message("{{ response.body }}")})) == [("unknown_variable", "it", "variants.0.en")]
    assert found(flow({"m": message("m")}, variables={"now": {}, "имя": {}})) == [
        ("name", None, "variables.now"),
        ("name", None, "variables.имя"),
    ]
    assert ("undeclared", "ask", "next") in found(flow({"ask": ASK, "to": TO}, "ask.next > to, ask.failed > to"))


def test_a_translation_that_is_missing() -> None:
    problem = one({"m": {"kind": "message", "variants": [{"en": "Hi", "ru": " "}]}}, languages=["en", "ru", "pl"])
    assert (problem.code, problem.step, problem.field) == ("translation", "m", "variants.0")
    assert "ru, pl" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "Use 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx",
        "Authorization: Bearer abcdef0123456789abcdef",
        "password=hunter2hunter2",
        "https://ann:pass@crm.example/x",
        "sk-proj-abcdefghijklmnop1234",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.s5K5PALDsawx",
    ],
)
def test_a_secret_in_a_text(text: str) -> None:
    problem = one({"m": message(text)})
    assert (problem.code, problem.step, problem.severity) == ("secret", "m", Severity.ERROR)
    assert text not in problem.message


@pytest.mark.parametrize("text", ["Your token: {{ session.id }}", "Choose a password: 8 letters", "At 12:30:45 today"])
def test_what_is_no_secret(text: str) -> None:
    assert lint(flow({"m": message(text)})) == ()


def test_every_loss_on_a_channel_is_told() -> None:
    choices = [{"id": str(place), "label": {"en": f"Shop number {place} of the very many"}} for place in range(11)]
    ask = {"kind": "question", "text": {"en": "?"}, "answer": "choice", "choices": choices}
    drawn = flow({"ask": ask, "to": TO}, "ask.next > to, ask.failed > to")
    (problem,) = lint(drawn, Company(channels=frozenset({"whatsapp", "telegram"})))
    assert (problem.code, problem.step, problem.field) == ("buttons_to_numbers", "ask", "text")
    assert problem.values == {"channel": "whatsapp", "was": "11", "limit": "10", "what": ""}
    assert "On whatsapp 11 buttons become a numbered text" in problem.message
    long = flow({"m": message("A sentence. " * 400)})
    assert [each.severity for each in lint(long, Company(channels=frozenset({"telegram"})))] == [Severity.NOTE]
