"""Collection `notices`: what operators are told, a row per hearer, for the console's bell and for other carriers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import OperatorId
from handoff.ports import Carrier, Notice
from storage.mongo.batch import Inserter
from storage.mongo.codec import Codec

_CODEC = Codec(Notice)
Tell = Callable[[Collection[OperatorId]], Awaitable[None]]
KEPT = timedelta(days=30)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.notices.create_index("at", expireAfterSeconds=int(KEPT.total_seconds()))
    await db.notices.create_index([("operator", 1), ("at", -1)])
    await db.notices.create_index([("unsent", 1), ("at", 1)])


class MongoNotices:
    """Fulfils `handoff.ports.Notices`. Screens hear of new ones by `tell`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]], tell: Tell | None = None) -> None:
        self._rows, self._tell = db.notices, tell
        self._inserter = Inserter(db.notices)

    async def add(self, notices: Sequence[Notice]) -> None:
        await self._inserter.insert([_CODEC.dump(notice) for notice in notices])
        if self._tell is not None:
            await self._tell({notice.operator for notice in notices if notice.operator is not None})

    async def unread(self, operator: OperatorId) -> int:
        return int(await self._rows.count_documents({"operator": operator, "read_at": None}))

    async def recent(self, operator: OperatorId, limit: int) -> Sequence[Notice]:
        rows = self._rows.find({"operator": operator}).sort([("at", -1), ("_id", -1)]).limit(limit)
        return [_CODEC.load(row) async for row in rows]

    async def mark_read(self, operator: OperatorId, at: datetime) -> None:
        unread = {"operator": operator, "read_at": None, "at": {"$lte": at}}
        await self._rows.update_many(unread, {"$set": {"read_at": at}})

    async def unsent(self, carrier: Carrier, limit: int) -> Sequence[Notice]:
        rows = self._rows.find({"unsent": carrier.value}).sort("at", 1).limit(limit)
        return [_CODEC.load(row) async for row in rows]

    async def mark_sent(self, carrier: Carrier, notice_id: str) -> None:
        await self._rows.update_one({"_id": notice_id}, {"$pull": {"unsent": carrier.value}})
