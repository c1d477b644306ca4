"""A Viber bot that tests write to."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest
from redis.asyncio import Redis

from bot.channels.viber import ViberChannel
from storage.mongo.dead_letters import MongoDeadLetters
from tests.fakes.viber import User, ViberCloud
from tests.parts import Clock
from tests.vibering import TOKEN, Desk, serving


@pytest.fixture
async def cloud() -> AsyncIterator[ViberCloud]:
    async with ViberCloud(Clock()) as cloud:
        cloud.bot(TOKEN)
        yield cloud


@pytest.fixture
def ada(cloud: ViberCloud) -> User:
    return cloud.user(7, "Ada")


@pytest.fixture
async def desk(cloud: ViberCloud, redis: Redis) -> AsyncIterator[Desk]:
    desk = Desk()
    async with serving(cloud, redis, desk.take, cast(MongoDeadLetters, desk)) as desk.channel:
        yield desk
        await asyncio.gather(*desk.working)


@pytest.fixture
async def channel(desk: Desk, ada: User) -> ViberChannel:
    """Ada has written, so she can be written to."""
    await ada.says("hello")
    return desk.channel
