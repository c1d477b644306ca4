"""Rows in the order of an index, a few at a time, whatever database it is.

The embedded server uses an index for equal values of its first fields and one range of the next, no more: for `$or` it
reads the whole collection. And it reads all that a query finds before it gives the first row. So what has no index is
looked at here, lists of several states are walks that are merged, and what may be long is asked for by windows of time,
each longer than the one before; all else in pieces, each larger. A large database finds nothing to complain of in such
questions.
"""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cmp_to_key
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection

from storage.mongo.codec import Document

Place = Sequence[Any]
_FIRST_WINDOW, _LONGER, _WINDOWS = timedelta(minutes=1), 4, 11
_FIRST_PIECE = 64
"""Rows: a page, and the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A field that a list is sorted by, how a cursor's value for it is read, and what a row without it has."""

    field: str
    direction: int
    read: Callable[[Any], Any]
    missing: Any = None


def place_of(row: Mapping[str, Any], keys: Sequence[Key]) -> Place:
    return [key.missing if (value := _value(row, key.field)) is None else value for key in keys]


def in_order(rows: Sequence[Document], keys: Sequence[Key]) -> Sequence[Document]:
    return sorted(rows, key=lambda row: _comparable(place_of(row, keys), keys))


async def merged(
    rows: AsyncIOMotorCollection[Document], walks: Sequence[Mapping[str, Any]], keys: Sequence[Key],
    after: Place | None, *, windows: bool, without: Mapping[str, int],
) -> AsyncGenerator[Document, None]:  # fmt: skip
    """What is behind a place of several walks, each of rows that are equal in some fields, as one."""
    async with AsyncExitStack() as stack:
        ways = [
            await stack.enter_async_context(aclosing(_walk(rows, equal, keys, after, windows, without)))
            for equal in walks
        ]
        heads = [(row, way) for way in ways if (row := await anext(way, None)) is not None]
        while heads:
            first = min(range(len(heads)), key=lambda n: _comparable(place_of(heads[n][0], keys), keys))
            row, way = heads[first]
            yield row
            following = await anext(way, None)
            heads[first : first + 1] = [] if following is None else [(following, way)]


async def _walk(
    rows: AsyncIOMotorCollection[Document], equal: Mapping[str, Any], keys: Sequence[Key], after: Place | None,
    windows: bool, without: Mapping[str, int],
) -> AsyncGenerator[Document, None]:  # fmt: skip
    if not windows:
        async for row in _in_pieces(rows, equal, keys, after, without):
            yield row
        return
    order = [(key.field, key.direction) for key in keys]
    began = None if after is None else _comparable(after, keys)
    for some in _windows(after[0] if after else None):
        async for row in rows.find({**equal, keys[0].field: some} if some else equal, without).sort(order):
            if began is None or _comparable(place_of(row, keys), keys) > began:
                yield row


async def _in_pieces(
    rows: AsyncIOMotorCollection[Document], equal: Mapping[str, Any], keys: Sequence[Key], place: Place | None,
    without: Mapping[str, int],
) -> AsyncGenerator[Document, None]:  # fmt: skip
    """Each piece begins at the first key of the last row's: so many rows of the same are read again, and passed by."""
    order, piece, alike = [(key.field, key.direction) for key in keys], _FIRST_PIECE, 0
    while True:
        limit, read = piece + alike, list[Any]()
        async for row in rows.find({**equal, **_beyond(keys[0], place)}, without).sort(order).limit(limit):
            here = place_of(row, keys)
            read.append(here[0])
            if place is None or _comparable(here, keys) > _comparable(place, keys):
                place = here
                yield row
        alike = read.count(read[-1]) if read else 0
        if len(read) < limit:
            return
        piece *= _LONGER


def _windows(until: datetime | None) -> Iterator[Mapping[str, Any]]:
    """From a time on backwards: a minute, then four, and so on to two years; then all before."""
    newest: Mapping[str, Any] = {} if until is None else {"$lte": until}
    end, length = until or datetime.now(UTC), _FIRST_WINDOW
    for _ in range(_WINDOWS):
        yield {**newest, "$gte": end - length}
        end, length = end - length, length * _LONGER
        newest = {"$lt": end}
    yield newest


def _beyond(key: Key, after: Place | None) -> Mapping[str, Any]:
    return {} if after is None else {key.field: {"$gte" if key.direction == 1 else "$lte": after[0]}}


def _comparable(place: Place, keys: Sequence[Key]) -> Any:
    def compare(one: Place, other: Place) -> int:
        for key, ours, theirs in zip(keys, one, other, strict=True):
            if ours != theirs:
                return key.direction * (1 if ours > theirs else -1)
        return 0

    return cmp_to_key(compare)(place)


def _value(row: Mapping[str, Any], field: str) -> Any:
    value: Any = row
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
