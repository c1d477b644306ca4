"""A mailbox, a mail server, and a channel between them."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from storage.mongo.client import Database
from tests.emailing import Desk, made
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer


@pytest.fixture(scope="session")
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


@pytest.fixture
def desk(box: ImapBox, smtp: MailServer, mongo: Database, redis: Redis) -> Desk:
    return Desk(made(box, smtp, mongo, redis, bot_first=True))
