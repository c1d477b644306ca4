"""Many sessions at once, put into the databases through the codec, and servers to put them into."""

import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path

from redis.asyncio import Redis

from handoff.conversation import Conversation
from storage.mongo import client
from storage.mongo.client import Database
from storage.mongo.conversations import CODEC
from storage.processes import start_mongo, start_redis
from storage.redis import client as redis_client

_AT_ONCE = 2_000


@asynccontextmanager
async def databases() -> AsyncIterator[tuple[Database, Redis]]:
    """Both servers, empty, on disk, as the embedded default has them."""
    with tempfile.TemporaryDirectory() as folder:
        mongo, redis = await start_mongo(Path(folder)), await start_redis(Path(folder))
        connection, db = client.connect(mongo.url, "bench")
        cache = redis_client.connect(redis.url)
        try:
            await client.ensure_indexes(db)
            yield db, cache
        finally:
            connection.close()
            await cache.aclose()
            await mongo.stop()
            await redis.stop()


async def load(db: Database, conversations: Iterable[Conversation]) -> None:
    rows = iter(conversations)
    while some := [CODEC.dump(each) for each in islice(rows, _AT_ONCE)]:
        await db.conversations.insert_many(some, ordered=False)


async def each_of(conversations: Sequence[Conversation]) -> AsyncIterator[Conversation]:
    for each in conversations:
        yield each
