"""E-mail in tests: a channel between a mailbox and a mail server."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.channels.base import Intake
from bot.channels.email import EmailChannel, EmailSettings
from bot.events import FromCustomer, Said
from bot.smtp import SmtpServer
from handoff.ids import MessageId, SessionId
from handoff.messages import Content, Message, Side
from storage.mongo.client import Database
from storage.mongo.email_threads import MongoEmailThreads
from storage.mongo.files import MongoFiles
from storage.redis.rate import RedisThrottle
from tests.backstage import Backstage
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.parts import NOW, Clock, events_to, texts_of, until

ADA, OURS = "ada@example.org", "help@example.com"


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


async def heard_from_ada(box: ImapBox, desk: Desk) -> FromCustomer:
    await box.deliver(bytes(mail("Hello")))
    async with listening(desk):
        return await desk.hears(1)


async def heard_in(backstage: Backstage, text: str) -> bool:
    return text in texts_of(await backstage.thread())
