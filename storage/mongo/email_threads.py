"""Collection `email_threads`: what an answer by e-mail needs to know of the mail that it answers, a row a conversation;
and, under a name that no conversation has, the key that tokens are signed with."""

import secrets
from dataclasses import dataclass
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import ConversationId

_KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The customer's latest mail: its subject without `Re:`, its Message-ID, and those before it, oldest first."""

    subject: str
    message_id: str
    references: tuple[str, ...] = ()


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.email_threads.create_index("code", sparse=True)


class MongoEmailThreads:
    """Fulfils `bot.channels.email.ports.Threads`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.email_threads

    async def key(self) -> bytes:
        """Made once, by whoever asks first."""
        new = secrets.token_bytes(32)
        await self._rows.update_one({"_id": _KEY}, {"$setOnInsert": {"value": new}}, upsert=True)
        row = await self._rows.find_one({"_id": _KEY})
        return bytes(row["value"]) if row else new

    async def keep(self, conversation_id: ConversationId, code: str, thread: Thread) -> None:
        row = {
            "code": code, "subject": thread.subject, "message_id": thread.message_id,
            "references": list(thread.references),
        }  # fmt: skip
        await self._rows.update_one({"_id": conversation_id}, {"$set": row}, upsert=True)

    async def of(self, conversation_id: ConversationId) -> Thread | None:
        row = await self._rows.find_one({"_id": conversation_id})
        if row is None:
            return None
        return Thread(subject=row["subject"], message_id=row["message_id"], references=tuple(row["references"]))

    async def whose(self, code: str) -> ConversationId | None:
        row = await self._rows.find_one({"code": code}, {"_id": 1})
        return ConversationId(row["_id"]) if row else None
