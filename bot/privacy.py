"""What a customer may ask for: all that is known of them, in one file; and that it is erased.

One human is all conversations that are joined as theirs. Rasa keeps its last dialogues in memory only, under the ids of
sessions; they are gone with its next start at the latest.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from bson import json_util

from handoff.conversation import Conversation
from handoff.ids import ConversationId, FileId
from handoff.person import Person
from handoff.ports import Clock, NoFile
from handoff.session import Waiting, WithOperator
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.people import MongoPeople
from storage.mongo.traces import MongoTraces

_READABLE = json_util.JSONOptions(json_mode=json_util.JSONMode.RELAXED, tz_aware=True)


class UnknownCustomer(Exception):
    """There is no such conversation."""


class StillServed(Exception):
    """Somebody of the staff has this session, or is about to; it has to be closed first."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__(f"The session of {conversation_id} is still open at the desk: close it first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    conversations: MongoConversations
    people: MongoPeople
    files: MongoFiles
    traces: MongoTraces
    clock: Clock

    async def export(self, conversation_id: ConversationId, to: IO[bytes]) -> Mapping[str, int]:
        """Write a zip: `customer.json`, and their files as they came. How many rows of each collection are in it."""
        person, theirs = await self._everything(conversation_id)
        rows: dict[str, list[object]] = {"people": [_told(person)]} if person else {}
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
            for each in theirs:
                async for name, row in self.traces.of(each.address):
                    rows.setdefault(name, []).append(row)
                    if name == "files":
                        await self._pack(FileId(row["_id"]), packed)
            said = {"exported_at": self.clock(), "collections": rows}
            packed.writestr(
                "customer.json", json_util.dumps(said, json_options=_READABLE, ensure_ascii=False, indent=1)
            )
        return {name: len(found) for name, found in rows.items()}

    async def erase(self, conversation_id: ConversationId) -> Mapping[str, int]:
        """Of all their conversations. Safe to repeat, and to be cut off. Raises StillServed before anything is done."""
        person, theirs = await self._everything(conversation_id)
        for each in theirs:
            if isinstance(each.session, Waiting | WithOperator):
                raise StillServed(each.id)
        gone: dict[str, int] = {}
        if person is not None:
            await self.people.remove(person)
            gone["people"] = 1
        for each in theirs:
            await self.files.erase(each.id)
            for name, count in (await self.traces.erase(each.address)).items():
                gone[name] = gone.get(name, 0) + count
        return gone

    async def _everything(self, conversation_id: ConversationId) -> tuple[Person | None, Sequence[Conversation]]:
        person = await self.people.of(conversation_id)
        ids = person.conversations if person else (conversation_id,)
        found = [await self.conversations.load(each) for each in ids]
        theirs = [each for each in found if each is not None]
        if not theirs:
            raise UnknownCustomer(conversation_id)
        return person, theirs

    async def _pack(self, file_id: FileId, packed: zipfile.ZipFile) -> None:
        # Under its id: a name is what a customer chose, and would be a path to whoever unpacks it.
        try:
            content = [chunk async for chunk in self.files.read(file_id)]
        except NoFile:
            return
        packed.writestr(f"files/{file_id}", b"".join(content))


def _told(person: Person) -> object:
    return {"id": person.id, "conversations": list(person.conversations), "known": str(person.known)}
