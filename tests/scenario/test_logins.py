"""What storage keeps for the sign-in: signed-in browsers, tries against a limit, and who has which Telegram."""

import asyncio
from datetime import timedelta

import pytest
from pymongo.errors import DuplicateKeyError
from redis.asyncio import Redis

from handoff.operator import Presence
from handoff.ports import Login
from storage.mongo.client import Database
from storage.mongo.lines import MongoLines
from storage.mongo.logins import MongoLogins
from storage.mongo.operators import MongoOperators
from storage.redis.rate import RedisThrottle
from tests.parts import ANNA, BORIS, LINES, NOW, SIOBHAN, person, until

HOUR = timedelta(hours=1)
LOGIN = Login(operator_id=ANNA.id, csrf="c", expires_at=NOW + HOUR)


async def test_a_login_lasts_until_it_expires(mongo: Database) -> None:
    logins = MongoLogins(mongo)
    await logins.add("hash", LOGIN)

    assert await logins.get("hash", NOW) == LOGIN
    assert await logins.get("hash", NOW + HOUR - timedelta(milliseconds=1)) == LOGIN
    assert await logins.get("hash", NOW + HOUR) is None
    assert await logins.get("other", NOW) is None


async def test_signing_out_ends_this_login_and_no_other(mongo: Database) -> None:
    logins = MongoLogins(mongo)
    await logins.add("desktop", LOGIN)
    await logins.add("phone", LOGIN)

    await logins.remove("desktop")

    assert await logins.get("desktop", NOW) is None
    assert await logins.get("phone", NOW) == LOGIN


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
