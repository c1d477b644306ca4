"""Group commit: rows that are asked for while a write is under way go together in the next one.

What is acknowledged together may be written together: nobody waits for a timer, a lone row goes at once, and under
load one round trip (and one sync to disk) carries many.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError

DUPLICATE = 11000
_MOST = 500


class Inserter:
    """Inserts rows into one collection; a row whose `_id` is there already is left as it is."""

    def __init__(self, rows: AsyncIOMotorCollection[dict[str, Any]]) -> None:
        self._rows = rows
        self._pending: list[tuple[Sequence[dict[str, Any]], asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def insert(self, documents: Sequence[dict[str, Any]]) -> None:
        """Durable when it returns; raises the driver's error if this write failed."""
        if not documents:
            return
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append((documents, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        while self._pending:
            group, self._pending = self._pending[:_MOST], self._pending[_MOST:]
            try:
                await self._insert([document for documents, _ in group for document in documents])
            except Exception as error:
                for _, written in group:
                    if not written.done():
                        written.set_exception(error)
            else:
                for _, written in group:
                    if not written.done():
                        written.set_result(None)

    async def _insert(self, documents: list[dict[str, Any]]) -> None:
        unique = list({document["_id"]: document for document in documents}.values())
        try:
            await self._rows.insert_many(unique, ordered=False)
        except BulkWriteError as error:
            if any(each["code"] != DUPLICATE for each in error.details["writeErrors"]):
                raise
