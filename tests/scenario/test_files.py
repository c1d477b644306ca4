"""Files of conversations, in both stores: our own copies of customers', and what operators upload."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.channels.base import Channel, Download
from bot.file_store import open_files
from bot.media import Copier
from handoff.ids import ConversationId, FileId
from handoff.messages import Attachment, FileKind
from handoff.ports import UNCLAIMED, NoFile, Preview
from storage.errors import FilesAway
from storage.mongo.client import Database
from storage.mongo.files import MongoFiles
from storage.mongo.migrations.file_rows import up
from storage.s3.blobs import S3Blobs, read_bucket_url
from tests.bucket import open_bucket

ADA, BOB = ConversationId("telegram:main:1"), ConversationId("telegram:main:2")
LARGE = bytes(range(256)) * 4096  # a megabyte: several chunks
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
async def bucket(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with open_bucket(tmp_path_factory.mktemp("s3")) as url:
        yield url


@pytest.fixture(params=["mongo", "s3"])
def s3_url(request: pytest.FixtureRequest) -> str:
    """As the settings have it: none is MongoDB."""
    return str(request.getfixturevalue("bucket")) if request.param == "s3" else ""


@pytest.fixture
def files(mongo: Database, s3_url: str) -> MongoFiles:
    return open_files(mongo, lambda: NOW, s3_url)


async def content(files: MongoFiles, file_id: FileId, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in files.read(file_id, start, end)])


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize("data", [b"", b"x", LARGE], ids=["empty", "a byte", "several chunks"])
async def test_a_file_comes_back_whole(files: MongoFiles, data: bytes) -> None:
    file_id = await files.store(ADA, "диван.pdf", "application/pdf", data)

    assert await content(files, file_id) == data
    found = await files.find(file_id)
    assert found is not None
    assert (found.conversation_id, found.name, found.mime, found.size, found.sha256) == (
        ADA, "диван.pdf", "application/pdf", len(data), hashlib.sha256(data).hexdigest(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (300_000, 300_010), (261_119, 522_241), (len(LARGE) - 1, None), (5, 5), (7, None)]
)
async def test_a_part_is_that_part(files: MongoFiles, start: int, end: int | None) -> None:
    file_id = await files.store(ADA, "a.mp4", "video/mp4", LARGE)

    assert await content(files, file_id, start, end) == LARGE[start:end]


async def test_storing_again_is_one_file(files: MongoFiles, mongo: Database) -> None:
    ids = {await files.store(ADA, "a.pdf", "application/pdf", LARGE) for _ in range(3)}

    assert len(ids) == 1
    assert await mongo.files.count_documents({}) == 1


async def test_the_same_file_of_two_customers_is_two_files(files: MongoFiles) -> None:
    """Who may see one must not thereby see the other."""
    first, second = [await files.store(owner, "a.pdf", "application/pdf", b"x") for owner in (ADA, BOB)]

    assert first != second


async def test_a_file_that_does_not_exist_is_not_found(files: MongoFiles) -> None:
    assert await files.find(FileId("nothing")) is None
    assert await files.claim(FileId("nothing")) is None
    with pytest.raises(NoFile):
        await content(files, FileId("nothing"))


async def test_a_file_whose_bytes_are_gone_says_so(files: MongoFiles, mongo: Database, s3_url: str) -> None:
    file_id = await files.store(ADA, "a.pdf", "application/pdf", LARGE)
    if s3_url:
        await S3Blobs(read_bucket_url(s3_url)).delete(file_id)
    else:
        await mongo["files.files"].delete_many({})

    for start in (0, 10):
        with pytest.raises(NoFile):
            await content(files, file_id, start)


async def test_an_upload_that_breaks_off_leaves_nothing(files: MongoFiles, mongo: Database, s3_url: str) -> None:
    begun: list[str] = []

    async def broken() -> AsyncIterator[bytes]:
        yield LARGE * 6  # more than a part of S3's
        begun.extend([row["_id"] async for row in mongo.files.find()])
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.keep(ADA, "a.pdf", "application/pdf", broken())

    assert await mongo.files.count_documents({}) == 0
    assert await mongo["files.files"].count_documents({}) == 0
    assert await mongo["files.chunks"].count_documents({}) == 0
    [key] = begun
    if s3_url:
        with pytest.raises(NoFile):
            await anext(S3Blobs(read_bucket_url(s3_url)).read(key))


async def test_an_upload_is_kept_with_its_checksum(files: MongoFiles) -> None:
    kept = await files.keep(ADA, "a.pdf", "application/pdf", chunks(LARGE, b"end"), private=True)

    assert await files.find(kept.id) == kept
    assert await content(files, kept.id) == LARGE + b"end"
    assert (kept.sha256, kept.private) == (hashlib.sha256(LARGE + b"end").hexdigest(), True)


async def test_a_preview_is_kept_beside_the_file(files: MongoFiles) -> None:
    file_id = await files.store(ADA, "a.jpg", "image/jpeg", b"x")
    with pytest.raises(KeyError):
        await files.preview(file_id)

    await files.keep_preview(file_id, Preview(data=b"small", width=40, height=30))
    assert await files.preview(file_id) == Preview(data=b"small", width=40, height=30)
    await files.keep_preview(file_id, None)
    assert await files.preview(file_id) is None


async def test_a_claimed_file_is_safe_for_longer(files: MongoFiles, mongo: Database) -> None:
    file_id = await files.store(ADA, "a.jpg", "image/jpeg", b"x")

    claimed = await files.claim(file_id, timedelta(days=9))
    assert claimed is not None
    await files.claim(file_id)  # a shorter claim takes nothing away

    row = await mongo.files.find_one({"_id": file_id})
    assert row is not None
    assert row["until"] == NOW + timedelta(days=9) > NOW + UNCLAIMED


async def test_what_lay_in_mongo_is_found_when_new_files_go_to_a_bucket(mongo: Database, bucket: str) -> None:
    before = await MongoFiles(mongo).store(ADA, "a.pdf", "application/pdf", b"old")
    files = open_files(mongo, lambda: NOW, bucket)

    after = await files.store(ADA, "b.pdf", "application/pdf", b"new")

    assert (await content(files, before), await content(files, after)) == (b"old", b"new")
    assert await mongo["files.files"].count_documents({}) == 1


async def test_a_bucket_that_will_not_have_us_is_away(mongo: Database, bucket: str) -> None:
    wrong = bucket.replace("@", "x@")
    files = open_files(mongo, lambda: NOW, wrong)

    with pytest.raises(FilesAway, match="SignatureDoesNotMatch"):
        await files.store(ADA, "a.pdf", "application/pdf", b"x")
    assert await mongo.files.count_documents({"state": {"$ne": "arriving"}}) == 0


async def test_a_file_of_an_earlier_release_gets_its_row(mongo: Database) -> None:
    files = MongoFiles(mongo)
    file_id = await files.store(ADA, "a.pdf", "application/pdf", b"old")
    about = {"conversation_id": ADA, "mime": "application/pdf", "sha256": hashlib.sha256(b"old").hexdigest()}
    await mongo["files.files"].update_one({"_id": file_id}, {"$set": {"filename": "a.pdf", "metadata": about}})
    before = await files.find(file_id)
    await mongo.files.delete_many({})

    await up(mongo)
    await up(mongo)

    assert await files.find(file_id) == before
    assert await content(files, file_id) == b"old"


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
