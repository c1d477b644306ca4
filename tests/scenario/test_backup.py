"""A backup taken in the middle of work, restored into an empty installation, is the same desk."""

import asyncio
import os
import sys
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bson.raw_bson import RawBSONDocument

from handoff.messages import Side
from storage.mongo import client as mongo_client
from storage.mongo.client import Database
from storage.mongo.dump import BadDump, dump, in_order, read_manifest, restore
from storage.mongo.files import MongoFiles
from storage.processes import Server, running_mongo, start_mongo
from tests.backstage import TOKEN, Backstage
from tests.commands import Command, helpline_command
from tests.parts import NOW, address, said, until


@pytest.fixture
async def empty(mongo_server: Server, mongo: Database) -> AsyncIterator[Database]:
    """A database without anything, not even indexes."""
    client, db = mongo_client.connect(mongo_server.url, f"{mongo.name}_restored")
    yield db
    await client.drop_database(db.name)
    client.close()


@pytest.fixture
def helpline(mongo: Database, mongo_server: Server, tmp_path: Path) -> Command:
    return helpline_command(mongo, mongo_server, tmp_path)


async def everything(db: Database) -> dict[str, list[bytes]]:
    names = [name for name in await db.list_collection_names() if name not in ("schema", "audit")]
    options = db.codec_options.with_options(document_class=RawBSONDocument)
    found: dict[str, list[bytes]] = {}
    for name in names:
        rows: Any = db.get_collection(name, codec_options=options)
        found[name] = sorted([bytes(row.raw) async for row in rows.find({})])
    return {name: rows for name, rows in found.items() if rows}


async def test_a_restored_desk_is_the_one_that_was_saved(
    backstage: Backstage, mongo: Database, empty: Database, tmp_path: Path
) -> None:
    async with backstage.working():
        await backstage.receives(said(1, "a person, please"), said(2, "are you there?"))
        await until(backstage.idle)
    await MongoFiles(mongo).store(address().conversation_id, "lamp.png", "image/png", b"a lamp" * 100_000)
    await dump(mongo, tmp_path / "desk.zip", version=0, now=NOW)
    manifest = await restore(empty, tmp_path / "desk.zip")
    saved = await everything(mongo)
    assert {"conversations", "messages", "intake", "files.files", "files.chunks"} <= set(saved)
    assert await everything(empty) == saved
    assert {name: part.rows for name, part in manifest.parts.items() if part.rows} == {
        name: len(rows) for name, rows in saved.items()
    }


async def test_a_backup_taken_in_the_middle_of_work_loses_nothing_that_was_received_before_it(
    backstage: Backstage, mongo: Database, empty: Database, tmp_path: Path
) -> None:
    everybody = [backstage.cloud.user(number, "Ada", bot=backstage.cloud.bot(TOKEN)) for number in range(600, 620)]
    for each in everybody:
        await each.starts()
    async with backstage.working("one", "two"):
        for turn in range(1, 4):
            await asyncio.gather(*(backstage.receives(said(turn, customer=each.id)) for each in everybody))
            if turn == 2:
                saved = await dump(mongo, tmp_path / "desk.zip", version=0, now=NOW)
        await until(backstage.idle)
    assert saved.parts["intake"].rows == 2 * len(everybody)
    await restore(empty, tmp_path / "desk.zip")
    await backstage.redis.flushdb()
    backstage.clock.move_on(timedelta(hours=1))
    again = replace(backstage, db=empty)
    await again.mailbox().prepare()
    async with again.working():
        await again.reception.post_overdue()
        await again.scheduler().wake_due()
        await until(again.idle)
    for each in everybody:
        texts = [row.content.text for row in await again.thread(each.id) if row.side is Side.CUSTOMER]
        assert texts == ["message 1", "message 2"]
        assert not (await again.conversation(each.id)).journal


def test_what_was_received_is_saved_before_what_was_decided() -> None:
    names = ["articles", "files.chunks", "messages", "conversations", "intake", "schema", "system.views", "sends"]
    assert list(in_order(names)) == ["intake", "conversations", "sends", "messages", "articles", "files.chunks"]


async def test_a_damaged_file_changes_nothing(mongo: Database, empty: Database, tmp_path: Path) -> None:
    await mongo.lines.insert_many([{"_id": str(number), "name": "a line" * 20} for number in range(500)])
    await dump(mongo, tmp_path / "desk.zip", version=0, now=NOW)
    whole = (tmp_path / "desk.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "desk.zip") as archive:
        place = archive.getinfo("lines.bson").header_offset + 300
    (tmp_path / "damaged.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(BadDump, match="lines"):
        await restore(empty, tmp_path / "damaged.zip")
    (tmp_path / "short.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadDump, match="cut short"):
        read_manifest(tmp_path / "short.zip")
    assert await everything(empty) == {}


async def test_the_commands_save_and_restore_and_say_what_is_wrong(
    helpline: Command, mongo: Database, mongo_server: Server, empty: Database, tmp_path: Path
) -> None:
    await mongo.operators.insert_one({"_id": "anna"})
    saved = await helpline("backup", "desk.zip")
    assert saved.code == 0
    assert "Saved 1 rows" in saved.out
    again = await helpline("backup", "desk.zip")
    assert (again.code, "is there already" in again.err) == (1, True)
    full = await helpline("restore", "desk.zip")
    assert (full.code, "not empty (audit, operators" in full.err) == (1, True)
    restored = await helpline("restore", "desk.zip", MONGO_DATABASE=empty.name)
    assert restored.code == 0, restored.err
    assert await everything(empty) == await everything(mongo)
    assert len(await empty.conversations.index_information()) > 1
    (tmp_path / "no.zip").write_text("hello")
    bad = await helpline("restore", "no.zip", MONGO_DATABASE="elsewhere")
    assert (bad.code, "no backup of Helpline's" in bad.err) == (1, True)


async def test_the_embedded_database_is_saved_while_it_runs_and_restored_into_an_empty_folder(tmp_path: Path) -> None:
    running = await start_mongo(tmp_path / "data")
    try:
        client, db = mongo_client.connect(running.url, "helpline")
        await db.operators.insert_one({"_id": "anna", "name": "Anna"})
        assert await asyncio.to_thread(running_mongo, tmp_path / "data") == running.url
        await call(tmp_path, "backup", "desk.zip", data="data")
        client.close()
    finally:
        await running.stop()
    assert not await asyncio.to_thread(running_mongo, tmp_path / "data")
    await call(tmp_path, "restore", "desk.zip", data="other")
    other = await start_mongo(tmp_path / "other")
    try:
        client, db = mongo_client.connect(other.url, "helpline")
        assert await db.operators.find_one({}) == {"_id": "anna", "name": "Anna"}
        client.close()
    finally:
        await other.stop()


async def call(folder: Path, *arguments: str, data: str) -> None:
    environment = {**os.environ, "HELPLINE_DATA_DIR": str(folder / data), "PYTHONPATH": str(Path(__file__).parents[2])}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, error = await process.communicate()
    assert process.returncode == 0, error.decode()
