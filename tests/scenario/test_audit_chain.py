"""Whoever changes the audit log is found out; what is old is cut off without breaking it; the erased are not in it."""

import asyncio
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from handoff.ids import OperatorId
from handoff.ports.audit import Deed, DeedQuery, Source
from storage.mongo.audit import MongoAudit
from storage.mongo.audit_chain import Fault, MongoAuditChain
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.processes import Server
from tests.commands import helpline_command
from tests.parts import NOW, conversation

FERNET = Fernet.generate_key().decode()
KEY = "the-key-of-the-installation"
ADA = conversation(501)


def deed(number: int, *, day: int = 0, on: dict[str, str] | None = None) -> Deed:
    return Deed(
        at=NOW + timedelta(days=day, minutes=number), operator=OperatorId("anna"), did="POST /api/lines/{line_id}",
        on=on or {"line_id": f"line-{number}"}, status=200, address="192.0.2.1", source=Source.CONSOLE,
    )  # fmt: skip


async def written(db: Database, count: int = 6, key: str = KEY) -> MongoAuditChain:
    audit = MongoAudit(db, key)
    for number in range(1, count + 1):
        await audit.append(deed(number, day=number))
    return MongoAuditChain(db, key)


async def test_what_several_processes_add_at_once_is_one_chain(mongo: Database) -> None:
    processes = [MongoAudit(mongo, KEY) for _ in range(4)]
    await asyncio.gather(*(each.append(deed(number)) for number in range(10) for each in processes))

    verdict = await MongoAuditChain(mongo, KEY).verify()
    assert (verdict.rows, verdict.number, verdict.broken) == (40, 40, None)
    assert verdict.seal == await MongoAuditChain(mongo, KEY).seal_of(40)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"$set": {"operator": "boris"}}, Fault.CHANGED),
        ({"$set": {"status": 403}}, Fault.CHANGED),
        ({"$set": {"on.line_id": "another"}}, Fault.CHANGED),
        ({"$set": {"at": NOW}}, Fault.CHANGED),
        ({"$set": {"source": "command_line"}}, Fault.CHANGED),
        (None, Fault.MISSING),
    ],
)
async def test_the_first_row_that_was_changed_or_taken_out_is_named(
    mongo: Database, change: dict[str, Any] | None, fault: Fault
) -> None:
    chain = await written(mongo)
    assert (await chain.verify()).broken is None
    if change:
        await mongo.audit.update_one({"_id": 3}, change)
    else:
        await mongo.audit.delete_one({"_id": 3})

    verdict = await chain.verify()
    assert (verdict.rows, verdict.broken, verdict.fault) == (2, 3, fault)


async def test_who_has_the_database_and_not_the_key_can_forge_no_row(mongo: Database) -> None:
    await written(mongo, 2)
    await MongoAudit(mongo, "a key of the forger's own").append(deed(3))
    assert (await MongoAuditChain(mongo, KEY).verify()).broken == 3
    await mongo.audit.delete_one({"_id": 3})
    await MongoAudit(mongo, "").append(deed(3))
    assert (await MongoAuditChain(mongo, KEY).verify()).broken == 3, "nor without any key"


async def test_a_new_key_goes_in_front_and_old_rows_stay_whole(mongo: Database) -> None:
    await written(mongo, 2)
    await MongoAudit(mongo, f"a new one, {KEY}").append(deed(3))
    assert (await MongoAuditChain(mongo, f"a new one, {KEY}").verify()).broken is None
    verdict = await MongoAuditChain(mongo, "a new one").verify()
    assert (verdict.broken, verdict.fault) == (1, Fault.KEY)


async def test_what_is_old_is_cut_off_and_the_rest_is_whole(mongo: Database) -> None:
    chain = await written(mongo)
    assert await chain.trim(NOW + timedelta(days=3, hours=1)) == 3
    assert await chain.trim(NOW + timedelta(days=3, hours=1)) == 0
    await MongoAudit(mongo, KEY).append(deed(7, day=7))

    verdict = await chain.verify()
    assert (verdict.rows, verdict.number, verdict.broken) == (4, 7, None)
    await mongo.audit.delete_one({"_id": 4})
    assert (await chain.verify()).fault is Fault.MISSING, "cut off by somebody else"


