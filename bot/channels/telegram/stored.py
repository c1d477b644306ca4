"""Files of our own store, as Telegram's client uploads them: read while they are sent, never whole in memory."""

from collections.abc import AsyncGenerator, Sequence

from aiogram import Bot
from aiogram.types import InputFile

from bot.channels.base import Rejected
from handoff.ids import FileId
from handoff.messages import Attachment
from handoff.ports import Files

LARGEST = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
GONE = "A file of this message is not in our store any more."
NO_STORE = "This bot has no store to take files from."


class StoredFile(InputFile):
    """One upload; read anew at each try."""

    def __init__(self, files: Files, file_id: FileId, name: str) -> None:
        super().__init__(filename=name)
        self._files, self._id = files, file_id

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        async for chunk in self._files.read(self._id):
            yield chunk


async def uploads(files: Files | None, attachments: Sequence[Attachment]) -> dict[FileId, StoredFile]:
    """One for each file of ours that has no address. Raises Rejected before anything is sent."""
    found = {}
    for each in attachments:
        if each.url or each.file_id is None:
            continue
        if files is None:
            raise Rejected(NO_STORE)
        stored = await files.find(each.file_id)
        if stored is None:
            raise Rejected(GONE)
        if stored.size > LARGEST:
            raise Rejected(f"“{each.name}” is larger than the 50 MB that Telegram takes from bots.")
        found[each.file_id] = StoredFile(files, each.file_id, each.name)
    return found
