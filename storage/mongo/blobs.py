"""The bytes of files in GridFS: the default, which needs no further server."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from gridfs.errors import NoFile as NotInGridFS
from motor.motor_asyncio import AsyncIOMotorDatabase, AsyncIOMotorGridFSBucket

from handoff.ids import FileId
from handoff.ports import NoFile


class GridFSBlobs:
    """Fulfils `storage.blobs.Blobs`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._bucket = AsyncIOMotorGridFSBucket(db, bucket_name="files")
        self._rows, self._chunks = db["files.files"], db["files.chunks"]

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        stream = self._bucket.open_upload_stream_with_id(key, key)
        try:
            async for chunk in chunks:
                await stream.write(chunk)
        except BaseException:  # the browser may go away half-way, which cancels us
            await asyncio.shield(stream.abort())
            raise
        await stream.close()

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
