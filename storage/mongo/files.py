"""Collection `files`: what is known of the files of conversations. Their bytes lie where `Blobs` has them.

A row comes first, as *arriving*; it is *loose* once the bytes are whole, and *held* once a message is found that names
it. What is not held when its time is over is *going*: its bytes are deleted, then its row. So whatever process dies
wherever, a row leads to what it left. Nobody notes when a message is sent: whoever is going to name a file claims it
before, which gives the commit a day to happen, and the sweep looks among the messages before it deletes.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import ConversationId, FileId
from handoff.ports import UNCLAIMED, Clock, NoFile, Preview, StoredFile
from storage.blobs import Blobs
from storage.mongo.blobs import GridFSBlobs

Row = dict[str, Any]
_HERE = "mongo"
_WHOLE = {"$in": ["loose", "held", "going"]}


async def ensure_indexes(db: AsyncIOMotorDatabase[Row]) -> None:
    await db.files.create_index([("conversation_id", 1), ("sha256", 1)])
    await db.files.create_index("until", sparse=True)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MongoFiles:
    """Fulfils `handoff.ports.Files`. New bytes go `into` the named store; those of before stay where they are."""

    def __init__(
        self,
        db: AsyncIOMotorDatabase[Row],
        clock: Clock = _utc_now,
        *,
        others: Mapping[str, Blobs] | None = None,
        into: str = _HERE,
    ) -> None:
        self._rows, self._clock = db.files, clock
        self._stores: Mapping[str, Blobs] = {_HERE: GridFSBlobs(db), **(others or {})}
        self._into = into

    async def keep(
        self,
        conversation_id: ConversationId,
        name: str,
        mime: str,
        chunks: AsyncIterator[bytes],
        *,
        private: bool = False,
    ) -> StoredFile:
        file_id, checksum, size = FileId(secrets.token_hex(20)), hashlib.sha256(), 0
        known = {"conversation_id": conversation_id, "name": name, "mime": mime, "private": private}
        until = {"until": self._clock() + UNCLAIMED}
        await self._rows.insert_one({"_id": file_id, **known, **until, "state": "arriving", "store": self._into})

        async def measured() -> AsyncIterator[bytes]:
            nonlocal size
            async for chunk in chunks:
                checksum.update(chunk)
                size += len(chunk)
                yield chunk

        try:
            await self._stores[self._into].write(file_id, measured())
            whole = {"state": "loose", "size": size, "sha256": checksum.hexdigest()}
            came = await self._rows.update_one({"_id": file_id, "state": "arriving"}, {"$set": whole})
            if came.matched_count == 0:
                raise NoFile(file_id)  # it took longer than a day, and was swept
        except BaseException:
            await asyncio.shield(self._forget(file_id, self._into))
            raise
        return StoredFile(
            id=file_id, conversation_id=conversation_id, name=name, mime=mime, size=size,
            sha256=checksum.hexdigest(), private=private,
        )  # fmt: skip

    async def store(self, conversation_id: ConversationId, name: str, mime: str, data: bytes) -> FileId:
        same = {"conversation_id": conversation_id, "sha256": hashlib.sha256(data).hexdigest(), "name": name}
        known = await self._claim(same, UNCLAIMED)
        return (known or await self.keep(conversation_id, name, mime, _once(data))).id

    async def claim(self, file_id: FileId, lasting: timedelta = UNCLAIMED) -> StoredFile | None:
        return await self._claim({"_id": file_id}, lasting)

    async def find(self, file_id: FileId) -> StoredFile | None:
        row = await self._rows.find_one({"_id": file_id, "state": _WHOLE}, {"preview": 0})
        return _file(row) if row else None

    async def read(self, file_id: FileId, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        row = await self._rows.find_one({"_id": file_id, "state": _WHOLE}, {"store": 1})
        if row is None or row["store"] not in self._stores:
            raise NoFile(file_id)
        async for chunk in self._stores[row["store"]].read(file_id, start, end):
            yield chunk

    async def preview(self, file_id: FileId) -> Preview | None:
        row = await self._rows.find_one({"_id": file_id}, {"preview": 1})
        kept = (row or {})["preview"]
        return Preview(**kept) if kept else None

    async def keep_preview(self, file_id: FileId, preview: Preview | None) -> None:
        kept = {"data": preview.data, "width": preview.width, "height": preview.height} if preview else None
        await self._rows.update_one({"_id": file_id}, {"$set": {"preview": kept}})

    # -- for the sweep and the check ---------------------------------------------------------------------------

    async def all(self) -> AsyncIterator[StoredFile]:
        """Every whole file."""
        async for row in self._rows.find({"state": _WHOLE}, {"preview": 0}).sort("_id", 1):
            yield _file(row)

    async def overdue(self, limit: int) -> list[StoredFile]:
        """Files that no message was found to name, and whose time is over."""
        cursor = self._rows.find({"until": {"$lte": self._clock()}}, {"preview": 0}).sort("until", 1).limit(limit)
        return [_file(row) async for row in cursor]

    async def condemn(self, file_id: FileId) -> bool:
        """From here on nobody can claim it; False when somebody just did."""
        late = {"_id": file_id, "until": {"$lte": self._clock()}}
        return (await self._rows.update_one(late, {"$set": {"state": "going"}})).matched_count == 1

    async def hold(self, file_id: FileId) -> None:
        """A message names it: it stays."""
        await self._rows.update_one({"_id": file_id}, {"$set": {"state": "held"}, "$unset": {"until": ""}})

    async def delete(self, file_id: FileId) -> None:
        """One that was condemned."""
        row = await self._rows.find_one({"_id": file_id, "state": "going"}, {"store": 1})
        if row is not None:
            await self._forget(file_id, row["store"])

    async def erase(self, conversation_id: ConversationId) -> None:
        """All of a conversation, whether messages name them or not."""
        async for row in self._rows.find({"conversation_id": conversation_id}, {"store": 1}):
            await self._forget(FileId(row["_id"]), row["store"])

    async def _forget(self, file_id: FileId, store: str) -> None:
        if store not in self._stores:
            return  # it is not configured any more: the row alone knows of the bytes
        await self._stores[store].delete(file_id)
        await self._rows.delete_one({"_id": file_id})

    async def _claim(self, which: Row, lasting: timedelta) -> StoredFile | None:
        row = await self._rows.find_one({**which, "state": {"$in": ["loose", "held"]}}, {"preview": 0})
        if row is None or row["state"] == "held":
            return _file(row) if row else None
        longer = {"$max": {"until": self._clock() + lasting}}
        claimed = await self._rows.update_one({"_id": row["_id"], "state": "loose"}, longer)
        return _file(row) if claimed.matched_count else await self._claim(which, lasting)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _file(row: Row) -> StoredFile:
    return StoredFile(
        id=FileId(row["_id"]), conversation_id=ConversationId(row["conversation_id"]), name=row["name"],
        mime=row["mime"], size=row.get("size", 0), sha256=row.get("sha256", ""), private=row.get("private", False),
    )  # fmt: skip
