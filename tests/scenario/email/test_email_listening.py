"""What comes by mail. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from redis.asyncio import Redis

from bot.channels.base import Heard, Listens, Malformed, Rejected
from bot.channels.email.channel import MOST_KEPT
from bot.channels.email.files import GONE
from bot.events import Receipt, Said
from storage.mongo.client import Database
from tests.emailing import ADA, OURS, Desk, listening, made, mail, message, seen
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.parts import NOW, texts_of, until


async def test_a_mail_is_announced_stored_and_then_marked_as_read(box: ImapBox, desk: Desk) -> None:
    assert isinstance(desk.channel, Listens)
    async with listening(desk):
        await box.deliver(bytes(mail("It was due on Friday.")))
        event = await desk.hears(1)
        await seen(box, {"\\Seen"})

        await box.deliver(bytes(mail("And now?", subject="Second")))  # while the connection is idle
        await desk.hears(2)

    assert isinstance(event, Said)
    assert event.address.external_id == ADA
    assert event.profile.name == "Ada"
    assert event.profile.email == ADA
    assert event.content.text == "Where is my order?\n\nIt was due on Friday."
    assert not event.automatic
    assert event.sent_at == NOW


async def test_a_conversation_by_mail_stays_in_one_thread_on_both_sides(
    box: ImapBox, smtp: MailServer, desk: Desk
) -> None:
    async with listening(desk):
        await box.deliver(bytes(mail("It was due on Friday.", Message_ID="<first@example.org>")))
        first = await desk.hears(1)

        accepted = await desk.channel.send(first.address, message("It comes tomorrow."))
        [answer] = smtp.letters
        reply = mail("Thanks!\n\nOn Mon, 23 Nov 2026 Marlow & Pine <help@example.com> wrote:\n\n> It comes tomorrow.\n",
                     subject=str(answer["Subject"]), In_Reply_To=str(answer["Message-ID"]))  # fmt: skip
        await box.deliver(bytes(reply))
        second = await desk.hears(2)

    assert answer["To"] == ADA
    assert answer["In-Reply-To"] == "<first@example.org>"
    assert answer["References"] == "<first@example.org>"
    assert str(answer["Subject"]).startswith("Re: Where is my order? [#")
    assert accepted.provider_id == answer["Message-ID"]
    assert isinstance(second, Said)
    assert second.content.text == "Thanks!"
    assert second.address == first.address


@pytest.mark.parametrize("kept", ["Subject", "In-Reply-To"])
async def test_an_answer_from_another_address_finds_the_thread_by_our_id_or_our_code(
    kept: str, box: ImapBox, smtp: MailServer, desk: Desk
) -> None:
    async with listening(desk):
        await box.deliver(bytes(mail(f"Hello {kept}")))
        first = await desk.hears(1)
        await desk.channel.send(first.address, message("Which number?"))
        own = {"Subject": "Subject", "In-Reply-To": "Message-ID"}[kept]
        reply = mail("The number is 17.", sender="Ada at work <ada@work.example>", subject="Re: something")
        del reply[kept]
        reply[kept] = str(smtp.letters[0][own])
        await box.deliver(bytes(reply))
        second = await desk.hears(2)

    assert isinstance(second, Said)
    assert second.address == first.address
    assert second.content.text == "Ada at work <ada@work.example>:\n\nThe number is 17."
    assert second.profile.name is None


async def test_a_made_up_code_leads_into_nobodys_thread(box: ImapBox, desk: Desk) -> None:
    async with listening(desk):
        await box.deliver(bytes(mail("Mine", subject="Hello")))
        await box.deliver(bytes(mail("Let me in", sender="mallory@example.net", subject="Re: x [#aaaabbbbcccc]")))
        await desk.hears(2)

    assert {each.address.external_id for each in desk.said} == {ADA, "mallory@example.net"}


async def test_a_mail_whose_storing_was_cut_short_comes_again_and_counts_once(box: ImapBox, desk: Desk) -> None:
    desk.outages = 2
    await box.deliver(bytes(mail("Only once, please")))
    async with listening(desk):
        await desk.hears(3)
        await seen(box, {"\\Seen"})

    assert len({event.id for event in desk.events}) == 1


async def test_a_server_that_comes_back_with_other_numbers_is_read_on_and_nothing_counts_twice(
    box: ImapBox, desk: Desk
) -> None:
    letter = bytes(mail("Before and after"))
    async with listening(desk):
        await box.deliver(letter)
        await desk.hears(1)
        box.stop()
        await box.start()
        await box.deliver(letter)
        await desk.hears(2)
        await seen(box, {"\\Seen"})

    assert desk.events[0].id == desk.events[1].id
    assert texts_of(desk.said) == ["Where is my order?\n\nBefore and after"] * 2


async def test_a_mail_that_comes_twice_or_is_marked_unread_is_still_the_same(box: ImapBox, desk: Desk) -> None:
    letter = bytes(mail("The very same"))
    async with listening(desk):
        await box.deliver(letter)
        await desk.hears(1)
        await box.deliver(b"Received: by another.example.com\r\n" + letter)
        await desk.hears(2)
        await seen(box, {"\\Seen"})  # else it would be marked after us
        await box.mark_unread()
        await box.deliver(bytes(mail("Another")))
        await desk.hears(5)

    assert len({event.id for event in desk.events}) == 2


async def test_files_are_copied_from_the_mailbox_inline_pictures_too(
    box: ImapBox, desk: Desk, smtp: MailServer, mongo: Database, redis: Redis
) -> None:
    letter = mail("See the receipt.")
    letter.add_attachment(b"%PDF-1.4 receipt", maintype="application", subtype="pdf", filename="Чек 17.pdf")
    letter.add_attachment(b"\x89PNG picture", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    await box.deliver(bytes(letter))
    async with listening(desk):
        event = await desk.hears(1)
    assert isinstance(event, Said)

    downloads = [await desk.channel.fetch(each) for each in event.content.attachments]
    await box.empty()
    with pytest.raises(Rejected, match=GONE):
        await made(box, smtp, mongo, redis).fetch(event.content.attachments[0])

    assert [(each.name, each.mime, each.data) for each in downloads] == [
        ("Чек 17.pdf", "application/pdf", b"%PDF-1.4 receipt"), ("photo", "image/png", b"\x89PNG picture"),
    ]  # fmt: skip


async def test_a_mail_that_nobody_can_read_is_flagged_and_holds_up_nobody(box: ImapBox, desk: Desk) -> None:
    await box.deliver(b"Subject: from nobody\r\n\r\n" + b"hello\r\n" * 20_000)
    await box.deliver(bytes(mail("I wait behind it")))
    heard: list[Heard] = []

    async def take(new: Sequence[Heard]) -> None:
        heard.extend(new)

    async def told() -> bool:
        return await box.flags() == [{"\\Seen", "\\Flagged"}, {"\\Seen"}]

    task = asyncio.create_task(desk.channel.listen(take))
    await until(told)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    [aside, behind] = heard
    [unread] = aside.unread
    assert unread.raw == aside.raw
    assert (aside.raw[:21], len(aside.raw)) == ("Subject: from nobody\r", MOST_KEPT), "as it came, as much as is kept"
    assert "I wait behind it" in behind.raw
    assert [each.address.external_id for each in behind.events] == [ADA]
    with pytest.raises(Malformed, match="mark it there as unread"):
        desk.channel.reread(unread.raw.encode(), NOW)


async def test_a_mail_that_came_back_fails_the_message_that_it_was(box: ImapBox, smtp: MailServer, desk: Desk) -> None:
    async with listening(desk):
        await box.deliver(bytes(mail("Hello")))
        first = await desk.hears(1)
        accepted = await desk.channel.send(first.address, message("It comes tomorrow."))
        await box.deliver(bounce_of(smtp.letters[0], "delayed"))
        await box.deliver(bounce_of(smtp.letters[0], "failed"))
        receipt = await desk.hears(2)
        await seen(box, {"\\Seen"})

    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.provider_id) == ("failed", accepted.provider_id)
    assert receipt.conversation_id == first.conversation_id
    assert receipt.reason == "550 5.1.1 No such user"


async def test_absence_notes_are_told_as_automatic_and_our_own_mail_is_left_alone(box: ImapBox, desk: Desk) -> None:
    async with listening(desk):
        await box.deliver(bytes(mail("To myself", sender=OURS)))
        await box.deliver(bytes(mail("I am away", Auto_Submitted="auto-replied")))
        event = await desk.hears(1)
        await seen(box, {"\\Seen"})

    assert isinstance(event, Said)
    assert event.automatic
    assert len(desk.events) == 1


def bounce_of(ours: EmailMessage, action: str) -> bytes:
    status = f"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; {ADA}\r\nAction: {action}\r\n"
    head = (
        "From: MAILER-DAEMON@mx.example.org\r\nTo: help@example.com\r\nSubject: Undelivered\r\nReturn-Path: <>\r\n"
        f"Message-ID: <{action}@mx.example.org>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
    )
    parts = (
        "Content-Type: text/plain\r\n\r\nSorry.",
        f"Content-Type: message/delivery-status\r\n\r\n{status}Status: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user",
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {ours['Message-ID']}\r\nSubject: Re",
    )
    body = "".join(f"--x\r\n{part}\r\n" for part in parts) + "--x--\r\n"
    made = message_from_bytes((head + body).encode(), policy=policy.default)
    assert made.is_multipart()
    return (head + body).encode()
