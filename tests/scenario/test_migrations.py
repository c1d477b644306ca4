"""The database is brought forward once, whoever starts, and whoever dies while doing it."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.events import EVENTS, Said
from handoff.messages import Card
from storage.mongo.client import Database
from storage.mongo.migrations import LEASE, SchemaError, being_restored, migrate, restored, shared_cards, version
from tests.parts import Clock, said

WHO = "worker:1"


async def add_language(db: Database) -> None:
    await db.operators.update_many({"language": None}, {"$set": {"language": "en"}})


async def count_up(db: Database) -> None:
    await db.counted.update_one({"_id": 1}, {"$inc": {"times": 1}}, upsert=True)


async def times(db: Database) -> int:
    row = await db.counted.find_one({})
    return int(row["times"]) if row else 0


async def of_an_earlier_release(db: Database) -> None:
    await db.operators.insert_many([{"_id": name, "login": name} for name in ("anna", "boris")])


async def test_an_empty_database_is_of_this_release_at_once(mongo: Database) -> None:
    await migrate(mongo, WHO, Clock(), migrations=(count_up,))
    assert await version(mongo) == 1
    assert await times(mongo) == 0


async def test_data_of_an_earlier_release_is_brought_forward_in_order(mongo: Database) -> None:
    await of_an_earlier_release(mongo)
    await migrate(mongo, WHO, Clock(), migrations=(add_language, count_up))
    assert await version(mongo) == 2
    assert [row["language"] async for row in mongo.operators.find()] == ["en", "en"]
    await migrate(mongo, WHO, Clock(), migrations=(add_language, count_up))
    assert await times(mongo) == 1


async def test_of_many_processes_one_migrates_and_all_wait_for_it(mongo: Database) -> None:
    await of_an_earlier_release(mongo)
    slow, done = asyncio.Event(), []

    async def slowly(db: Database) -> None:
        await slow.wait()
        await count_up(db)

    async def start(number: int) -> None:
        await migrate(mongo, f"worker:{number}", Clock(), migrations=(slowly,), pause=lambda _: asyncio.sleep(0.01))
        done.append(number)

    starting = [asyncio.create_task(start(number)) for number in range(5)]
    await asyncio.sleep(0.2)
    assert not done
    slow.set()
    await asyncio.gather(*starting)
    assert await times(mongo) == 1
    assert await version(mongo) == 1


async def test_who_dies_half_way_is_followed_when_the_lock_has_run_out(mongo: Database) -> None:
    await of_an_earlier_release(mongo)
    clock = Clock()

    async def dies(_: Database) -> None:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        await migrate(mongo, "worker:1", clock, migrations=(count_up, dies))
    assert await version(mongo) == 1

    async def later(_: float) -> None:
        clock.move_on(LEASE / 2 + timedelta(seconds=1))

    await migrate(mongo, "worker:2", clock, migrations=(count_up, add_language), pause=later)
    assert await version(mongo) == 2
    assert await times(mongo) == 1
    assert clock() > Clock()() + LEASE


async def test_a_database_of_a_newer_release_is_left_alone(mongo: Database) -> None:
    await migrate(mongo, WHO, Clock(), migrations=(count_up, count_up))
    with pytest.raises(SchemaError, match="made by a newer release"):
        await migrate(mongo, WHO, Clock(), migrations=(count_up,))


async def test_nothing_starts_on_a_half_restored_database(mongo: Database) -> None:
    await being_restored(mongo)
    with pytest.raises(SchemaError, match="restore again"):
        await migrate(mongo, WHO, Clock(), migrations=(count_up,))
    await restored(mongo, 0)
    await migrate(mongo, WHO, Clock(), migrations=(count_up,))
    assert await version(mongo) == 1


async def test_a_shared_card_is_one_of_several_now(mongo: Database) -> None:
    """In the history, in what is not in it yet, and in what nobody has read yet."""
    card = {"name": "Bob", "phone": "+48111", "own": None}
    sent = {"text": "him", "card": card}
    await mongo.messages.insert_many([{"_id": 1, "content": sent}, {"_id": 2, "content": {"text": "", "card": None}}])
    await mongo.conversations.insert_one({"_id": 1, "journal": [{"id": "a"}, {"id": "b", "content": sent}]})

    for _ in range(2):  # cut off and begun again
        await shared_cards.up(mongo)

    assert await mongo.messages.find_one({"_id": 1}) == {"_id": 1, "content": {"text": "him", "cards": [card]}}
    [_, waiting] = (await mongo.conversations.find_one({}) or {})["journal"]
    assert waiting == {"id": "b", "content": {"text": "him", "cards": [card]}}
    event = json.loads(EVENTS.dump_json(said(1)))
    event["content"] = {"text": "him", "card": card}
    read = EVENTS.validate_python(event)
    assert isinstance(read, Said)
    assert read.content.cards == (Card(name="Bob", phone="+48111"),)
