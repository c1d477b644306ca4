"""`helpline files check`: every file is read, and what is not as it was is named."""

from pathlib import Path

from bot.file_commands import troubles
from storage.mongo.client import Database
from storage.mongo.files import MongoFiles
from storage.processes import Server
from tests.commands import helpline_command
from tests.parts import address

ADA = address(501).conversation_id


async def test_lost_and_damaged_files_are_told_apart(mongo: Database) -> None:
    files = MongoFiles(mongo)
    ids = {name: await files.store(ADA, name, "text/plain", name.encode()) for name in ("good", "lost", "damaged")}
    await mongo["files.files"].delete_one({"_id": ids["lost"]})
    await mongo["files.chunks"].update_one({"files_id": ids["damaged"]}, {"$set": {"data": b"another"}})

    found = {file.name: trouble async for file, trouble in troubles(files)}

    assert found == {"lost": "lost", "damaged": "damaged"}


async def test_the_command_says_what_it_found_and_fails_for_it(
    mongo: Database, mongo_server: Server, tmp_path: Path
) -> None:
    files = helpline_command(mongo, mongo_server, tmp_path, "files")
    file_id = await MongoFiles(mongo).store(ADA, "bill.pdf", "application/pdf", b"%PDF")

    assert (await files("check"))[:2] == (0, "All files are as they were.\n")

    await mongo["files.files"].delete_many({})
    assert (await files("check"))[:2] == (1, f"lost: bill.pdf ({file_id}) of {ADA}\nLost or damaged: 1.\n")
