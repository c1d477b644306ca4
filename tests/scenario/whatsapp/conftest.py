"""A WhatsApp number that tests write to, alone or with the whole desk behind it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.channels.whatsapp import WhatsAppChannel
from storage.mongo.client import Database
from storage.mongo.files import MongoFiles
from tests.backstage import Backstage
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.parts import Clock
from tests.whatsapping import Shelf, connected, opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cloud(clock: Clock) -> AsyncIterator[WhatsAppCloud]:
    async with WhatsAppCloud(clock=clock) as cloud:
        yield cloud


@pytest.fixture
async def around(mongo: Database, redis: Redis) -> Mapping[str, Any]:
    """What a channel is given besides its settings."""
    return {"templates": Shelf(), "files": MongoFiles(mongo), "redis": redis}


@pytest.fixture
async def channel(cloud: WhatsAppCloud, around: Mapping[str, Any]) -> AsyncIterator[WhatsAppChannel]:
    async with opened(cloud, around=around) as channel:
        yield channel


@pytest.fixture
async def ada(cloud: WhatsAppCloud) -> Person:
    """Somebody who has written just now."""
    ada = cloud.person(user_id="PL.77", username="ada.n")
    await ada.says("hello")
    return ada


@pytest.fixture
async def line(backstage: Backstage) -> AsyncIterator[WhatsAppCloud]:
    async with connected(backstage) as cloud:
        yield cloud
