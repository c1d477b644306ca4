"""Customers are found by words that are stored with them; those of before have none yet."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.conversation import Conversation
from storage.mongo import known_by
from storage.mongo.codec import Codec

_CODEC = Codec(Conversation)


async def up(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    async for row in db.conversations.find({known_by.FIELD: None}, {"journal": 0, "handled": 0}):
        words = known_by.words_of(_CODEC.load(row))
        await db.conversations.update_one({"_id": row["_id"]}, {"$set": {known_by.FIELD: words}})
