"""Collections `intake` and `handled`: events as received, stored before the messenger hears "200"; those ticked off.

The event's id is the key, so a repeat is one row. Handling adds a row instead of changing one: added rows of many
events travel together, which costs a tenth. Both go after eight days, when no messenger repeats itself any more.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import ConversationId, EventId
from storage.mongo.batch import Inserter

KEPT = timedelta(days=8)
"""WhatsApp repeats a webhook for up to seven days."""

ASKED_AT_ONCE = 100
"""SecantusDB's `$in` takes the square of its length: a thousand ids cost 1.4 s, a hundred 16 ms."""
_CLOCKS_DIFFER = timedelta(minutes=10)
"""At most, between two gateways."""
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.intake.create_index("received_at", expireAfterSeconds=int(KEPT.total_seconds()))
    await db.handled.create_index("at", expireAfterSeconds=int(KEPT.total_seconds()))


class MongoIntake:
    """What gateways store and workers tick off. Events travel as JSON text: only the edges read them."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows, self._progress = db.intake, db.progress
        self._inserter, self._handled = Inserter(db.intake), Inserter(db.handled)
        self._ticks = db.handled

    async def store(self, events: Sequence[tuple[EventId, ConversationId, str]], at: datetime) -> set[EventId]:
        """Durable when it returns: the ids of those that are repeats of what has been handled already."""
        rows = [{"_id": id_, "conversation_id": c, "event": text, "received_at": at} for id_, c, text in events]
        repeats = await self._inserter.insert(rows)
        if not repeats:
            return set()
        unhandled = await self._without_handled([row for row in rows if row["_id"] in repeats])
        return repeats - {row["_id"] for row in unhandled}

    async def handled(self, events: Iterable[EventId], at: datetime) -> None:
        await self._handled.insert([{"_id": event, "at": at} for event in events])

    async def pulse(self) -> None:
        """Returns as soon as the database has written something."""
        await self._progress.update_one({"_id": "pulse"}, {"$inc": {"beats": 1}}, upsert=True)

    async def all_waiting(self) -> Sequence[tuple[ConversationId, str]]:
        """Every event that is not handled yet, in the order in which they were received."""
        progress = await self._progress.find_one({"_id": "intake"})
        since = progress["handled_until"] - _CLOCKS_DIFFER if progress else _EVER
        late, some = list[dict[str, Any]](), list[dict[str, Any]]()
        async for row in self._rows.find({"received_at": {"$gte": since}}).sort("received_at", 1):
            some.append(row)
            if len(some) == ASKED_AT_ONCE:
                late += await self._without_handled(some)
                some = []
        late += await self._without_handled(some)
        return [(ConversationId(row["conversation_id"]), row["event"]) for row in late]

    async def waiting(self, before: datetime, limit: int) -> Sequence[tuple[ConversationId, str]]:
        """Events received before a time and not handled yet, oldest first.

        Looks on from where everything had been handled the last time, so that its cost is that of the new events.
        """
        progress = await self._progress.find_one({"_id": "intake"})
        began = since = progress["handled_until"] if progress else _EVER
        while True:
            received = {"received_at": {"$gte": since, "$lt": before}}
            rows = await self._rows.find(received).sort("received_at", 1).limit(limit).to_list(limit)
            late = await self._without_handled(rows)
            until = late[0]["received_at"] if late else rows[-1]["received_at"] if rows else since
            if late or len(rows) < limit or until == since:
                break
            since = until
        if until != began:
            await self._progress.update_one({"_id": "intake"}, {"$set": {"handled_until": until}}, upsert=True)
        return [(ConversationId(row["conversation_id"]), row["event"]) for row in late]

    async def has_unhandled(self, conversation_id: ConversationId) -> bool:
        """Whether anything of a conversation is stored that no worker has ticked off. Reads all that is kept."""
        rows = [row async for row in self._rows.find({"conversation_id": conversation_id}, {"_id": 1})]
        return bool(await self._without_handled(rows))

    async def _without_handled(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        ids, ticked = [row["_id"] for row in rows], set[EventId]()
        for start in range(0, len(ids), ASKED_AT_ONCE):
            found = self._ticks.find({"_id": {"$in": ids[start : start + ASKED_AT_ONCE]}}, {"_id": 1})
            ticked |= {row["_id"] async for row in found}
        return [row for row in rows if row["_id"] not in ticked]
