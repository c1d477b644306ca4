"""The embedded servers come back by themselves, where they were and with what they had."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from storage.processes import Server, kept_running, start_mongo, start_redis
from tests.parts import until


class InMongo:
    def __init__(self, url: str) -> None:
        self._rows = AsyncIOMotorClient[dict[str, Any]](url, serverSelectionTimeoutMS=500).test.kept

    async def writes(self) -> None:
        await self._rows.insert_one({"_id": "kept"})

    async def finds_it(self) -> bool:
        try:
            return await self._rows.find_one({"_id": "kept"}) is not None
        except PyMongoError:
            return False


class InRedis:
    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url)

    async def writes(self) -> None:
        await self._redis.set("kept", 1)

    async def finds_it(self) -> bool:
        try:
            return bool(await self._redis.exists("kept"))
        except RedisError:
            return False


@pytest.mark.parametrize(("start", "store"), [(start_mongo, InMongo), (start_redis, InRedis)])
async def test_a_server_that_is_killed_comes_back_twice_with_what_it_had(
    tmp_path: Path, start: Callable[[Path, int | None], Awaitable[Server]], store: type[InMongo | InRedis]
) -> None:
    started = asyncio.Queue[int]()

    async def starts(data: Path, port: int | None) -> Server:
        server = await start(data, port)
        started.put_nowait(server.process.pid)
        return server

    async with kept_running(partial(starts, tmp_path)) as url:
        there = store(url)
        await there.writes()
        for _ in range(2):
            os.kill(started.get_nowait(), signal.SIGKILL)
            async with asyncio.timeout(60):
                started.put_nowait(await started.get())
            await until(there.finds_it, within=60)
