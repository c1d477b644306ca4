"""What a customer may ask for: all that is known of them, in one file; and that it is erased.

One human is all conversations that are joined as theirs. While they are erased nobody else handles them, so that
nothing of theirs is on its way that would bring them back.
"""

import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Protocol

import structlog
from bson import json_util

from bot.file_store import open_files
from bot.settings import Settings
from handoff.conversation import Conversation, session_id
from handoff.ids import ConversationId, FileId
from handoff.person import Person
from handoff.ports import Clock, NoFile, Stale
from handoff.ports.privacy import OnItsWay, StillServed, UnknownCustomer
from handoff.session import Closed, Waiting, WithOperator
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.intake import MongoIntake
from storage.mongo.people import MongoPeople
from storage.mongo.traces import MongoTraces
from storage.redis.borrowing import Borrowing
from storage.redis.client import Redis

log = structlog.get_logger()
_READABLE = json_util.JSONOptions(json_mode=json_util.JSONMode.RELAXED, tz_aware=True)


class Remembers(Protocol):
    """Rasa, which has the last dialogues in memory."""

    async def forget(self, sessions: Sequence[str]) -> bool:
        """False: it does not answer. What does not run remembers nothing; what can't be reached may."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Fulfils `handoff.ports.privacy.Privacy`."""

    conversations: MongoConversations
    people: MongoPeople
    files: MongoFiles
    traces: MongoTraces
    intake: MongoIntake
    borrowing: Borrowing
    dialogue: Remembers
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
        """Of all their conversations. Safe to repeat, and to be cut off. Raises before anything is done."""
        _, known = await self._everything(conversation_id)
        _refuse_served(known)
        async with self._alone_with([each.id for each in known]):
            person, theirs = await self._everything(conversation_id)
            _refuse_served(theirs)
            if {each.id for each in theirs} != {each.id for each in known}:
                raise OnItsWay(conversation_id)  # somebody has just joined them
            gone: dict[str, int] = {}
            if person is not None:
                await self.people.remove(person)
                gone["people"] = 1
            for each in theirs:
                for name, count in (await self._erase(each)).items():
                    gone[name] = gone.get(name, 0) + count
            return gone

    async def expire(self, conversation_id: ConversationId) -> bool:
        """One conversation that has been over for long, whoever else its customer is; False: not now."""
        try:
            async with self._alone_with([conversation_id]):
                conversation = await self.conversations.load(conversation_id)
                if conversation is None or not isinstance(conversation.session, Closed):
                    return False
                if person := await self.people.of(conversation_id):
                    rest = person.without(conversation_id)
                    await (self.people.commit(rest) if rest.members else self.people.remove(person))
                await self._erase(conversation, lasting_only=True)
        except (OnItsWay, Stale):
            return False
        return True

    async def _erase(self, conversation: Conversation, *, lasting_only: bool = False) -> Mapping[str, int]:
        known = [session_id(conversation.id, number) for number in range(1, conversation.session.number + 1)]
        if not await self.dialogue.forget(known):
            log.warning("Rasa was not told to forget", action="rasa_not_told", sessions=len(known))
        await self.files.erase(conversation.id)
        return await self.traces.erase(conversation.address, lasting_only=lasting_only)

    @asynccontextmanager
    async def _alone_with(self, ids: Sequence[ConversationId]) -> AsyncIterator[None]:
        """Nobody handles anything of these meanwhile. Raises OnItsWay."""
        borrowed: list[ConversationId] = []
        try:
            for each in ids:
                if not await self.borrowing.borrow(each, self.clock()):
                    raise OnItsWay(each)
                borrowed.append(each)
                if await self.intake.has_unhandled(each):
                    raise OnItsWay(each)  # it was stored, and comes to the mailbox later
            yield
        finally:
            for each in borrowed:
                await self.borrowing.give_back(each)

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


def open_privacy(settings: Settings, db: Database, redis: Redis, dialogue: Remembers, clock: Clock) -> Privacy:
    """Fit the parts together; no traffic yet."""
    return Privacy(
        conversations=MongoConversations(db), people=MongoPeople(db), traces=MongoTraces(db), intake=MongoIntake(db),
        files=open_files(db, clock, settings.files_s3_url), borrowing=Borrowing(redis), dialogue=dialogue, clock=clock,
    )  # fmt: skip


def _refuse_served(theirs: Sequence[Conversation]) -> None:
    for each in theirs:
        if isinstance(each.session, Waiting | WithOperator):
            raise StillServed(each.id)


def _told(person: Person) -> object:
    return {"id": person.id, "conversations": list(person.conversations), "known": str(person.known)}
