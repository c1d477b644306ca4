"""What flows did, from the history's rows to the canvas: heat, replay, and the same replay for a pipeline."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.files import dump
from flows.happenings import Said
from flows.heat import heat
from flows.model import Flow, Library
from flows.record import RECORD, Record, Why
from flows.replay import read, replay
from flows.summary import summary
from flows.words import FlowId
from handoff.ids import ConversationId, MessageId, SessionId
from handoff.messages import Happening, Message, Side
from handoff.standing import FlowTrace
from storage.mongo.client import Database
from storage.mongo.flow_records import MongoFlowRecords
from storage.mongo.flows import MongoFlows
from storage.mongo.messages import MongoHistory
from tests.backstage import Backstage
from tests.commands import Command
from tests.console import Browser
from tests.fakes.telegram import User
from tests.flow_recorder import Recorder, words
from tests.flow_world import FACTS, MONDAY, flow, library, message
from tests.parts import said, until

ASK = {"kind": "question", "text": {"en": "Which order?"}, "answer": "number", "variable": "n"}
MAIN = flow(
    {"ask": ASK, "bye": message("Order {{ n }}, goodbye.")}, "ask.next > bye", triggers=[words("ask")],
    variables={"n": {"type": "number"}},
)  # fmt: skip
OTHER = MAIN.model_copy(update={"id": FlowId("other")})
THEN = MONDAY - timedelta(days=7)
PERIOD = {"since": THEN - timedelta(days=1), "until": THEN + timedelta(days=1)}
HOUR = timedelta(hours=1)


async def keep(mongo: Database, *recorders: Recorder) -> None:
    """As the worker writes them: a row of the conversation for each record."""
    for recorder in recorders:
        rows = [_message(recorder, each, number) for number, each in enumerate(recorder.records, 1)]
        await MongoHistory(mongo).write(ConversationId(f"of {recorder.run}"), rows)


def _message(recorder: Recorder, record: Record, number: int) -> Message:
    trace = FlowTrace(**asdict(summary(record)), record=RECORD.dump_json(record).decode())
    return Message(
        id=MessageId(f"{record.run}:{number}"), number=number, session_id=SessionId(recorder.session),
        side=Side.SYSTEM, at=record.at, happening=Happening.FLOW, trace=trace,
    )  # fmt: skip


def told(run: str, flow: Flow = MAIN, at: datetime = THEN) -> Recorder:
    """Somebody asked, said a number and was answered."""
    return begun(run, flow, at).says("7")


def begun(run: str, flow: Flow = MAIN, at: datetime = THEN) -> Recorder:
    facts = replace(FACTS, now=at)
    return Recorder(library(flow), run, f"session of {run}", facts).begins(Said(text="start"))


@pytest.fixture
def records(mongo: Database) -> MongoFlowRecords:
    return MongoFlowRecords(mongo)


async def published(mongo: Database, *flows: Flow) -> None:
    store = MongoFlows(mongo)
    for each in flows:
        await store.save(each, {}, base=0, by="nikos", at=MONDAY)
        await store.publish(each.id, version=1, by="nikos", at=MONDAY)


async def test_what_was_kept_is_found_as_it_was_by_flow_and_time(mongo: Database, records: MongoFlowRecords) -> None:
    one, two, other = told("r1"), told("r2", at=THEN + HOUR), told("r3", OTHER)
    left = begun("r4").ends(Why.CLOSED)
    await keep(mongo, two, one, other, left)
    found = await records.rows(MAIN.id, **PERIOD, limit=100)
    assert sorted(found, key=lambda row: (row.session, row.at)) == [*one.rows(), *two.rows(), *left.rows()]
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert await records.rows(MAIN.id, **PERIOD, limit=2) == two.rows(), "the newest"
    early = {"since": THEN, "until": THEN + timedelta(minutes=1)}
    assert [each.session for each in await records.rows(OTHER.id, **early, limit=9)] == ["session of r3"]


async def test_a_run_is_found_whole_though_it_began_before_the_period(
    mongo: Database, records: MongoFlowRecords
) -> None:
    one, two = told("r1"), told("r2", at=THEN + HOUR)
    await keep(mongo, one, two)
    late = {"since": THEN + timedelta(minutes=1), "until": THEN + timedelta(days=1)}
    found = await records.runs(MAIN.id, **late, limit=9)
    assert [each.records for each in found] == [two.kept().records, one.kept().records]
    assert (found[1].conversation, found[1].session) == ("of r1", "session of r1")
    assert len(await records.runs(MAIN.id, **late, limit=1)) == 1


async def test_what_the_worker_recorded_is_counted_and_replays_to_the_letter(backstage: Backstage, ada: User) -> None:
    """With words that were no answer, a time that passed, and a customer's attribute."""
    spoken = flow(
        {
            "ask": ASK | {"retries": 1}, "keep": {"kind": "set", "assignments": [{"attribute": "order", "value": "n"}]},
            "rest": {"kind": "wait", "time": "PT1H"}, "bye": message("Order {{ customer.order }}, goodbye."),
        },
        "ask.next > keep, keep.next > rest, rest.next > bye", triggers=[words("ask", "my order")], variables={"n": {}},
    )  # fmt: skip
    await published(backstage.db, spoken)
    async with backstage.working():
        for number, text in enumerate(("Where is my order?", "what is that?", "12"), 1):
            await backstage.receives(said(number, text))
            await until(backstage.idle)
        backstage.clock.move_on(HOUR)
        await backstage.scheduler().wake_due()
        await until(backstage.idle)
    records, day = MongoFlowRecords(backstage.db), timedelta(days=1)
    period = {"since": backstage.clock() - day, "until": backstage.clock() + day}
    [kept] = await records.runs(spoken.id, **period, limit=9)
    dialogue = read(kept)
    assert dialogue
    found = replay(dialogue, spoken, Library())
    assert (found.at_move, found.why) == (None, "")
    assert [line.text for line in found.draft if line.who != "system"] == [
        "Where is my order?", "Which order?", "what is that?", "Which order?", "12", "Order 12, goodbye."
    ]  # fmt: skip
    rows = await records.rows(spoken.id, **period, limit=99)
    counted = heat(spoken.id, rows, {1: spoken}, until=backstage.clock() + day, zone=UTC)
    assert (counted.began, counted.finished, len(counted.edges)) == (1, 1, 4)


