"""What staff look things up in: ready replies, customers' files, events that were set aside."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handoff.ids import ConversationId, FileId


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """A reply ready to use: typed as `/{shortcut}` in the composer."""

    shortcut: str
    text: str
    language: str


class CannedReplies(Protocol):
    async def all(self) -> Sequence[Canned]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A customer's file: what we know of it, and where it belongs."""

    id: FileId
    conversation_id: ConversationId
    name: str
    mime: str
    size: int


class Files(Protocol):
    """Our own copies of customers' files."""

    async def find(self, file_id: FileId) -> StoredFile | None: ...

    def read(self, file_id: FileId) -> AsyncIterator[bytes]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An event that failed too often and was set aside, so that its conversation could go on."""

    id: str
    conversation_id: ConversationId
    error: str
    parked_at: datetime


class DeadLetters(Protocol):
    async def recent(self, limit: int) -> Sequence[DeadLetter]: ...
