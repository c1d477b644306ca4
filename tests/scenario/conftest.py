"""What several scenarios begin with."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorDatabase
from redis.asyncio import Redis

from storage.mongo.client import Database
from storage.processes import Server
from tests.backstage import Backstage, open_backstage
from tests.commands import Command, flow_command
from tests.console import Browser, Console, open_console
from tests.fakes.telegram import User
from tests.office import ANNA, BEN, Office, at_the_bot, open_office


@pytest.fixture
async def backstage(mongo: Database, redis: Redis) -> AsyncIterator[Backstage]:
    async with open_backstage(mongo, redis) as backstage:
        yield backstage


@pytest.fixture
async def ada(backstage: Backstage) -> User:
    return await backstage.customer()


@pytest.fixture
async def console(backstage: Backstage) -> AsyncIterator[Console]:
    async with open_console(backstage) as console:
        yield console


@pytest.fixture
async def admin(console: Console) -> Browser:
    return await console.sign_in("nikos")


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


@pytest.fixture
def helpline(mongo: Database, mongo_server: Server, tmp_path: Path) -> Command:
    """`helpline flows` with these arguments, in an empty folder, on this test's database."""
    return flow_command(mongo, mongo_server, tmp_path)
