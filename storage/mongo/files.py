"""Files of conversations, in GridFS: copies of what customers sent, since messengers' links expire, and what
operators send. Each is kept with the SHA-256 of its bytes."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from typing import Any

from gridfs.errors import NoFile as NotInGridFS
from motor.motor_asyncio import AsyncIOMotorDatabase, AsyncIOMotorGridFSBucket

from handoff.ids import ConversationId, FileId
from handoff.ports import NoFile, StoredFile


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db["files.files"].create_index("metadata.conversation_id")


class MongoFiles:
    """Fulfils `handoff.ports.Files`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._bucket = AsyncIOMotorGridFSBucket(db, bucket_name="files")
        self._rows, self._chunks = db["files.files"], db["files.chunks"]

    async def store(self, conversation_id: ConversationId, name: str, mime: str, data: bytes) -> FileId:
        """A copy of a customer's file. Its id is made from its conversation and content: stored again, it is one."""
        checksum = hashlib.sha256(data).hexdigest()
        file_id = FileId(hashlib.sha256(f"{conversation_id}/{checksum}/{name}".encode()).hexdigest()[:40])
        if await self._rows.find_one({"_id": file_id}, {"_id": 1}) is None:
            # GridFS writes chunks before this row: those of a process that died in between would be in the way.
            await self._chunks.delete_many({"files_id": file_id})
            metadata = {"conversation_id": conversation_id, "mime": mime, "sha256": checksum}
            await self._bucket.upload_from_stream_with_id(file_id, name, data, metadata=metadata)
        return file_id

    async def keep(
        self, conversation_id: ConversationId, name: str, mime: str, chunks: AsyncIterator[bytes]
    ) -> StoredFile:
        file_id, checksum, size = FileId(secrets.token_hex(20)), hashlib.sha256(), 0
        metadata = {"conversation_id": conversation_id, "mime": mime}
        stream = self._bucket.open_upload_stream_with_id(file_id, name, metadata=metadata)
        try:
            async for chunk in chunks:
                await stream.write(chunk)
                checksum.update(chunk)
                size += len(chunk)
            await stream.set("metadata", {**metadata, "sha256": checksum.hexdigest()})
        except BaseException:  # the browser may go away half-way, which cancels us
            await asyncio.shield(stream.abort())
            raise
        await stream.close()
        return StoredFile(id=file_id, conversation_id=conversation_id, name=name, mime=mime, size=size)

    async def find(self, file_id: FileId) -> StoredFile | None:
        row = await self._rows.find_one({"_id": file_id})
        if row is None:
            return None
        return StoredFile(
            id=file_id,
            conversation_id=ConversationId(row["metadata"]["conversation_id"]),
            name=row["filename"],
            mime=row["metadata"]["mime"],
            size=row["length"],
        )

    async def read(self, file_id: FileId) -> AsyncIterator[bytes]:
        try:
            stream = await self._bucket.open_download_stream(file_id)
        except NotInGridFS as error:
            raise NoFile(file_id) from error
        while chunk := await stream.readchunk():
            yield chunk
