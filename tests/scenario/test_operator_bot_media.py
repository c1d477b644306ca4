"""Files both ways between customers and operators in Telegram, by way of our own store; quotes and corrections."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from handoff.ids import ConversationId, EventId
from handoff.messages import Attachment, Content, Delivery, DeliveryState, FileKind, Message, Side
from storage.mongo.operator_groups import Group
from tests.fakes.telegram import Forum, User
from tests.office import Office, accepted, said, takes

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 64
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
OGG = b"OggS\x00\x02" + b"\x00" * 24 + b"\x01\x1eOpusHead" + b"\x00" * 32
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
WEBP = b"RIFF\x40\x00\x00\x00WEBPVP8 " + b"\x00" * 64
PDF = b"%PDF-1.7\n1 0 obj\n"
Send = Callable[[User], Awaitable[object]]


async def of_operator(office: Office, conversation_id: ConversationId) -> Sequence[Message]:
    page = await office.history.page(await office.now_is(conversation_id), before=None, limit=100)
    return [each for each in page if each.side is Side.OPERATOR and each.author == "anna"]


async def stored(
    office: Office, owner: ConversationId, kind: FileKind, name: str, mime: str, data: bytes
) -> Attachment:
    file_id = await office.files.store(owner, name, mime, data)
    return Attachment(kind=kind, name=name, mime=mime, size=len(data), file_id=file_id)


async def bytes_of(office: Office, attachment: Attachment) -> bytes:
    assert attachment.file_id
    return b"".join([chunk async for chunk in office.files.read(attachment.file_id)])


# -- from operators ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("send", "kind", "mime", "data"),
    [
        (lambda anna: anna.sends_photo(JPEG, caption="Look"), FileKind.PHOTO, "image/jpeg", JPEG),
        (lambda anna: anna.sends_voice(OGG), FileKind.VOICE, "audio/ogg", OGG),
        (lambda anna: anna.sends_document("bill.pdf", PDF, caption="Look"), FileKind.DOCUMENT, "application/pdf", PDF),
        (lambda anna: anna.sends_document("shot.png", PNG, mime="image/png"), FileKind.DOCUMENT, "image/png", PNG),
    ],
    ids=["photo", "voice note", "document", "picture as a file"],
)
async def test_what_operators_send_is_kept_and_goes_to_the_customer_as_what_it_is(
    office: Office, anna: User, send: Send, kind: FileKind, mime: str, data: bytes
) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await send(anna)
        await office.until(lambda: sent(office, ada))
        [message] = await of_operator(office, ada)
    [attachment] = message.content.attachments
    assert (attachment.kind, attachment.mime, attachment.size) == (kind, mime, len(data))
    assert await bytes_of(office, attachment) == data


async def test_an_album_is_one_message_and_what_follows_it_comes_after_it(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.sends_album(JPEG, JPEG + b"2", JPEG + b"3", caption="The three parts")
        await anna.says("That is all.")
        await office.until(lambda: said(office, ada, "That is all."))
        album, words = await of_operator(office, ada)
    assert album.content.text == "The three parts"
    assert [await bytes_of(office, each) for each in album.content.attachments] == [JPEG, JPEG + b"2", JPEG + b"3"]
    assert words.content.attachments == ()


@pytest.mark.parametrize(
    ("send", "answer"),
    [
        (
            lambda anna: anna.sends_document("film.mp4", MP4, mime="video/mp4", size=21 * 1024 * 1024),
            "Not sent: “film.mp4” is larger than the 20 MB that Telegram lets bots fetch.",
        ),
        (lambda anna: anna.sends_document("game.exe", b"MZ\x90\x00" + b"\x00" * 60), "“game.exe” is a program."),
        (lambda anna: anna.shares_location(), "Not sent: from here customers can be sent text"),
    ],
    ids=["too large", "a program", "a place"],
)
async def test_what_can_not_be_sent_is_said_and_nothing_is_sent(
    office: Office, anna: User, send: Send, answer: str
) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await send(anna)
        await anna.hears(answer)
        assert await of_operator(office, ada) == []


async def test_a_reply_to_the_customers_message_quotes_it(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await office.hears(ada, "Is it blue?")
        question = await anna.hears("Is it blue?")
        await anna.says("It is.", reply_to=question.id)
        await office.until(lambda: said(office, ada, "It is."))
        [answer] = await of_operator(office, ada)
    assert answer.quote is not None
    assert answer.quote.text == "Is it blue?"


async def test_changing_ones_own_message_changes_the_customers(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        written = await anna.says("On Munday.")
        await office.until(lambda: said(office, ada, "On Munday."))
        await delivered(office, ada)
        await anna.edits(written, "On Monday.")
        await office.until(lambda: ordered(office, ada))
        [order] = [each for each in (await office.now_is(ada)).journal if each.corrects]
        assert order.content.text == "On Monday."


async def test_a_change_that_can_not_reach_the_customer_is_said(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        written = await anna.says("On Munday.")
        await office.until(lambda: said(office, ada, "On Munday."))
        [message] = await of_operator(office, ada)
        await office.desk.withdraw(ada, await office.operator("anna"), message.id, EventId("test:1"))
        await anna.edits(written, "On Monday.")
        await anna.hears("The customer's copy was not changed")


async def test_what_is_corrected_in_the_console_is_told_in_the_topic(office: Office, anna: User) -> None:
    """And what is corrected in the topic reads so there already."""
    async with office.bot():
        ada, there = await in_topic(office, anna)
        written = await there.says("On Munday.")
        await office.until(lambda: said(office, ada, "On Munday."))
        await delivered(office, ada)
        await there.edits(written, "On Monday.")
        await carried_out(office, ada)
        [message] = await of_operator(office, ada)
        assert message.content.text == "On Monday."

        operator = await office.operator("anna")
        await office.desk.correct(ada, operator, message.id, "On Tuesday.", EventId("test:1"))
        await carried_out(office, ada)
        told = await there.hears("Corrected for the customer, too.")
        assert told.text.splitlines() == [
            "Corrected for the customer, too. It was: “On Monday.”", "Now: On Tuesday.",
        ]  # fmt: skip
        assert told.raw["reply_to_message"]["message_id"] == written
        assert [each.text for each in there.inbox if "Munday" in each.text and "Corrected" in each.text] == []

        await office.desk.withdraw(ada, operator, message.id, EventId("test:2"))
        await carried_out(office, ada)
        await there.hears("Taken back from the customer: “On Tuesday.”")


# -- from customers ------------------------------------------------------------------------------------------------


async def test_an_album_arrives_as_an_album_with_its_words(office: Office, anna: User) -> None:
    async with office.bot():
        ada, there = await in_topic(office, anna)
        photos = [
            await stored(office, ada, FileKind.PHOTO, "one.jpg", "image/jpeg", JPEG),
            await stored(office, ada, FileKind.VIDEO, "two.mp4", "video/mp4", MP4),
        ]
        await office.hears(ada, Content(text="Broken here", attachments=tuple(photos)))
        first = await there.hears("Broken here")
        second = await there.hears(lambda message: "video" in message.raw)
        assert "photo" in first.raw
        assert first.raw["media_group_id"] == second.raw["media_group_id"]


@pytest.mark.parametrize(
    ("kind", "name", "mime", "data", "shown"),
    [
        (FileKind.PHOTO, "a.png", "image/png", PNG, "photo"),
        (FileKind.VIDEO, "a.mp4", "video/mp4", MP4, "video"),
        (FileKind.VOICE, "a.ogg", "audio/ogg", OGG, "voice"),
        (FileKind.AUDIO, "a.mp3", "audio/mpeg", b"ID3\x03" + b"\x00" * 32, "audio"),
        (FileKind.STICKER, "a.webp", "image/webp", WEBP, "sticker"),
        (FileKind.DOCUMENT, "a.pdf", "application/pdf", PDF, "document"),
    ],
)
async def test_each_kind_of_file_arrives_as_what_it_is(
    office: Office, anna: User, kind: FileKind, name: str, mime: str, data: bytes, shown: str
) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await office.hears(ada, Content(attachments=(await stored(office, ada, kind, name, mime, data),)))
        heard = await anna.hears(lambda message: shown in message.raw)
        reference = heard.raw[shown][0] if shown == "photo" else heard.raw[shown]
        assert office.cloud.files.get(reference["file_id"]).data == data


async def test_a_reply_to_a_file_in_a_topic_quotes_the_message_that_it_came_with(office: Office, anna: User) -> None:
    async with office.bot():
        ada, there = await in_topic(office, anna)
        photo = await stored(office, ada, FileKind.PHOTO, "one.jpg", "image/jpeg", JPEG)
        await office.hears(ada, Content(text="This one", attachments=(photo,)))
        shown = await there.hears("This one")
        await there.says("That is a scratch.", reply_to=shown.id)
        await office.until(lambda: said(office, ada, "That is a scratch."))
        [answer] = await of_operator(office, ada)
        assert answer.quote is not None
        assert answer.quote.text == "This one"

        await there.sends_photo(PNG, caption="// how it looks new")
        await office.until(lambda: noted(office, ada))
        note = (await of_operator(office, ada))[-1]
        assert [each.mime for each in note.content.attachments] == ["image/png"]


# -- steps ---------------------------------------------------------------------------------------------------------


async def in_topic(office: Office, anna: User) -> tuple[ConversationId, User]:
    """A session that Anna has taken in its topic."""
    forum: Forum = office.cloud.forum(-1001)
    await office.ports.groups.connect(Group(chat=forum.id))
    ada = await office.waits("Ada")
    return ada, await takes(forum, anna, await forum.has_topic("waiting"))


async def sent(office: Office, conversation_id: ConversationId) -> bool:
    return bool(await of_operator(office, conversation_id))


async def noted(office: Office, conversation_id: ConversationId) -> bool:
    return any(each.note for each in await of_operator(office, conversation_id))


async def ordered(office: Office, conversation_id: ConversationId) -> bool:
    return any(each.corrects for each in (await office.now_is(conversation_id)).journal)


async def delivered(office: Office, conversation_id: ConversationId) -> None:
    """What the worker does with what the messenger took."""
    conversation = await office.now_is(conversation_id)
    done = [
        replace(each, delivery=Delivery(state=DeliveryState.DELIVERED, at=office.now(), provider_id="9"))
        if each.delivery else each
        for each in conversation.journal
    ]  # fmt: skip
    await office.history.write(conversation_id, done)
    await office.conversations.settle(conversation, [each.id for each in done], wake_at=None)


async def carried_out(office: Office, conversation_id: ConversationId) -> None:
    """What the worker does with an order."""
    await office.until(lambda: has_order(office, conversation_id))
    conversation = await office.now_is(conversation_id)
    for order in conversation.journal:
        await office.history.carry_out(order)
    await office.conversations.settle(conversation, [each.id for each in conversation.journal], wake_at=None)
    await office.live.publish(conversation_id)


async def has_order(office: Office, conversation_id: ConversationId) -> bool:
    return any(each.corrects or each.withdraws for each in (await office.now_is(conversation_id)).journal)
