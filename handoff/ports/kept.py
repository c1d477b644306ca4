"""What staff look things up in: ready replies, the files of conversations, events that were set aside."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handoff.ids import ConversationId, FileId

UNCLAIMED = timedelta(days=1)
"""So long a file is kept that no message names."""


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
    sha256: str = ""
    """Of its bytes, in hexadecimal digits."""
    private: bool = False
    """Of a note: for staff only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A picture made small, as WebP; `width` and `height` are the pixels of the whole one, held upright."""

    data: bytes
    width: int
    height: int


class NoFile(Exception):
    """The file is not there, or not any more."""


class Files(Protocol):
    """Files of conversations: our own copies of what customers sent, and what operators send.

    A file that no message comes to name is deleted after a while, which begins anew when it is claimed.
    """

    async def keep(
        self,
        conversation_id: ConversationId,
        name: str,
        mime: str,
        chunks: AsyncIterator[bytes],
        *,
        private: bool = False,
    ) -> StoredFile:
        """A new file, read as it comes. What `chunks` raises is raised, and nothing is kept."""
        ...

    async def store(self, conversation_id: ConversationId, name: str, mime: str, data: bytes) -> FileId:
        """A file that came whole. The same of the same conversation, stored again, is one."""
        ...

    async def claim(self, file_id: FileId, lasting: timedelta = UNCLAIMED) -> StoredFile | None:
        """The file, which is safe from deletion for this time: for a message that is going to name it."""
        ...

    async def find(self, file_id: FileId) -> StoredFile | None: ...

    def read(self, file_id: FileId, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """From one byte up to before another. Raises NoFile before the first chunk."""
        ...

    async def preview(self, file_id: FileId) -> Preview | None:
        """As it was kept. Raises KeyError where nothing was kept yet."""
        ...

    async def keep_preview(self, file_id: FileId, preview: Preview | None) -> None:
        """None: there can't be one, and nobody needs to try again."""
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
