"""The bytes of files in GridFS: the default, which needs no further server.

Written in its layout, but not by the driver's bucket: that asks at each file whether there is any row in either
collection, for which the embedded server reads all the bytes that it has.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from gridfs.errors import NoFile as NotInGridFS
from motor.motor_asyncio import AsyncIOMotorDatabase, AsyncIOMotorGridFSBucket

from handoff.ids import FileId
from handoff.ports import NoFile

_CHUNK = 255 * 1024
"""The driver's own."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db["files.chunks"].create_index([("files_id", 1), ("n", 1)], unique=True)


class GridFSBlobs:
    """Fulfils `storage.blobs.Blobs`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._bucket = AsyncIOMotorGridFSBucket(db, bucket_name="files")
        self._rows, self._chunks = db["files.files"], db["files.chunks"]

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        length, number, buffer = 0, 0, bytearray()

        async def keep(data: bytes) -> None:
            nonlocal length, number
            await self._chunks.insert_one({"files_id": key, "n": number, "data": data})
            length, number = length + len(data), number + 1

        try:
            async for chunk in chunks:
                buffer += chunk
                while len(buffer) >= _CHUNK:
                    await keep(bytes(buffer[:_CHUNK]))
                    del buffer[:_CHUNK]
            if buffer:
                await keep(bytes(buffer))
            file = {"_id": key, "filename": key, "length": length, "chunkSize": _CHUNK}
            await self._rows.insert_one({**file, "uploadDate": datetime.now(UTC)})
        except BaseException:  # the browser may go away half-way, which cancels us
            await asyncio.shield(self.delete(key))
            raise

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        try:
            stream = await self._bucket.open_download_stream(key)
        except NotInGridFS as error:
            raise NoFile(FileId(key)) from error
        stream.seek(start)
        left = (stream.length if end is None else end) - start
        while left > 0 and (chunk := await stream.readchunk()):
            yield chunk[:left]
            left -= len(chunk)

    async def delete(self, key: str) -> None:
        # Not by the bucket, which asks for the file's row: a process may have died before it wrote that.
        await self._rows.delete_one({"_id": key})
        await self._chunks.delete_many({"files_id": key})
