"""What flows did, read from the rows of `messages` that carry a trace: summed up for heat, or whole for replay."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter

from flows.heat import Row
from flows.replay import Kept
from flows.summary import Summary
from flows.words import FlowId

_SUMMARY: TypeAdapter[Summary] = TypeAdapter(Summary)
_SUMMED_UP = {"at": 1, "number": 1, "session_id": 1} | {f"trace.{name}": 1 for name in Summary.__dataclass_fields__}
_LOOKED_AT = 50_000
"""Rows among which runs are looked for."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.messages.create_index([("trace.run", 1)], sparse=True)


class MongoFlowRecords:
    """Fulfils `flows.ports.FlowRecords`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.messages

    async def rows(self, flow: FlowId, *, since: datetime, until: datetime, limit: int) -> Sequence[Row]:
        found = self._rows.find(_within(flow, since, until), _SUMMED_UP).sort("at", -1).limit(limit)
        documents = await found.to_list(limit)
        return await asyncio.to_thread(_summed_up, documents)  # ten thousands, while others are served

    async def runs(self, flow: FlowId, *, since: datetime, until: datetime, limit: int) -> Sequence[Kept]:
        newest: dict[str, list[Mapping[str, Any]]] = {}
        found = self._rows.find(_within(flow, since, until), {"trace.run": 1}).sort("at", -1).limit(_LOOKED_AT)
        async for row in found:
            newest.setdefault(row["trace"]["run"], [])
            if len(newest) == limit:
                break
        whole = {"conversation_id": 1, "session_id": 1, "number": 1, "trace.run": 1, "trace.record": 1}
        async for row in self._rows.find({"trace.run": {"$in": list(newest)}}, whole):
            newest[row["trace"]["run"]].append(row)
        return [_kept(sorted(rows, key=lambda row: int(row["number"]))) for rows in newest.values() if rows]


def _summed_up(documents: Sequence[Mapping[str, Any]]) -> Sequence[Row]:
    return [
        Row(at=each["at"], session=each["session_id"], summary=_SUMMARY.validate_python(each["trace"]))
        for each in sorted(documents, key=lambda each: (each["at"], each["number"]))
    ]


def _within(flow: FlowId, since: datetime, until: datetime) -> dict[str, Any]:
    return {"trace.flows": flow, "at": {"$gte": since, "$lt": until}}


def _kept(rows: Sequence[Mapping[str, Any]]) -> Kept:
    return Kept(
        conversation=rows[0]["conversation_id"],
        session=rows[0]["session_id"],
        records=tuple(row["trace"]["record"] for row in rows),
    )
