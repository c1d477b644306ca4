"""A community, and a customer who may write to it."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from bot.channels.vk.channel import VkChannel
from storage.mongo.client import Database
from storage.mongo.dead_letters import MongoDeadLetters
from tests.fakes.vk import User, VkCloud
from tests.parts import Clock
from tests.vking import Desk, made, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cloud(clock: Clock) -> AsyncIterator[VkCloud]:
    async with VkCloud(clock) as cloud:
        yield cloud


@pytest.fixture
def ada(cloud: VkCloud) -> User:
    return cloud.user(7)


@pytest.fixture
async def desk(cloud: VkCloud, clock: Clock, mongo: Database) -> AsyncIterator[Desk]:
    desk = Desk()
    async with serving(cloud, clock, mongo, desk.take, cast(MongoDeadLetters, desk)) as desk.channel:
        yield desk


@pytest.fixture
async def channel(cloud: VkCloud, clock: Clock, mongo: Database, ada: User) -> AsyncIterator[VkChannel]:
    """Ada has written, so she can be written to. Nobody listens."""
    await ada.says("hello")
    channel = made(cloud, clock, mongo)
    yield channel
    await channel.close()
