"""Collection `lines`: the support lines. A handful of rows, read often, so they are kept for a second."""

import time
from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.line import Line
from storage.mongo.codec import Codec, Document

_KEPT_SECONDS = 1.0


class _LineCodec(Codec[Line]):
    """Lines hold times of day and sets, which BSON has no types for: they are stored as JSON has them."""

    def dump(self, value: Line) -> Document:
        document: Document = self._adapter.dump_python(value, mode="json")
        document["_id"] = document.pop("id")
        return document


_CODEC = _LineCodec(Line)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """By id only."""


class MongoLines:
    """Fulfils `handoff.ports.Lines`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.lines
        self._kept: tuple[float, Sequence[Line]] | None = None

    async def all(self) -> Sequence[Line]:
        if self._kept is None or time.monotonic() - self._kept[0] > _KEPT_SECONDS:
            rows = await self._rows.find().sort("_id", 1).to_list(None)
            self._kept = (time.monotonic(), [_CODEC.load(row) for row in rows])
        return self._kept[1]

    async def save(self, line: Line) -> None:
        await self._rows.replace_one({"_id": line.id}, _CODEC.dump(line), upsert=True)
        self._kept = None
