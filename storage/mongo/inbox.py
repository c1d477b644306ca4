"""The inbox: lists of conversations for staff, read from `conversations`.

A list is sorted by a few stored fields and at last by id, so that every row has one place; a cursor names the place of
a page's last row, and the next page is what comes after it, whatever has changed above.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.ports import InboxPage, InboxQuery, Order, UnknownPage, View
from handoff.priority import NORMAL
from storage.mongo.codec import Codec

_CODEC = Codec(Conversation)
_STATES = {
    View.MINE: ["with_operator"],
    View.HOLD: ["with_operator"],
    View.WAITING: ["waiting"],
    View.OPEN: ["waiting", "with_operator"],
    View.BOT: ["with_bot"],
    View.CLOSED: ["closed"],
}


def _time(value: Any) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


class _Key(NamedTuple):
    """A field that a list is sorted by, and how a cursor's value for it is read."""

    field: str
    direction: int
    read: Callable[[Any], Any]


_KEYS: Mapping[Order, Sequence[_Key]] = {
    Order.RECENT: (_Key("updated_at", -1, _time), _Key("_id", -1, str)),
    Order.TURN: (
        _Key("session.handling.priority.rank", -1, int), _Key("sort.place_from", 1, _time), _Key("_id", 1, str),
    ),
    Order.DUE: (_Key("sort.due_at", 1, _time), _Key("_id", 1, str)),
}  # fmt: skip
"""`sort` is written by the commits: see `conversations`."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    for keys in _KEYS.values():
        fields = [(key.field, key.direction) for key in keys if key.field != "_id"]
        await db.conversations.create_index([("session.state", 1), *fields])
    await db.conversations.create_index("session.offer.operator", sparse=True)


class MongoInbox:
    """Fulfils `handoff.ports.Inbox`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.conversations

    async def page(self, query: InboxQuery) -> InboxPage:
        keys = _KEYS[query.order or (Order.TURN if query.view is View.WAITING else Order.RECENT)]
        found = _filter(query.view, query.operator, query.lines)
        if query.line:
            found.append({"session.line": query.line})
        if query.priority:
            unrated = [None] if query.priority == NORMAL else []
            found.append({"session.handling.priority.level": {"$in": [query.priority, *unrated]}})
        if query.text:
            words = {"$regex": re.escape(query.text), "$options": "i"}
            names = ("customer.name", "customer.username", "customer.phone", "last.text")
            found.append({"$or": [{name: words} for name in names]})
        if query.after:
            found.append(_behind(keys, _read_cursor(keys, query.after)))
        cursor = self._rows.find({"$and": found}, {"journal": 0, "handled": 0})
        order = [(key.field, key.direction) for key in keys]
        rows = await cursor.sort(order).limit(query.limit + 1).to_list(query.limit + 1)
        items = [_CODEC.load(row) for row in rows[: query.limit]]
        more = len(rows) > query.limit
        return InboxPage(items=items, next=_write_cursor(keys, rows[query.limit - 1]) if more else None)

    async def counts(self, operator: OperatorId, lines: frozenset[LineId] | None) -> Mapping[View, int]:
        views = [view for view in View if view is not View.CLOSED and (lines is None or view is not View.BOT)]
        return {view: await self._rows.count_documents({"$and": _filter(view, operator, lines)}) for view in views}

    async def offered_to(self, operator: OperatorId) -> Sequence[Conversation]:
        offered = {"session.state": "waiting", "session.offer.operator": operator}
        rows = self._rows.find(offered, {"journal": 0, "handled": 0}).sort("session.offer.until", 1)
        return [_CODEC.load(row) async for row in rows]


def _filter(view: View, operator: OperatorId, lines: frozenset[LineId] | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"session.state": {"$in": _STATES[view]}}]
    if view is View.MINE:
        return [*found, {"session.operator": operator, "session.hold": None}]
    if view is View.HOLD:
        found.append({"session.hold": {"$ne": None}})
    if view is View.HOLD and lines is not None:
        found.append({"session.operator": operator})
    elif lines is not None:
        mine = {"$or": [{"session.line": {"$in": sorted(lines)}}, {"session.operator": operator}]}
        found.append(mine if view is not View.BOT else {"_id": None})  # the bot's sessions are the supervisors' to see
    return found


def _behind(keys: Sequence[_Key], place: Sequence[Any]) -> dict[str, Any]:
    """Rows after a place: equal in the first few fields, and further on in the next."""
    further = {1: "$gt", -1: "$lt"}
    return {
        "$or": [
            {key.field: at for key, at in zip(keys[:n], place, strict=False)}
            | {keys[n].field: {further[keys[n].direction]: place[n]}}
            for n in range(len(keys))
        ]
    }


def _write_cursor(keys: Sequence[_Key], row: Mapping[str, Any]) -> str:
    place = [_value(row, key.field) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(place, default=datetime.isoformat).encode()).decode()


def _read_cursor(keys: Sequence[_Key], cursor: str) -> Sequence[Any]:
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        return [key.read(value) for key, value in zip(keys, place, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise UnknownPage(cursor) from error


def _value(row: Mapping[str, Any], field: str) -> Any:
    value: Any = row
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
