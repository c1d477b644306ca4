"""Files that no message names go after a day; a file that a message names stays, whoever dies when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import ConversationId, FileId
from handoff.messages import Attachment, Content, FileKind
from handoff.ports import UNCLAIMED
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.file_sweep import sweep
from storage.mongo.files import MongoFiles
from storage.mongo.messages import MongoHistory

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ADDRESS = Address(channel="telegram", account="main", external_id="1")
ADA = ADDRESS.conversation_id


class Killed(BaseException):
    """This process is no more."""


@dataclass(slots=True)
class Desk:
    db: Database
    now: datetime = NOW

    def files(self) -> MongoFiles:
        return MongoFiles(self.db, lambda: self.now)

    async def uploaded(self) -> FileId:
        return await self.files().store(ADA, "a.jpg", "image/jpeg", b"x")

    async def says(self, file_id: FileId) -> Conversation:
        """Commits a message that names the file."""
        attached = Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", file_id=file_id)
        conversations = MongoConversations(self.db)
        known = await conversations.load(ADA) or begin(ADDRESS, Customer(name="Ada"), at=self.now)
        return await conversations.commit(known, known.received(Content(attachments=(attached,)), at=self.now))

    async def settles(self, conversation: Conversation) -> None:
        await MongoHistory(self.db).write(ADA, conversation.journal)
        done = [message.id for message in conversation.journal]
        await MongoConversations(self.db).settle(conversation, done, wake_at=None)

    async def swept(self) -> int:
        return await sweep(self.db, self.files())

    async def there(self, file_id: FileId) -> bool:
        row = await self.files().find(file_id)
        bytes_ = await self.db["files.chunks"].count_documents({"files_id": file_id})
        assert (row is None) == (bytes_ == 0), "neither without the other"
        return row is not None


@pytest.fixture
def desk(mongo: Database) -> Desk:
    return Desk(mongo)


async def test_what_nobody_sent_goes_after_a_day(desk: Desk) -> None:
    file_id = await desk.uploaded()

    desk.now = NOW + UNCLAIMED - timedelta(seconds=1)
    assert await desk.swept() == 0
    assert await desk.there(file_id)
    desk.now = NOW + UNCLAIMED
    assert await desk.swept() == 1
    assert not await desk.there(file_id)
    assert await desk.swept() == 0


@pytest.mark.parametrize("settled", [False, True], ids=["in the journal", "in the history"])
async def test_what_a_message_names_stays_for_ever(desk: Desk, settled: bool) -> None:
    file_id = await desk.uploaded()
    said = await desk.says(file_id)
    if settled:
        await desk.settles(said)

    for _ in range(3):
        desk.now += timedelta(days=400)
        assert await desk.swept() == 0
    assert await desk.there(file_id)
    assert await desk.files().overdue(10) == [], "it is held, and not looked at again"


async def test_the_same_file_named_in_another_conversation_holds_nothing(desk: Desk) -> None:
    file_id = await desk.files().store(ConversationId("telegram:main:2"), "a.jpg", "image/jpeg", b"x")
    await desk.says(file_id)

    desk.now = NOW + UNCLAIMED
    assert await desk.swept() == 1


async def test_an_upload_whose_process_was_killed_is_swept(desk: Desk) -> None:
    whole = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield bytes(600_000)
        whole.set()
        await asyncio.Event().wait()

    files = desk.files()

    async def never(*_: object) -> None:
        raise Killed

    files._forget = never  # type: ignore[method-assign, assignment]
    upload = asyncio.create_task(files.keep(ADA, "a.mp4", "video/mp4", slow()))
    await whole.wait()
    row = await desk.db.files.find_one({})
    assert row is not None
    # As kill -9 would leave it: a row, bytes, and nobody who tidies up.
    await desk.db["files.chunks"].insert_one({"files_id": row["_id"], "n": 9, "data": b"x"})
    upload.cancel()
    with pytest.raises((Killed, asyncio.CancelledError)):
        await upload
    assert await desk.files().find(row["_id"]) is None

    desk.now = NOW + UNCLAIMED
    assert await desk.swept() == 1
    assert await desk.db["files.chunks"].count_documents({}) == 0
    assert await desk.db.files.count_documents({}) == 0


@pytest.mark.parametrize("dies_at", ["hold", "delete", "_forget"])
@pytest.mark.parametrize("named", [False, True])
async def test_a_sweep_that_is_killed_is_gone_on_with(desk: Desk, dies_at: str, named: bool) -> None:
    file_id = await desk.uploaded()
    if named:
        await desk.says(file_id)
    desk.now = NOW + UNCLAIMED
    files = desk.files()

    async def dies(*_: object) -> None:
        raise Killed

    setattr(files, dies_at, dies)
    reached = True
    try:
        await sweep(desk.db, files)
        reached = False
    except Killed:
        pass
    assert reached is (named == (dies_at == "hold"))

    await desk.swept()
    assert await desk.there(file_id) is named


async def test_bytes_are_deleted_before_the_row_that_knows_of_them(desk: Desk) -> None:
    """Killed between the two, the row still leads to what is left; the other way round nothing would."""
    await desk.uploaded()
    desk.now = NOW + UNCLAIMED
    files = desk.files()
    store = files._stores["mongo"]

    async def half(key: str) -> None:
        await type(store).delete(store, key)
        raise Killed

    store.delete = half  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await sweep(desk.db, files)
    assert await desk.db.files.count_documents({}) == 1

    assert await desk.swept() == 1
    assert await desk.db.files.count_documents({}) == 0


async def test_who_claims_a_file_at_the_last_moment_either_has_it_or_is_told(desk: Desk) -> None:
    """A reply that names it and the sweep, both at the very end of its day, many times."""
    kept = told = 0
    for turn in range(40):
        file_id = await desk.files().store(ADA, f"{turn}.jpg", "image/jpeg", b"x")
        desk.now += UNCLAIMED

        async def replies(file_id: FileId = file_id, turn: int = turn) -> bool:
            await asyncio.sleep(turn / 20_000)
            if await desk.files().claim(file_id) is None:
                return False
            await desk.says(file_id)
            return True

        sent, _ = await asyncio.gather(replies(), desk.swept())
        assert await desk.there(file_id) is sent
        kept, told = kept + sent, told + (not sent)
    assert kept + told == 40


async def test_a_claim_lost_against_the_sweep_is_refused(desk: Desk) -> None:
    file_id = await desk.uploaded()
    desk.now = NOW + UNCLAIMED
    assert await desk.files().condemn(file_id)

    assert await desk.files().claim(file_id) is None
    again = await desk.uploaded()

    assert again != file_id
    assert await desk.swept() == 1
    assert await desk.there(again)
