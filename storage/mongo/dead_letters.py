"""Collection `dead_letters`: events that failed too often, with their error, for people to look at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import ConversationId
from handoff.ports import DeadLetter


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.dead_letters.create_index([("parked_at", -1)])


class MongoDeadLetters:
    """Fulfils `handoff.ports.DeadLetters`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.dead_letters

    async def park(self, id_: str, conversation_id: str, event: str, error: str, at: datetime) -> None:
        """Set an event (as text) aside; the same one again replaces its row."""
        row = {"conversation_id": conversation_id, "event": event, "error": error, "parked_at": at}
        await self._rows.replace_one({"_id": id_}, row, upsert=True)

    async def recent(self, limit: int) -> Sequence[DeadLetter]:
        return [_letter(row) async for row in self._rows.find({}, {"event": 0}).sort("parked_at", -1).limit(limit)]

    async def get(self, id_: str) -> DeadLetter | None:
        row = await self._rows.find_one({"_id": id_}, {"event": 0})
        return None if row is None else _letter(row)

    async def drop(self, id_: str) -> None:
        """It has been seen to."""
        await self._rows.delete_one({"_id": id_})

    async def raw(self, id_: str) -> str | None:
        """The event as it came."""
        row = await self._rows.find_one({"_id": id_}, {"event": 1})
        return None if row is None else str(row["event"])


def _letter(row: dict[str, Any]) -> DeadLetter:
    return DeadLetter(
        id=row["_id"], conversation_id=ConversationId(row["conversation_id"]), error=row["error"],
        parked_at=row["parked_at"],
    )  # fmt: skip
