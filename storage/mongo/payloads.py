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
    """One request of a messenger's, or one thing that was fetched there, without what proves that it is theirs."""

    channel: str
    at: datetime
    headers: Mapping[str, str]
    body: str
    customers: tuple[str, ...] = ()
    """Of whom it tells, as the messenger calls them."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.payloads.create_index([("channel", 1), ("at", -1)])
    await db.payloads.create_index("expires_at", expireAfterSeconds=0)


class MongoPayloads:
    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]], life: timedelta) -> None:
        self._rows, self._life = db.payloads, life
        self._inserter = Inserter(db.payloads)

    async def keep(self, payloads: Sequence[Payload]) -> None:
        if not self._life:
            return
        rows = [
            {
                "_id": uuid.uuid4().hex, "channel": each.channel, "at": each.at, "headers": dict(each.headers),
                "body": each.body, "customers": list(each.customers), "expires_at": each.at + self._life,
            }
            for each in payloads
        ]  # fmt: skip
        await self._inserter.insert(rows)

    async def latest(self, channel: str, limit: int) -> Sequence[Payload]:
        """The newest first."""
        rows = self._rows.find({"channel": channel}).sort("at", -1).limit(limit)
        return [
            Payload(
                channel=row["channel"], at=row["at"], headers=row["headers"], body=row["body"],
                customers=tuple(row.get("customers", ())),
            )
            async for row in rows
        ]  # fmt: skip
