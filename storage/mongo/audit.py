"""Collections `audit` and `audit_names`: what staff did, and whom a veiled name stands for.

A row's `_id` is its number, so the database itself sees to it that two processes can't both add the next link: who
comes second reads what is last now, and seals anew. Nothing here changes or deletes a row; `audit_chain` cuts off the
oldest.

A row never holds a customer's address, which is what a conversation's id is made of, but a name drawn by lot. Whose it
is stands beside, and goes with the customer: then their rows say what was done, and nobody can say to whom.
"""

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import DuplicateKeyError

from handoff import audit_chain
from handoff.audit_chain import BEGINNING
from handoff.ports.audit import Deed, DeedQuery, Noted, Source
from storage.mongo.codec import Document

Database = AsyncIOMotorDatabase[dict[str, Any]]
NOBODY = "~unknown"
"""Somebody who is no customer of ours, or not any more."""
ANCHOR = "anchor"
ROWS: Document = {"_id": {"$gte": 1}}


async def ensure_indexes(db: Database) -> None:
    for field in ("operator", "did", "about", "source"):
        await db.audit.create_index([(field, 1), ("_id", -1)])
    await db.audit_names.create_index("conversation_id", unique=True)


class MongoAudit:
    """Fulfils `handoff.ports.audit.Audit`. `secrets_keys` are the installation's, with commas between."""

    def __init__(self, db: Database, secrets_keys: str = "") -> None:
        self._rows, self._anchors, self._names = db.audit, db.audit_anchor, db.audit_names
        self._conversations = db.conversations
        self._keys = audit_chain.keys(secrets_keys)
        self._in_turn = asyncio.Lock()
        self._last: tuple[int, str] | None = None

    async def veil(self, on: Mapping[str, str]) -> Mapping[str, str]:
        return {place: await self._veiled(place, value) for place, value in on.items()}

    async def append(self, deed: Deed) -> None:
        async with self._in_turn:
            while True:
                number, before = self._last or await self._read_last()
                seal = self._keys.seal(before, number + 1, deed)
                try:
                    await self._rows.insert_one({**_row(number + 1, deed, seal), "key": self._keys.name})
                except DuplicateKeyError:  # another process was faster
                    self._last = None
                    continue
                self._last = number + 1, seal
                return

    async def page(self, query: DeedQuery) -> Sequence[Noted]:
        wanted = {"operator": query.operator, "did": query.did, "source": query.source and query.source.value}
        found: list[Document] = [ROWS, *({name: value} for name, value in wanted.items() if value is not None)]
        bounds = (("at", "$gte", query.since), ("at", "$lt", query.until), ("_id", "$lt", query.before))
        found += [{field: {compares: value}} for field, compares, value in bounds if value is not None]
        if query.about is not None:
            known = await self._names.find_one({"conversation_id": query.about})
            found.append({"about": known["_id"] if known else query.about})
        if query.refused is not None:
            found.append({"status": {"$gte" if query.refused else "$lt": 400}})
        rows = self._rows.find({"$and": found}).sort("_id", -1).limit(query.limit)
        return await self._unveiled([noted(row) async for row in rows])

    async def goes_on(self) -> bool:
        """Whether what we would add is sealed as the chain is so far: with none of its keys, we would break it."""
        row = await self._rows.find_one(ROWS, {"key": 1}, sort=[("_id", -1)])
        return row is None or row["key"] in self._keys.names

    async def _read_last(self) -> tuple[int, str]:
        row = await self._rows.find_one(ROWS, {"seal": 1}, sort=[("_id", -1)])
        if row is None and (anchor := await self._anchors.find_one({"_id": ANCHOR})) is not None:
            return anchor["number"], anchor["seal"]
        return (row["_id"], row["seal"]) if row else (0, BEGINNING)

    async def _veiled(self, place: str, value: str) -> str:
        """What is set aside is called by its conversation, too: `{conversation}/{place}`."""
        conversation_id, slash, rest = value.partition("/")
        if place != "conversation_id" and conversation_id.count(":") < 2:
            return value
        if await self._conversations.find_one({"_id": conversation_id}, {"_id": 1}) is None:
            return f"{NOBODY}{slash}{rest}"
        while (known := await self._names.find_one({"conversation_id": conversation_id})) is None:
            try:
                await self._names.insert_one({"_id": f"~{secrets.token_hex(8)}", "conversation_id": conversation_id})
            except DuplicateKeyError:
                continue
        return f"{known['_id']}{slash}{rest}"

    async def _unveiled(self, page: Sequence[Noted]) -> Sequence[Noted]:
        asked = {_name(value) for each in page for value in each.deed.on.values() if value.startswith("~")}
        names = {row["_id"]: row["conversation_id"] async for row in self._names.find({"_id": {"$in": sorted(asked)}})}
        return [replace(each, deed=_shown(each.deed, names)) for each in page]


def noted(row: Document) -> Noted:
    deed = Deed(
        at=row["at"], operator=row["operator"], did=row["did"], on=row["on"], status=row["status"],
        address=row["address"], source=Source(row["source"]),
    )  # fmt: skip
    return Noted(number=row["_id"], deed=deed, seal=row["seal"])


def _row(number: int, deed: Deed, seal: str) -> Document:
    return {
        "_id": number, "at": deed.at, "operator": deed.operator, "did": deed.did, "on": dict(deed.on),
        "status": deed.status, "address": deed.address, "source": deed.source.value, "seal": seal,
        "about": _about(deed.on.values()),
    }  # fmt: skip


def _about(values: Iterable[str]) -> list[str]:
    """What rows are found by; no part of what is sealed, since it is made of it."""
    return sorted({_name(value) if value.startswith("~") else value for value in values})


def _name(value: str) -> str:
    return value.partition("/")[0]


def _shown(deed: Deed, names: Mapping[str, str]) -> Deed:
    on = {
        place: value.replace(_name(value), names.get(_name(value), _name(value)), 1) for place, value in deed.on.items()
    }
    return replace(deed, on=on)
