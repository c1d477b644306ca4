"""Mails become sessions, with one owner each. Numbers in brackets are those of the adapters' test list."""

from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.ids import EventId
from handoff.messages import Side
from handoff.session import Closed, Waiting, WithOperator
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from tests.backstage import Backstage
from tests.emailing import OURS, Desk, heard_in, listening, made, mail, seen
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.parts import ANNA, closed, said, until


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
