"""Where a customer leaves traces: all rows about one conversation, to be shown to them or to be erased.

A collection that comes to hold something about customers has to be named here; a test looks for what was forgotten.
The audit log is not, but for whose its names are: that a person of the staff did something stays, and to whom does not.
"""

import re
from collections.abc import AsyncIterator, Mapping

from handoff.customer import Address
from storage.mongo.client import Database
from storage.mongo.codec import Document
from storage.mongo.intake import ASKED_AT_ONCE

_BY_CONVERSATION = ("messages", "files", "intake", "dead_letters", "notices", "operator_topics", "audit_names")
_BY_ID = ("email_threads", "conversations")
"""The conversation goes last: who is interrupted finds it again, and begins anew."""
_FOR_DAYS = {"intake", "payloads", "sends", "handled"}
"""What goes by itself soon enough, and is looked for by reading all of it, or in great numbers."""


class MongoTraces:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, address: Address) -> AsyncIterator[tuple[str, Document]]:
        """Each row with its collection's name; without the small pictures of files."""
        for name, query in _places(address).items():
            async for row in self._db[name].find(query, {"preview": 0}):
                yield name, row

    async def erase(self, address: Address, *, lasting_only: bool = False) -> Mapping[str, int]:
        """How many rows went; `lasting_only` leaves what goes by itself within days.

        The bytes of files lie elsewhere: they have to go before.
        """
        apart = {"conversation_id": address.conversation_id}
        await self._db.people.update_many(
            {"apart.conversation_id": apart["conversation_id"]}, {"$pull": {"apart": apart}}
        )
        if not lasting_only:
            await self._untick(address)
        return {
            name: (await self._db[name].delete_many(query)).deleted_count
            for name, query in _places(address).items()
            if not (lasting_only and name in _FOR_DAYS)
        }

    async def _untick(self, address: Address) -> None:
        """An event's id may have the customer's address in it, and the ticked-off one is nothing but its id."""
        c = address.conversation_id
        events = [row["_id"] async for row in self._db.intake.find({"conversation_id": c}, {"_id": 1})]
        for start in range(0, len(events), ASKED_AT_ONCE):
            await self._db.handled.delete_many({"_id": {"$in": events[start : start + ASKED_AT_ONCE]}})
        await self._db.handled.delete_many(_begins_with(f"poke:{c}:"))


def _places(address: Address) -> Mapping[str, Document]:
    named = rf"(?<!\w){re.escape(address.external_id)}(?!\w)"
    return {
        **{name: {"conversation_id": address.conversation_id} for name in _BY_CONVERSATION},
        "payloads": {"$or": [{"customers": address.external_id}, {"body": {"$regex": named}}]},
        "sends": _begins_with(f"{address.conversation_id}/"),
        "handled": _begins_with(f"wake:{address.conversation_id}:"),
        **{name: {"_id": address.conversation_id} for name in _BY_ID},
    }


def _begins_with(prefix: str) -> Document:
    """By the index, which a pattern would not be looked up in everywhere."""
    return {"_id": {"$gte": prefix, "$lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)}}
