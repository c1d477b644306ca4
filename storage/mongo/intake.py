"""Collection `intake`: events as received, stored before the messenger hears "200".

The event's id is the key, so a repeat is one row. `waiting_since` stays until the event is handled; rows that keep it
too long are posted again. Handled rows go after eight days, when no messenger repeats itself any more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import ConversationId, EventId
from storage.mongo.batch import Inserter

KEPT = timedelta(days=8)
"""WhatsApp repeats a webhook for up to seven days."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.intake.create_index("waiting_since", sparse=True)
    await db.intake.create_index("expire_at", expireAfterSeconds=0)


class MongoIntake:
    """What gateways store and workers tick off. Events travel as JSON text: only the edges read them."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.intake
        self._inserter = Inserter(db.intake)

    async def store(self, events: Sequence[tuple[EventId, ConversationId, str]], at: datetime) -> None:
        """Durable when it returns. An event that is there already stays as it is."""
        rows = [{"_id": id_, "conversation_id": c, "event": text, "waiting_since": at} for id_, c, text in events]
        await self._inserter.insert(rows)

    async def handled(self, events: Iterable[EventId], at: datetime) -> None:
        await self._rows.update_many(
            {"_id": {"$in": list(events)}}, {"$unset": {"waiting_since": ""}, "$set": {"expire_at": at + KEPT}}
        )

    async def waiting(self, before: datetime, limit: int) -> Sequence[tuple[ConversationId, str]]:
        """Events received before a time and not handled yet, oldest first."""
        cursor = self._rows.find({"waiting_since": {"$lt": before}}).sort("waiting_since", 1).limit(limit)
        return [(ConversationId(row["conversation_id"]), row["event"]) async for row in cursor]
