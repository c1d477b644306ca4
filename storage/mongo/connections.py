"""Collection `connections`: the accounts of messengers that admins have connected. A handful of rows, read often."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.connection import Connection
from handoff.ports import Stale
from storage.mongo import versioned
from storage.mongo.codec import Codec, Document

_KEPT_SECONDS = 0.3
"""What an admin changes is to be in force everywhere within a second."""


class _ConnectionCodec(Codec[Connection]):
    """Its id is made of its kind and account."""

    def dump(self, value: Connection) -> Document:
        return {**self._adapter.dump_python(value), "_id": value.id}

    def load(self, document: Mapping[str, Any]) -> Connection:
        return self._adapter.validate_python(document)


_CODEC = _ConnectionCodec(Connection)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """By id only."""


class MongoConnections:
    """Fulfils `handoff.ports.Connections`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.connections
        self._kept: tuple[float, Sequence[Connection]] | None = None

    async def all(self) -> Sequence[Connection]:
        if self._kept is None or time.monotonic() - self._kept[0] > _KEPT_SECONDS:
            rows = await self._rows.find().sort("_id", 1).to_list(None)
            self._kept = (time.monotonic(), [_CODEC.load(row) for row in rows])
        return self._kept[1]

    async def change(self, connection: Connection, *, base: int) -> Connection:
        await versioned.change(self._rows, _CODEC.dump(connection), base=base)
        self._kept = None
        return replace(connection, version=base + 1)

    async def delete(self, connection: Connection) -> None:
        gone = await self._rows.delete_one({"_id": connection.id, "version": connection.version})
        self._kept = None
        if not gone.deleted_count:
            now = await self._rows.find_one({"_id": connection.id}, {"version": 1})
            raise Stale(now["version"] if now else 0)
