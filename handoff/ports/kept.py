"""What staff look things up in: ready replies, the files of conversations, events that were set aside."""

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
    """A file that a customer or an operator sent: what we know of it, and where it belongs."""

    id: FileId
    conversation_id: ConversationId
    name: str
    mime: str
    size: int


class NoFile(Exception):
    """The file is not there, or not any more."""


class Files(Protocol):
    """Files of conversations: our own copies of what customers sent, and what operators send."""

    async def keep(
        self, conversation_id: ConversationId, name: str, mime: str, chunks: AsyncIterator[bytes]
    ) -> StoredFile:
        """A new file, read as it comes. What `chunks` raises is raised, and nothing is kept."""
        ...

    async def find(self, file_id: FileId) -> StoredFile | None: ...

    def read(self, file_id: FileId) -> AsyncIterator[bytes]:
        """Raises NoFile before the first chunk."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An event that failed too often and was set aside, so that its conversation could go on."""

    id: str
    conversation_id: ConversationId
    error: str
    parked_at: datetime


class DeadLetters(Protocol):
    async def recent(self, limit: int) -> Sequence[DeadLetter]: ...
