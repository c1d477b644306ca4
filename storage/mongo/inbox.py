"""The inbox: lists of conversations for staff, read from `conversations`.

A list is sorted by a few stored fields and at last by id, so that every row has one place; a cursor names the place up
to which rows were looked at, and the next page is what comes after it, whatever has changed above. Only so many rows
are looked at for a page: one of a rare line, or of rare words, may be short, and still have a next. Customers whose
names have the words are found by an index, so they are on the first page of a search, wherever they would come.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.ports import InboxPage, InboxQuery, Order, UnknownPage, View
from handoff.priority import NORMAL
from storage.mongo import known_by
from storage.mongo.codec import Codec, Document
from storage.mongo.desk_counts import Alike, DeskCounts
from storage.mongo.walk import Key, Place, in_order, merged, place_of

_CODEC = Codec(Conversation)
_STATES = {
    View.MINE: ["with_operator"],
    View.HOLD: ["with_operator"],
    View.WAITING: ["waiting"],
    View.OPEN: ["waiting", "with_operator"],
    View.BOT: ["with_bot"],
    View.CLOSED: ["closed"],
}
_UNREAD = {"journal": 0, "handled": 0, known_by.FIELD: 0}
_LOOKED_AT = 200
"""Rows, for one page."""
_NAMES = ("name", "username", "phone", "email")
_EVER, _NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def _time(value: Any) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


_KEYS: Mapping[Order, Sequence[Key]] = {
    Order.RECENT: (
        Key(field="updated_at", direction=-1, read=_time, missing=_EVER), Key(field="_id", direction=-1, read=str),
    ),
    Order.TURN: (
        Key(field="session.handling.priority.rank", direction=-1, read=int, missing=0),
        Key(field="sort.place_from", direction=1, read=_time, missing=_EVER), Key(field="_id", direction=1, read=str),
    ),
    Order.DUE: (
        Key(field="sort.due_at", direction=1, read=_time, missing=_NEVER), Key(field="_id", direction=1, read=str),
    ),
}  # fmt: skip
"""`sort` is written by the commits: see `conversations`."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    for keys in _KEYS.values():
        fields = [(key.field, key.direction) for key in keys if key.field != "_id"]
        await db.conversations.create_index([("session.state", 1), *fields])
    await db.conversations.create_index([("session.state", 1), ("address.channel", 1), ("updated_at", -1)])
    await db.conversations.create_index("session.offer.operator", sparse=True)
    await db.conversations.create_index(known_by.FIELD)


class MongoInbox:
    """Fulfils `handoff.ports.Inbox`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows, self._counts = db.conversations, DeskCounts(db)

    async def page(self, query: InboxQuery) -> InboxPage:
        keys = _KEYS[_order(query)]
        after = _read_cursor(keys, query.after) if query.after else None
        named = await self._named(query)
        known = {row["_id"] for row in named}
        items = [] if after else [*named]
        last: Document | None = None
        looked, more = 0, False
        windows = _order(query) is Order.RECENT and query.view not in (View.MINE, View.HOLD)
        rows = merged(self._rows, _walks(query), keys, after, windows=windows, without=_UNREAD)
        async with aclosing(rows):
            async for row in rows:
                shown = row["_id"] not in known and _shows(query, row)
                if more := looked == _LOOKED_AT or (shown and len(items) == query.limit):
                    break
                if shown:
                    items.append(row)
                looked, last = looked + 1, row
        cursor = _write_cursor(keys, last) if more and last else None
        return InboxPage(items=[_CODEC.load(row) for row in in_order(items, keys)], next=cursor)

    async def counts(self, operator: OperatorId, lines: frozenset[LineId] | None) -> Mapping[View, int]:
        views = [view for view in View if view is not View.CLOSED and (lines is None or view is not View.BOT)]
        counted = await self._counts.now()
        return {
            view: sum(each.sessions for each in counted if _counts_in(view, each, operator, lines)) for view in views
        }

    async def offered_to(self, operator: OperatorId) -> Sequence[Conversation]:
        offered = {"session.offer.operator": operator, "session.state": "waiting"}
        rows = self._rows.find(offered, _UNREAD).sort("session.offer.until", 1)
        return [_CODEC.load(row) async for row in rows]

    async def _named(self, query: InboxQuery) -> Sequence[Document]:
        """Those who are called so, where they are fewer than a page; else the list itself is full of them."""
        found: list[Document] = []
        words = known_by.asked_for(query.text)
        if words:
            async for row in self._rows.find({known_by.FIELD: words[0]}, _UNREAD):
                if _shows(query, row):
                    found.append(row)
                    if len(found) == query.limit:
                        return []
        return found


def _order(query: InboxQuery) -> Order:
    """What is over, and what the bot has, is not due and has no turn."""
    if query.view in (View.BOT, View.CLOSED):
        return Order.RECENT
    return query.order or (Order.TURN if query.view is View.WAITING else Order.RECENT)


def _walks(query: InboxQuery) -> Sequence[Mapping[str, Any]]:
    mine = query.view is View.MINE or (query.view is View.HOLD and query.lines is not None)
    if mine:
        some: Mapping[str, Any] = {"session.operator": query.operator}
    elif query.channel and _order(query) is Order.RECENT:  # one of few may be years back; turns and dues are few
        some = {"address.channel": query.channel}
    else:
        some = {}
    return [{**some, "session.state": state} for state in _STATES[query.view]]


def _shows(query: InboxQuery, row: Document) -> bool:
    session, address = row["session"], row["address"]
    priority = (session.get("handling") or {}).get("priority") or {}
    alike = Alike(session["state"], session.get("line"), session.get("operator"), bool(session.get("hold")), 1)
    return (
        _counts_in(query.view, alike, query.operator, query.lines)
        and (query.line is None or session.get("line") == query.line)
        and (query.priority is None or (priority.get("level") or NORMAL) == query.priority)
        and (query.channel is None or address["channel"] == query.channel)
        and (query.account is None or address["account"] == query.account)
        and (not query.text or _says(row, query.text.casefold()))
    )


def _says(row: Document, words: str) -> bool:
    customer, last = row["customer"], row.get("last") or {}
    texts = [*(customer.get(name) for name in _NAMES), last.get("text")]
    return any(words in text.casefold() for text in texts if text)


def _counts_in(view: View, each: Alike, operator: OperatorId, lines: frozenset[LineId] | None) -> bool:
    if each.state not in _STATES[view]:
        return False
    if view is View.MINE:
        return each.operator == operator and not each.on_hold
    if view is View.HOLD:
        return each.on_hold and (lines is None or each.operator == operator)
    if lines is None:
        return True
    # The bot's sessions are the supervisors' to see.
    return view is not View.BOT and (each.line in lines or each.operator == operator)


def _write_cursor(keys: Sequence[Key], row: Document) -> str:
    place = place_of(row, keys)
    return base64.urlsafe_b64encode(json.dumps(place, default=datetime.isoformat).encode()).decode()


def _read_cursor(keys: Sequence[Key], cursor: str) -> Place:
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        return [key.read(value) for key, value in zip(keys, place, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise UnknownPage(cursor) from error
