"""Collection `conversations`: one document each, the truth of everything that is decided about a customer's thread.

A commit is one conditional update: it holds the version that was read, sets only what changed, pushes the new journal
entries and remembers the handled event, so that a crash leaves either all of a decision or nothing.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from handoff.conversation import REMEMBERED_EVENTS, Conversation
from handoff.ids import ConversationId, MessageId, OperatorId
from handoff.messages import Delivery, Message
from handoff.ports import Conflict
from handoff.session import Waiting
from storage.mongo import known_by
from storage.mongo.batch import Inserter
from storage.mongo.codec import Codec, Document


class ConversationCodec(Codec[Conversation]):
    def dump(self, value: Conversation) -> Document:
        return {**super().dump(value), "sort": _sort(value), known_by.FIELD: known_by.words_of(value)}


CODEC = ConversationCodec(Conversation)
"""With what lists are sorted by."""
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_MESSAGES: TypeAdapter[list[Message]] = TypeAdapter(list[Message])
_DELIVERY: TypeAdapter[Delivery] = TypeAdapter(Delivery)
SENDS_KEPT = timedelta(days=8)
_NOT_SET = {"id", "version", "handled", "journal"}
_FIELDS = tuple(field.name for field in fields(Conversation) if field.name not in _NOT_SET)
_VALUES: dict[str, TypeAdapter[Any]] = {
    field.name: TypeAdapter(field.type) for field in fields(Conversation) if field.name in _FIELDS
}


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    rows = db.conversations
    await rows.create_index("wake_at", sparse=True)
    await rows.create_index([("session.state", 1), ("updated_at", -1)])
    await rows.create_index("session.operator", sparse=True)
    await rows.create_index("standings.within.flow", sparse=True)
    await db.sends.create_index("expire_at", expireAfterSeconds=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """Messages that are delivered and in the history, and still in the stored journal."""

    conversation: Conversation
    ids: frozenset[MessageId]
    at: float


class MongoConversations:
    """Fulfils `handoff.ports.Conversations`, and what delivery and the scheduler need besides."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.conversations
        self._sends = Inserter(db.sends)
        self._settled: dict[ConversationId, _Settled] = {}

    async def load(self, conversation_id: ConversationId) -> Conversation | None:
        document = await self._rows.find_one({"_id": conversation_id})
        return self._without_settled(CODEC.load(document)) if document else None

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        """Store `after` where `before` is still the truth; raises Conflict where it isn't."""
        committed = self._without_settled(replace(after, version=before.version + 1))
        if before.version == 0:
            try:
                await self._rows.insert_one(CODEC.dump(committed))
            except DuplicateKeyError as error:
                raise Conflict(after.id) from error
            return committed
        update = _difference(before, committed, whole_journal=after.id in self._settled)
        result = await self._rows.update_one({"_id": after.id, "version": before.version}, update)
        if result.matched_count == 0:
            raise Conflict(after.id)
        self._settled.pop(after.id, None)
        return committed

    async def mark_sending(self, message_id: MessageId, tries: int, at: datetime) -> bool:
        """Say that this try of sending a message begins now; False when somebody has begun it before.

        A row of its own, not a field: rows of many conversations are written in one go, fields are not.
        """
        key = f"{message_id}~{tries}"
        return not await self._sends.insert([{"_id": key, "expire_at": at + SENDS_KEPT}])

    async def mark(self, conversation_id: ConversationId, message_id: MessageId, delivery: Delivery) -> None:
        """Keep a queued message's next try."""
        await self._rows.update_one(
            {"_id": conversation_id, "journal.id": message_id},
            {"$set": {"journal.$.delivery": _DELIVERY.dump_python(delivery)}},
        )

    async def settle(self, conversation: Conversation, done: Sequence[MessageId], *, wake_at: datetime | None) -> None:
        """Take written messages out of the journal. The wake time is set only if nobody committed in between."""
        taken: dict[str, Any] = {"$pull": {"journal": {"id": {"$in": list(done)}}}} if done else {}
        with_wake = {**taken, "$set": {"wake_at": wake_at}}
        result = await self._rows.update_one({"_id": conversation.id, "version": conversation.version}, with_wake)
        if result.matched_count == 0 and taken:
            await self._rows.update_one({"_id": conversation.id}, taken)

    def settle_soon(self, conversation: Conversation, done: Sequence[MessageId]) -> None:
        """The same with the next commit, or with `flush_settled`: in a lively thread it costs no write of its own."""
        earlier = self._settled.get(conversation.id)
        ids = frozenset(done) | (earlier.ids if earlier else frozenset())
        self._settled[conversation.id] = _Settled(conversation=conversation, ids=ids, at=time.monotonic())

    async def flush_settled(self, *, older_than: timedelta) -> None:
        """Write what `settle_soon` was told and no commit has taken along."""
        before = time.monotonic() - older_than.total_seconds()
        for settled in [each for each in self._settled.values() if each.at <= before]:
            await self.settle(settled.conversation, sorted(settled.ids), wake_at=settled.conversation.alarm)
            if self._settled.get(settled.conversation.id) is settled:
                del self._settled[settled.conversation.id]

    def _without_settled(self, conversation: Conversation) -> Conversation:
        settled = self._settled.get(conversation.id)
        if settled is None:
            return conversation
        left = tuple(message for message in conversation.journal if message.id not in settled.ids)
        return replace(conversation, journal=left)

    async def due(
        self, now: datetime, limit: int, *, after: tuple[ConversationId, datetime] | None = None
    ) -> Sequence[tuple[ConversationId, datetime]]:
        """Conversations whose wake time has come, earliest first; those beyond one that is known."""
        if after is None:
            return await self._due({"wake_at": {"$lte": now}}, limit)
        last, at = after  # two questions: the embedded server reads a whole collection for one with `$or`
        equal = await self._due({"wake_at": at, "_id": {"$gt": last}}, limit)
        later = await self._due({"wake_at": {"$gt": at, "$lte": now}}, limit - len(equal)) if len(equal) < limit else ()
        return [*equal, *later]

    async def _due(self, which: dict[str, Any], limit: int) -> Sequence[tuple[ConversationId, datetime]]:
        cursor = self._rows.find(which, {"wake_at": 1}).sort([("wake_at", 1), ("_id", 1)]).limit(limit)
        return [(ConversationId(row["_id"]), row["wake_at"]) async for row in cursor]

    async def many(self, conversation_ids: Sequence[ConversationId]) -> Sequence[Conversation]:
        """Those of them that there are, in any order."""
        rows = self._rows.find({"_id": {"$in": list(conversation_ids)}})
        return [self._without_settled(CODEC.load(row)) async for row in rows]

    async def held_by(self, operator: OperatorId) -> Sequence[ConversationId]:
        """What an operator has now."""
        rows = self._rows.find({"session.operator": operator, "session.state": "with_operator"}, {"_id": 1})
        return [ConversationId(row["_id"]) async for row in rows]

    async def at_desk(self) -> AsyncIterator[Conversation]:
        """Every conversation that waits or is with an operator, to build from who holds and is offered what."""
        async for each in self._all({"session.state": {"$in": ["waiting", "with_operator"]}}):
            yield each

    async def wake_open(self, at: datetime, *, changed_since: datetime | None = None) -> int:
        """Have every session that people have, or wait for, looked at by then: the rules have changed. How many."""
        found: dict[str, Any] = {"session.state": {"$in": ["waiting", "with_operator"]}}
        if changed_since:
            found["updated_at"] = {"$gte": changed_since}
        woken = 0
        for asleep in (None, {"$gt": at}):  # not `$or`, for which the embedded server reads all conversations
            result = await self._rows.update_many({**found, "wake_at": asleep}, {"$set": {"wake_at": at}})
            woken += int(result.modified_count)
        return woken

    async def sessions_by_revision(self, flow: str) -> Mapping[int, int]:
        """How many conversations are in each revision of a flow now."""
        found: Counter[int] = Counter()
        async for row in self._rows.find({"standings.within.flow": flow}, {"standings.within": 1}):
            within = (each for standing in row["standings"] for each in standing["within"])
            found.update({each["revision"] for each in within if each["flow"] == flow})
        return found

    async def within(self, flow: str) -> Sequence[ConversationId]:
        """The conversations that are in any revision of a flow now."""
        rows = self._rows.find({"standings.within.flow": flow}, {"_id": 1})
        return [ConversationId(row["_id"]) async for row in rows]

    async def over_since(self, before: datetime, limit: int) -> Sequence[ConversationId]:
        """Conversations that nobody has touched since then, and whose session was closed; the oldest first."""
        found = {"session.state": "closed", "updated_at": {"$lt": before}, "session.closed_at": {"$lt": before}}
        return [
            ConversationId(row["_id"])
            async for row in self._rows.find(found, {"_id": 1}).sort("updated_at", 1).limit(limit)
        ]

    async def waiting(self) -> AsyncIterator[Conversation]:
        """Every conversation that is in a line's queue, to build the queues from."""
        async for each in self._all({"session.state": "waiting"}):
            yield each

    async def _all(self, which: dict[str, Any]) -> AsyncIterator[Conversation]:
        """Perhaps a hundred thousand: what else this process has to do goes on in between."""
        async for document in self._rows.find(which, {"handled": 0, "earlier": 0}):
            yield CODEC.load(document)
            await asyncio.sleep(0)


