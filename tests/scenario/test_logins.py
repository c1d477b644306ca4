"""What storage keeps for the sign-in: signed-in browsers, tries against a limit, and who has which Telegram."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from pymongo.errors import DuplicateKeyError
from redis.asyncio import Redis

from handoff.operator import Presence
from handoff.ports import Lack, Login
from storage.mongo.client import Database
from storage.mongo.lines import MongoLines
from storage.mongo.logins import MongoLogins
from storage.mongo.operators import MongoOperators
from storage.redis.rate import RedisThrottle
from tests.parts import ANNA, BORIS, LINES, NOW, SIOBHAN, person, until

HOUR = timedelta(hours=1)
LOGIN = Login(
    id="desktop", operator_id=ANNA.id, csrf="c", since=NOW, seen_at=NOW, expires_at=NOW + HOUR, address="192.0.2.1",
    device="Mozilla/5.0",
)  # fmt: skip


def test_a_login_lasts_until_it_expires_or_nobody_uses_it() -> None:
    assert not LOGIN.is_over(NOW + HOUR - timedelta(milliseconds=1), idle=HOUR)
    assert LOGIN.is_over(NOW + HOUR, idle=2 * HOUR)
    assert not LOGIN.is_over(NOW + HOUR / 2 - timedelta(milliseconds=1), idle=HOUR / 2)
    assert LOGIN.is_over(NOW + HOUR / 2, idle=HOUR / 2)


async def test_a_login_comes_back_as_kept_and_as_it_was_last_seen(mongo: Database) -> None:
    logins, half = MongoLogins(mongo), replace(LOGIN, id="half", lacks=Lack.CODE)
    await logins.add("hash", LOGIN)
    await logins.add("half", half)

    await logins.seen("hash", NOW + HOUR / 2, "192.0.2.2")

    seen = replace(LOGIN, seen_at=NOW + HOUR / 2, address="192.0.2.2")
    assert await logins.get("hash") == seen
    assert await logins.of(ANNA.id) == [seen, half]
    assert await logins.get("other") is None
    assert await logins.of(BORIS.id) == []


async def test_what_an_earlier_release_kept_opens_nothing(mongo: Database) -> None:
    await mongo.logins.insert_one({"_id": "hash", "operator_id": ANNA.id, "csrf": "c", "expires_at": NOW + HOUR})

    assert await MongoLogins(mongo).get("hash") is None
    assert await MongoLogins(mongo).of(ANNA.id) == []


async def test_one_login_ends_and_no_other_and_nobody_elses(mongo: Database) -> None:
    logins = MongoLogins(mongo)
    names = ("desktop", "phone", "tablet", "watch")
    for each in names:
        await logins.add(each, replace(LOGIN, id=each))
    await logins.add("boris", replace(LOGIN, id="boris", operator_id=BORIS.id))

    async def left() -> list[str]:
        return [each for each in (*names, "boris") if await logins.get(each)]

    await logins.remove("desktop")
    assert await logins.remove_one(ANNA.id, "phone")
    assert not await logins.remove_one(ANNA.id, "phone")
    assert not await logins.remove_one(ANNA.id, "boris")
    assert await left() == ["tablet", "watch", "boris"]

    await logins.remove_all(ANNA.id, but="watch")
    assert await left() == ["watch", "boris"]
    await logins.remove_all(ANNA.id)
    assert await left() == ["boris"]


async def test_a_limit_is_kept_however_many_try_at_once(redis: Redis) -> None:
    throttle = RedisThrottle(redis)

    allowed = await asyncio.gather(*(throttle.allow("anna", limit=5, seconds=60) for _ in range(12)))

    assert sum(allowed) == 5
    assert await throttle.allow("boris", limit=5, seconds=60), "each key for itself"


async def test_a_limit_starts_anew_when_its_time_is_over(redis: Redis) -> None:
    throttle = RedisThrottle(redis)
    for _ in range(2):
        await throttle.allow("anna", limit=1, seconds=60)
    assert await redis.ttl("rate:anna") > 50, "refused tries do not put it off"

    await redis.pexpire("rate:anna", 1)
    await until(lambda: throttle.allow("anna", limit=1, seconds=60))


async def test_a_telegram_account_is_one_persons(mongo: Database) -> None:
    operators = MongoOperators(mongo)
    for each in (ANNA, BORIS):
        await operators.save(each)

    await operators.link_telegram(ANNA.id, 77)
    await operators.link_telegram(BORIS.id, 77)

    found = await operators.by_telegram(77)
    assert found is not None
    assert found.id == BORIS.id
    anna = await operators.get(ANNA.id)
    assert anna is not None
    assert anna.telegram_id is None


async def test_a_person_comes_back_as_saved(mongo: Database) -> None:
    operators = MongoOperators(mongo)
    full = person("Eleni", *SIOBHAN.lines, languages=("el", "en"), skills={"delivery": 4}, password_hash="secret")
    await operators.save(full)
    await operators.set_presence(full.id, Presence.AWAY)

    found = await operators.by_login("eleni")

    assert found is not None
    assert found.presence is Presence.AWAY
    assert (found.lines, found.languages, found.skills) == (full.lines, full.languages, full.skills)
    assert "secret" not in repr(found)
    assert await operators.by_login("nobody") is None


async def test_two_people_cannot_have_one_login(mongo: Database) -> None:
    operators = MongoOperators(mongo)
    await operators.save(ANNA)

    with pytest.raises(DuplicateKeyError):
        await mongo.operators.insert_one({"_id": "other", "login": "anna", "name": "Other"})


async def test_lines_come_back_as_saved_and_a_change_shows_at_once(mongo: Database) -> None:
    lines = MongoLines(mongo)
    for line in LINES:
        await lines.save(line)

    assert await lines.all() == list(LINES)
    await lines.save(LINES[0])
    assert await MongoLines(mongo).all() == list(LINES)
