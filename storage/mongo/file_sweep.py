"""Deletes files that no message came to name: uploads that were never sent, copies for a turn that was decided anew."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ports import StoredFile
from storage.mongo.files import MongoFiles

_AT_ONCE = 200


async def sweep(db: AsyncIOMotorDatabase[dict[str, Any]], files: MongoFiles) -> int:
    """How many were deleted. May be cut off anywhere and begun again, by several at a time."""
    deleted = 0
    while due := await files.overdue(_AT_ONCE):
        for file in due:
            # Condemned before it is looked for: from then on nobody can claim it for a message that we would not see.
            if not await files.condemn(file.id):
                continue
            if await _named(db, file):
                await files.hold(file.id)
            else:
                await files.delete(file.id)
                deleted += 1
        if len(due) < _AT_ONCE:
            break
    return deleted


async def _named(db: AsyncIOMotorDatabase[dict[str, Any]], file: StoredFile) -> bool:
    """The journal is asked first: a message leaves it only after it was written to the history."""
    journal = {"_id": file.conversation_id, "journal.content.attachments.file_id": file.id}
    history = {"conversation_id": file.conversation_id, "content.attachments.file_id": file.id}
    if await db.conversations.find_one(journal, {"_id": 1}) is not None:
        return True
    return await db.messages.find_one(history, {"_id": 1}) is not None
