"""Collection `payloads`: what messengers sent us, as it came, so that it can be looked at and handled again.

Rows go together when many come, and go away by themselves when their time is over.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from storage.mongo.batch import Inserter


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One request of a messenger's, without what proves that it is theirs."""

    channel: str
    at: datetime
    headers: Mapping[str, str]
    body: str


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.payloads.create_index([("channel", 1), ("at", -1)])
    await db.payloads.create_index("expires_at", expireAfterSeconds=0)


class MongoPayloads:
    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]], life: timedelta) -> None:
        self._rows, self._life = db.payloads, life
        self._inserter = Inserter(db.payloads)

    async def keep(self, payload: Payload) -> None:
        if not self._life:
            return
        row = {
            "_id": uuid.uuid4().hex, "channel": payload.channel, "at": payload.at, "headers": dict(payload.headers),
            "body": payload.body, "expires_at": payload.at + self._life,
        }  # fmt: skip
        await self._inserter.insert([row])

    async def latest(self, channel: str, limit: int) -> Sequence[Payload]:
        """The newest first."""
        rows = self._rows.find({"channel": channel}).sort("at", -1).limit(limit)
        return [
            Payload(channel=row["channel"], at=row["at"], headers=row["headers"], body=row["body"])
            async for row in rows
        ]  # fmt: skip
