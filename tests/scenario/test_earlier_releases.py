"""What earlier releases stored is read by this one, and work goes on with it.

Each folder of `fixtures/releases` is a release, by its date; its files are what `helpline backup` saved of desks that
its tests had left. Whoever changes a stored shape adds a migration, and these must stay as they are.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from handoff.messages import Side
from storage.mongo.client import ensure_indexes
from storage.mongo.dump import restore
from storage.mongo.migrations import MIGRATIONS, migrate, restored, version
from tests.backstage import Backstage
from tests.parts import Clock, said, until

SAVED = sorted((Path(__file__).parents[1] / "fixtures" / "releases").rglob("*.zip"))


@pytest.fixture
async def earlier(request: pytest.FixtureRequest, backstage: Backstage) -> Backstage:
    """A desk with what the file holds, and nothing else."""
    db = backstage.db
    for name in await db.list_collection_names():
        await db[name].delete_many({})
    manifest = await restore(db, request.param)
    await restored(db, manifest.version)
    backstage.clock = Clock(manifest.made_at)
    await migrate(db, "worker:1", backstage.clock)
    await ensure_indexes(db)
    return replace(backstage, db=db)


@pytest.mark.parametrize("earlier", SAVED, indirect=True, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_everything_is_read_and_the_customer_is_served_on(earlier: Backstage) -> None:
    assert await version(earlier.db) == len(MIGRATIONS)
    assert len(await earlier.lines.all()) == 2
    assert (await earlier.books.now()).staff
    assert len((await earlier.flows.library()).published) == len(await earlier.db.flow_revisions.distinct("flow"))
    found = await earlier.db.conversations.find_one({})
    assert found is not None
    customer = int(found["address"]["external_id"])
    before = await earlier.thread(customer)
    async with earlier.working():
        await earlier.receives(said(9001, "are you still there?", customer=customer, at=earlier.clock()))
        await until(earlier.idle)
    after = await earlier.thread(customer)
    assert [row.id for row in after[: len(before)]] == [row.id for row in before]
    assert "are you still there?" in [row.content.text for row in after if row.side is Side.CUSTOMER]
    assert not await earlier.db.dead_letters.find_one({})
