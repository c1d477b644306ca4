"""The dispatcher's bell."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from storage.redis.bell import Bell
from tests.parts import DELIVERY, PAYMENTS

LONG, NOT_LONG = timedelta(seconds=10), timedelta(milliseconds=50)


@pytest.fixture
def bell(redis: Redis) -> Bell:
    return Bell(redis)


async def test_all_that_was_rung_for_is_heard_at_once_and_once(bell: Bell) -> None:
    await bell.ring([DELIVERY])
    await bell.ring([PAYMENTS, DELIVERY])
    await bell.ring([])

    assert await bell.wait(LONG) == {DELIVERY, PAYMENTS}
    assert await bell.wait(NOT_LONG) == frozenset()


async def test_who_waits_is_woken(bell: Bell, redis: Redis) -> None:
    waiting = asyncio.create_task(bell.wait(LONG))
    await asyncio.sleep(0.02)
    await Bell(redis).ring([DELIVERY])

    async with asyncio.timeout(2):
        assert await waiting == {DELIVERY}


async def test_of_two_who_wait_one_is_woken(bell: Bell, redis: Redis) -> None:
    waiting = [asyncio.create_task(Bell(redis).wait(timedelta(seconds=0.3))) for _ in range(2)]
    await bell.ring([DELIVERY])

    assert sorted(await asyncio.gather(*waiting), key=len) == [frozenset(), {DELIVERY}]
