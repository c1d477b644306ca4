"""Collection `vectors`: the sentence vectors of an article, by a hash of the encoder and the sentences.

They are kept at half precision, which is finer than the encoder's own weights.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import BulkWriteError

from nlu.knowledge.ports import Vector

_DUPLICATE = 11000


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """By id only."""


class MongoVectors:
    """Fulfils `nlu.knowledge.ports.Vectors`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.vectors

    async def load(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        if not keys:
            return {}
        rows = self._rows.find({"_id": {"$in": list(keys)}})
        return {row["_id"]: _unpacked(row) async for row in rows}

    async def keep(self, vectors: Mapping[str, Vector]) -> None:
        rows = [
            {"_id": key, "rows": len(vector), "half": vector.astype(np.float16).tobytes()}
            for key, vector in vectors.items()
        ]
        try:
            await self._rows.insert_many(rows, ordered=False)
        except BulkWriteError as error:
            # Another worker that started at the same time has kept the same vector: the two are equal.
            if any(each["code"] != _DUPLICATE for each in (error.details or {}).get("writeErrors", ())):
                raise


def _unpacked(row: Mapping[str, Any]) -> Vector:
    return np.frombuffer(row["half"], np.float16).astype(np.float32).reshape(row["rows"], -1)
