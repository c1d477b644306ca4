"""The e-mail channel against a real IMAP server and a real SMTP server on this machine."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.channels.base import Heard, Intake, Listens, Malformed, Rejected, Unknown, Unreachable
from bot.channels.email import EmailChannel, EmailSettings
from bot.channels.email.channel import MOST_KEPT, TOO_MANY
from bot.channels.email.files import GONE
from bot.events import FromCustomer, Receipt, Said
from bot.smtp import SmtpServer
from handoff.conversation import Conversation
from handoff.ids import EventId, FileId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from handoff.session import Closed, Waiting, WithOperator
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.email_threads import MongoEmailThreads
from storage.mongo.files import MongoFiles
from storage.redis.rate import RedisThrottle
from tests.backstage import Backstage
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.parts import ANNA, NOW, Clock, closed, events_to, said, texts_of, until

ADA, OURS = "ada@example.org", "help@example.com"


@pytest.fixture(scope="module")
async def running_box() -> AsyncIterator[ImapBox]:
    box = ImapBox()
    await box.start()
    yield box
    box.stop()


@pytest.fixture
async def box(running_box: ImapBox) -> ImapBox:
    await running_box.empty()
    return running_box


@pytest.fixture
async def smtp() -> AsyncIterator[MailServer]:
    server = MailServer()
    async with server.open():
        yield server


@dataclass
class Desk:
    """The channel, and what came in through it. `outages` mails find the store away after they were stored."""

    channel: EmailChannel
    events: list[FromCustomer] = field(default_factory=list)
    outages: int = 0
    passes_on: Intake | None = None

    async def take(self, events: Sequence[FromCustomer]) -> None:
        self.events.extend(events)
        if self.passes_on:
            await self.passes_on(events)
        if self.outages:
            self.outages -= 1
            raise ConnectionResetError("The process dies before it says so")

    @property
    def said(self) -> list[Said]:
        return [event for event in self.events if isinstance(event, Said)]

    async def hears(self, number: int) -> FromCustomer:
        async def heard() -> bool:
            return len(self.events) >= number

        await until(heard)
        return self.events[number - 1]


@pytest.fixture
def desk(box: ImapBox, smtp: MailServer, mongo: Database, redis: Redis) -> Desk:
    return Desk(made(box, smtp, mongo, redis, bot_first=True))


def made(box: ImapBox, smtp: MailServer, mongo: Database, redis: Redis, **settings: Any) -> EmailChannel:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0.05)

    known = EmailSettings(
        imap=box.server, smtp=SmtpServer(host="127.0.0.1", port=smtp.port), sender=f"Marlow & Pine <{OURS}>",
        look_every=timedelta(seconds=30), **settings,
    )  # fmt: skip
    return EmailChannel(
        known, threads=MongoEmailThreads(mongo), throttle=RedisThrottle(redis), files=MongoFiles(mongo), clock=Clock(),
        pause=at_once,
    )  # fmt: skip


@asynccontextmanager
async def listening(desk: Desk) -> AsyncIterator[None]:
    task = asyncio.create_task(desk.channel.listen(events_to(desk.take)))
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def mail(
    text: str, *, subject: str = "Where is my order?", sender: str = f"Ada <{ADA}>", **headers: str
) -> EmailMessage:
    new = EmailMessage()
    new["From"], new["To"], new["Subject"] = sender, OURS, subject
    new["Message-ID"] = f"<{abs(hash(text))}@example.org>"
    for name, value in headers.items():
        del new[name.replace("_", "-")]
        new[name.replace("_", "-")] = value
    new.set_content(text)
    return new


def message(text: str, number: int = 1, side: Side = Side.OPERATOR, **known: Any) -> Message:
    return Message(
        id=MessageId(f"email:main:{ADA}/{number}"), number=number, session_id=SessionId("s#1"), side=side, at=NOW,
        content=Content(text=text), **known,
    )  # fmt: skip


async def seen(box: ImapBox, flags: set[str]) -> None:
    async def all_are() -> bool:
        found = await box.flags()
        return bool(found) and all(each == flags for each in found)

    await until(all_are)


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


async def test_two_robots_stop_answering_each_other(
    box: ImapBox, smtp: MailServer, mongo: Database, redis: Redis
) -> None:
    channel = made(box, smtp, mongo, redis, bot_replies_an_hour=2)
    to = (await heard_from_ada(box, Desk(channel))).address
    for number in (1, 2):
        await channel.send(to, message("Pardon?", number, Side.BOT))

    with pytest.raises(Rejected, match=TOO_MANY):
        await channel.send(to, message("Pardon?", 3, Side.BOT))
    await channel.send(to, message("I am a person.", 4))

    assert [letter["Auto-Submitted"] for letter in smtp.letters] == ["auto-replied", "auto-replied", None]


async def test_buttons_are_numbers_in_a_mail(box: ImapBox, smtp: MailServer, desk: Desk) -> None:
    to = (await heard_from_ada(box, desk)).address
    buttons = (Button(action="a", label="Yes"), Button(action="b", label="No"))

    await desk.channel.send(to, message("Did that help?", side=Side.BOT, buttons=buttons))

    assert smtp.letters[0].get_content().split() == ["Did", "that", "help?", "1.", "Yes", "2.", "No"]


async def test_what_the_mail_server_says_decides_what_becomes_of_a_message(
    box: ImapBox, smtp: MailServer, desk: Desk
) -> None:
    to = (await heard_from_ada(box, desk)).address
    smtp.refusals[ADA] = "550 No such user"
    with pytest.raises(Rejected, match="No such user"):
        await desk.channel.send(to, message("Hello"))

    smtp.refusals[ADA] = "451 Try again"
    with pytest.raises(Unreachable, match="Try again"):
        await desk.channel.send(to, message("Hello"))

    smtp.refusals.clear()
    smtp.breaks_off = True
    with pytest.raises(Unknown):
        await desk.channel.send(to, message("Hello"))


async def test_the_bot_answers_people_by_mail_and_no_machines(
    box: ImapBox, smtp: MailServer, desk: Desk, backstage: Backstage
) -> None:
    """Through the real intake and a real worker."""
    backstage.channels["email"] = desk.channel
    desk.passes_on = backstage.reception

    async def answered(number: int) -> None:
        async def sent() -> bool:
            return len(smtp.letters) == number

        await until(sent)

    async with backstage.working(), listening(desk):
        await box.deliver(bytes(mail("Do you deliver to Cyprus?")))
        await answered(1)
        await box.deliver(bytes(mail("I am away.", Auto_Submitted="auto-replied")))
        await box.deliver(bytes(mail("And to Malta?")))
        await answered(2)
    found = await MongoConversations(backstage.db).load(desk.events[0].conversation_id)

    assert found is not None
    assert found.customer.email == ADA
    thread = await backstage.history.page(found, before=None, limit=50)
    written = [each.content.text.splitlines()[-1] for each in thread if each.side is Side.CUSTOMER]
    assert written == ["Do you deliver to Cyprus?", "I am away.", "And to Malta?"]
    assert [text.splitlines()[-1] for _, text in backstage.rasa.heard] == [written[0], written[2]]


async def test_each_mail_is_a_session_on_a_line_with_one_owner(
    box: ImapBox, smtp: MailServer, mongo: Database, redis: Redis, backstage: Backstage
) -> None:
    """The bot says that it has come, and to whom; answers in the thread come back to their owner."""
    desk = Desk(made(box, smtp, mongo, redis), passes_on=backstage.reception)
    backstage.channels["email"] = desk.channel

    async def heard(number: int) -> Conversation:
        await desk.hears(number)
        await seen(box, {"\\Seen"})
        await until(backstage.idle)
        found = await MongoConversations(backstage.db).load(desk.events[0].conversation_id)
        assert found is not None
        return found

    def answer(text: str, number: int) -> bytes:
        ours = smtp.letters[-1]
        quoted = f"{text}\n\nOn 23.11.2026 at 9 Help <{OURS}> wrote:\n> It comes\n"
        known = {"Message_ID": f"<{number}@example.org>", "In_Reply_To": str(ours["Message-ID"])}
        return bytes(mail(quoted, subject=str(ours["Subject"]), **known))

    async with backstage.working(), listening(desk):
        await box.deliver(bytes(mail("It was due on Friday.")))
        waiting = await heard(1)
        assert isinstance(waiting.session, Waiting)
        assert backstage.rasa.heard == [], "the bot was not asked"
        [told] = smtp.letters
        assert told["Auto-Submitted"] == "auto-replied"
        assert told.get_content().strip() == "Thank you, your request is with our people."

        await backstage.desk.accept(waiting.id, ANNA)
        await backstage.desk.reply(waiting.id, ANNA, "It comes tomorrow.", EventId("console:1"))
        await until(backstage.idle)
        await box.deliver(answer("And when exactly?", 2))
        asked = await heard(2)
        assert isinstance(asked.session, WithOperator)
        assert (asked.session.id, asked.operator) == (waiting.session.id, ANNA.id)

        await backstage.desk.close(waiting.id, ANNA, reason="solved", topic="delivery")
        await until(backstage.idle)
        await box.deliver(answer("It did not come.", 3))
        again = await heard(3)
        assert isinstance(again.session, Waiting)
        assert (again.session.id, again.session.line) == (waiting.session.id, waiting.session.line)
    assert smtp.letters[0] is told
    assert [each.get_content().strip() for each in smtp.letters[1:]] == ["It comes tomorrow."], "and no other letter"

    thread = await backstage.history.page(again, before=None, limit=50)
    [first, second, _] = [each.content for each in thread if each.side is Side.CUSTOMER]
    assert (first.text, first.folded) == ("Where is my order?\n\nIt was due on Friday.", "")
    assert (second.text, second.folded.splitlines()[-1]) == ("And when exactly?", "> It comes")


async def test_an_absence_note_opens_no_session_and_asks_for_no_answer(backstage: Backstage) -> None:
    before = await backstage.begins(closed())
    async with backstage.working():
        await backstage.receives(said(1, "I am away", automatic=True))
        await until(lambda: heard_in(backstage, "I am away"))
    after = await backstage.conversation()

    assert after.session.id == before.session.id
    assert isinstance(after.session, Closed)
    assert after.handling.owed_since == before.handling.owed_since


async def heard_in(backstage: Backstage, text: str) -> bool:
    return text in texts_of(await backstage.thread())


async def test_what_an_operator_encloses_comes_with_the_mail(
    box: ImapBox, smtp: MailServer, desk: Desk, mongo: Database
) -> None:
    to = (await heard_from_ada(box, desk)).address
    file_id = await MongoFiles(mongo).store(to.conversation_id, "Счёт.pdf", "application/pdf", b"%PDF-1.4")
    file = Attachment(kind=FileKind.DOCUMENT, name="Счёт.pdf", mime="application/pdf", file_id=file_id)
    sent = message("Here it is.")

    await desk.channel.send(to, replace(sent, content=replace(sent.content, attachments=(file,))))
    [found] = smtp.letters[0].iter_attachments()
    lost = replace(file, file_id=FileId("0" * 40))
    with pytest.raises(Rejected, match="not there any more"):
        await desk.channel.send(to, replace(sent, content=replace(sent.content, attachments=(lost,))))

    assert (found.get_filename(), found.get_content_type()) == ("Счёт.pdf", "application/pdf")
    assert found.get_payload(decode=True) == b"%PDF-1.4"


async def heard_from_ada(box: ImapBox, desk: Desk) -> FromCustomer:
    await box.deliver(bytes(mail("Hello")))
    async with listening(desk):
        return await desk.hears(1)


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
