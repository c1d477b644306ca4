"""Collections `operator_groups` and `operator_topics`: the Telegram groups in which operators work, and the topics
there that show a session each. A group is known by its chat, a topic by its chat and thread: Telegram's numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import ConversationId, LineId, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Where the sessions of these lines are topics; `lines` empty: of all that no other group has."""

    chat: int
    title: str = ""
    language: str = "en"
    """In which the bot speaks there."""
    lines: frozenset[LineId] = frozenset()
    lost: str | None = None
    """Why nothing can be shown there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A session's place in a group."""

    chat: int
    thread: int
    conversation_id: ConversationId
    session_id: SessionId
    name: str
    open: bool = True


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.operator_topics.create_index("conversation_id")
    await db.operator_topics.create_index("open")


class MongoOperatorGroups:
    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.operator_groups

    async def all(self) -> Sequence[Group]:
        return [_group(row) async for row in self._rows.find()]

    async def connect(self, group: Group) -> None:
        """A line has one group, and what no group has a line for has one: others give way."""
        for other in await self.all():
            if other.chat == group.chat:
                continue
            if not group.lines and not other.lines:
                await self.disconnect(other.chat)
            elif group.lines & other.lines:
                rest = other.lines - group.lines
                await (self._save(replace(other, lines=rest)) if rest else self.disconnect(other.chat))
        await self._save(group)

    async def disconnect(self, chat: int) -> bool:
        """False when it was not connected."""
        return (await self._rows.delete_one({"_id": chat})).deleted_count == 1

    async def lose(self, chat: int, reason: str | None) -> Group | None:
        """Remember why it can't be used, or (None) that it can again; the group, if that is news."""
        as_it_was = {"$ne": None} if reason is None else None
        changed = await self._rows.update_one({"_id": chat, "lost": as_it_was}, {"$set": {"lost": reason}})
        row = await self._rows.find_one({"_id": chat}) if changed.modified_count else None
        return _group(row) if row else None

    async def move(self, chat: int, to: int) -> None:
        """Telegram gave the group another number."""
        row = await self._rows.find_one({"_id": chat})
        if row is not None:
            await self._save(replace(_group(row), chat=to, lost=None))
            await self.disconnect(chat)

    async def _save(self, group: Group) -> None:
        row = {
            "title": group.title, "language": group.language, "lines": sorted(group.lines), "lost": group.lost,
        }  # fmt: skip
        await self._rows.replace_one({"_id": group.chat}, row, upsert=True)


class MongoOperatorTopics:
    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.operator_topics

    async def of(self, conversation_id: ConversationId) -> Sequence[Topic]:
        """Of all its sessions, the oldest first."""
        return [_topic(row) async for row in self._rows.find({"conversation_id": conversation_id}).sort("_id", 1)]

    async def at(self, chat: int, thread: int) -> Topic | None:
        row = await self._rows.find_one({"_id": _id(chat, thread)})
        return _topic(row) if row else None

    async def save(self, topic: Topic) -> None:
        row = {
            "chat": topic.chat, "thread": topic.thread, "conversation_id": topic.conversation_id,
            "session_id": topic.session_id, "name": topic.name, "open": topic.open,
        }  # fmt: skip
        await self._rows.replace_one({"_id": _id(topic.chat, topic.thread)}, row, upsert=True)

    async def forget(self, chat: int, thread: int) -> None:
        """It is not there any more."""
        await self._rows.delete_one({"_id": _id(chat, thread)})

    async def open(self) -> Sequence[ConversationId]:
        """Conversations with a topic that is open."""
        return [ConversationId(each) for each in await self._rows.distinct("conversation_id", {"open": True})]

    async def move(self, chat: int, to: int) -> None:
        async for row in self._rows.find({"chat": chat}):
            await self.save(replace(_topic(row), chat=to))
            await self._rows.delete_one({"_id": row["_id"]})


def _id(chat: int, thread: int) -> str:
    return f"{chat}:{thread:012}"  # in the order of opening


def _group(row: Mapping[str, Any]) -> Group:
    return Group(
        chat=int(row["_id"]), title=row["title"], language=row["language"],
        lines=frozenset(LineId(each) for each in row["lines"]), lost=row["lost"],
    )  # fmt: skip


def _topic(row: Mapping[str, Any]) -> Topic:
    return Topic(
        chat=int(row["chat"]), thread=int(row["thread"]), conversation_id=ConversationId(row["conversation_id"]),
        session_id=SessionId(row["session_id"]), name=row["name"], open=bool(row["open"]),
    )  # fmt: skip
