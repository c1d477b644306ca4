"""`helpline flows ...`, as a person or a pipeline would call it: flows into a folder and back, and the linter."""

import json
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from flows.files import dump
from flows.folder import read
from flows.importing import take_in
from flows.model import Flow, Spot
from flows.schema import document
from flows.words import FlowId
from handoff.connection import Connection
from handoff.ids import LineId
from handoff.line import Line
from storage.mongo.client import Database
from storage.mongo.connections import MongoConnections
from storage.mongo.flows import MongoFlows
from storage.mongo.lines import MongoLines
from tests import flow_world
from tests.commands import Command
from tests.flow_world import MONDAY, message

PEOPLE = {"kind": "handoff", "line": "orders"}
ORDER = flow_world.flow({"hello": message("Здравствуйте"), "people": PEOPLE}, "hello.next > people", id="order")
RETURN = flow_world.flow({"hello": message("A return?"), "people": PEOPLE}, "hello.next > people", id="a/return")
STRAY = ORDER.model_copy(update={"edges": (), "triggers": ()})
LAYOUT = {"people": Spot(x=1, y=2.5), "hello": Spot(x=0, y=0)}


@pytest.fixture
async def flows(mongo: Database) -> MongoFlows:
    await MongoLines(mongo).save(Line(id=LineId("orders"), names={"en": "Orders"}))
    return MongoFlows(mongo)


def put(folder: Path, **files: Flow | str) -> None:
    folder.mkdir(exist_ok=True)
    for name, each in files.items():
        text = each if isinstance(each, str) else dump(each, LAYOUT)
        (folder / f"{name}.json").write_bytes(text.encode())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_what_is_exported_and_imported_elsewhere_is_exported_again_by_the_byte(
    helpline: Command, flows: MongoFlows, mongo: Database, tmp_path: Path
) -> None:
    for flow in (ORDER, RETURN):
        await flows.save(flow, LAYOUT, base=0, by="ann", at=MONDAY)
    exported = await helpline("export", "one")
    assert exported == (0, "one/a%2Freturn.json: written\none/order.json: written\n", "")
    assert "Здравствуйте" in (tmp_path / "one/order.json").read_text(encoding="utf-8")
    assert (await helpline("export", "one")).out == "one/a%2Freturn.json: as it was\none/order.json: as it was\n"

    await mongo.flow_drafts.delete_many({})
    imported = await helpline("import", "one")
    assert imported == (0, "one/a%2Freturn.json: draft 1\none/order.json: draft 1\n", "")
    assert (await flows.library()).published == {}
    await helpline("export", "two")
    assert contents(tmp_path / "two") == contents(tmp_path / "one")


async def test_an_archived_flow_is_not_exported_and_its_file_is_left_alone(
    helpline: Command, flows: MongoFlows, tmp_path: Path
) -> None:
    await flows.save(ORDER, {}, base=0, by="ann", at=MONDAY)
    await flows.archive(ORDER.id, base=1, by="ann", at=MONDAY)
    put(tmp_path / "git", order=ORDER)
    code, out, _ = await helpline("export", "git")
    assert (code, out.split(":")[:2]) == (0, ["git/order.json", " left alone"])
    refused = await helpline("import", "git")
    assert refused == (1, "git/order.json: the flow is archived; restore it first\n", "")


async def test_publishing_again_what_is_in_force_changes_nothing(
    helpline: Command, flows: MongoFlows, tmp_path: Path
) -> None:
    put(tmp_path / "git", order=ORDER)
    first = await helpline("import", "git", "--publish", "--comment", "By the pipeline.")
    assert first == (0, "git/order.json: draft 1, revision 1 in force\n", "")
    [revision] = await flows.revisions(ORDER.id)
    assert (revision.flow, revision.layout, revision.comment) == (ORDER, LAYOUT, "By the pipeline.")

    assert (await helpline("import", "git", "--publish")).out == "git/order.json: as it was, revision 1 in force\n"
    assert await flows.revisions(ORDER.id) == [revision]


async def test_an_error_in_one_flow_keeps_all_of_them_from_being_published(
    helpline: Command, flows: MongoFlows, mongo: Database, tmp_path: Path
) -> None:
    put(tmp_path / "git", order=STRAY, other=RETURN)
    code, out, _ = await helpline("import", "git", "--publish")
    assert (code, out) == (
        1,
        "git/order.json: error: field triggers: Nothing starts this flow. Give it a trigger.\n",
    )
    put(tmp_path / "git", order=ORDER)
    await mongo.lines.delete_many({})
    code, out, _ = await helpline("import", "git", "--publish")
    assert code == 1
    assert "git/order.json: error: step people, field line: There is no line “orders”." in out
    assert await flows.drafts() == []

    put(tmp_path / "git", order=STRAY)
    assert (await helpline("import", "git")).code == 0, "a draft may be in any state"


async def test_a_file_that_is_no_flow_keeps_the_others_out(
    helpline: Command, flows: MongoFlows, tmp_path: Path
) -> None:
    put(tmp_path / "git", a=ORDER, b=ORDER, c=dump(RETURN).replace('"handoff"', '"explode"'), d="{")
    code, out, _ = await helpline("import", "git")
    assert code == 1
    twice, kind, broken = out.splitlines()
    assert twice == "git/b.json: flow.id: “order” is in a.json, too. Give one of them another id."
    assert kind.startswith("git/c.json: flow.steps.people: ")
    assert broken.startswith("git/d.json: file: Invalid JSON")
    assert await flows.drafts() == []


