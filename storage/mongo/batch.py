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
        self._pending: list[tuple[Sequence[dict[str, Any]], asyncio.Future[set[Any]]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def insert(self, documents: Sequence[dict[str, Any]]) -> set[Any]:
        """Durable when it returns: the ids that were there before. Raises the driver's error if this write failed."""
        if not documents:
            return set()
        written: asyncio.Future[set[Any]] = asyncio.get_running_loop().create_future()
        self._pending.append((documents, written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        while self._pending:
            group, self._pending = self._pending[:_MOST], self._pending[_MOST:]
            try:
                repeats = await self._insert([documents for documents, _ in group])
            except Exception as error:
                for _, written in group:
                    if not written.done():
                        written.set_exception(error)
            else:
                for (_, written), repeated in zip(group, repeats, strict=True):
                    if not written.done():
                        written.set_result(repeated)

    async def _insert(self, group: Sequence[Sequence[dict[str, Any]]]) -> list[set[Any]]:
        """Write the rows of all callers; for each caller, which of its ids somebody else (or an earlier one) had."""
        rows: dict[Any, dict[str, Any]] = {}
        repeats: list[set[Any]] = []
        for documents in group:
            repeats.append({document["_id"] for document in documents if document["_id"] in rows})
            rows |= {document["_id"]: document for document in documents if document["_id"] not in rows}
        try:
            await self._rows.insert_many(list(rows.values()), ordered=False)
        except BulkWriteError as error:
            errors = error.details["writeErrors"]
            if any(each["code"] != DUPLICATE for each in errors):
                raise
            there = {each["op"]["_id"] for each in errors}
            for documents, repeated in zip(group, repeats, strict=True):
                repeated |= {document["_id"] for document in documents if document["_id"] in there}
        return repeats
