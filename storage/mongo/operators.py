"""Collection `operators`: the people who work at the desk."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from handoff.hours import BusinessHours
from handoff.ids import OperatorId
from handoff.operator import AwayReason, Operator, Presence
from handoff.ports import LoginTaken
from storage.mongo import versioned
from storage.mongo.codec import Codec, Document

_KEPT_SECONDS = 0.4
_SHIFT: TypeAdapter[BusinessHours | None] = TypeAdapter(BusinessHours | None)


class _OperatorCodec(Codec[Operator]):
    """A shift has times of day, and maps by weekday and date, which BSON has no types for: it is stored as in JSON."""

    def dump(self, value: Operator) -> Document:
        return {**super().dump(value), "shift": _SHIFT.dump_python(value.shift, mode="json")}


_CODEC = _OperatorCodec(Operator)
_OWN = ("presence", "away_reason", "presence_since", "telegram_id")
"""What operators change by being there, and nobody edits."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.operators.create_index("login", unique=True)
    await db.operators.create_index("telegram_id", sparse=True)


class MongoOperators:
    """Fulfils `handoff.ports.Operators`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.operators
        self._kept: tuple[float, Sequence[Operator]] | None = None

    async def all(self) -> Sequence[Operator]:
        """Everybody, by name; at most half a second old."""
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

    async def set_presence(
        self,
        operator_id: OperatorId,
        presence: Presence,
        reason: AwayReason | None = None,
        since: datetime | None = None,
        *,
        was: Presence | None = None,
    ) -> bool:
        other = [{"presence": {"$ne": presence.value}}, {"away_reason": {"$ne": reason}}]
        query: dict[str, Any] = {"_id": operator_id, "$or": other}
        if was is not None:
            query["presence"] = was.value
        now = {"presence": presence.value, "away_reason": reason, "presence_since": since}
        result = await self._rows.update_one(query, {"$set": now})
        self._kept = None
        return result.matched_count > 0

    async def change(self, operator: Operator, *, base: int) -> Operator:
        try:
            await versioned.change(self._rows, _CODEC.dump(operator), base=base, kept=_OWN)
        except DuplicateKeyError as error:
            raise LoginTaken(operator.login) from error
        self._kept = None
        return replace(operator, version=base + 1)

    async def save(self, operator: Operator) -> None:
        """For seeding: whatever was there is overwritten."""
        await self._rows.replace_one({"_id": operator.id}, _CODEC.dump(operator), upsert=True)
        self._kept = None

    async def _one(self, query: dict[str, Any]) -> Operator | None:
        row = await self._rows.find_one(query)
        return _CODEC.load(row) if row else None
