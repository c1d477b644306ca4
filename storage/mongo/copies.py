"""The files of messages in the history whose copies could not be made at once."""

from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter

from handoff.ids import ConversationId
from handoff.messages import Attachment, Side

_ATTACHMENT: TypeAdapter[Attachment] = TypeAdapter(Attachment)


class MongoCopies:
    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._messages = db.messages

    async def find(self, conversation_id: ConversationId, number: int, index: int) -> Attachment | None:
        """A file of a customer's message, as the history has it."""
        query = {"conversation_id": conversation_id, "number": number, "side": Side.CUSTOMER.value}
        row = await self._messages.find_one(query, {"content.attachments": 1})
        files = row["content"]["attachments"] if row else []
        return _ATTACHMENT.validate_python(files[index]) if index < len(files) else None

    async def write(self, conversation_id: ConversationId, number: int, index: int, made: Attachment) -> None:
        """What came of another try; nothing where somebody's was successful meanwhile."""
        place = f"content.attachments.{index}"
        # Not `file_id: None`: a path with a number in it is also looked for as a name, which nothing has.
        query = {"conversation_id": conversation_id, "number": number, f"{place}.failure": {"$type": "string"}}
        await self._messages.update_one(query, {"$set": {place: _ATTACHMENT.dump_python(made)}})
