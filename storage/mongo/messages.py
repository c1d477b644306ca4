"""Collection `messages`: the history. Rows are written when a message is settled, under its own id, so that writing
one again changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter

from handoff.conversation import Conversation
from handoff.ids import ConversationId, MessageId
from handoff.messages import Delivery, DeliveryState, Edit, Message
from handoff.orders import as_ordered, carried_out, ordered
from storage.mongo.batch import Inserter
from storage.mongo.codec import Codec

_CODEC = Codec(Message)
_EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)
_DELIVERY: TypeAdapter[Delivery] = TypeAdapter(Delivery)
_ON_THE_WAY = "went_on"
_TOLD = {"details.did": {"$ne": _ON_THE_WAY}, "corrects": None, "withdraws": None}
"""A thread says where flows began, ended and broke; each of their steps would drown what people said. Orders to
change what was sent are in what they changed."""
_SHOWN = {"trace": 0}
"""Large, and for those who look at flows: nobody else is sent what a flow knew."""
_READ_AT_ONCE = 100
_THEIRS = ("provider_id", "part_ids")
_ANYONES = (*_THEIRS, "delivery.provider_id")
"""Where the messenger's id of a message may be."""
_ORDERED = ("edits", "withdrawn_at", "unchanged")
"""What an order changes besides the words."""


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.messages.create_index([("conversation_id", 1), ("number", -1)])
    await db.messages.create_index([("conversation_id", 1), ("provider_id", 1)], sparse=True)
    await db.messages.create_index([("conversation_id", 1), ("delivery.provider_id", 1)], sparse=True)
    await db.messages.create_index([("conversation_id", 1), ("part_ids", 1)], sparse=True)
    await db.messages.create_index([("trace.flows", 1), ("at", 1)], sparse=True)


