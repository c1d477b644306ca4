"""Notices by e-mail, through a real SMTP server: to whom, in which words, and what becomes of refusals."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.letters import Sender
from bot.mail import AGAIN, Mailer
from bot.operator_bot.texts import load_texts
from bot.smtp import ServerAway, SmtpServer, read_smtp_url
from handoff.conversation import Conversation
from handoff.messages import Content, Happening
from handoff.notices import notices_of
from handoff.operator import Operator
from handoff.ports import Carrier
from storage.mongo.chapters import MongoBooks, MongoChapters
from storage.mongo.client import Database
from storage.mongo.connections import MongoConnections
from storage.mongo.conversations import MongoConversations
from storage.mongo.lines import MongoLines
from storage.mongo.notices import MongoNotices
from storage.mongo.operators import MongoOperators
from tests.fakes.mail import PASSWORD, USER, MailServer
from tests.parts import ANNA, BORIS, LINES, MARIA, NOW, Clock, held, until, waiting

MINUTE = timedelta(minutes=1)
WITH_ADDRESS = (
    replace(ANNA, email="anna@example.org"),
    replace(BORIS, email="boris@example.org", languages=("ru", "en")),
    MARIA,
)


@dataclass(slots=True, kw_only=True)
class Post:
    """The sending side, and the server that it sends to."""

    mailer: Mailer
    server: MailServer
    conversations: MongoConversations
    notices: MongoNotices
    clock: Clock

    async def tells(self, conversation: Conversation, *hearers: Operator, emails: tuple[str, ...] = ()) -> None:
        """The promise of a first answer is in danger."""
        await self.reports(conversation, Happening.SLA_WARNING, *hearers, emails=emails)

    async def reports(
        self, conversation: Conversation, happening: Happening, *hearers: Operator, emails: tuple[str, ...] = ()
    ) -> None:
        tells, now = tuple(each.id for each in hearers), self.clock()
        due = (now + 12 * MINUTE).isoformat()
        told = conversation.reports(
            happening, at=now, tells=tells, emails=emails, target="first_response", percent="75", due=due
        )
        await self.conversations.commit(conversation, told)
        await self.notices.add(notices_of(told, told.journal[-1]))

    async def left(self) -> int:
        return len(await self.notices.unsent(Carrier.EMAIL, 100))

    def to(self, server: SmtpServer | None) -> Mailer:
        return replace(self.mailer, server=server)


@pytest.fixture
async def post(mongo: Database) -> Post:
    lines, operators, notices = MongoLines(mongo), MongoOperators(mongo), MongoNotices(mongo)
    for line in LINES:
        await lines.save(line)
    for operator in WITH_ADDRESS:
        await operators.save(operator)
    clock, server, conversations = Clock(), MailServer(), MongoConversations(mongo)
    sender = Sender(
        address="Helpline <help@example.com>", company="Marlow & Pine", public_url="https://help.example.com"
    )
    mailer = Mailer(
        server=read_smtp_url(f"smtp://127.0.0.1:{server.port}"), sender=sender, notices=notices,
        conversations=conversations, operators=operators,
        books=MongoBooks(lines, operators, MongoChapters(mongo), MongoConnections(mongo)),
        texts=load_texts(), clock=clock, every=timedelta(milliseconds=10),
    )  # fmt: skip
    return Post(mailer=mailer, server=server, conversations=conversations, notices=notices, clock=clock)


# -- what is sent --------------------------------------------------------------------------------------------------


async def test_a_warning_says_who_waits_and_how_long_there_is_with_a_link(post: Post) -> None:
    await post.tells(held(), ANNA)
    async with post.server.open():
        assert await post.mailer.send_due() == 1
        assert await post.mailer.send_due() == 0, "once"
    [letter] = post.server.letters
    assert letter["From"] == "Helpline <help@example.com>"
    assert letter["To"] == "anna@example.org"
    assert letter["Subject"] == "Ada: First response: 12 min left, until 09:42."
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.com>")
    assert letter["Date"].datetime == NOW
    assert letter.get_content().splitlines() == [
        "First response: 12 min left, until 09:42.", "", "Ada · Telegram", "Line: Delivery", "",
        "https://help.example.com/console/inbox/open/telegram%3Amain%3A501", "",
        "-- ", "You get this from Helpline, the support desk of Marlow & Pine.",
    ]  # fmt: skip


async def test_everybody_reads_it_in_their_language_and_the_rules_addresses_in_english(post: Post) -> None:
    await post.tells(held(), ANNA, BORIS, MARIA, emails=("boss@example.org",))
    async with post.server.open():
        assert await post.mailer.send_due() == 3, "Maria wants none"
    subjects = {str(each["To"]): str(each["Subject"]) for each in post.server.letters}
    assert subjects == {
        "anna@example.org": "Ada: First response: 12 min left, until 09:42.",
        "boris@example.org": "Ada: Первый ответ: осталось 12 мин, срок 09:42.",
        "boss@example.org": "Ada: First response: 12 min left, until 09:42.",
    }
    assert await post.left() == 0
    assert len(await post.notices.unsent(Carrier.TELEGRAM, 10)) == 3, "Telegram has its own list"


async def test_what_the_customer_said_is_in_no_letter_and_their_name_ends_no_header(post: Post) -> None:
    conversation = held()
    nasty = replace(conversation.customer, name="Ada\r\nBcc: eve@example.org")
    await post.tells(replace(conversation, customer=nasty).received(Content(text="my card is 4242"), at=NOW), ANNA)
    async with post.server.open():
        assert await post.mailer.send_due() == 1
    [letter] = post.server.letters
    assert letter["Bcc"] is None
    assert str(letter["Subject"]).startswith("Ada Bcc: eve@example.org: First response")
    assert "4242" not in letter.as_string()


async def test_without_a_server_nothing_is_sent_or_kept(post: Post) -> None:
    await post.tells(held(), ANNA, emails=("boss@example.org",))
    async with post.server.open():
        assert await post.to(None).send_due() == 0
        assert await post.mailer.send_due() == 0, "it is not sent when mail is switched on later, either"
    assert (await post.left(), post.server.letters) == (0, [])


@pytest.mark.parametrize("happening", [Happening.OFFERED, Happening.SLA_BREACH])
async def test_an_offer_and_yesterdays_news_are_not_worth_a_letter(post: Post, happening: Happening) -> None:
    await post.reports(waiting(), happening, ANNA)
    if happening is not Happening.OFFERED:
        post.clock.move_on(timedelta(days=1, minutes=1))
    async with post.server.open():
        assert await post.mailer.send_due() == 0
    assert await post.left() == 0


# -- what goes wrong -----------------------------------------------------------------------------------------------


async def test_letters_wait_until_the_server_is_back_and_go_once(post: Post) -> None:
    await post.tells(held(), ANNA, BORIS)
    with pytest.raises(ServerAway):
        await post.mailer.send_due()
    running = asyncio.create_task(post.mailer.run())
    try:
        await asyncio.sleep(0)
        async with post.server.open():
            await until(lambda: nothing_left(post))
        await post.tells(held(502), ANNA)
        async with post.server.open():
            await until(lambda: nothing_left(post))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert sorted(post.server.to) == ["anna@example.org", "anna@example.org", "boris@example.org"]


async def test_a_refused_address_is_dropped_and_blocks_nobody(post: Post) -> None:
    post.server.refusals["anna@example.org"] = "550 5.1.1 No such user"
    await post.tells(held(), ANNA, BORIS, emails=("boss@example.org",))
    async with post.server.open():
        assert await post.mailer.send_due() == 2
    assert sorted(post.server.to) == ["boris@example.org", "boss@example.org"]
    assert await post.left() == 0


@pytest.mark.parametrize("address", ["nobody", "a@b.org, c@d.org", "a@b.org\nBcc: c@d.org", "A <a@b.org>", "@b.org"])
async def test_what_is_no_address_is_dropped_and_blocks_nobody(post: Post, address: str) -> None:
    await post.tells(held(), BORIS, emails=(address,))
    async with post.server.open():
        assert await post.mailer.send_due() == 1
    assert (post.server.to, await post.left()) == (["boris@example.org"], 0)


async def test_who_is_not_taken_now_is_tried_later(post: Post) -> None:
    post.server.refusals["anna@example.org"] = "450 4.2.0 Greylisted, try again later"
    await post.tells(held(), ANNA, BORIS)
    async with post.server.open():
        assert await post.mailer.send_due() == 1
        post.server.refusals.clear()
        assert await post.mailer.send_due() == 0, "not at once"
        post.clock.move_on(AGAIN)
        assert await post.mailer.send_due() == 1
    assert post.server.to == ["boris@example.org", "anna@example.org"]


async def test_words_that_the_server_refuses_are_dropped(post: Post) -> None:
    post.server.troubles["First"] = "554 5.7.1 Looks like spam"
    await post.tells(held(), ANNA)
    async with post.server.open():
        assert await post.mailer.send_due() == 0
    assert await post.left() == 0


async def test_a_server_that_takes_nothing_from_us_loses_no_letter(post: Post) -> None:
    post.server.sender_refused = "553 5.7.1 Sender not allowed"
    await post.tells(held(), ANNA)
    async with post.server.open():
        with pytest.raises(ServerAway, match="Sender not allowed"):
            await post.mailer.send_due()
        assert await post.left() == 1
        post.server.sender_refused = ""
        post.clock.move_on(AGAIN)
        assert await post.mailer.send_due() == 1


async def test_a_letter_that_brings_the_server_down_lets_the_others_go_first(post: Post) -> None:
    post.server.troubles["First response"] = "421 4.3.0 Going down"
    await post.tells(held(), ANNA, BORIS)
    async with post.server.open():
        with pytest.raises(ServerAway):
            await post.mailer.send_due()
        assert await post.mailer.send_due() == 1
    assert (post.server.to, await post.left()) == (["boris@example.org"], 1)


# -- how the server is reached -------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
async def test_we_sign_in_where_the_url_says_so(post: Post) -> None:
    await post.tells(held(), ANNA)
    async with post.server.open(asks_for_password=True):
        with pytest.raises(ServerAway):
            await post.mailer.send_due()
        post.clock.move_on(AGAIN)
        wrong = read_smtp_url(f"smtp://{USER}:wrong@127.0.0.1:{post.server.port}")
        with pytest.raises(ServerAway):
            await post.to(wrong).send_due()
        post.clock.move_on(AGAIN)
        right = read_smtp_url(f"smtp://{USER}:p%40ss%2Fword@127.0.0.1:{post.server.port}")
        assert right.password == PASSWORD
        assert await post.to(right).send_due() == 1
    assert post.server.users == [USER]


async def test_nothing_is_sent_in_the_clear_where_tls_is_insisted_on(post: Post) -> None:
    await post.tells(held(), ANNA)
    async with post.server.open():
        for scheme, option in (("smtp", "?starttls=true"), ("smtps", "")):
            insisting = read_smtp_url(f"{scheme}://127.0.0.1:{post.server.port}{option}")
            with pytest.raises(ServerAway):
                await post.to(insisting).send_due()
    assert (post.server.letters, await post.left()) == ([], 1)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", SmtpServer(host="mail.example.com", port=587)),
        ("smtps://mail.example.com", SmtpServer(host="mail.example.com", port=465, secure=True)),
        ("smtp://mail.example.com:25?starttls=false", SmtpServer(host="mail.example.com", port=25, starttls=False)),
        (
            "smtp://me%40example.com:a%3Ab@mail.example.com?starttls=true",
            SmtpServer(host="mail.example.com", port=587, user="me@example.com", password="a:b", starttls=True),
        ),
    ],
)
def test_a_url_says_all_about_a_server(url: str, server: SmtpServer) -> None:
    assert read_smtp_url(url) == server


async def nothing_left(post: Post) -> bool:
    return await post.left() == 0
