"""The rules over the API: versions and rollback, refusals by field, the tester, and decisions computed again."""

from dataclasses import replace
from typing import Any

import pytest

from handoff.messages import Content, Happening
from handoff.operator import Presence
from handoff.ports import PRIORITY
from handoff.reasons import Reason
from handoff.routing.candidate import Candidate, Needs
from handoff.routing.choice import Choice
from handoff.routing.criteria import Criterion
from handoff.routing.decisions import Choosing
from handoff.session import WithOperator
from tests.backstage import Backstage
from tests.console import IN_FORCE, Browser, Console
from tests.parts import ANNA, BORIS, DELIVERY, NOW, closed, conversation, waiting

VIP = {"kind": "is", "fact": "customer_tier", "values": ["premium"]}
RULE = {"id": "vip", "name": "Premium customers", "when": VIP, "then": {"line": "payments", "priority": "high"}}
ROUTING = {"mode": "first", "rules": [RULE]}
SLA = {
    "policies": [
        {
            "id": "gold", "name": "Gold", "time": "calendar",
            "tables": [{
                "target": "first_response", "axes": ["customer_tier"],
                "cells": [
                    {"row": ["premium"], "limits": {"*": 900, "high": 300}}, {"row": ["*"], "limits": {"*": 3600}},
                ],
            }],
        }
    ]
}  # fmt: skip


async def save(browser: Browser, chapter: str, value: Any, *, base: int = 0, comment: str = "") -> Any:
    return await browser.send("PUT", f"/rules/{chapter}", {"base": base, "value": value, "comment": comment})