async def test_the_place_of_the_cut_cannot_be_moved(mongo: Database) -> None:
    chain = await written(mongo)
    await chain.trim(NOW + timedelta(days=1, hours=1))
    fifth = await chain.seal_of(5)
    await mongo.audit.delete_many({"_id": {"$lte": 5}})
    await mongo.audit_anchor.update_one({"_id": "anchor"}, {"$set": {"number": 5, "seal": fifth}})
    assert (await chain.verify()).fault is Fault.ANCHOR


async def test_the_chain_goes_on_after_all_of_it_was_cut_off(mongo: Database) -> None:
    chain = await written(mongo, 2)
    assert await chain.trim(NOW + timedelta(days=30)) == 2
    await MongoAudit(mongo, KEY).append(deed(3, day=31))
    verdict = await chain.verify()
    assert (verdict.rows, verdict.number, verdict.broken) == (1, 3, None)


async def test_a_cut_that_was_broken_off_is_finished_the_next_time(mongo: Database) -> None:
    chain = await written(mongo)
    kept = [row async for row in mongo.audit.find({"_id": {"$lte": 3}})]
    await chain.trim(NOW + timedelta(days=3, hours=1))
    await mongo.audit.insert_many(kept)  # as if it had died between the anchor and the rows

    assert (await chain.verify()).rows == 3
    assert await chain.trim(NOW + timedelta(days=3, hours=1)) == 3
    assert (await chain.verify()).rows == 3


async def test_a_customer_is_under_a_veil_which_stays_when_they_are_gone(mongo: Database) -> None:
    await MongoConversations(mongo).commit(ADA, ADA)
    audit = MongoAudit(mongo, KEY)
    for place in ("conversation_id", "id"):  # what is set aside is called by its conversation
        value = ADA.id if place == "conversation_id" else f"{ADA.id}/17-0"
        await audit.append(deed(1, on=dict(await audit.veil({place: value}))))

    assert [row async for row in mongo.audit.find({"on.conversation_id": ADA.id})] == []
    both = await audit.page(DeedQuery(about=ADA.id))
    assert [each.deed.on for each in both] == [{"id": f"{ADA.id}/17-0"}, {"conversation_id": ADA.id}]

    await mongo.audit_names.delete_many({"conversation_id": ADA.id})
    await mongo.conversations.delete_one({"_id": ADA.id})
    gone = await audit.page(DeedQuery())
    assert all(value.startswith("~") for each in gone for value in each.deed.on.values())
    assert await audit.page(DeedQuery(about=ADA.id)) == []
    assert (await MongoAuditChain(mongo, KEY).verify()).broken is None
    assert await audit.veil({"conversation_id": ADA.id}) == {"conversation_id": "~unknown"}, "and is not named again"


async def test_the_command_line_is_noted_and_says_whether_the_chain_is_whole(
    mongo: Database, mongo_server: Server, tmp_path: Path
) -> None:
    helpline = helpline_command(mongo, mongo_server, tmp_path)
    saved = await helpline("backup", "desk.zip", SECRETS_KEY=FERNET)
    assert saved.code == 0, saved.err
    [row] = await MongoAudit(mongo, FERNET).page(DeedQuery(source=Source.COMMAND_LINE))
    assert (row.deed.did, row.deed.operator, row.deed.status) == ("helpline backup", None, 200)
    assert row.deed.address.endswith(f"@{socket.gethostname()}")

    whole = await helpline("audit", "verify", SECRETS_KEY=FERNET)
    assert (whole.code, whole.out.splitlines()[-1]) == (0, f"1:{row.seal}")
    other = await helpline("backup", "other.zip")
    assert (other.code, "SECRETS_KEY is not the one" in other.err) == (2, True)
    assert not (tmp_path / "other.zip").exists()

    await mongo.audit.delete_one({"_id": 1})
    cut = await helpline("audit", "verify", "--knows", f"1:{row.seal}", SECRETS_KEY=FERNET)
    assert (cut.code, "the end was cut off" in cut.out) == (1, True)
