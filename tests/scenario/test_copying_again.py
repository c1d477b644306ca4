"""A copy of a customer's file that failed, tried again when an operator asks."""

from dataclasses import dataclass, field
from typing import cast

import pytest

from bot.channels.base import Channel, Download, Rejected, SendError, Unreachable
from bot.media import Again, Copier
from handoff.ids import ConversationId, MessageId, SessionId
from handoff.messages import Attachment, Content, FileKind, Message, Side
from storage.mongo.client import Database
from storage.mongo.copies import MongoCopies
from storage.mongo.files import MongoFiles
from storage.mongo.messages import MongoHistory
from tests.backstage import Backstage
from tests.console import Console
from tests.parts import NOW, address, held
from tests.pictures import picture

ADA = address(501).conversation_id
MISSED = Attachment(kind=FileKind.PHOTO, name="1.jpg", mime="image/jpeg", provider_ref="ref", failure="away")


@dataclass(slots=True)
class Messenger:
    """Says what it is told to say, once each."""

    answers: list[SendError | Download] = field(default_factory=list)

    async def fetch(self, attachment: Attachment) -> Download:
        assert attachment.provider_ref == "ref"
        answer = self.answers.pop(0)
        if isinstance(answer, SendError):
            raise answer
        return answer


@dataclass(slots=True)
class Desk:
    db: Database
    messenger: Messenger = field(default_factory=Messenger)
    told: list[ConversationId] = field(default_factory=list)

    async def again(self, number: int = 1, index: int = 0) -> Attachment | None:
        async def tell(conversation_id: ConversationId) -> None:
            self.told.append(conversation_id)

        copier = Copier(channels={"telegram": cast(Channel, self.messenger)}, files=MongoFiles(self.db))
        return await Again(copier=copier, copies=MongoCopies(self.db), tell=tell)(ADA, number, index)

    async def has(self, side: Side = Side.CUSTOMER, *files: Attachment) -> None:
        message = Message(
            id=MessageId(f"{ADA}/1"), number=1, session_id=SessionId("s"), side=side, at=NOW,
            content=Content(text="look", attachments=files or (MISSED,)),
        )  # fmt: skip
        await MongoHistory(self.db).write(ADA, [message])

    async def shown(self) -> tuple[Attachment, ...]:
        [message] = await MongoHistory(self.db).page(held(), before=None, limit=9)
        return message.content.attachments


@pytest.fixture
def desk(mongo: Database) -> Desk:
    return Desk(mongo)


async def test_a_copy_that_works_now_is_shown_to_everybody(desk: Desk) -> None:
    await desk.has(Side.CUSTOMER, MISSED, MISSED)
    desk.messenger.answers = [Download(data=picture(30, 20), name="1.jpg", mime="image/jpeg")]

    made = await desk.again(index=1)

    assert made is not None
    first, second = await desk.shown()
    assert first == MISSED
    assert second == made
    assert (made.failure, made.width, made.height) == (None, 30, 20)
    assert made.file_id is not None
    assert desk.told == [ADA]
    assert await desk.again(index=1) == made, "no second try for what is there"


@pytest.mark.parametrize("error", [Unreachable("away again"), Rejected("the link has expired")])
async def test_a_copy_that_fails_again_says_why(desk: Desk, error: SendError) -> None:
    await desk.has()
    desk.messenger.answers = [error]

    made = await desk.again()

    assert made is not None
    assert (made.file_id, made.failure) == (None, error.reason)
    [shown] = await desk.shown()
    assert shown.failure == error.reason


async def test_two_who_try_at_once_make_one_copy(desk: Desk) -> None:
    await desk.has()
    copied = Download(data=picture(30, 20), name="1.jpg", mime="image/jpeg")
    desk.messenger.answers = [copied, Rejected("the link was good once")]

    made = await desk.again()
    await MongoCopies(desk.db).write(ADA, 1, 0, MISSED)

    assert await desk.shown() == (made,)


@pytest.mark.parametrize(("number", "index"), [(1, 1), (2, 0)])
async def test_there_is_nothing_to_copy_where_there_is_nothing(desk: Desk, number: int, index: int) -> None:
    await desk.has()

    assert await desk.again(number, index) is None


async def test_only_customers_files_are_fetched(desk: Desk) -> None:
    await desk.has(Side.OPERATOR)

    assert await desk.again() is None


async def test_who_may_not_see_the_session_may_not_try(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held())
    path = f"/conversations/{ADA}/messages/1/files/0/copy"

    assert (await (await console.sign_in("maria")).send("POST", path)).status_code == 404
    assert (await (await console.sign_in("anna")).send("POST", path)).status_code == 404
    assert (await console.browser().send("POST", path)).status_code == 401
