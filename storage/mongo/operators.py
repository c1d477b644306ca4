"""Collection `operators`: the people who work at the desk."""

import time
from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import OperatorId
from handoff.operator import Operator, Presence
from storage.mongo.codec import Codec, Document

_KEPT_SECONDS = 1.0


class _OperatorCodec(Codec[Operator]):
    """Sets are stored as lists, in order."""

    def dump(self, value: Operator) -> Document:
        return {**super().dump(value), "lines": sorted(value.lines)}


_CODEC = _OperatorCodec(Operator)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.operators.create_index("login", unique=True)
    await db.operators.create_index("telegram_id", sparse=True)


class MongoOperators:
    """Fulfils `handoff.ports.Operators`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.operators
        self._kept: tuple[float, Sequence[Operator]] | None = None

    async def all(self) -> Sequence[Operator]:
        """Everybody, by name; at most a second old."""
        if self._kept is None or time.monotonic() - self._kept[0] > _KEPT_SECONDS:
            rows = await self._rows.find().sort("name", 1).to_list(None)
            self._kept = (time.monotonic(), [_CODEC.load(row) for row in rows])
        return self._kept[1]

    async def get(self, operator_id: OperatorId) -> Operator | None:
        return await self._one({"_id": operator_id})

    async def by_login(self, login: str) -> Operator | None:
        return await self._one({"login": login})

    async def by_telegram(self, telegram_id: int) -> Operator | None:
        return await self._one({"telegram_id": telegram_id})

    async def link_telegram(self, operator_id: OperatorId, telegram_id: int) -> None:
        """Give a Telegram account to one operator, and take it from any other."""
        await self._rows.update_many(
            {"telegram_id": telegram_id, "_id": {"$ne": operator_id}}, {"$set": {"telegram_id": None}}
        )
        await self._rows.update_one({"_id": operator_id}, {"$set": {"telegram_id": telegram_id}})
        self._kept = None

    async def set_presence(self, operator_id: OperatorId, presence: Presence) -> None:
        await self._rows.update_one({"_id": operator_id}, {"$set": {"presence": presence.value}})
        self._kept = None

    async def save(self, operator: Operator) -> None:
        await self._rows.replace_one({"_id": operator.id}, _CODEC.dump(operator), upsert=True)
        self._kept = None

    async def _one(self, query: dict[str, Any]) -> Operator | None:
        row = await self._rows.find_one(query)
        return _CODEC.load(row) if row else None
