"""What several scenarios begin with."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorDatabase
from redis.asyncio import Redis

from tests.fakes.telegram import User
from tests.office import ANNA, BEN, Office, at_the_bot, open_office


@pytest.fixture
async def office(mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis) -> AsyncIterator[Office]:
    async with open_office(mongo, redis) as office:
        yield office


@pytest.fixture
async def anna(office: Office) -> User:
    return await at_the_bot(office, ANNA, "Anna")


@pytest.fixture
async def ben(office: Office) -> User:
    return await at_the_bot(office, BEN, "Ben")
