"""Real parts for tests: a Mongo-wire server and a Redis, once per run; a database and an empty Redis for each test."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis  # before all else, see below
import pytest
import structlog
from aiogram.client.session.aiohttp import AiohttpSession
from cryptography.fernet import Fernet
from motor.motor_asyncio import AsyncIOMotorDatabase
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from bot.rasa_process import RasaProcess, train
from storage.mongo import client as mongo_client
from storage.processes import Server, start_mongo, start_redis
from storage.redis import client as redis_client
from tests.world import MONDAY_MORNING, World, open_world

# pytest rewrites hypothesis's own modules, too. Where no bytecode is kept (PYTHONDONTWRITEBYTECODE), it did so in the
# middle of the run, and a garbage collection among all our objects upset Python 3.11's parser (python/cpython#106905).
_numbers = itertools.count(1)
_MEMORY, _ROOM = Path("/dev/shm"), 2**31  # noqa: S108
_WITH_RASA = frozenset({"tests/scenario/test_demo_flows.py", "tests/scenario/test_story.py"})
"""Besides the pages, which all need the whole product. Their tests keep their order, too."""

# Machines are shared: how long an example took, or was looked for, says nothing about what is tested.
hypothesis.settings.register_profile("shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("shared")

# As the product does: the richer form reads every local variable, which takes seconds for the larger ones.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.set_exc_info,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


async def _close_at_once(self: AiohttpSession) -> None:
    """aiogram gives connections by TLS, of which tests have none, a quarter of a second: minutes in all."""
    if self._session is not None:
        await self._session.close()


pytest.MonkeyPatch().setattr(AiohttpSession, "close", _close_at_once)


class _Scheduling(LoadFileScheduling):
    """What is shared out among processes: files, and all that needs Rasa as one, so that it starts once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "rasa" if file.startswith("tests/e2e/") or file in _WITH_RASA else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return _Scheduling(config, log)


@pytest.fixture(scope="session")
def servers_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where there is room: thousands of commits wait for the disk otherwise, and no test cuts the power."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        with tempfile.TemporaryDirectory(prefix="helpline-", dir=_MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
async def mongo_server(servers_folder: Path) -> AsyncIterator[Server]:
    server = await start_mongo(servers_folder)
    yield server
    await server.stop()


@pytest.fixture(scope="session")
async def redis_server(servers_folder: Path) -> AsyncIterator[Server]:
    server = await start_redis(servers_folder)
    yield server
    await server.stop()


@pytest.fixture
async def mongo(mongo_server: Server) -> AsyncIterator[AsyncIOMotorDatabase[dict[str, Any]]]:
    """An empty database with its indexes."""
    client, db = mongo_client.connect(mongo_server.url, f"test_{os.getpid()}_{next(_numbers)}")
    await mongo_client.ensure_indexes(db)
    yield db
    await client.drop_database(db.name)
    client.close()


@pytest.fixture
def redis_url(redis_server: Server) -> str:
    """Where the test's Redis is. What speaks to it itself is tried on a cluster as well: see scenario/conftest.py."""
    return redis_server.url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[redis_client.Redis]:
    """An empty Redis."""
    client = redis_client.connect(redis_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture(scope="session")
async def rasa(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RasaProcess]:
    """A really trained Rasa, started once: about ten seconds, and the training where its sources changed."""
    await train()
    process = RasaProcess(Path(tmp_path_factory.mktemp("rasa")))
    await process.start()
    await process.ready()
    yield process
    await process.stop()
    await asyncio.sleep(0)


@pytest.fixture(scope="session")
async def product(mongo_server: Server, servers_folder: Path, rasa: RasaProcess) -> AsyncIterator[World]:
    """The running product with its demo data, once: it starts slowly."""
    async with open_world(
        mongo_url=mongo_server.url,
        database=f"product_{os.getpid()}",
        folder=servers_folder / "product",
        rasa_url=rasa.url,
        operators_bot=True,
        secrets_key=Fernet.generate_key().decode(),  # else the site chat has no links to files
    ) as world:
        yield world


@pytest.fixture
async def world(product: World) -> World:
    """The running product, on a Monday morning, with customers that it has never seen."""
    product.first_customer += 100
    # Half a minute later than the test before: who came first waits longest, and no open screen seems to be gone.
    product.clock.move_to(MONDAY_MORNING + timedelta(seconds=product.first_customer * 30 // 100))
    return product
