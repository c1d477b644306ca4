"""Mail over TLS, from the first byte and by STARTTLS, with a certificate that is trusted and one that is not."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.channels.base import LockedOut, Unreachable
from bot.channels.email import EmailChannel, EmailSettings
from bot.events import FromCustomer
from bot.imap import ImapServer
from bot.smtp import SmtpServer
from handoff.customer import Address
from handoff.ids import MessageId, SessionId
from handoff.messages import Content, Message, Side
from storage.mongo.client import Database
from storage.mongo.email_threads import MongoEmailThreads
from storage.mongo.files import MongoFiles
from storage.redis.rate import RedisThrottle
from tests.fakes.certificates import Certificate, in_tls, self_made
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.parts import NOW, Clock, events_to, until

ADA = Address(channel="email", account="main", external_id="ada@example.org")
HELLO = Message(
    id=MessageId("email:main:ada@example.org/1"), number=1, session_id=SessionId("s#1"), side=Side.OPERATOR, at=NOW,
    content=Content(text="Hello Ada"),
)  # fmt: skip
LETTER = b"From: ada@example.org\r\nSubject: Hi\r\nMessage-ID: <1@example.org>\r\n\r\nIn secret\r\n"
NOWHERE = SmtpServer(host="127.0.0.1", port=9)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_made(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an admin trusts their company's own authority: where OpenSSL looks."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.public))


@pytest.fixture(scope="module")
async def box(certificate: Certificate) -> AsyncIterator[ImapBox]:
    box = ImapBox(certificate=certificate)
    await box.start()
    await box.deliver(LETTER)
    yield box
    box.stop()


def made(mongo: Database, redis: Redis, imap: ImapServer, smtp: SmtpServer = NOWHERE) -> EmailChannel:
    settings = EmailSettings(imap=imap, smtp=smtp, sender="help@example.com", look_every=timedelta(seconds=30))
    return EmailChannel(
        settings, threads=MongoEmailThreads(mongo), throttle=RedisThrottle(redis), files=MongoFiles(mongo),
        clock=Clock(), pause=lambda _: asyncio.sleep(0.05),
    )  # fmt: skip


async def hears(channel: EmailChannel, told: list[str | None]) -> list[FromCustomer]:
    """What comes in, until something does or there is trouble."""
    events: list[FromCustomer] = []

    async def take(new: Sequence[FromCustomer]) -> None:
        events.extend(new)

    async def over() -> bool:
        return bool(events) or any(told)

    task = asyncio.create_task(channel.listen(events_to(take), told.append))
    await until(over)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return events


@pytest.mark.usefixtures("trusted")
async def test_mail_is_read_after_starttls(box: ImapBox, mongo: Database, redis: Redis) -> None:
    [event] = await hears(made(mongo, redis, box.server), [])
    assert event.address == ADA


@pytest.mark.usefixtures("trusted")
async def test_mail_is_read_in_tls_from_the_first_byte(certificate: Certificate, mongo: Database, redis: Redis) -> None:
    """pymap itself knows STARTTLS only, so its TLS ends before it."""
    plain = ImapBox()
    await plain.start()
    try:
        await plain.deliver(LETTER)
        async with in_tls(plain.port, certificate) as port:
            server = replace(plain.server, port=port, secure=True)
            [event] = await hears(made(mongo, redis, server), [])
    finally:
        plain.stop()
    assert event.address == ADA


async def test_a_mailbox_that_nobody_vouches_for_is_told_no_password(
    box: ImapBox, certificate: Certificate, mongo: Database, redis: Redis
) -> None:
    by_starttls: list[str | None] = []
    from_the_start: list[str | None] = []
    await hears(made(mongo, redis, box.server), by_starttls)
    async with in_tls(box.port, certificate) as port:
        server = replace(box.server, port=port, secure=True, starttls=False)
        await hears(made(mongo, redis, server), from_the_start)

    assert "CERTIFICATE_VERIFY_FAILED" in str(by_starttls[0])
    assert "CERTIFICATE_VERIFY_FAILED" in str(from_the_start[0])


@pytest.mark.parametrize("secure", [True, False], ids=["tls", "starttls"])
async def test_answers_leave_in_tls_to_servers_that_are_trusted_only(
    secure: bool, certificate: Certificate, mongo: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = MailServer()
    async with mail.open(tls=None if secure else certificate), in_tls(mail.port, certificate) as outer:
        smtp = SmtpServer(host="127.0.0.1", port=outer if secure else mail.port, secure=secure, starttls=not secure)
        channel = made(mongo, redis, _imap(), smtp)
        with pytest.raises(Unreachable, match=r"(?i)certificate"):
            await channel.send(ADA, HELLO)
        assert mail.letters == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.public))
        await channel.send(ADA, HELLO)

    assert mail.to == ["ada@example.org"]


async def test_where_starttls_is_insisted_on_nothing_leaves_without_it(mongo: Database, redis: Redis) -> None:
    mail = MailServer()
    async with mail.open():
        smtp = SmtpServer(host="127.0.0.1", port=mail.port, starttls=True)
        with pytest.raises(Unreachable):
            await made(mongo, redis, _imap(), smtp).send(ADA, HELLO)
    assert mail.letters == []


@pytest.mark.usefixtures("trusted")
async def test_the_test_button_tells_which_server_does_not_take_us(box: ImapBox, mongo: Database, redis: Redis) -> None:
    mail = MailServer()
    smtp = SmtpServer(host="127.0.0.1", port=mail.port)
    async with mail.open():
        assert await made(mongo, redis, box.server, smtp).test() == "help@example.com (INBOX)"
        with pytest.raises(LockedOut):
            await made(mongo, redis, replace(box.server, password="wrong"), smtp).test()
    with pytest.raises(Unreachable, match="mail server"):
        await made(mongo, redis, box.server, smtp).test()
    with pytest.raises(Unreachable, match="mailbox"):
        await made(mongo, redis, _imap(), smtp).test()
    assert mail.letters == []


def _imap() -> ImapServer:
    return ImapServer(host="127.0.0.1", port=9, user="help", password="secret")