class MongoHistory:
    """Fulfils `handoff.ports.History`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.messages
        self._inserter = Inserter(db.messages)

    async def write(self, conversation_id: ConversationId, messages: Sequence[Message]) -> None:
        """Add rows; those that are there already stay as they are. But what nobody knew to have arrived has arrived
        when its sender says so: it was taken for dead, and lives."""
        documents = [{**_CODEC.dump(message), "conversation_id": conversation_id} for message in messages]
        there = await self._inserter.insert(documents)
        for document in documents:
            fate = document["delivery"]
            if document["_id"] in there and fate and fate["state"] == DeliveryState.ACCEPTED:
                await self._rows.update_one(
                    {"_id": document["_id"], "delivery.state": DeliveryState.UNKNOWN.value},
                    {"$set": {"delivery": fate, "part_ids": document["part_ids"]}},
                )

    async def holds(self, message_id: MessageId) -> bool:
        return await self._rows.find_one({"_id": message_id}, {"_id": 1}) is not None

    async def page(self, conversation: Conversation, *, before: int | None, limit: int) -> Sequence[Message]:
        """The last messages before a number, oldest first, with the journal's laid over the stored ones."""
        numbers = {"$lt": before} if before is not None else {"$gt": 0}
        query = {"conversation_id": conversation.id, "number": numbers, **_TOLD}
        cursor = self._rows.find(query, _SHOWN).sort("number", -1).limit(limit)
        found = {document["number"]: _CODEC.load(document) async for document in cursor}
        for message in _told(conversation.journal):
            if before is None or message.number < before:
                found.setdefault(message.number, message)
        return [_repeated(found[number], conversation) for number in sorted(found)][-limit:]

    async def one(self, conversation: Conversation, message_id: MessageId) -> Message | None:
        """A message of this conversation's thread, wherever it is written."""
        query = {"_id": message_id, "conversation_id": conversation.id, **_TOLD}
        document = await self._rows.find_one(query, _SHOWN)
        if document is not None:
            return _repeated(_CODEC.load(document), conversation)
        return next((each for each in _told(conversation.journal) if each.id == message_id), None)

    async def known_as(self, conversation_id: ConversationId, provider_id: str) -> Message | None:
        """The message that the messenger calls so, theirs or ours."""
        document = await self._named(conversation_id, provider_id)
        return _CODEC.load(document) if document else None

    async def since(self, conversation: Conversation, number: int, limit: int = 500) -> Sequence[Message]:
        """Messages after a number, oldest first: what a reconnecting chat window missed."""
        query = {"conversation_id": conversation.id, "number": {"$gt": number}, **_TOLD}
        cursor = self._rows.find(query, _SHOWN).sort("number", 1).limit(limit)
        found = {document["number"]: _CODEC.load(document) async for document in cursor}
        for message in _told(conversation.journal):
            if message.number > number:
                found.setdefault(message.number, message)
        return [found[each] for each in sorted(found)][:limit]

    async def edit(self, conversation_id: ConversationId, provider_id: str, text: str, at: datetime) -> bool:
        """Change the wording of a customer's message, keeping the old one. The same edit twice is one."""
        row = await self._named(conversation_id, provider_id, _THEIRS)
        if row is None:
            return False
        old = row["content"]["text"]
        if not text and row.get("part_ids"):
            return True  # of an album one picture has the words, and Telegram may tell of any of them
        if old != text:
            await self._rows.update_one(
                {"_id": row["_id"], "content.text": old},
                {"$set": {"content.text": text}, "$push": {"edits": _EDIT.dump_python(Edit(text=old, until=at))}},
            )
        return True

    async def withdraw(self, conversation_id: ConversationId, provider_id: str, at: datetime) -> None:
        """The customer took a message of theirs back: it is kept, and marked."""
        row = await self._named(conversation_id, provider_id, _THEIRS)
        if row is not None:
            await self._rows.update_one({"_id": row["_id"], "withdrawn_at": None}, {"$set": {"withdrawn_at": at}})

    async def react(self, conversation_id: ConversationId, provider_id: str, reactions: Sequence[str]) -> None:
        """What signs the customer has put to a message, theirs or ours."""
        row = await self._named(conversation_id, provider_id)
        if row is not None:
            await self._rows.update_one({"_id": row["_id"]}, {"$set": {"reactions": list(reactions)}})

    async def carry_out(self, order: Message) -> None:
        """What was ordered of a message of ours has come about."""
        row = await self._rows.find_one({"_id": ordered(order)})
        if row is not None:
            changed = _CODEC.dump(carried_out(_CODEC.load(row), order))
            values = {"content.text": changed["content"]["text"], **{name: changed[name] for name in _ORDERED}}
            await self._rows.update_one({"_id": row["_id"]}, {"$set": values})

    async def leave_unchanged(self, order: Message, reason: str) -> None:
        """What was ordered of a message of ours has not come about."""
        await self._rows.update_one({"_id": ordered(order)}, {"$set": {"unchanged": reason}})

    async def repeated(self, message: Message) -> None:
        """A message was sent again as this one."""
        await self._rows.update_one({"_id": message.repeats}, {"$set": {"repeated_as": message.id}})

    async def received(
        self,
        conversation_id: ConversationId,
        provider_id: str,
        delivery: Delivery,
        message_id: MessageId | None = None,
    ) -> MessageId | None:
        """Note how far an outgoing message has come; receipts that come out of order never take it back. With the
        `message_id`, also of one whose fate was unknown, and with it the messenger's id."""
        later = {"delivered": ["accepted", "unknown"], "read": ["accepted", "unknown", "delivered"]}
        from_states = later.get(delivery.state.value, ["accepted", "unknown", "delivered"])
        row = await self._rows.find_one_and_update(
            {
                "conversation_id": conversation_id,
                "delivery.provider_id": provider_id,
                "delivery.state": {"$in": from_states},
            },
            {"$set": {"delivery": _DELIVERY.dump_python(delivery)}},
            projection={"_id": 1, "number": 1},
        )
        if row is None and message_id is not None:
            row = await self._rows.find_one_and_update(
                {
                    "_id": message_id,
                    "conversation_id": conversation_id,
                    "delivery.state": DeliveryState.UNKNOWN.value,
                    "delivery.provider_id": None,
                },
                {"$set": {"delivery": _DELIVERY.dump_python(delivery)}},
                projection={"_id": 1, "number": 1},
            )
        if row and delivery.state is DeliveryState.READ:
            await self._read_up_to(conversation_id, row["number"], delivery.at)
        return MessageId(row["_id"]) if row else None

    async def _named(
        self, conversation_id: ConversationId, provider_id: str, places: Sequence[str] = _ANYONES
    ) -> dict[str, Any] | None:
        """One question for each place: the embedded server reads a whole collection for one with `$or`."""
        for place in places:
            row = await self._rows.find_one({"conversation_id": conversation_id, place: provider_id}, _SHOWN)
            if row is not None:
                return row
        return None

    async def _read_up_to(self, conversation_id: ConversationId, number: int, at: datetime) -> None:
        """Who has read a message has seen those above it: some messengers tell of the latest one only."""
        just_above = {"$gte": number - _READ_AT_ONCE, "$lt": number}
        arrived = {"$in": [DeliveryState.ACCEPTED.value, DeliveryState.DELIVERED.value]}
        await self._rows.update_many(
            {"conversation_id": conversation_id, "number": just_above, "delivery.state": arrived},
            {"$set": {"delivery.state": DeliveryState.READ.value, "delivery.at": at}},
        )


def _told(journal: Iterable[Message]) -> Iterator[Message]:
    """The same of what is not written yet."""
    written = tuple(journal)
    for message in written:
        if message.details.get("did") != _ON_THE_WAY and ordered(message) is None:
            shown = as_ordered(message, written)
            yield replace(shown, trace=None) if shown.trace else shown


def _repeated(message: Message, conversation: Conversation) -> Message:
    """It is sent again, though the other one is still on its way."""
    again = next((each.id for each in conversation.journal if each.repeats == message.id), None)
    return replace(message, repeated_as=again) if again else message