async def test_the_heat_of_a_flow_is_told_to_supervisors(mongo: Database, admin: Browser) -> None:
    await published(mongo, MAIN)
    await keep(mongo, told("r1"), begun("r2"), begun("r3").asks_for_person(), begun("r4").ends(Why.CLOSED))
    period = {"from": PERIOD["since"].isoformat(), "to": PERIOD["until"].isoformat()}
    answer = await admin.get("/flows/main/heat", **period)
    assert answer.status_code == 200, answer.text
    told_of = answer.json()
    assert {name: told_of[name] for name in ("began", "finished", "person", "dropped", "failed", "cut")} == {
        "began": 4, "finished": 1, "person": 1, "dropped": 1, "failed": 0, "cut": False
    }  # fmt: skip
    assert {(each["step"], each["port"]): each["sessions"] for each in told_of["edges"]} == {
        ("ask", "next"): 1, ("ask", "person"): 1, ("bye", "next"): 1
    }  # fmt: skip
    [ask, _] = told_of["steps"]
    assert ask == {"step": "ask", "sessions": 4, "waiting": 1, "dropped": 1, "person": 1, "failed": 0}
    assert told_of["revisions"] == [{"number": 1, "began": 4}]
    assert told_of["days"] == [{"day": "2026-11-16", "began": 4, "finished": 1, "person": 1, "dropped": 1}]

    assert (await admin.get("/flows/main/heat", **period, revision=2)).json()["began"] == 0
    turned = await admin.get("/flows/main/heat", **{"from": period["to"], "to": period["from"]})
    assert (turned.status_code, turned.json()["detail"]["field"]) == (422, "from")
    assert (await admin.get("/flows/none/heat")).status_code == 404


