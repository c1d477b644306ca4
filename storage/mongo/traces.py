"""Where a customer leaves traces: all rows about one conversation, to be shown to them or to be erased.

A collection that comes to hold something about customers has to be named here; a test looks for what was forgotten.
The audit log is not: that a person of the staff did something stays, with the id of what they did it to.
"""

import re
from collections.abc import AsyncIterator, Mapping

from handoff.customer import Address
from storage.mongo.client import Database
from storage.mongo.codec import Document

_BY_CONVERSATION = ("messages", "files", "intake", "dead_letters", "notices", "operator_topics")
_BY_ID = ("email_threads", "conversations")
"""The conversation goes last: who is interrupted finds it again, and begins anew."""


class MongoTraces:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, address: Address) -> AsyncIterator[tuple[str, Document]]:
        """Each row with its collection's name; without the small pictures of files."""
        for name, query in _places(address).items():
            async for row in self._db[name].find(query, {"preview": 0}):
                yield name, row

    async def erase(self, address: Address) -> Mapping[str, int]:
        """How many rows went. The bytes of files lie elsewhere: they have to go before."""
        apart = {"conversation_id": address.conversation_id}
        await self._db.people.update_many(
            {"apart.conversation_id": apart["conversation_id"]}, {"$pull": {"apart": apart}}
        )
        return {
            name: (await self._db[name].delete_many(query)).deleted_count for name, query in _places(address).items()
        }


def _places(address: Address) -> Mapping[str, Document]:
    named = rf"(?<!\w){re.escape(address.external_id)}(?!\w)"
    return {
        **{name: {"conversation_id": address.conversation_id} for name in _BY_CONVERSATION},
        "payloads": {"$or": [{"customers": address.external_id}, {"body": {"$regex": named}}]},
        **{name: {"_id": address.conversation_id} for name in _BY_ID},
    }
