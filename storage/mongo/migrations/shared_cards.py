"""A message had room for one shared contact; it has room for several now."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase


async def up(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    async for row in db.messages.find({"content.card": {"$type": "object"}}, {"content.card": 1}):
        change = {"$set": {"content.cards": [row["content"]["card"]]}, "$unset": {"content.card": ""}}
        await db.messages.update_one({"_id": row["_id"]}, change)
    async for row in db.conversations.find({"journal.content.card": {"$type": "object"}}, {"journal": 1}):
        for number, message in enumerate(row["journal"]):
            if card := (message.get("content") or {}).get("card"):
                place = {"_id": row["_id"], f"journal.{number}.id": message["id"]}
                change = {
                    "$set": {f"journal.{number}.content.cards": [card]},
                    "$unset": {f"journal.{number}.content.card": ""},
                }
                await db.conversations.update_one(place, change)
