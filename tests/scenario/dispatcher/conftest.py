"""Two processes with a dispatcher each."""

import pytest
from redis.asyncio import Redis

from storage.mongo import chapters, lines, operators
from storage.mongo.client import Database
from tests.floor import Process
from tests.parts import Clock


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores read anew each time: what one process changes, another sees at once."""
    for module in (lines, operators, chapters):
        monkeypatch.setattr(module, "_KEPT_SECONDS", 0.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(mongo: Database, redis: Redis, clock: Clock) -> Process:
    """A process of the product: the console's, say, or the one that dispatches."""
    return Process(db=mongo, redis=redis, clock=clock)


@pytest.fixture
def other(mongo: Database, redis: Redis, clock: Clock) -> Process:
    """One more."""
    return Process(db=mongo, redis=redis, clock=clock)
