"""Codes that are good once or for a few tries, and limits: counted in Redis, for all processes."""

import pytest
from redis.asyncio import Redis

from handoff.ids import ConversationId
from storage.redis.codes import TRIES, Codes
from storage.redis.rate import RedisThrottle

ADA, HER_OTHER, STRANGER = ConversationId("telegram:a"), ConversationId("viber:b"), ConversationId("vk:c")


@pytest.fixture
def codes(redis: Redis) -> Codes:
    return Codes(redis)


async def test_a_limit_is_shared_and_ends_with_its_time_and_not_with_more_tries(redis: Redis) -> None:
    one, other = RedisThrottle(redis), RedisThrottle(redis)

    assert [await each.allow("anna", limit=3, seconds=60) for each in (one, other, one, other)] == [True] * 3 + [False]
    assert await one.allow("boris", limit=3, seconds=60), "another's is counted apart"

    await redis.expire("rate:anna", 20)
    assert not await one.allow("anna", limit=3, seconds=60)
    assert await redis.ttl("rate:anna") <= 20, "a refused try does not put it off"


async def test_what_is_forgiven_is_counted_anew(redis: Redis) -> None:
    throttle = RedisThrottle(redis)
    assert await throttle.allow("anna", limit=1, seconds=60)
    assert not await throttle.allow("anna", limit=1, seconds=60)

    await throttle.forget("anna")

    assert await throttle.allow("anna", limit=1, seconds=60)


async def test_an_invitation_is_good_for_whoever_used_it_first(codes: Codes) -> None:
    code = await codes.invite(ADA)

    assert [await codes.redeem(code, each) for each in (HER_OTHER, STRANGER, HER_OTHER)] == [ADA, None, ADA]
    assert await codes.redeem("another", HER_OTHER) is None


async def test_a_mailed_code_is_right_until_it_was_wrong_too_often(codes: Codes) -> None:
    code = await codes.mail(ADA, "ada@example.com")
    wrong = f"{(int(code) + 1) % 10**6:06}"

    assert [await codes.typed(ADA, wrong) for _ in range(TRIES - 1)] == [None] * (TRIES - 1)
    assert await codes.typed(ADA, code) == "ada@example.com"
    assert await codes.typed(ADA, wrong) is None
    assert await codes.typed(ADA, code) is None, "it was guessed at"
    assert not await codes.awaited(ADA)
