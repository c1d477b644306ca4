"""Collection `people`: one human over several channels, a row each. Who was never joined has none.

A unique index over the members sees to it that a conversation is in one row at most. So one row must let its members go
before another can have them: a row that goes into another says so, with its members beside, in one write. Whoever
finds it so, after a crash, carries it through. The greater id always goes into the smaller one, so that two who join
the same people at the same time can't send them round in a circle.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import DuplicateKeyError

from handoff.conversation import Conversation
from handoff.ids import ConversationId, LineId, OperatorId, PersonId
from handoff.person import Into, Person, Proof, joined
from handoff.person_known import is_nameless
from handoff.ports import Stale
from storage.mongo import known_by
from storage.mongo.codec import Codec, Document

_CODEC, _CONVERSATIONS = Codec(Person), Codec(Conversation)
_MEMBERS, _LEAVING = "members.conversation_id", "leaving.conversation_id"
_UNREAD = {"journal": 0, "handled": 0}


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.people.create_index(_MEMBERS, unique=True, sparse=True)
    await db.people.create_index(_LEAVING, sparse=True)
    await db.conversations.create_index("customer.verified", sparse=True)
    for name in ("phone", "email", "name"):
        await db.conversations.create_index(f"customer.{name}", sparse=True)


class MongoPeople:
    """Fulfils `handoff.ports.people.People`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows, self._conversations = db.people, db.conversations

    async def of(self, conversation_id: ConversationId) -> Person | None:
        while True:
            if row := await self._rows.find_one({_MEMBERS: conversation_id}):
                return _load(row)
            if (row := await self._rows.find_one({_LEAVING: conversation_id})) is None:
                return None
            await self._carry_through(_load(row))

    async def get(self, person_id: PersonId) -> Person | None:
        row = await self._rows.find_one({"_id": person_id})
        person = _load(row) if row else None
        if person is None or person.into is None:
            return person
        await self._carry_through(person)
        return await self.get(person.into.person)

    async def commit(self, person: Person) -> Person:
        new = replace(person, version=person.version + 1)
        try:
            if person.version == 0:
                await self._rows.insert_one(_dump(new))
                return new
            result = await self._rows.replace_one({"_id": person.id, "version": person.version}, _dump(new))
        except DuplicateKeyError as error:
            raise Stale(person.version) from error
        if result.matched_count == 0:
            raise Stale(person.version)
        return new

    async def remove(self, person: Person) -> None:
        await self._rows.delete_one({"_id": person.id, "version": person.version})

    async def unite(self, one: Person, other: Person, proof: Proof) -> Person:
        stays, goes = sorted((one, other), key=lambda each: (each.version == 0, each.id if each.version else ""))
        if goes.version == 0:  # nobody has stored that one
            return await self.commit(joined(stays, goes, proof))
        # Nothing of it is done where more has happened than was decided on.
        if await self._rows.find_one({"_id": stays.id, "version": stays.version}, {"_id": 1}) is None:
            raise Stale(stays.version)
        await self._carry_through(await self.commit(replace(goes, into=Into(person=stays.id, proof=proof))))
        return await self.get(stays.id) or stays

    async def _carry_through(self, going: Person) -> None:
        """Whom a person goes into gets their members. Doing it twice, or two at once, changes nothing."""
        while going.into is not None:
            proof, row = going.into.proof, await self._rows.find_one({"_id": going.into.person})
            stays = _load(row) if row else None
            try:
                if stays is None:  # it is gone: this one is itself again
                    await self.commit(await self._free(replace(going, into=None)))
                    return
                if stays.into is not None:
                    going = replace(going, into=Into(person=stays.into.person, proof=proof))
                    continue
                if going.id not in stays.absorbed:
                    await self.commit(joined(stays, await self._free(going, beside=stays), proof))
            except Stale:
                if await self._rows.find_one({"_id": going.id, "version": going.version}, {"_id": 1}) is None:
                    return
                continue
            # Who was on the way into this one goes on, into the one that has its members now.
            on_the_way, onward = {"into.person": going.id}, {"$set": {"into.person": stays.id}}
            await self._rows.update_many(on_the_way, onward)
            await self._rows.delete_one({"_id": going.id})
            return

    async def _free(self, going: Person, *, beside: Person | None = None) -> Person:
        """Without members that somebody put into a row of their own when these were on the way."""
        taken = {"$in": list(going.conversations)}
        async for row in self._rows.find({_MEMBERS: taken, "_id": {"$ne": beside.id if beside else going.id}}):
            for each in _load(row).conversations:
                going = going.without(each)
        return going

    async def showing(self, facts: Collection[str]) -> Sequence[ConversationId]:
        rows = self._conversations.find({"customer.verified": {"$in": sorted(facts)}}, {"created_at": 1})
        return [ConversationId(row["_id"]) async for row in rows.sort([("created_at", 1), ("_id", 1)])]

    async def search(
        self, text: str, operator: OperatorId, lines: frozenset[LineId] | None, limit: int
    ) -> Sequence[Conversation]:
        words = known_by.asked_for(text.strip().removeprefix("@"))
        if not words:
            return []
        return await self._found({known_by.FIELD: words[0]}, operator, lines, limit, words=words)

    async def like(
        self, conversation: Conversation, operator: OperatorId, lines: frozenset[LineId] | None, limit: int
    ) -> Sequence[Conversation]:
        customer = conversation.customer
        equal: list[Document] = [
            {f"customer.{name}": value} for name in ("phone", "email") if (value := getattr(customer, name))
        ]
        if customer.verified:
            equal.append({"customer.verified": {"$in": sorted(customer.verified)}})
        if not is_nameless(conversation):
            equal.append({"customer.name": customer.name})
        found: dict[ConversationId, Conversation] = {}
        for each in equal:  # one after another, each by its index
            for row in await self._found(each, operator, lines, limit + 1):
                found.setdefault(row.id, row)
        return [each for each in found.values() if each.id != conversation.id][:limit]

    async def _found(
        self, which: Document, operator: OperatorId, lines: frozenset[LineId] | None, limit: int,
        words: Collection[str] = (),
    ) -> Sequence[Conversation]:  # fmt: skip
        """One value is asked for, and the rest looked at here: see `walk`."""
        found: list[Conversation] = []
        async for row in self._conversations.find(which, _UNREAD).sort("updated_at", -1):
            session = row["session"]
            theirs = lines is None or session.get("line") in lines or session.get("operator") == operator
            if theirs and set(words) <= set(row.get(known_by.FIELD, ())):
                found.append(_CONVERSATIONS.load(row))
                if len(found) == limit:
                    break
        return found


def _dump(person: Person) -> Document:
    """An empty list has a place in the index like any other: who has no members has no such field."""
    row = _CODEC.dump(person)
    members = row.pop("members")
    if members:
        row["leaving" if person.into else "members"] = members
    return row


def _load(row: Document) -> Person:
    return _CODEC.load({**row, "members": row.get("members") or row.get("leaving") or []})
