"""Collection `lines`: the support lines. A handful of rows, read often, so they are kept for a moment."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.line import Line
from storage.mongo import versioned
from storage.mongo.codec import Codec, Document

_KEPT_SECONDS = 0.4
"""An admin's change is to be in force everywhere within a second."""


class _LineCodec(Codec[Line]):
    """BSON has no types for a line's times of day and its maps by weekday and date: lines are stored as in JSON."""

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

    async def change(self, line: Line, *, base: int) -> Line:
        await versioned.change(self._rows, _CODEC.dump(line), base=base)
        self._kept = None
        return replace(line, version=base + 1)

    async def save(self, line: Line) -> None:
        """For seeding: whatever was there is overwritten."""
        await self._rows.replace_one({"_id": line.id}, _CODEC.dump(line), upsert=True)
        self._kept = None
