"""Files of conversations: our own copies of customers', and what operators upload."""

import hashlib
from collections.abc import AsyncIterator
from typing import cast

import pytest

from bot.channels.base import Channel, Download
from bot.media import Copier
from handoff.ids import ConversationId, FileId
from handoff.messages import Attachment, FileKind
from handoff.ports import NoFile
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


async def test_a_copy_is_called_what_its_bytes_say(files: MongoFiles) -> None:
    """The customer says JPEG, and so does the messenger; it is a page."""
    page = b"<!DOCTYPE html><script>alert(1)</script>"

    class Believer:
        async def fetch(self, attachment: Attachment) -> Download:
            return Download(data=page, name="cat.jpg", mime="image/jpeg")

    channels = {"telegram": cast(Channel, Believer())}
    told = Attachment(kind=FileKind.PHOTO, name="cat.jpg", mime="image/jpeg", provider_ref="1")

    copied = await Copier(channels=channels, files=files)(ADA, told)

    assert copied.file_id is not None
    found = await files.find(copied.file_id)
    assert found is not None
    assert copied.mime == found.mime == "text/html"
    assert copied.kind is FileKind.DOCUMENT, "the thread offers it as a download"


async def test_an_upload_that_breaks_off_leaves_nothing(files: MongoFiles, mongo: Database) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield LARGE
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.keep(ADA, "a.pdf", "application/pdf", broken())

    assert await mongo["files.files"].count_documents({}) == 0
    assert await mongo["files.chunks"].count_documents({}) == 0


async def test_an_upload_is_kept_with_its_checksum(files: MongoFiles, mongo: Database) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield LARGE
        yield b"end"

    kept = await files.keep(ADA, "a.pdf", "application/pdf", chunks())

    assert await files.find(kept.id) == kept
    assert await content(files, kept.id) == LARGE + b"end"
    row = await mongo["files.files"].find_one({"_id": kept.id})
    assert row is not None
    assert row["metadata"]["sha256"] == hashlib.sha256(LARGE + b"end").hexdigest()


async def test_reading_what_is_gone_says_so(files: MongoFiles) -> None:
    with pytest.raises(NoFile):
        await content(files, FileId("nothing"))
