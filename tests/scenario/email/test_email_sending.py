"""What goes out by mail. Numbers in brackets are those of the adapters' test list."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

from bot.channels.base import Rejected, Unknown, Unreachable
from bot.channels.email.channel import TOO_MANY
from handoff.ids import FileId
from handoff.messages import Attachment, Button, FileKind, Side
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from tests.backstage import Backstage
from tests.emailing import ADA, Desk, heard_from_ada, listening, made, mail, message
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.parts import until


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
