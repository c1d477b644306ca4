"""Collections `flow_drafts` and `flow_revisions`: flows being drawn, a row each, and what was published of them.

A revision never changes. Its number is in its `_id`, so of two who publish at once one takes the next number, and the
other looks again. A flow is kept as the text of its file and not as a document: an author's names may hold dots and
dollars, and numbers of any size, which MongoDB would read in its own way. All fields are written out, so that a default
that changes later changes nothing that was published.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import DuplicateKeyError

from flows.errors import FlowArchived, RevisionMissing, StaleDraft
from flows.files import FORMAT, FlowFile, load
from flows.model import Draft, Flow, Layout, Library, Revision
from flows.words import FlowId

_COUNTER = "flows_in_force"


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.flow_revisions.create_index([("flow", 1), ("number", -1)])


class MongoFlows:
    """Fulfils `flows.ports.Flows`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._drafts = db.flow_drafts
        self._revisions = db.flow_revisions
        self._counters = db.counters
        self._read: dict[tuple[FlowId, int], Revision] = {}

    async def drafts(self) -> Sequence[Draft]:
        return [_draft(row) async for row in self._drafts.find().sort("_id", 1)]

    async def draft(self, flow: FlowId) -> Draft | None:
        row = await self._drafts.find_one({"_id": flow})
        return _draft(row) if row else None

    async def save(self, flow: Flow, layout: Layout, *, base: int, by: str, at: datetime) -> int:
        drawn = {"file": _written(flow, layout)}
        if base:
            return await self._change(flow.id, drawn, base=base, by=by, at=at)
        new = {"_id": flow.id, "version": 1, "author": by, "saved_at": at, "based_on": None, "archived": False}
        try:
            await self._drafts.insert_one(new | drawn)
        except DuplicateKeyError as error:
            raise StaleDraft(await self._version(flow.id)) from error
        return 1

    async def publish(self, flow: FlowId, *, version: int, by: str, at: datetime, comment: str = "") -> Revision:
        async def source() -> Draft:
            draft = await self.draft(flow)
            if draft is None or draft.version != version:
                raise StaleDraft(draft.version if draft else 0)
            return draft

        revision = await self._add(flow, source, by=by, at=at, comment=comment)
        # The larger one stays, in whatever order two publishers come here.
        await self._drafts.update_one({"_id": flow}, {"$max": {"based_on": revision.number}})
        return revision

    async def roll_back(self, flow: FlowId, number: int, *, by: str, at: datetime, comment: str = "") -> Revision:
        async def source() -> Draft:
            draft, old = await self.draft(flow), await self.revision(flow, number)
            if draft is None or old is None:
                raise RevisionMissing(f"There is no revision {number} of the flow “{flow}”.")
            return Draft(flow=old.flow, layout=old.layout, archived=draft.archived)

        return await self._add(flow, source, by=by, at=at, comment=comment)

    async def revisions(self, flow: FlowId) -> Sequence[Revision]:
        return [_revision(row) async for row in self._revisions.find({"flow": flow}).sort("number", -1)]

    async def revision(self, flow: FlowId, number: int) -> Revision | None:
        row = await self._revisions.find_one({"_id": _key(flow, number)})
        return _revision(row) if row else None

    async def archive(self, flow: FlowId, *, base: int, by: str, at: datetime) -> int:
        version = await self._change(flow, {"archived": True}, base=base, by=by, at=at)
        await self._announce()
        return version

    async def restore(self, flow: FlowId, *, base: int, by: str, at: datetime) -> int:
        version = await self._change(flow, {"archived": False}, base=base, by=by, at=at)
        await self._announce()
        return version

    async def edition(self) -> int:
        counter = await self._counters.find_one({"_id": _COUNTER})
        return int(counter["count"]) if counter else 0

    async def library(self, positions: Collection[tuple[FlowId, int]] = ()) -> Library:
        archived = set(await self._drafts.distinct("_id", {"archived": True}))
        published: dict[FlowId, int] = {}
        async for row in self._revisions.find({}, {"flow": 1, "number": 1}).sort([("flow", 1), ("number", 1)]):
            if row["flow"] not in archived:
                published[row["flow"]] = row["number"]
        revisions: dict[FlowId, dict[int, Revision]] = {}
        for flow, number in dict.fromkeys([*published.items(), *positions]):
            if (flow, number) not in self._read and (found := await self.revision(flow, number)):
                self._read[flow, number] = found  # it is for ever: it is read once
            if (flow, number) in self._read:
                revisions.setdefault(flow, {})[number] = self._read[flow, number]
        return Library(revisions=revisions, published=published)

    async def _change(self, flow: FlowId, fields: Mapping[str, Any], *, base: int, by: str, at: datetime) -> int:
        edited = {**fields, "version": base + 1, "author": by, "saved_at": at}
        result = await self._drafts.update_one({"_id": flow, "version": base}, {"$set": edited})
        if not result.matched_count:
            raise StaleDraft(await self._version(flow))
        return base + 1

    async def _add(
        self, flow: FlowId, source: Callable[[], Awaitable[Draft]], *, by: str, at: datetime, comment: str
    ) -> Revision:
        """The revision after the latest."""
        while True:
            # In this order: what is published after it takes the number that we wanted, so nothing older comes on top.
            latest = await self._latest(flow)
            made = await source()
            if made.archived:
                raise FlowArchived(f"The flow “{flow}” is archived; restore it first.")
            if latest and latest.checksum == made.flow.checksum():
                return latest
            revision = made.publish(number=latest.number + 1 if latest else 1, at=at, author=by, comment=comment)
            try:
                await self._revisions.insert_one(_row(revision))
            except DuplicateKeyError:
                continue
            await self._announce()
            return revision

    async def _announce(self) -> None:
        await self._counters.update_one({"_id": _COUNTER}, {"$inc": {"count": 1}}, upsert=True)

    async def _latest(self, flow: FlowId) -> Revision | None:
        rows = await self._revisions.find({"flow": flow}).sort("number", -1).limit(1).to_list(1)
        return next(map(_revision, rows), None)

    async def _version(self, flow: FlowId) -> int:
        row = await self._drafts.find_one({"_id": flow}, {"version": 1})
        return int(row["version"]) if row else 0


def _key(flow: FlowId, number: int) -> str:
    return f"{flow}:{number}"


def _written(flow: Flow, layout: Layout) -> str:
    # By this module: pydantic's own writes null for what is no finite number, which could not be read again.
    return json.dumps(FlowFile(format=FORMAT, flow=flow, layout=layout).model_dump(mode="json"), ensure_ascii=False)


def _draft(row: Mapping[str, Any]) -> Draft:
    file = load(row["file"])
    return Draft(
        flow=file.flow, layout=file.layout, version=row["version"], based_on=row["based_on"], author=row["author"],
        saved_at=row["saved_at"], archived=row["archived"],
    )  # fmt: skip


def _row(revision: Revision) -> dict[str, Any]:
    return {
        "_id": _key(revision.flow.id, revision.number), "flow": revision.flow.id, "number": revision.number,
        "checksum": revision.checksum, "published_at": revision.published_at, "author": revision.author,
        "comment": revision.comment, "file": _written(revision.flow, revision.layout),
    }  # fmt: skip


def _revision(row: Mapping[str, Any]) -> Revision:
    file = load(row["file"])
    return Revision(
        flow=file.flow, number=row["number"], checksum=row["checksum"], published_at=row["published_at"],
        author=row["author"], comment=row["comment"], layout=file.layout,
    )  # fmt: skip
