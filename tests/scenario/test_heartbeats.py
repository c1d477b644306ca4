"""Signs of life of operators' screens."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from storage.redis.heartbeats import EVERY, GRACE, SILENCE, Heartbeats
from tests.parts import ANNA, BORIS, NOW


@pytest.fixture
def heartbeats(redis: Redis) -> Heartbeats:
    return Heartbeats(redis)


async def test_the_last_beat_of_each_is_known(heartbeats: Heartbeats) -> None:
    await heartbeats.beat(ANNA.id, NOW)
    await heartbeats.beat(BORIS.id, NOW)
    await heartbeats.beat(ANNA.id, NOW + EVERY)

    assert await heartbeats.last_seen() == {ANNA.id: NOW + EVERY, BORIS.id: NOW}


async def test_a_closed_screen_is_missed_soon_but_not_while_the_page_is_loaded_again(heartbeats: Heartbeats) -> None:
    await heartbeats.beat(ANNA.id, NOW)
    await heartbeats.gone(ANNA.id, NOW)
    seen = (await heartbeats.last_seen())[ANNA.id]
    assert NOW + GRACE - seen == SILENCE
    assert GRACE > EVERY, "a screen of another process beats before that"

    await heartbeats.beat(ANNA.id, NOW + timedelta(seconds=1))
    assert (await heartbeats.last_seen())[ANNA.id] == NOW + timedelta(seconds=1)


async def test_a_late_goodbye_makes_nobody_younger_and_a_strangers_is_not_kept(heartbeats: Heartbeats) -> None:
    await heartbeats.beat(ANNA.id, NOW)
    await heartbeats.gone(ANNA.id, NOW + SILENCE)
    await heartbeats.gone(BORIS.id, NOW)

    assert await heartbeats.last_seen() == {ANNA.id: NOW}
