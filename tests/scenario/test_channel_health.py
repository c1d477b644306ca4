"""How channels fare: gathered in each process, added up over all, and forgotten after an hour."""

from datetime import timedelta

from redis.asyncio import Redis

from storage.redis.channel_health import ChannelHealth, Mishap, Vitals, Way
from tests.parts import NOW

CHANNEL = "telegram-shop"


async def test_what_several_processes_count_is_added_up_over_the_hour(redis: Redis) -> None:
    one, other = ChannelHealth(redis), ChannelHealth(redis)
    one.received(CHANNEL, NOW - timedelta(minutes=61), 5)
    one.received(CHANNEL, NOW - timedelta(minutes=30), 3)
    other.received(CHANNEL, NOW)
    other.sent(CHANNEL, NOW)
    other.sent("viber", NOW)
    await one.flush()
    await other.flush()

    assert await one.of(CHANNEL, NOW) == Vitals(received_at=NOW, sent_at=NOW, received=4, sent=1)


async def test_trouble_lasts_until_the_next_one_passes_and_the_last_error_stays(redis: Redis) -> None:
    health, later = ChannelHealth(redis), NOW + timedelta(minutes=1)
    health.failed(CHANNEL, NOW, "The token is refused.", for_all=True)
    await health.flush()
    assert (await health.of(CHANNEL, NOW)).trouble == {Way.OUT: "The token is refused."}

    health.listening(CHANNEL, NOW, None)
    await health.flush()
    assert Way.OUT in (await health.of(CHANNEL, NOW)).trouble, "Hearing says nothing about sending."

    health.sent(CHANNEL, later)
    await health.flush()
    after = await health.of(CHANNEL, later)
    assert (after.trouble, after.failed, after.sent) == ({}, 1, 1)
    assert after.mishap == Mishap(at=NOW, way=Way.OUT, text="The token is refused.")


async def test_one_customers_refusal_is_not_the_channels(redis: Redis) -> None:
    health = ChannelHealth(redis)
    health.failed(CHANNEL, NOW, "Too long.")
    health.failed(CHANNEL, NOW, "Away.", again=True)
    await health.flush()

    found = await health.of(CHANNEL, NOW)

    assert (found.trouble, found.failed) == ({}, 1), "What is tried again has not failed yet."


async def test_waiting_messages_are_counted_by_conversation(redis: Redis) -> None:
    health = ChannelHealth(redis)
    health.queued(CHANNEL, "a", 2)
    health.queued(CHANNEL, "b", 1)
    health.throttled(CHANNEL, NOW + timedelta(minutes=1))
    await health.flush()
    waiting = await health.of(CHANNEL, NOW)
    health.queued(CHANNEL, "a", 0)
    await health.flush()

    assert (waiting.queued, waiting.throttled_until) == (3, NOW + timedelta(minutes=1))
    assert (await health.of(CHANNEL, NOW)).queued == 1
    assert (await health.of(CHANNEL, NOW + timedelta(minutes=2))).throttled_until is None


async def test_what_is_told_is_written_soon_by_itself(redis: Redis) -> None:
    health = ChannelHealth(redis)
    health.received(CHANNEL, NOW)

    assert health._writing is not None
    await health._writing

    assert (await health.of(CHANNEL, NOW)).received == 1
