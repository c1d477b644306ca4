"""People of the desk as stored: their card, edited by an admin, and their presence, which is their own."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from handoff.hours import BusinessHours, Interval
from handoff.ids import OperatorId
from handoff.operator import AwayReason, Presence
from handoff.ports import LoginTaken, Stale
from storage.mongo.client import Database
from storage.mongo.operators import MongoOperators
from tests.parts import ANNA, BORIS, DELIVERY, NOW, PAYMENTS, person

LATER = NOW + timedelta(minutes=5)
WITH_ALL = person(
    "Wanda", DELIVERY, languages=("pl", "en"), skills={"parcels": 5}, regions=("mazowsze",), capacity=7,
    supervises=frozenset({PAYMENTS, DELIVERY}), presence=Presence.AWAY, away_reason=AwayReason.MISSED,
    presence_since=NOW, telegram_id=77, email="wanda@example.org", password_hash="hash",
    shift=BusinessHours(
        zone="Europe/Warsaw", week={0: (Interval(opens=time(22), closes=time(6)),)},
        exceptions={date(2026, 12, 24): (Interval(opens=time(8), closes=time(12)),)},
    ),
)  # fmt: skip


@pytest.fixture
def operators(mongo: Database) -> MongoOperators:
    return MongoOperators(mongo)


async def test_a_card_comes_back_as_it_was_stored(operators: MongoOperators) -> None:
    await operators.save(WITH_ALL)

    assert await operators.get(WITH_ALL.id) == WITH_ALL


async def test_an_edited_card_leaves_presence_and_telegram_alone(operators: MongoOperators) -> None:
    await operators.save(WITH_ALL)
    seen = await operators.get(WITH_ALL.id)
    assert seen is not None
    await operators.set_presence(WITH_ALL.id, Presence.ONLINE, since=LATER)
    await operators.link_telegram(WITH_ALL.id, 78)

    changed = await operators.change(replace(seen, name="Wanda B.", capacity=None, active=False), base=0)

    assert changed.version == 1
    assert await operators.get(WITH_ALL.id) == replace(
        WITH_ALL, name="Wanda B.", capacity=None, active=False, version=1, telegram_id=78,
        presence=Presence.ONLINE, away_reason=None, presence_since=LATER,
    )  # fmt: skip


async def test_of_two_admins_the_second_is_told_to_look_again(operators: MongoOperators) -> None:
    made = await operators.change(ANNA, base=0)
    await operators.change(replace(made, name="Anna K."), base=1)

    with pytest.raises(Stale) as stale:
        await operators.change(replace(made, name="Anna L."), base=1)

    assert stale.value.current == 2
    assert [each.name for each in await operators.all()] == ["Anna K."]


async def test_a_login_is_one_persons(operators: MongoOperators) -> None:
    await operators.save(ANNA)
    boris = await operators.change(BORIS, base=0)

    with pytest.raises(LoginTaken):
        await operators.change(replace(boris, login="anna"), base=1)
    with pytest.raises(LoginTaken):
        await operators.change(replace(ANNA, id=OperatorId("another")), base=0)

    assert await operators.get(BORIS.id) == boris


async def test_presence_is_kept_with_its_cause_and_since_when(operators: MongoOperators) -> None:
    await operators.save(ANNA)

    assert await operators.set_presence(ANNA.id, Presence.AWAY, AwayReason.CHOSEN, NOW)
    assert not await operators.set_presence(ANNA.id, Presence.AWAY, AwayReason.CHOSEN, LATER), "so it was"

    anna = await operators.get(ANNA.id)
    assert anna is not None
    assert (anna.presence, anna.away_reason, anna.presence_since) == (Presence.AWAY, AwayReason.CHOSEN, NOW)


async def test_who_has_gone_by_themselves_is_not_sent_away(operators: MongoOperators) -> None:
    await operators.save(replace(ANNA, presence=Presence.OFFLINE, presence_since=NOW))

    assert not await operators.set_presence(
        ANNA.id, Presence.AWAY, AwayReason.CONNECTION, LATER, was=Presence.ONLINE
    )  # fmt: skip

    anna = await operators.get(ANNA.id)
    assert anna is not None
    assert (anna.presence, anna.presence_since) == (Presence.OFFLINE, NOW)
