"""What everybody at the desk has in hand, read from `conversations`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter

from handoff.conversation import Conversation
from handoff.ids import LineId
from handoff.performance import within
from handoff.ports import Tally
from handoff.session import Closed
from storage.mongo.codec import Codec

_CODEC = Codec(Conversation)
_CLOSED: TypeAdapter[Closed] = TypeAdapter(Closed)
_BROKEN = {"$elemMatch": {"breached_at": {"$ne": None}, "met_at": None}}


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    for field in ("session.closed_at", "earlier.closed_at"):
        await db.conversations.create_index(field, sparse=True)


class MongoTeam:
    """Fulfils `handoff.ports.Team`. It counts in the database: thousands may wait."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.conversations

    async def tallies(self) -> Mapping[LineId, Tally]:
        waiting = await self._by_line({"session.state": "waiting"}, oldest={"$min": "$session.since"})
        held = await self._by_line({"session.state": "with_operator"})
        on_hold = await self._by_line({"session.state": "with_operator", "session.hold": {"$ne": None}})
        open_now = {"session.state": {"$in": ["waiting", "with_operator"]}}
        broken = await self._by_line({**open_now, "session.handling.clocks": _BROKEN})
        return {
            LineId(line): Tally(
                waiting=_count(waiting, line), oldest_since=waiting.get(line, {}).get("oldest"),
                with_operators=_count(held, line), on_hold=_count(on_hold, line), breached=_count(broken, line),
            )
            for line in {*waiting, *held}
        }  # fmt: skip

    async def held(self) -> Sequence[Conversation]:
        rows = self._rows.find({"session.state": "with_operator"}, {"journal": 0, "handled": 0})
        return [_CODEC.load(row) async for row in rows.sort("session.since", 1)]

    async def closed(self, since: datetime, until: datetime) -> Sequence[Closed]:
        when = {"$gte": since, "$lt": until}
        now = self._rows.find({"session.closed_at": when, "session.state": "closed"}, {"session": 1})
        # The first condition is for the embedded server, which has no index for the second.
        lately = {"earlier.closed_at": {"$gte": since}, "earlier": {"$elemMatch": {"closed_at": when}}}
        before = self._rows.find(lately, {"earlier": 1})
        sessions = [row["session"] async for row in now] + [each async for row in before for each in row["earlier"]]
        return within([_CLOSED.validate_python(each) for each in sessions], since, until)

    async def _by_line(self, query: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
        group = {"_id": "$session.line", "count": {"$sum": 1}, **more}
        rows = self._rows.aggregate([{"$match": query}, {"$group": group}])
        return {row["_id"]: row async for row in rows}


def _count(rows: Mapping[str, Mapping[str, Any]], line: str) -> int:
    return int(rows.get(line, {}).get("count", 0))
