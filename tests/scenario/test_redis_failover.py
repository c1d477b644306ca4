"""A Redis server dies by kill -9, and another takes its place: work goes on, and mailboxes are as they were."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from redis.asyncio import RedisCluster
from redis.exceptions import ResponseError

from handoff.ids import ConversationId
from storage.errors import UNAVAILABLE
from storage.redis.address import remedy
from storage.redis.client import Redis, connect
from storage.redis.live import Live
from storage.redis.mailbox import READY, Hold, Mailbox
from tests.parts import until
from tests.redises import PASSWORD, SERVICE, Redises, cluster, watched_master

ADA = ConversationId("telegram:main:501")
A_MOMENT = timedelta(milliseconds=200)


@asynccontextmanager
async def connected(redises: Redises) -> AsyncIterator[Redis]:
    redis = connect(redises.url)
    try:
        yield redis
    finally:
        await redis.aclose()


async def goes_on(redis: Redis, redises: Redises, number: int) -> None:
    """A worker waits for work and a screen for news while the server dies; both get what comes after."""
    box, live, heard = Mailbox(redis, "one"), Live(redis), asyncio.Event()
    await box.prepare()
    await box.post(ADA, "before")
    await redis.execute_command("WAIT", 1, 1000, **await _there(redis))

    async def listen() -> None:
        async for _ in live.changes():
            heard.set()

    async def work() -> Sequence[Hold]:
        while True:
            try:
                if taken := await box.take(10, A_MOMENT):
                    return taken
            except UNAVAILABLE:
                await asyncio.sleep(0.05)

    [first] = await work()
    listening, working = asyncio.create_task(listen()), asyncio.create_task(work())
    await redises.dies(number)

    async def posted() -> bool:
        try:
            await box.post(ConversationId("telegram:main:502"), "after")
        except UNAVAILABLE:
            return False
        return True

    await until(posted, within=30)
    async with asyncio.timeout(30):
        [second] = await working
    assert [letter.event for letter in await box.letters(first)] == ["before"]
    assert {letter.event for letter in await box.letters(second)} == {"after"}
    assert await box.keep(first), "the new one knows who has what in hand"

    async def told() -> bool:
        await live.publish(ADA)
        return heard.is_set()

    await until(told, within=30)
    await asyncio.gather(*(box.post(ConversationId(f"c{number}"), "hello") for number in range(300)))
    assert await box.depth() == 302, "nobody was turned away for want of a connection"
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def _there(redis: Redis) -> dict[str, object]:
    """In a cluster: the server that has the mailboxes."""
    return {"target_nodes": redis.get_node_from_key(READY)} if isinstance(redis, RedisCluster) else {}


async def test_sentinel_makes_another_the_master_and_work_goes_on_there(tmp_path: Path) -> None:
    async with watched_master(tmp_path) as redises, connected(redises) as redis:
        await goes_on(redis, redises, 0)


async def test_a_replica_takes_its_masters_place_in_the_cluster_and_work_goes_on_there(tmp_path: Path) -> None:
    async with cluster(tmp_path, replicas=3, patience_ms=1000) as redises, connected(redises) as redis:
        await redis.initialize()
        assert isinstance(redis, RedisCluster)
        master = redis.get_node_from_key(READY)
        assert master is not None
        [number] = [n for n, server in enumerate(redises.servers) if server.url.endswith(f":{master.port}")]
        await goes_on(redis, redises, number)


async def test_a_url_for_another_kind_of_server_is_met_with_the_right_one(
    tmp_path: Path, redis_cluster: Redises
) -> None:
    of_the_cluster = [await told_at_the_start(server.url) for server in redis_cluster.servers]
    assert sum("write redis+cluster:// for redis://" in each for each in of_the_cluster) == 2, "one has the mailboxes"

    async with watched_master(tmp_path) as redises:
        master, _, sentinel = (server.url for server in redises.servers)
        assert "write redis+sentinel:// for redis://" in await told_at_the_start(sentinel)
        no_sentinel = (
            master.replace("redis://", "redis+sentinel://") + f"/{SERVICE}?sentinel_password={quote(PASSWORD)}"
        )
        assert "write redis:// for redis+sentinel://" in await told_at_the_start(no_sentinel)
        assert await told_at_the_start(master) == ""


async def told_at_the_start(url: str) -> str:
    redis = connect(url)
    try:
        await Mailbox(redis).prepare()
    except ResponseError as error:
        return remedy(error) or ""
    finally:
        await redis.aclose()
    return ""


@pytest.mark.parametrize("url", ["redis+sentinel://127.0.0.1:9/helpline", "redis+cluster://127.0.0.1:9"])
async def test_nobody_there_is_a_database_that_is_away(url: str) -> None:
    redis = connect(url)

    with pytest.raises(UNAVAILABLE):
        await Mailbox(redis).post(ADA, "a")
    with pytest.raises(UNAVAILABLE):
        await Mailbox(redis).with_mail([ADA])
    await redis.aclose()
