"""Rows that people edit: a change names the version that it was made from, so that nobody undoes another's unseen."""

from collections.abc import Collection
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from handoff.ports import Stale


async def change(
    rows: AsyncIOMotorCollection[dict[str, Any]], row: dict[str, Any], *, base: int, kept: Collection[str] = ()
) -> None:
    """Store a row as version `base + 1`; the fields named `kept` stay as they are stored.

    Raises Stale, and DuplicateKeyError where another row has a value that must be unique.
    """
    key = row["_id"]
    edited = {name: value for name, value in row.items() if name not in {"_id", *kept}} | {"version": base + 1}
    update: dict[str, Any] = {"$set": edited}
    if kept:
        update["$setOnInsert"] = {name: row[name] for name in kept}
    # What was seeded, or stored before there were versions, has none.
    query = {"_id": key, "version": base or {"$in": [0, None]}}
    try:
        result = await rows.update_one(query, update, upsert=base == 0)
    except DuplicateKeyError as error:
        if (current := await _version(rows, key)) in (None, base):
            raise
        raise Stale(current or 0) from error
    if result.matched_count == 0 and result.upserted_id is None:
        raise Stale(await _version(rows, key) or 0)


async def _version(rows: AsyncIOMotorCollection[dict[str, Any]], key: str) -> int | None:
    """None when there is no such row."""
    row = await rows.find_one({"_id": key}, {"version": 1})
    return None if row is None else int(row.get("version") or 0)
