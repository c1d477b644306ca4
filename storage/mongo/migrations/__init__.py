"""Stored shapes of earlier releases made into those of this one: forward only, at start, under a lock.

A migration is a module here with `async def up(db)`, and a line in `MIGRATIONS`; the number of its place is the
version that the database has after it. Most changes need none: a new field with a default is read as that.
`up` may be cut off at any row and begun again, so it must find by itself what is left to do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import DuplicateKeyError

from handoff.ports import Clock
from storage.mongo.migrations import customer_words, file_rows, shared_cards
from storage.processes import StartError

Database = AsyncIOMotorDatabase[dict[str, Any]]
Migration = Callable[[Database], Awaitable[None]]
Pause = Callable[[float], Awaitable[object]]

MIGRATIONS: tuple[Migration, ...] = (file_rows.up, customer_words.up, shared_cards.up)
LEASE = timedelta(seconds=60)
"""Who migrates says so anew three times as often; one who died is followed after this time."""
COLLECTION = "schema"
_ROW = "schema"
_LOOK = 0.5

log = structlog.get_logger()


class SchemaError(StartError):
    """The database can't be used by this release as it is; the message says why, and what to do."""


async def version(db: Database) -> int:
    """Of the stored shapes."""
    row = await db.schema.find_one({"_id": _ROW})
    return int(row["version"]) if row else 0


async def migrate(
    db: Database,
    who: str,
    clock: Clock,
    *,
    migrations: Sequence[Migration] = MIGRATIONS,
    pause: Pause = asyncio.sleep,
) -> None:
    """Bring the database to this release's version, once among all processes. Raises SchemaError."""
    newest = len(migrations)
    if await db.schema.find_one({"_id": _ROW}, {"_id": 1}) is None:
        await _begin(db, newest)
    while True:
        row = await db.schema.find_one({"_id": _ROW})
        if row is None or row.get("restoring"):
            raise SchemaError("A restore into this database was cut off: empty the database, and restore again.")
        if row["version"] > newest:
            raise SchemaError(
                f"The database is of version {row['version']}, made by a newer release; this one knows {newest}. "
                "Run that release, or restore a backup that was made before it."
            )
        if row["version"] == newest:
            return
        if await _locked(db, who, clock):
            await _go(db, who, clock, migrations, int(row["version"]))
        else:
            await pause(_LOOK)


async def being_restored(db: Database) -> None:
    """Mark the database as half filled: nothing starts on it."""
    await db.schema.replace_one({"_id": _ROW}, {"version": 0, "restoring": True}, upsert=True)


async def restored(db: Database, version: int) -> None:
    """Mark it as filled."""
    await db.schema.replace_one({"_id": _ROW}, {"version": version})


async def _begin(db: Database, newest: int) -> None:
    """The first row: an empty database needs nothing; one with people in it is of a release before versions."""
    used = await db.operators.find_one({}, {"_id": 1}) or await db.conversations.find_one({}, {"_id": 1})
    try:
        await db.schema.insert_one({"_id": _ROW, "version": 0 if used else newest})
    except DuplicateKeyError:
        return  # another process was faster, and came to the same end


async def _locked(db: Database, who: str, clock: Clock) -> bool:
    now = clock()
    free = {"_id": _ROW, "$or": [{"lock": None}, {"lock.until": {"$lte": now}}, {"lock.who": who}]}
    lock = {"lock": {"who": who, "until": now + LEASE}}
    return (await db.schema.update_one(free, {"$set": lock})).matched_count == 1


async def _go(db: Database, who: str, clock: Clock, migrations: Sequence[Migration], done: int) -> None:
    keeping = asyncio.create_task(_keep(db, who, clock))
    try:
        for number, up in enumerate(migrations[done:], done + 1):
            log.info("The database is migrated", action="migration_begun", version=number)
            await up(db)
            ours = {"_id": _ROW, "lock.who": who, "version": number - 1}
            if (await db.schema.update_one(ours, {"$set": {"version": number}})).matched_count == 0:
                return  # taken for dead: whoever follows finds what is left to do
        await db.schema.update_one({"_id": _ROW, "lock.who": who}, {"$unset": {"lock": ""}})
    finally:
        keeping.cancel()


async def _keep(db: Database, who: str, clock: Clock) -> None:
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        await _locked(db, who, clock)
