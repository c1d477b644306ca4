"""Collection `audit`: what staff did. Rows are added and read; nothing here changes or deletes one."""

from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ports.audit import Deed, DeedQuery
from storage.mongo.codec import Codec

_CODEC = Codec(Deed)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    for field in ("operator", "did", "about"):
        await db.audit.create_index([(field, 1), ("_id", -1)])


class MongoAudit:
    """Fulfils `handoff.ports.audit.Audit`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.audit

    async def append(self, deed: Deed) -> None:
        await self._rows.insert_one({**_CODEC.dump(deed), "about": sorted(set(deed.on.values()))})

    async def page(self, query: DeedQuery) -> Sequence[Deed]:
        wanted = {"operator": query.operator, "did": query.did, "about": query.about}
        found: list[dict[str, Any]] = [{name: value} for name, value in wanted.items() if value is not None]
        bounds = (("at", "$gte", query.since), ("at", "$lt", query.until), ("_id", "$lt", query.before))
        found += [{field: {compares: value}} for field, compares, value in bounds if value is not None]
        if query.refused is not None:
            found.append({"status": {"$gte" if query.refused else "$lt": 400}})
        rows = self._rows.find({"$and": found} if found else {}, {"about": 0}).sort("_id", -1).limit(query.limit)
        return [_CODEC.load(row) async for row in rows]
