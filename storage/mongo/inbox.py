"""The inbox: lists of conversations for staff, read from `conversations`."""

import base64
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.ports import InboxPage, InboxQuery, UnknownPage, View
from storage.mongo.codec import Codec

_CODEC = Codec(Conversation)
_STATES = {
    View.MINE: ["with_operator"],
    View.WAITING: ["waiting"],
    View.OPEN: ["waiting", "with_operator"],
    View.BOT: ["with_bot"],
    View.CLOSED: ["closed"],
}


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """The lists read by the indexes of `conversations`."""


class MongoInbox:
    """Fulfils `handoff.ports.Inbox`. Pages go by (updated_at, id), newest first, so that a page never shifts."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.conversations

    async def page(self, query: InboxQuery) -> InboxPage:
        found = _filter(query.view, query.operator, query.lines)
        if query.line:
            found.append({"session.line": query.line})
        if query.text:
            words = {"$regex": re.escape(query.text), "$options": "i"}
            names = ("customer.name", "customer.username", "customer.phone", "last.text")
            found.append({"$or": [{name: words} for name in names]})
        if query.after:
            at, last = _read_cursor(query.after)
            found.append({"$or": [{"updated_at": {"$lt": at}}, {"updated_at": at, "_id": {"$lt": last}}]})
        cursor = self._rows.find({"$and": found}, {"journal": 0, "handled": 0})
        rows = await cursor.sort([("updated_at", -1), ("_id", -1)]).limit(query.limit + 1).to_list(query.limit + 1)
        items = [_CODEC.load(row) for row in rows[: query.limit]]
        more = len(rows) > query.limit
        return InboxPage(items=items, next=_write_cursor(items[-1]) if more else None)

    async def counts(self, operator: OperatorId, lines: frozenset[LineId] | None) -> Mapping[View, int]:
        views = [view for view in View if view is not View.CLOSED and (lines is None or view is not View.BOT)]
        return {view: await self._rows.count_documents({"$and": _filter(view, operator, lines)}) for view in views}


def _filter(view: View, operator: OperatorId, lines: frozenset[LineId] | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"session.state": {"$in": _STATES[view]}}]
    if view is View.MINE:
        found.append({"session.operator": operator})
    elif lines is not None:
        mine = {"$or": [{"session.line": {"$in": sorted(lines)}}, {"session.operator": operator}]}
        found.append(mine if view is not View.BOT else {"_id": None})  # the bot's sessions are the supervisors' to see
    return found


def _write_cursor(last: Conversation) -> str:
    return base64.urlsafe_b64encode(f"{last.updated_at.isoformat()} {last.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        at, last = base64.urlsafe_b64decode(cursor.encode("ascii")).decode().split(" ", 1)
        return datetime.fromisoformat(at).astimezone(UTC), last
    except (ValueError, OverflowError) as error:
        raise UnknownPage(cursor) from error