async def test_what_somebody_draws_is_not_lost_to_a_file_without_a_word(
    helpline: Command, flows: MongoFlows, tmp_path: Path
) -> None:
    put(tmp_path / "git", order=ORDER)
    await helpline("import", "git")
    assert await flows.save(STRAY, {}, base=1, by="ann", at=MONDAY) == 2
    put(tmp_path / "git", other=RETURN)

    code, out, _ = await helpline("import", "git")
    assert (code, out) == (
        1,
        "git/order.json: ann changed the draft and did not publish it; export it first, or --overwrite it\n",
    )
    assert [each.flow for each in await flows.drafts()] == [STRAY]

    assert (await helpline("import", "git", "--overwrite")).out == "git/order.json: draft 3\ngit/other.json: draft 1\n"
    assert [each.flow for each in await flows.drafts()] == [RETURN, ORDER]


async def test_what_somebody_published_may_be_changed_by_a_file(
    helpline: Command, flows: MongoFlows, tmp_path: Path
) -> None:
    await flows.save(STRAY, {}, base=0, by="ann", at=MONDAY)
    await flows.publish(ORDER.id, version=1, by="ann", at=MONDAY)
    put(tmp_path / "git", order=ORDER)
    assert (await helpline("import", "git")).out == "git/order.json: draft 2\n"


async def test_who_changes_a_draft_during_an_import_is_not_overwritten(
    flows: MongoFlows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "git", order=ORDER, other=RETURN)
    before = await flows.drafts()
    await flows.save(STRAY, {}, base=0, by="ann", at=MONDAY)
    monkeypatch.setattr(flows, "drafts", AsyncMock(return_value=before))

    found = read([tmp_path / "git"])
    told = await take_in(found, flows, publish=False, overwrite=False, comment="", at=MONDAY)
    assert [(each.path.name, each.bad) for each in told] == [("order.json", True), ("other.json", False)]
    draft = await flows.draft(ORDER.id)
    assert draft is not None
    assert (draft.flow, draft.version) == (STRAY, 1)


async def test_the_list_tells_where_each_flow_stands(helpline: Command, flows: MongoFlows) -> None:
    for name in ("a", "b", "c", "d"):
        flow = ORDER.model_copy(update={"id": FlowId(name)})
        await flows.save(flow, {}, base=0, by="ann", at=MONDAY)
        if name != "a":
            await flows.publish(flow.id, version=1, by="ann", at=MONDAY)
    await flows.save(STRAY.model_copy(update={"id": FlowId("c")}), {}, base=1, by="ann", at=MONDAY)
    await flows.archive(FlowId("d"), base=1, by="ann", at=MONDAY)
    assert (await helpline("list")).out.splitlines() == [
        "a: order: draft 1, never published",
        "b: order: draft 1, revision 1 in force",
        "c: order: draft 2, revision 1 in force, changed since",
        "d: order: draft 2, archived",
    ]


async def test_the_linter_names_file_step_field_and_remedy(helpline: Command, tmp_path: Path) -> None:
    leads = {"kind": "subflow", "flow": "order"}
    caller = flow_world.flow({"call": leads}, id="caller")
    put(tmp_path / "git", caller=caller, order=STRAY)
    code, out, err = await helpline("lint", "git")
    assert code == 1
    assert out.splitlines()[0] == (
        "git/caller.json: error: step call, field flow: The flow “order” has no trigger for a transition from another "
        "flow. Give it one, or choose another flow."
    )
    assert "git/order.json: error: field triggers: Nothing starts this flow. Give it a trigger." in out
    assert err.startswith("2 flows read: 2 errors, ")

    put(tmp_path / "git", order=ORDER)
    code, out, err = await helpline("lint", "git/caller.json")
    assert (code, "error" in out) == (0, False), "the flow beside it is known, and errors alone end with 1"
    put(tmp_path / "git", order="{")
    assert (await helpline("lint", "git/order.json")).code == 1


async def test_the_linter_knows_which_channels_are_in_use(helpline: Command, mongo: Database, tmp_path: Path) -> None:
    choices = [{"id": str(number), "label": {"en": f"Number {number}"}} for number in range(4)]
    ask = {"kind": "question", "text": {"en": "Which?"}, "answer": "choice", "choices": choices}
    put(tmp_path / "git", order=flow_world.flow({"ask": ask, "people": PEOPLE}, "ask.next > people", id="order"))

    assert "On whatsapp" not in (await helpline("lint", "git")).out
    everywhere = (await helpline("lint", "git", "--channels", "all")).out
    assert "warning: step ask, field text: On whatsapp 4 buttons become a list: 3 fit." in everywhere
    assert "On email" in everywhere

    await MongoConnections(mongo).change(Connection(kind="whatsapp", account="main", title="WhatsApp"), base=0)
    used = (await helpline("lint", "git")).out
    assert ("On whatsapp" in used, "On email" in used) == (True, False)


async def test_the_schema_is_printed(helpline: Command) -> None:
    code, out, _ = await helpline("schema")
    assert (code, json.loads(out)) == (0, document())


async def test_without_a_database_it_says_what_to_set(helpline: Command) -> None:
    code, _, err = await helpline("list", MONGO_URL="")
    assert (code, err.split(":")[0]) == (2, "MONGO_URL must be set")
