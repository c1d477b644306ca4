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
from tests.redises import Redises, cluster

_ON_A_CLUSTER_TOO = {
    "test_bell", "test_channel_health", "test_heartbeats", "test_leader", "test_loads", "test_mailbox", "test_pace",
    "test_queues", "test_redis_counting",
}  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What speaks to Redis itself, and to nothing else, is tried on one server and on a cluster."""
    asked, module = metafunc.fixturenames, metafunc.module.__name__.rpartition(".")[2]
    if module in _ON_A_CLUSTER_TOO and "redis_url" in asked and "mongo" not in asked:
        servers = ("redis_server", "redis_cluster")
        metafunc.parametrize("redis_url", servers, indirect=True, ids=("one", "cluster"))


@pytest.fixture(scope="session")
async def redis_cluster(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Redises]:
    """Three servers, started by the first test that asks for them."""
    async with cluster(tmp_path_factory.mktemp("cluster")) as redises:
        yield redises


@pytest.fixture
def redis_url(request: pytest.FixtureRequest, redis_server: Server) -> str:
    if asked := getattr(request, "param", None):
        return str(request.getfixturevalue(asked).url)
    return redis_server.url


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
