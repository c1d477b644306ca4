"""One process at a time, for work that two must not do at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from storage.redis import leader
from storage.redis.leader import lead
from tests.parts import until


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease of a second, asked for often."""
    monkeypatch.setattr(leader, "LEASE", timedelta(seconds=1))
    monkeypatch.setattr(leader, "_ASK", 0.02)


class Work:
    """Work that goes on until it is ended, and knows how many are at it."""

    def __init__(self) -> None:
        self.at_it: set[str] = set()
        self.most = 0
        self.began: list[str] = []
        self.changed = asyncio.Condition()

    def by(self, name: str) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            await self._now(name, at_it=True)
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.shield(self._now(name, at_it=False))

        return work

    async def _now(self, name: str, *, at_it: bool) -> None:
        async with self.changed:
            if at_it:
                self.at_it.add(name)
                self.began.append(name)
            else:
                self.at_it.discard(name)
            self.most = max(self.most, len(self.at_it))
            self.changed.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(true)


@asynccontextmanager
async def leading(redis: Redis, work: Work, *names: str) -> AsyncIterator[dict[str, asyncio.Task[None]]]:
    tasks = {name: asyncio.create_task(lead(redis, "listen", work.by(name))) for name in names}
    try:
        yield tasks
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def renewed(redis: Redis) -> bool:
    return int(await redis.pttl("leader:listen")) > 700


async def test_only_one_works_and_keeps_the_lead_past_its_lease(redis: Redis) -> None:
    work = Work()
    async with leading(redis, work, "a", "b", "c"):
        await work.until(lambda: bool(work.at_it))
        for _ in range(3):
            await redis.pexpire("leader:listen", 600)
            await until(lambda: renewed(redis))

    assert len(work.began) == 1
    assert work.most == 1


async def test_when_the_leader_ends_another_takes_the_lead(redis: Redis) -> None:
    work = Work()
    async with leading(redis, work, "a", "b") as tasks:
        await work.until(lambda: bool(work.at_it))
        [first] = work.at_it

        tasks[first].cancel()
        await work.until(lambda: bool(work.at_it - {first}))

    assert work.most == 1


async def test_who_loses_the_lease_stops_at_once(redis: Redis) -> None:
    """As after a long pause of the process: the lease ran out and somebody else has it."""
    work = Work()
    async with leading(redis, work, "a"):
        await work.until(lambda: bool(work.at_it))

        await redis.set("leader:listen", "somebody else", px=1500)
        await work.until(lambda: not work.at_it)
        await work.until(lambda: bool(work.at_it))

    assert work.began == ["a", "a"], "and leads again when it may"


async def test_a_wiped_redis_makes_nobody_lead_twice(redis: Redis) -> None:
    work = Work()
    async with leading(redis, work, "a"):
        await work.until(lambda: bool(work.at_it))
        await redis.flushall()
        await work.until(lambda: len(work.began) == 2)

    assert work.most == 1


async def test_work_that_is_done_ends_the_lead(redis: Redis) -> None:
    async def work() -> None:
        return

    await asyncio.wait_for(lead(redis, "listen", work), 5)

    assert await redis.exists("leader:listen") == 0


async def test_work_that_breaks_is_heard_and_frees_the_lead(redis: Redis) -> None:
    async def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await asyncio.wait_for(lead(redis, "listen", work), 5)

    assert await redis.exists("leader:listen") == 0
