"""What is known of files lay in the rows of GridFS; it has a collection of its own now, wherever the bytes are."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase


async def up(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    known = {"metadata.conversation_id": {"$exists": True}}
    async for row in db["files.files"].find(known):
        about = row["metadata"]
        file = {
            "conversation_id": about["conversation_id"], "name": row["filename"], "mime": about["mime"],
            "size": row["length"], "sha256": about.get("sha256", ""), "private": False, "state": "held",
            "store": "mongo",
        }  # fmt: skip
        await db.files.update_one({"_id": row["_id"]}, {"$setOnInsert": file}, upsert=True)
        await db["files.files"].update_one({"_id": row["_id"]}, {"$unset": {"metadata": ""}})
