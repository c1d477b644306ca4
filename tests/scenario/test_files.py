"""Our own copies of customers' files."""

import pytest

from handoff.ids import ConversationId, FileId
from storage.mongo.client import Database
from storage.mongo.files import MongoFiles

ADA, BOB = ConversationId("telegram:main:1"), ConversationId("telegram:main:2")
LARGE = bytes(range(256)) * 4096  # a megabyte: several chunks


@pytest.fixture
def files(mongo: Database) -> MongoFiles:
    return MongoFiles(mongo)


async def content(files: MongoFiles, file_id: FileId) -> bytes:
    return b"".join([chunk async for chunk in files.read(file_id)])


@pytest.mark.parametrize("data", [b"", b"x", LARGE], ids=["empty", "a byte", "several chunks"])
async def test_a_file_comes_back_whole(files: MongoFiles, data: bytes) -> None:
    file_id = await files.store(ADA, "диван.pdf", "application/pdf", data)

    assert await content(files, file_id) == data
    found = await files.find(file_id)
    assert found is not None
    assert (found.conversation_id, found.name, found.mime, found.size) == (
        ADA, "диван.pdf", "application/pdf", len(data),
    )  # fmt: skip


async def test_storing_again_is_one_file(files: MongoFiles, mongo: Database) -> None:
    ids = {await files.store(ADA, "a.pdf", "application/pdf", LARGE) for _ in range(3)}

    assert len(ids) == 1
    assert await mongo["files.files"].count_documents({}) == 1


async def test_the_same_file_of_two_customers_is_two_files(files: MongoFiles) -> None:
    """Who may see one must not thereby see the other."""
    first, second = [await files.store(owner, "a.pdf", "application/pdf", b"x") for owner in (ADA, BOB)]

    assert first != second


async def test_a_copy_that_died_half_way_is_made_again(files: MongoFiles, mongo: Database) -> None:
    """GridFS writes chunks before the file's own row: what a killed worker leaves must not stop the next one."""
    file_id = await files.store(ADA, "a.pdf", "application/pdf", LARGE)
    await mongo["files.files"].delete_one({"_id": file_id})
    await mongo["files.chunks"].delete_one({"files_id": file_id, "n": 1})

    assert await files.store(ADA, "a.pdf", "application/pdf", LARGE) == file_id

    assert await content(files, file_id) == LARGE


async def test_a_file_that_does_not_exist_is_not_found(files: MongoFiles) -> None:
    assert await files.find(FileId("nothing")) is None
