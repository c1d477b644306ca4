"""Flows over the API: drawing, checking, merging, publishing, trying, and the systems that they speak with."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from aiohttp import web

from bot.flowing.runs import Run
from flows import gallery
from flows.engine import begin
from flows.facts import Facts
from flows.limits import CHANNELS
from flows.model import Flow
from flows.steps import STEPS
from flows.triggers import Match
from flows.words import FlowId, StepId
from handoff.connection import Connection
from storage.mongo.flows import MongoFlows
from storage.mongo.secrets import MongoSecrets
from storage.processes import free_port
from tests.backstage import Backstage
from tests.console import SECRETS_KEY, Browser, Console, open_console
from tests.flow_world import flow, message
from tests.parts import NOW, conversation

HELLO = {
    "id": "hello",
    "name": {"en": "Hello"},
    "languages": ["en"],
    "triggers": [{"id": "words", "kind": "words", "words": ["hello"], "leads_to": "ask"}],
    "variables": {"name": {}},
    "steps": {
        "ask": {"kind": "question", "text": {"en": "Your name?"}, "variable": "name"},
        "say": message("Hello, {{ name }}!"),
        "people": {"kind": "handoff"},
    },
    "edges": [
        {"step": "ask", "port": "next", "to": "say"},
        {"step": "ask", "port": "failed", "to": "people"},
        {"step": "say", "port": "next", "to": "people"},
    ],
}


async def ok(answer: Any, status: int = 200) -> Any:
    found = await answer
    assert found.status_code == status, found.text
    return found.json() if found.content else None


async def refused(answer: Any, status: int, code: str) -> Any:
    detail = await ok(answer, status)
    assert detail["detail"]["code"] == code, detail
    return detail["detail"]


async def drawn(admin: Browser, document: Any = HELLO) -> int:
    """A flow with this draft, never published; its version."""
    new = {"id": document["id"], "name": document["name"], "languages": document["languages"]}
    await ok(admin.send("POST", "/flows", new), 201)
    return await saved(admin, document, base=1)


async def saved(admin: Browser, document: Any, *, base: int, layout: Any = None) -> int:
    body = {"flow": document, "layout": layout or {}, "base": base}
    return int((await ok(admin.send("PUT", f"/flows/{document['id']}", body)))["version"])


async def published(admin: Browser, document: Any = HELLO) -> int:
    version = await drawn(admin, document)
    return int((await publish(admin, document["id"], version))["number"])


async def publish(admin: Browser, id: str, version: int, **more: Any) -> Any:
    return await ok(admin.send("POST", f"/flows/{id}/publish", {"version": version, **more}))


def edited(**changes: Any) -> Any:
    return json.loads(json.dumps(HELLO)) | changes


# -- drafts ----------------------------------------------------------------------------------------------------------


async def test_a_new_flow_is_empty_and_every_save_is_a_version(admin: Browser) -> None:
    new = {"id": "hello", "name": {"en": "Hello"}, "languages": ["en"]}
    first = await ok(admin.send("POST", "/flows", new), 201)
    assert (first["version"], first["author"], first["in_force"], first["changed"]) == (1, "Nikos", None, True)
    assert first["flow"]["steps"] == {}

    assert await saved(admin, HELLO, base=1, layout={"ask": {"x": 10, "y": 20}}) == 2

    found = await ok(admin.get("/flows/hello"))
    assert Flow.model_validate(found["flow"]) == Flow.model_validate(HELLO)
    assert (found["layout"], found["saved_at"]) == ({"ask": {"x": 10, "y": 20}}, "2026-11-23T09:30:00Z")
    [row] = await ok(admin.get("/flows"))
    assert row["triggers"] == [{"id": "words", "kind": "words", "summary": "hello"}]
    assert (row["id"], row["steps"], row["sessions"], row["archived"]) == ("hello", 3, 0, False)


async def test_an_id_is_taken_once_and_looks_like_one(admin: Browser) -> None:
    await drawn(admin)
    again = {"id": "hello", "name": {"en": "Another"}, "languages": ["en"]}

    assert (await refused(admin.send("POST", "/flows", again), 409, "exists"))["field"] == "id"
    odd = await refused(admin.send("POST", "/flows", again | {"id": "Two words"}), 422, "invalid")
    assert odd["field"] == "id"
    await refused(admin.send("POST", "/flows", again | {"id": "x", "template": "nothing"}), 404, "not_found")
    await refused(admin.get("/flows/nowhere"), 404, "not_found")


async def test_a_template_is_copied_under_a_new_id(admin: Browser) -> None:
    new = {"id": "orders", "name": {"en": "Orders"}, "languages": ["en", "pl"], "template": "order_status"}

    found = await ok(admin.send("POST", "/flows", new), 201)

    assert (found["flow"]["id"], found["flow"]["languages"]) == ("orders", ["en", "pl"])
    assert Flow.model_validate(found["flow"]).steps == gallery.load("order_status").steps


async def test_what_is_no_flow_is_not_kept_and_every_place_is_named(admin: Browser) -> None:
    await drawn(admin)
    wrong = edited(steps={"ask": HELLO["steps"]["ask"] | {"retries": 99}}, priority="high")  # type: ignore[index]

    answer = await refused(admin.send("PUT", "/flows/hello", {"flow": wrong, "base": 2}), 422, "invalid")

    assert {(each["step"], each["field"]) for each in answer["problems"]} == {("ask", "retries"), (None, "priority")}
    other = await refused(admin.send("PUT", "/flows/hello", {"flow": edited(id="bye"), "base": 2}), 422, "invalid")
    assert other["field"] == "id"


async def test_who_saves_second_gets_theirs_merges_and_saves(admin: Browser) -> None:
    await drawn(admin)
    theirs, ours = edited(priority=3, name={"en": "Hi"}), edited(languages=["en", "pl"], name={"en": "Good day"})
    await saved(admin, theirs, base=2, layout={"ask": {"x": 1, "y": 1}})

    stale = await refused(admin.send("PUT", "/flows/hello", {"flow": ours, "base": 2}), 409, "stale")
    assert (stale["version"], stale["author"], stale["flow"]["priority"]) == (3, "Nikos", 3)
    assert stale["layout"] == {"ask": {"x": 1, "y": 1}}

    merged = await ok(admin.send("POST", "/flows/hello/merge", {"base": HELLO, "ours": ours}))
    assert (merged["version"], merged["flow"]["priority"], merged["flow"]["languages"]) == (3, 3, ["en", "pl"])
    assert merged["conflicts"] == [{"step": None, "field": "name.en", "ours": "Good day", "theirs": "Hi"}]
    assert await saved(admin, merged["flow"], base=merged["version"]) == 4


async def test_two_drafts_that_are_too_large_together_are_not_merged(admin: Browser) -> None:
    def many(letter: str) -> dict[str, Any]:
        return {f"{letter}{number}": {"kind": "close"} for number in range(600)}

    await drawn(admin)
    await saved(admin, edited(steps=many("a")), base=2)

    body = {"base": HELLO, "ours": edited(steps=many("b"))}
    assert (await refused(admin.send("POST", "/flows/hello/merge", body), 422, "invalid"))["field"] == "steps"


async def test_a_flow_is_put_away_and_taken_back(admin: Browser) -> None:
    await published(admin)

    put_away = await ok(admin.send("POST", "/flows/hello/archive", {"base": 2}))
    assert (await ok(admin.get("/flows/hello")))["archived"]
    assert (await ok(admin.get("/flows")))[0]["in_force"] is None
    publishing = admin.send("POST", "/flows/hello/publish", {"version": put_away["version"]})
    await refused(publishing, 409, "archived")
    await refused(admin.send("POST", "/flows/hello/archive", {"base": 2}), 409, "stale")

    await ok(admin.send("POST", "/flows/hello/restore", {"base": put_away["version"]}))
    assert (await ok(admin.get("/flows")))[0]["in_force"] == 1


async def test_a_file_goes_out_and_comes_back_in(admin: Browser) -> None:
    await drawn(admin)
    answer = await admin.get("/flows/hello/file")
    assert answer.headers["content-disposition"] == 'attachment; filename="hello.json"'
    file = answer.json()

    await refused(admin.send("POST", "/flows/import", {"file": file}), 409, "exists")
    assert (await ok(admin.send("POST", "/flows/import", {"file": file, "overwrite": True})))["version"] == 3
    file["flow"]["id"] = "copy"
    assert (await ok(admin.send("POST", "/flows/import", {"file": file})))["flow"]["id"] == "copy"

    wrong = await refused(admin.send("POST", "/flows/import", {"file": {"format": 9}}), 422, "invalid")
    assert {each["field"] for each in wrong["problems"]} == {"format", "flow"}


# -- publishing ------------------------------------------------------------------------------------------------------


async def test_a_revision_is_in_force_is_kept_and_comes_back(admin: Browser, backstage: Backstage) -> None:
    await published(admin)
    louder = edited(steps=HELLO["steps"] | {"say": message("HELLO!")})  # type: ignore[operator]
    assert (await ok(admin.get("/flows/hello")))["changed"] is False
    await saved(admin, louder, base=2)
    assert (await ok(admin.get("/flows/hello")))["changed"] is True
    assert await publish(admin, "hello", 3, comment="louder") == {"number": 2, "moved": 0, "stayed": 0}
    assert await publish(admin, "hello", 3) == {"number": 2, "moved": 0, "stayed": 0}  # it is the same by the letter

    rows = await ok(admin.get("/flows/hello/revisions"))
    assert [(each["number"], each["comment"], each["in_force"]) for each in rows] == [
        (2, "louder", True), (1, "", False),
    ]  # fmt: skip
    assert (rows[0]["author"], rows[0]["published_at"]) == ("Nikos", "2026-11-23T09:30:00Z")
    first = await ok(admin.get("/flows/hello/revisions/1"))
    assert Flow.model_validate(first["flow"]) == Flow.model_validate(HELLO)

    back = await ok(admin.send("POST", "/flows/hello/roll-back", {"number": 1, "comment": "too loud"}))

    assert back["number"] == 3
    library = await MongoFlows(backstage.db).library()
    current = library.current(FlowId("hello"))
    assert current is not None
    assert current.flow == Flow.model_validate(HELLO)
    await refused(admin.get("/flows/hello/revisions/9"), 404, "not_found")
    await refused(admin.send("POST", "/flows/hello/roll-back", {"number": 9}), 404, "not_found")


async def test_what_would_break_is_not_put_in_force(admin: Browser) -> None:
    new = {"id": "orders", "name": {"en": "Orders"}, "languages": ["en"], "template": "order_status"}
    await ok(admin.send("POST", "/flows", new), 201)

    answer = await refused(admin.send("POST", "/flows/orders/publish", {"version": 1}), 422, "problems")

    assert {each["severity"] for each in answer["problems"]} == {"error"}
    said = {(each["step"], each["message"]) for each in answer["problems"]}
    assert ("look_up", "There is no secret “orders_api”.") in said
    assert (await ok(admin.get("/flows/orders/revisions"))) == []
    await refused(admin.send("POST", "/flows/orders/publish", {"version": 7}), 409, "stale")


async def test_who_is_in_a_flow_stays_or_moves_over_as_the_admin_likes(admin: Browser, backstage: Backstage) -> None:
    await published(admin)
    await in_progress(backstage, 501)
    assert (await ok(admin.get("/flows")))[0]["sessions"] == 1
    again = edited(name={"en": "Hello again"})
    await saved(admin, again, base=2)

    assert await publish(admin, "hello", 3) == {"number": 2, "moved": 0, "stayed": 1}
    assert [each["sessions"] for each in await ok(admin.get("/flows/hello/revisions"))] == [0, 1]

    await saved(admin, edited(name={"en": "Once more"}), base=3)
    assert await publish(admin, "hello", 4, move_over=True) == {"number": 3, "moved": 1, "stayed": 0}

    back = {"number": 1, "move_over": True}
    assert await ok(admin.send("POST", "/flows/hello/roll-back", back)) == {"number": 4, "moved": 1, "stayed": 0}


async def in_progress(backstage: Backstage, customer: int) -> None:
    """A customer who is being asked for their name."""
    library = await MongoFlows(backstage.db).library()
    match = Match(flow=FlowId("hello"), trigger="words", leads_to=StepId("ask"))
    facts = Facts(now=NOW, session="s", channel="telegram", language="en")
    run = Run(name="e1", flow=match.flow, position=begin(library, match, facts, run="e1").position)
    standing = run.stands()
    assert standing is not None
    await backstage.begins(replace(conversation(customer), standings=(standing,)))


# -- what the editor draws from --------------------------------------------------------------------------------------


async def test_the_kinds_are_all_that_there_are_with_a_new_one_of_each(admin: Browser) -> None:
    found = await ok(admin.get("/flow-kinds"))

    assert [each["kind"] for each in found["steps"]] == list(STEPS)
    assert {each["kind"] for each in found["triggers"]} >= {"words", "event", "transition"}
    assert {each["id"] for each in found["channels"]} == set(CHANNELS)
    for each in found["steps"]:
        flow({"new": each["fresh"]})
        assert each["schema"]["properties"]["kind"]["const"] == each["kind"]
    question = next(each for each in found["steps"] if each["kind"] == "question")
    assert [port["name"] for port in question["ports"]] == ["next", "failed", "person"]
    assert set(found["flow"]["properties"]) == {"id", "name", "languages", "priority", "variables"}


async def test_templates_say_what_they_count_on(admin: Browser) -> None:
    rows = {each["id"]: each for each in await ok(admin.get("/flow-templates"))}

    assert tuple(rows) == gallery.TEMPLATES
    assert rows["order_status"]["needs"]["secrets"] == ["orders_api"]
    assert rows["order_status"]["name"]["pl"]
    whole = await ok(admin.get("/flow-templates/order_status"))
    assert Flow.model_validate(whole["flow"]) == gallery.load("order_status")
    await refused(admin.get("/flow-templates/nothing"), 404, "not_found")


async def test_the_company_is_what_can_be_referred_to(admin: Browser) -> None:
    await drawn(admin)
    inner = edited(id="inner", triggers=[{"id": "in", "kind": "transition", "leads_to": "ask"}],
                   variables={"name": {"given": True}})  # fmt: skip
    await published(admin, inner)

    found = await ok(admin.get("/flow-company"))

    assert found["lines"] == [{"id": "delivery", "name": "Delivery"}, {"id": "payments", "name": "Payments"}]
    assert [each["id"] for each in found["topics"]] == ["delivery", "payment", "returns"]
    assert {"name", "email"} <= set(found["attributes"])
    assert found["languages"] == ["en", "pl"]
    assert found["flows"] == [
        {"id": "hello", "name": "Hello", "inputs": [], "enterable": False, "in_force": False},
        {"id": "inner", "name": "Hello", "inputs": ["name"], "enterable": True, "in_force": True},
    ]


# -- checking --------------------------------------------------------------------------------------------------------


async def check(admin: Browser, document: Any) -> Any:
    return await ok(admin.send("POST", "/flow-check", {"flow": document}))


async def test_a_draft_is_checked_against_the_company_and_the_channels(admin: Browser) -> None:
    choices = [{"id": str(number), "label": {"en": f"Number {number}"}} for number in range(4)]
    document = edited(
        steps={
            "ask": {"kind": "question", "text": {"en": "Which?"}, "answer": "choice", "choices": choices},
            "people": {"kind": "handoff", "line": "nowhere"}, "lost": message("?"),
        },
        edges=[{"step": "ask", "port": "next", "to": "people"}, {"step": "ask", "port": "failed", "to": "people"}],
    )  # fmt: skip

    found = await check(admin, document)

    said = {(each["severity"], each["code"], each["step"], each["field"]) for each in found["problems"]}
    assert said >= {("error", "unknown_line", "people", "line"), ("warning", "unreachable", "lost", "")}
    assert [port["name"] for port in found["ports"]["ask"]][:2] == ["choice:0", "choice:1"]
    [loss] = [each for each in found["degradations"] if each["loss"] == "buttons_to_list"]
    assert (loss["step"], loss["field"], loss["channel"], loss["was"], loss["limit"]) == (
        "ask", "text", "whatsapp", 4, 3,
    )  # fmt: skip
    assert all(each["remedy"] for each in (*found["problems"], *found["degradations"]))


async def test_a_draft_is_checked_against_the_channels_in_use(console: Console, admin: Browser) -> None:
    """WhatsApp has room for three buttons, and Telegram for these."""
    choices = [{"id": str(number), "label": {"en": f"Number {number}"}} for number in range(4)]
    ask = {"kind": "question", "text": {"en": "Which?"}, "answer": "choice", "choices": choices}

    async def connect(kind: str, *, on: bool = True) -> set[str]:
        connection = Connection(kind=kind, account="main", title=kind, on=on)
        await console.roster.connections.change(connection, base=0)
        await console.roster.refresh()
        found = await check(admin, edited(steps={"ask": ask}))
        return {each["channel"] for each in found["degradations"]}

    assert await connect("telegram") == set()
    assert await connect("viber", on=False) == set()
    assert await connect("whatsapp") == {"whatsapp"}


async def test_what_is_no_flow_is_a_problem_among_others_and_well_steps_keep_their_ports(admin: Browser) -> None:
    steps = {"ask": {"kind": "question", "text": {"en": 5}}, "say": message("Hi"), "odd": {"kind": "dance"}}

    found = await check(admin, edited(steps=steps))

    assert {(each["step"], each["field"]) for each in found["problems"]} == {("ask", "text.en"), ("odd", "")}
    assert set(found["ports"]) == {"say"}
    assert {each["field"] for each in (await check(admin, {}))["problems"]} == {"id", "name", "languages"}


async def test_half_a_character_is_refused_with_its_place(admin: Browser) -> None:
    body = json.dumps({"flow": edited(steps={"ask": {"kind": "question", "text": {"en": "\ud800"}}})})  # a browser may
    headers = {"X-CSRF-Token": admin.csrf, "Content-Type": "application/json"}

    answer = await admin.client.post("/api/flow-check", content=body, headers=headers)

    assert (answer.status_code, answer.json()["detail"]["field"]) == (422, "flow.steps.ask.text.en")


# -- trying ----------------------------------------------------------------------------------------------------------


def trial(document: Any, *inputs: Any, **more: Any) -> Any:
    setup = {"channel": "telegram", "language": "en", "start": "2026-11-23T10:00:00Z"}
    return {"flow": document, "inputs": list(inputs), **setup, **more}


async def test_a_template_is_tried_to_its_end_on_every_channel(admin: Browser) -> None:
    document = (await ok(admin.get("/flow-templates/order_status")))["flow"]
    endings = {}
    for channel, language in zip(CHANNELS, cycle(("en", "ru", "pl", "el")), strict=False):
        inputs = [{"kind": "begin", "trigger": "words"}, {"kind": "said", "text": "MP-123456"}]
        setup = {"channel": channel, "language": language}
        asked = await ok(admin.send("POST", "/flow-try", trial(document, *inputs, **setup)))
        [call] = asked["turns"][1]["calls"]
        assert (call["method"], call["url"]) == ("GET", "https://api.example.com/v1/orders/MP-123456")
        assert (call["headers"], call["answer"]) == ({"Authorization": "••••••"}, None)
        assert asked["waits_at"]["kind"] == "call"

        body = {"status": "on_the_way", "delivery_date": "2026-11-25"}
        inputs.append({"kind": "call", "call": call["id"], "ok": True, "status": 200, "body": body})
        answered = await ok(admin.send("POST", "/flow-try", trial(document, *inputs, **setup)))
        shown = answered["turns"][2]["shown"]
        assert "MP-123456" in shown[0]["text"]

        match shown[-1]["buttons"]:
            case [yes, *_]:
                inputs.append({"kind": "pressed", **{key: yes[key] for key in ("flow", "step", "choice", "label")}})
            case _:  # a mail has none, and numbers the choices
                inputs.append({"kind": "said", "text": "1"})
        over = await ok(admin.send("POST", "/flow-try", trial(document, *inputs, **setup)))
        last = over["turns"][3]
        assert [each["kind"] for each in last["effects"]] == ["close"]
        assert (last["over"], over["waits_at"], over["variables"]["status"]) == (True, None, "on_the_way")
        assert over["turns"][:2] == asked["turns"]
        endings[channel] = last["shown"][0]["text"]

    assert len(set(endings.values())) == 4
    assert "Cieszymy się. Miłego dnia!" in endings.values()


async def test_a_trial_is_refused_with_what_to_mend(admin: Browser) -> None:
    channel = await refused(admin.send("POST", "/flow-try", trial(HELLO, channel="fax")), 422, "invalid")
    assert channel["field"] == "channel"
    broken = await refused(admin.send("POST", "/flow-try", trial(edited(steps=[]))), 422, "invalid")
    assert broken["problems"][0]["field"] == "steps"
    odd = await refused(admin.send("POST", "/flow-try", trial(HELLO, {"kind": "sing"})), 422, "invalid")
    assert odd["field"] == "inputs.0"


async def test_what_is_typed_of_a_customer_is_a_number_where_it_looks_like_one(admin: Browser) -> None:
    steps = {"say": message("{{ customer.orders + 1 }} {{ customer.code }}")}
    begins = edited(steps=steps, triggers=[HELLO["triggers"][0] | {"leads_to": "say"}], edges=[])  # type: ignore[index]
    customer = {"attributes": {"orders": "4", "code": "007"}}

    found = await ok(
        admin.send("POST", "/flow-try", trial(begins, {"kind": "said", "text": "hello"}, customer=customer))
    )

    assert found["turns"][0]["shown"][0]["text"] == "5 007"


@dataclass(slots=True)
class Shop:
    """Another system, which asks for a secret."""

    address: str
    heard: list[str] = field(default_factory=list)

    async def tell(self, request: web.Request) -> web.Response:
        self.heard.append(request.headers["Authorization"])
        return web.json_response({"status": "packed"})


@asynccontextmanager
async def shop() -> AsyncIterator[Shop]:
    port = free_port()
    shop, app = Shop(f"127.0.0.1:{port}"), web.Application()
    app.router.add_get("/orders", shop.tell)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield shop
    await runner.cleanup()


async def test_a_real_call_is_made_once_and_its_secret_stays_here(admin: Browser) -> None:
    async with shop() as other:
        steps = {
            "call": {
                "kind": "http", "url": f"http://{other.address}/orders", "secret_headers": {"Authorization": "shop"},
                "save": {"name": "response.body.status"},
            },
            "say": message("It is {{ name }}."),
        }  # fmt: skip
        edges = [{"step": "call", "port": "next", "to": "say"}]
        calls = edited(steps=steps, edges=edges, triggers=[HELLO["triggers"][0] | {"leads_to": "call"}])  # type: ignore[index]
        await ok(admin.send("PUT", "/flow-secrets/shop", {"value": "hunter2-hunter2"}), 204)
        allowed = {"processes": [], "hooks": [], "private_hosts": [other.address], "base": 0}
        await ok(admin.send("PUT", "/flow-systems", allowed))
        hello = {"kind": "said", "text": "hello"}

        first = await ok(admin.send("POST", "/flow-try", trial(calls, hello, calls="real")))
        answer = first["turns"][0]["calls"][0]["answer"]
        again = await ok(admin.send("POST", "/flow-try", trial(calls, hello, {"kind": "call", **answer}, calls="real")))

        assert (answer["ok"], answer["body"]) == (True, {"status": "packed"})
        assert again["turns"][1]["shown"][0]["text"] == "It is packed."
        assert other.heard == ["hunter2-hunter2"]
        assert "hunter2" not in json.dumps([first, again])
        stubbed = await ok(admin.send("POST", "/flow-try", trial(calls, hello)))
        assert stubbed["turns"][0]["calls"][0]["answer"] is None


# -- secrets and systems ---------------------------------------------------------------------------------------------


async def test_a_secret_goes_in_and_never_comes_out(admin: Browser, backstage: Backstage) -> None:
    calls = edited(
        steps={"call": {"kind": "http", "url": "https://shop.example.com", "secret_headers": {"X-Key": "shop"}}},
        triggers=[HELLO["triggers"][0] | {"leads_to": "call"}], edges=[],  # type: ignore[index]
    )  # fmt: skip
    await ok(admin.send("PUT", "/flow-secrets/shop", {"value": "hunter2"}), 204)
    await published(admin, calls)

    listed = await admin.get("/flow-secrets")

    assert listed.json() == [{"name": "shop", "saved_at": "2026-11-23T09:30:00Z", "by": "Nikos", "used_by": ["hello"]}]
    stored = await backstage.db.secrets.find_one({"name": "shop"})
    assert stored is not None
    assert "hunter2" not in str(stored)
    assert await MongoSecrets(backstage.db, SECRETS_KEY, "flows").get("shop") == "hunter2"

    used = await refused(admin.send("DELETE", "/flow-secrets/shop"), 409, "in_use")
    assert "hello" in used["message"]
    await ok(admin.send("POST", "/flows/hello/archive", {"base": 2}))
    await ok(admin.send("DELETE", "/flow-secrets/shop"), 204)
    assert (await admin.get("/flow-secrets")).json() == []
    await refused(admin.send("PUT", "/flow-secrets/two words", {"value": "x"}), 422, "invalid")


SYSTEMS = {
    "processes": [{"id": "refund", "url": "https://erp.example.com/refunds", "secret": "0123456789abcdef"}],
    "hooks": [{"id": "stock", "secret": "fedcba9876543210"}],
    "private_hosts": ["Intranet.example.com:8080"],
    "base": 0,
}


async def test_systems_are_one_version_and_their_secrets_stay_until_they_are_changed(
    admin: Browser, backstage: Backstage
) -> None:
    out, hooks = (MongoSecrets(backstage.db, SECRETS_KEY, scope) for scope in ("processes", "hooks"))
    first = await ok(admin.send("PUT", "/flow-systems", SYSTEMS))
    assert first == {
        "processes": [{"id": "refund", "url": "https://erp.example.com/refunds", "has_secret": True}],
        "hooks": [{"id": "stock", "url": first["hooks"][0]["url"], "has_secret": True}],
        "private_hosts": ["intranet.example.com:8080"],
        "version": 1,
    }
    assert first["hooks"][0]["url"].endswith("/hooks/flows/stock")
    assert (await out.get("refund"), await hooks.get("stock")) == ("0123456789abcdef", "fedcba9876543210")

    kept = SYSTEMS | {"base": 1, "hooks": [], "processes": [{"id": "refund", "url": "https://erp.example.com/v2"}]}
    await ok(admin.send("PUT", "/flow-systems", kept))

    assert (await out.get("refund"), await hooks.get("stock")) == ("0123456789abcdef", None)
    again = await ok(admin.get("/flow-systems"))
    assert (again["version"], again["processes"][0]["url"]) == (2, "https://erp.example.com/v2")
    changed = SYSTEMS | {"processes": [{**SYSTEMS["processes"][0], "secret": "another-secret-1"}]}  # type: ignore[dict-item]
    await refused(admin.send("PUT", "/flow-systems", changed), 409, "stale")
    assert await out.get("refund") == "0123456789abcdef"


async def test_systems_that_do_not_fit_are_refused_by_field(admin: Browser) -> None:
    for change, place in (
        ({"processes": [{"id": "refund", "url": "ftp://erp.example.com"}]}, "processes.0.url"),
        ({"hooks": [{"id": "stock"}, {"id": "stock"}]}, "hooks.1.id"),
        ({"hooks": [{"id": "Stock!"}]}, "hooks.0.id"),
        ({"hooks": [{"id": "stock", "secret": "short"}]}, "hooks.0.secret"),
        ({"private_hosts": ["not a host"]}, "private_hosts.0"),
    ):
        assert (await refused(admin.send("PUT", "/flow-systems", SYSTEMS | change), 422, "invalid"))["field"] == place


async def test_without_a_key_it_is_said_how_to_make_one_and_all_else_works(backstage: Backstage) -> None:
    async with open_console(backstage, secrets_key="") as console:
        admin = await console.sign_in("nikos")

        answer = await refused(admin.send("PUT", "/flow-secrets/shop", {"value": "x"}), 409, "no_key")

        assert "SECRETS_KEY" in answer["message"]
        await refused(admin.send("PUT", "/flow-systems", SYSTEMS), 409, "no_key")
        assert (await ok(admin.get("/flow-systems")))["version"] == 0
        assert (await ok(admin.get("/flow-secrets"))) == []
        await ok(admin.send("PUT", "/flow-systems", SYSTEMS | {"processes": [], "hooks": [{"id": "stock"}]}))
        await published(admin)