def _difference(before: Conversation, after: Conversation, *, whole_journal: bool) -> dict[str, Any]:
    """The update that makes the stored `before` into `after`: only what changed travels."""
    changed = {
        name: _VALUES[name].dump_python(getattr(after, name))
        for name in _FIELDS
        if getattr(after, name) is not getattr(before, name)
    }
    if "session" in changed or "due_at" in changed:
        changed["sort"] = _sort(after)
    if "customer" in changed:
        changed[known_by.FIELD] = known_by.words_of(after)
    pushes: dict[str, Any] = {}
    if whole_journal:
        changed["journal"] = _MESSAGES.dump_python(list(after.journal))
    elif news := after.news_since(before):
        pushes["journal"] = {"$each": _MESSAGES.dump_python(list(news))}
    if events := [event for event in after.handled if event not in before.handled]:
        pushes["handled"] = {"$each": events, "$slice": -REMEMBERED_EVENTS}
    update: dict[str, Any] = {"$set": {**changed, "version": before.version + 1}}
    return {**update, "$push": pushes} if pushes else update


def _sort(conversation: Conversation) -> Document:
    """What lists are sorted by and is no field of its own, without a gap: places in the queue, and when it is due."""
    session = conversation.session
    place_from = session.place_from if isinstance(session, Waiting) else session.started_at
    return {"place_from": place_from, "due_at": conversation.due_at or _NEVER}