async def test_a_draft_is_played_over_what_was_said(mongo: Database, admin: Browser) -> None:
    await published(mongo, MAIN)
    await keep(mongo, told("r1"), begun("r2"))
    period = {"from": PERIOD["since"].isoformat(), "to": PERIOD["until"].isoformat()}
    body = {"flow": MAIN.model_dump(mode="json"), **period}
    same = await admin.send("POST", "/flows/main/replay", body)
    assert same.status_code == 200, same.text
    assert same.json() == {"dialogues": 2, "same": 2, "different": [], "unreadable": 0, "left_out": 0}

    body["flow"]["steps"]["bye"]["variants"] = [{"en": "Goodbye."}]
    await mongo.messages.update_one({"_id": "r2:1"}, {"$set": {"trace.record": "{}"}})
    other = (await admin.send("POST", "/flows/main/replay", body)).json()
    assert (other["dialogues"], other["same"], other["unreadable"]) == (1, 0, 1)
    [different] = other["different"]
    [why] = different["reasons"]
    assert why["text"] == "Says “Goodbye.” instead of: Says “Order 7, goodbye.”"
    assert (why["code"], why["values"]["was"]["values"]) == ("instead", {"text": "Order 7, goodbye."})
    assert (different["at_move"], different["channel"], different["conversation"]) == (1, "telegram", "of r1")
    assert [(each["who"], each["text"], each["differs"]) for each in different["draft"]] == [
        ("customer", "start", False), ("bot", "Which order?", False), ("customer", "7", False),
        ("bot", "Goodbye.", True),
    ]  # fmt: skip
    assert different["recorded"][-1]["text"] == "Order 7, goodbye."

    assert (await admin.send("POST", "/flows/main/replay", body | {"limit": 501})).status_code == 422
    assert (await admin.send("POST", "/flows/other/replay", body)).status_code == 404


async def test_a_pipeline_hears_which_dialogues_would_go_another_way(
    mongo: Database, helpline: Command, tmp_path: Path
) -> None:
    await published(mongo, MAIN)
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    await keep(mongo, told("r1", at=yesterday), told("r2", at=yesterday + HOUR))
    (tmp_path / "main.json").write_text(dump(MAIN), encoding="utf-8")
    (tmp_path / "other.json").write_text(dump(OTHER), encoding="utf-8")
    assert await helpline("replay", ".", "--since", "2d") == (0, "2 dialogues of 2 flows: 0 go another way\n", "")

    brief = MAIN.model_copy(update={"triggers": (MAIN.triggers[0].model_copy(update={"words": ("hello",)}),)})
    (tmp_path / "main.json").write_text(dump(brief), encoding="utf-8")
    assert await helpline("replay", "main.json", "--since", "2d") == (
        1,
        f"main.json: of r2 of {yesterday + HOUR:%Y-%m-%d %H:%M}: No trigger of the draft fits.\n"
        f"main.json: of r1 of {yesterday:%Y-%m-%d %H:%M}: No trigger of the draft fits.\n"
        "2 dialogues of 1 flows: 2 go another way\n",
        "",
    )
    code, out, _ = await helpline("replay", "main.json", "--since", "2d", "--limit", "1", "--json")
    [found] = json.loads(out)["main.json"]["different"]
    assert (code, found["run"], found["draft"][0]["text"]) == (1, "r2", "start")
    assert (await helpline("replay", "main.json", "--since", "yesterday")).code == 2
    (tmp_path / "main.json").write_text("{", encoding="utf-8")
    assert (await helpline("replay", "main.json", "--since", "1h")).code == 1
