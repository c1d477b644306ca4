"""Collection `operators`: the people who work at the desk."""

from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import OperatorId
from handoff.operator import Operator, Presence
from storage.mongo.codec import Codec, Document


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

    async def all(self) -> Sequence[Operator]:
        return [_CODEC.load(row) async for row in self._rows.find().sort("name", 1)]

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

    async def set_presence(self, operator_id: OperatorId, presence: Presence) -> None:
        await self._rows.update_one({"_id": operator_id}, {"$set": {"presence": presence.value}})

    async def save(self, operator: Operator) -> None:
        await self._rows.replace_one({"_id": operator.id}, _CODEC.dump(operator), upsert=True)

    async def _one(self, query: dict[str, Any]) -> Operator | None:
        row = await self._rows.find_one(query)
        return _CODEC.load(row) if row else None