def wrong(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {each["field"] for each in answer.json()["detail"]["problems"]}


# -- versions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", ["routing", "priority", "sla"])
async def test_before_anybody_saves_there_is_version_nought(admin: Browser, chapter: str) -> None:
    answer = (await admin.get(f"/rules/{chapter}")).json()

    assert (answer["version"], answer["by"], answer["chapter"]) == (0, None, chapter)
    assert (await admin.get(f"/rules/{chapter}/versions")).json() == []


async def test_who_saved_what_and_why_is_kept_and_an_old_version_comes_back(admin: Browser) -> None:
    first = (await save(admin, "routing", ROUTING, comment="premium to payments")).json()
    await save(admin, "routing", {"rules": []}, base=1, comment="too many there")

    assert (first["version"], first["by"], first["at"]) == (1, "nikos", "2026-11-23T09:30:00Z")
    listed = (await admin.get("/rules/routing/versions")).json()
    assert [(each["version"], each["comment"]) for each in listed] == [
        (2, "too many there"), (1, "premium to payments"),
    ]  # fmt: skip
    assert (await admin.get("/rules/routing/versions/1")).json()["value"] == first["value"]

    back = await admin.send("POST", "/rules/routing/rollback", {"to": 1, "base": 2, "comment": "they have room again"})

    assert (back.json()["version"], back.json()["value"]) == (3, first["value"])
    assert (await admin.get("/rules/routing")).json()["comment"] == "they have room again"
    assert (await admin.get("/rules/routing/versions/9")).status_code == 404
    assert (await admin.send("POST", "/rules/sla/rollback", {"to": 1, "base": 0})).status_code == 404


async def test_who_saves_second_is_told_who_was_first(console: Console, admin: Browser) -> None:
    await save(admin, "routing", ROUTING)

    answer = await save(admin, "routing", {"rules": []})

    assert (answer.status_code, answer.json()["detail"]["code"]) == (409, "stale")
    assert answer.json()["detail"]["by"] == "Nikos"
    assert (await admin.get("/rules/routing")).json()["version"] == 1


async def test_limits_travel_in_seconds(admin: Browser) -> None:
    stored = (await save(admin, "sla", SLA)).json()["value"]

    assert stored["policies"][0]["tables"][0]["cells"][0]["limits"] == {"*": 900, "high": 300}
    patience = {"levels": (await admin.get("/levels")).json(), "waiting": [{"after": 600, "points": 20}]}
    assert (await save(admin, "priority", patience)).json()["value"]["waiting"] == [{"after": 600, "points": 20}]
    assert (await admin.get("/priority")).json()["waiting"] == [{"after": 600, "points": 20}]


def rule(**changes: Any) -> dict[str, Any]:
    return {"rules": [{**RULE, **changes}]}


@pytest.mark.parametrize(
    ("chapter", "value", "field"),
    [
        ("routing", {"rules": [RULE, RULE]}, "rules"),
        ("routing", rule(name=" "), "rules.0.name"),
        ("routing", rule(when={"kind": "is", "fact": "mood", "values": ["x"]}), "rules.0.when.fact"),
        (
            "routing",
            rule(when={"kind": "all", "of": [VIP, {"kind": "is", "fact": "language", "values": []}]}),
            "rules.0.when.of.1.values",
        ),
        (
            "routing",
            rule(when={"kind": "not", "of": {"kind": "is", "fact": "language", "values": 5}}),
            "rules.0.when.of.values",
        ),
        ("routing", rule(then={"line": "nowhere"}), "rules.0.then.line"),
        ("routing", rule(then={"priority": "urgent"}), "rules.0.then.priority"),
        ("routing", rule(then={"operator": "nobody"}), "rules.0.then.operator"),
        ("routing", rule(then={"effort": 0}), "rules.0.then.effort"),
        ("routing", rule(then={"skills": {"returns": 9}}), "rules.0.then.skills.returns"),
        ("routing", rule(then={}), "rules.0.then"),
        ("priority", {"levels": []}, "levels"),
        (
            "priority",
            {"levels": [{"id": "a", "names": {"en": "A"}, "points": 5}, {"id": "b", "names": {"en": "B"}}]},
            "levels.1.points",
        ),
        (
            "priority",
            {
                "levels": [{"id": "a", "names": {"en": "A"}}],
                "table": [{"id": "x", "points": 1, "when": {"kind": "is", "fact": "priority", "values": ["a"]}}],
            },
            "table.0.when.fact",
        ),
        (
            "priority",
            {"levels": [{"id": "a", "names": {"en": "A"}}], "waiting": [{"after": 0, "points": 1}]},
            "waiting.0.after",
        ),
        (
            "sla",
            {
                "policies": [
                    {
                        "id": "p", "name": "P",
                        "tables": [{"target": "resolution", "axes": [], "cells": [{"row": [], "limits": {"*": -5}}]}],
                    }
                ]
            },
            "policies.0.tables.0.cells.0.limits.*",
        ),
        ("sla", {"policies": [{"id": "p", "name": "P", "time": "lunar"}]}, "policies.0.time"),
    ],
)  # fmt: skip
async def test_what_can_not_be_meant_is_refused_and_its_field_is_named(
    admin: Browser, chapter: str, value: Any, field: str
) -> None:
    assert field in wrong(await save(admin, chapter, value))
    assert (await admin.get(f"/rules/{chapter}")).json()["version"] == 0


async def test_open_sessions_are_looked_at_again_and_closed_ones_are_left_alone(
    admin: Browser, backstage: Backstage
) -> None:
    await backstage.begins(waiting(501))
    await backstage.begins(closed(502))

    await save(admin, "sla", SLA)

    assert (await backstage.conversation(501)).wake_at == NOW + IN_FORCE
    assert (await backstage.conversation(502)).wake_at is None


# -- the tester ----------------------------------------------------------------------------------------------------


async def test_a_made_up_session_is_tried_on_a_draft_and_nothing_is_changed(
    admin: Browser, backstage: Backstage
) -> None:
    await backstage.operators.set_presence(ANNA.id, Presence.ONLINE)
    draft = {"mode": "first", "rules": [{**RULE, "then": {"line": "delivery", "priority": "high", "effort": 2}}]}
    facts = {"words": {"customer_tier": ["premium"], "language": ["en"]}, "text": "where is my parcel"}

    answer = await admin.send("POST", "/rules/test", {"facts": facts, "routing": draft, "sla": SLA})

    assert answer.status_code == 200, answer.text
    tried = answer.json()["value"]
    assert [(each["id"], each["matches"], each["counts"]) for each in tried["rules"]] == [("vip", True, True)]
    assert tried["rules"][0]["trace"]["found"] == ["premium"]
    assert (tried["routed"]["line"], tried["routed"]["why_line"]["code"]) == ("delivery", "rule")
    assert tried["priority"]["level"] == "high"
    assert (tried["policy"], tried["promises"]) == (
        "Gold", [{"target": "first_response", "status": None, "limit": 300}],
    )  # fmt: skip
    why_not = {each["candidate"]["id"]: each["why_not"] for each in tried["candidates"]}
    assert why_not["anna"] is None
    assert why_not["boris"]["code"] == "offline"
    assert tried["choice"]["operator"] == "anna"
    assert (await admin.get("/rules/routing")).json()["version"] == 0


async def test_a_past_session_is_tried_on_the_rules_in_force(admin: Browser, backstage: Backstage) -> None:
    start = closed(501)
    await backstage.begins(replace(start, customer=replace(start.customer, tier="premium")))
    await save(admin, "routing", ROUTING)

    answer = await admin.send("POST", "/rules/test", {"conversation_id": start.id})

    tried = answer.json()["value"]
    assert (tried["routed"]["line"], tried["routed"]["matched"]) == ("payments", ["vip"])
    assert tried["choice"] is None
    assert (await backstage.conversation(501)).version == 1


async def test_a_draft_with_a_mistake_and_no_session_at_all_are_refused(admin: Browser) -> None:
    draft = rule(then={"line": "nowhere"})

    assert wrong(await admin.send("POST", "/rules/test", {"facts": {}, "routing": draft})) == {
        "routing.rules.0.then.line"
    }
    assert wrong(await admin.send("POST", "/rules/test", {})) == {"conversation_id"}


async def test_editors_are_offered_the_facts_with_words_they_have_had(admin: Browser, backstage: Backstage) -> None:
    start = conversation(501)
    known = replace(start.customer, tier="premium", groups=("acme",), attributes={"plan": "year"})
    await backstage.begins(replace(start, customer=known))

    facts = {each["name"]: each for each in (await admin.get("/facts")).json()}

    assert facts["customer_tier"]["values"] == ["premium"]
    assert facts["customer_group"]["values"] == ["acme"]
    assert facts["attribute.plan"]["values"] == ["year"]
    assert facts["channel"]["values"] == ["telegram"]
    assert "delivery" in facts["topic"]["values"]
    assert facts["priority"]["values"] == ["low", "normal", "high", "critical"]
    assert facts["sentiment"]["kind"] == "number"


# -- decisions -----------------------------------------------------------------------------------------------------


def chosen(operator: str) -> Choosing:
    """Anna is free and Boris is not, so it could only be Anna."""
    there = (Candidate(id=ANNA.id, online=True), Candidate(id=BORIS.id, online=True, load=1))
    choice = Choice(operator=type(ANNA.id)(operator), why=Reason(code="only"))
    return Choosing(
        at=NOW, line=DELIVERY, needs=Needs(), candidates=there, order=(Criterion.FREE,), choice=choice
    )  # fmt: skip


@pytest.mark.parametrize(("operator", "same"), [("anna", True), ("boris", False)])
async def test_a_decision_is_computed_again_and_one_that_was_tampered_with_shows(
    console: Console, backstage: Backstage, operator: str, same: bool
) -> None:
    start = waiting(501).received(Content(text="?"), at=NOW)
    decided = start.reports(Happening.OFFERED, at=NOW, decision=chosen(operator), operator=operator)
    await backstage.begins(decided)
    anna = await console.sign_in("anna")

    answer = (await anna.get(f"/decisions/{start.id}/2")).json()

    assert answer["same"] is same
    assert answer["stored"]["choice"]["operator"] == operator
    assert answer["again"]["choice"]["operator"] == "anna"
    assert (await anna.get(f"/decisions/{start.id}/1")).status_code == 404


async def test_a_priority_is_computed_again_by_the_scheme_of_then(
    admin: Browser, console: Console, backstage: Backstage
) -> None:
    await backstage.begins(waiting(501))
    scheme = {
        "levels": (await admin.get("/levels")).json(),
        "table": [{"id": "vip", "points": 40, "when": VIP}],
    }
    await save(admin, "priority", scheme)
    anna = await console.sign_in("anna")
    card = await anna.send("PATCH", f"/conversations/{waiting(501).id}/card", {"tier": "premium"})
    assert card.json()["session"]["handling"]["priority"]["level"] == "critical", card.text
    await save(admin, "priority", {**scheme, "table": []}, base=1)

    [rated] = [
        each for each in (await anna.get(f"/conversations/{waiting(501).id}/messages")).json()["items"]
        if each["happening"] == "priority"
    ]  # fmt: skip
    answer = (await anna.get(f"/decisions/{waiting(501).id}/{rated['number']}")).json()

    assert answer["same"] is True
    assert answer["stored"]["priority"]["version"] == 1
    assert (await backstage.chapters.current(PRIORITY))[0] == 2
    assert not isinstance((await backstage.conversation(501)).session, WithOperator)
