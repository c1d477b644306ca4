"""Collection `chapters`: every version of the rules that an admin edits, a row each, and the book of those in force.

A version never changes once it is there. Its number is in its `_id`, so of two who save the same next one only one can.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from handoff.book import Book
from handoff.ids import OperatorId
from handoff.ports import PRIORITY, ROUTING, SLA, Chapter, ChapterVersion, Connections, Lines, Operators, Stale

T = TypeVar("T")
_VERSION = TypeAdapter(ChapterVersion)
_KEPT_SECONDS = 0.3


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.chapters.create_index([("chapter", 1), ("version", -1)])


class MongoChapters:
    """Fulfils `handoff.ports.Chapters`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.chapters
        self._read: dict[str, tuple[int, Any]] = {}

    async def current(self, chapter: Chapter[T]) -> tuple[int, T]:
        latest = await self._latest(chapter)
        if latest == 0:
            return 0, chapter.blank
        version, value = self._read.get(chapter.name, (0, chapter.blank))
        if version != latest:  # a version is for ever: it is read once
            found = await self.version(chapter, latest)
            self._read[chapter.name] = version, value = latest, chapter.blank if found is None else found
        return version, value

    async def save(
        self, chapter: Chapter[T], value: T, *, base: int, by: OperatorId | None, at: datetime, comment: str = ""
    ) -> int:
        if (latest := await self._latest(chapter)) != base:
            raise Stale(latest)
        row = {
            "_id": f"{chapter.name}:{base + 1}", "chapter": chapter.name, "version": base + 1, "by": by, "at": at,
            "comment": comment, "value": TypeAdapter(chapter.kind).dump_python(value, mode="json"),
        }  # fmt: skip
        try:
            await self._rows.insert_one(row)
        except DuplicateKeyError as error:
            raise Stale(await self._latest(chapter)) from error
        return base + 1

    async def versions(self, chapter: Chapter[T]) -> Sequence[ChapterVersion]:
        rows = self._rows.find({"chapter": chapter.name}, {"value": 0}).sort("version", -1)
        return [_VERSION.validate_python(row) async for row in rows]

    async def version(self, chapter: Chapter[T], number: int) -> T | None:
        row = await self._rows.find_one({"_id": f"{chapter.name}:{number}"})
        return TypeAdapter(chapter.kind).validate_python(row["value"]) if row else None

    async def _latest(self, chapter: Chapter[T]) -> int:
        rows = self._rows.find({"chapter": chapter.name}, {"version": 1}).sort("version", -1).limit(1)
        return next((int(row["version"]) for row in await rows.to_list(1)), 0)


class MongoBooks:
    """Fulfils `handoff.ports.Books`."""

    def __init__(self, lines: Lines, operators: Operators, chapters: MongoChapters, connections: Connections) -> None:
        self._lines, self._operators, self._chapters, self._connections = lines, operators, chapters, connections
        self._kept: tuple[float, Book] | None = None
        self._reading = asyncio.Lock()

    async def now(self) -> Book:
        async with self._reading:
            if self._kept is None or time.monotonic() - self._kept[0] > _KEPT_SECONDS:
                self._kept = (time.monotonic(), await self._read())
            return self._kept[1]

    async def _read(self) -> Book:
        lines, staff, connections, routing, priority, sla = await asyncio.gather(
            self._lines.all(), self._operators.all(), self._connections.all(),
            self._chapters.current(ROUTING), self._chapters.current(PRIORITY), self._chapters.current(SLA),
        )  # fmt: skip
        return Book(
            lines=lines, staff=staff, connections=tuple(connections), routing_version=routing[0], routing=routing[1],
            priority_version=priority[0], priority=priority[1], sla_version=sla[0], sla=sla[1],
        )  # fmt: skip
