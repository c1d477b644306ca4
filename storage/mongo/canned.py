"""Collection `canned`: replies ready to use."""

from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ports import Canned


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """By id only."""


class MongoCanned:
    """Fulfils `handoff.ports.CannedReplies`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.canned

    async def all(self) -> Sequence[Canned]:
        rows = self._rows.find().sort("_id", 1)
        return [Canned(shortcut=row["shortcut"], text=row["text"], language=row["language"]) async for row in rows]

    async def save(self, reply: Canned) -> None:
        row = {"shortcut": reply.shortcut, "text": reply.text, "language": reply.language}
        await self._rows.replace_one({"_id": f"{reply.language}/{reply.shortcut}"}, row, upsert=True)
