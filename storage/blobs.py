"""Where the bytes of files lie. What is known of a file, and who may see it, is in MongoDB whichever store that is."""

from collections.abc import AsyncIterator
from typing import Protocol


class Blobs(Protocol):
    """A store of bytes under keys. Each raises FilesAway when it does not answer, or will not have us."""

    async def write(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """What `chunks` raises is raised, and nothing is kept."""
        ...

    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """From one byte up to before another. Raises NoFile before the first chunk."""
        ...

    async def delete(self, key: str) -> None:
        """What is not there needs no deleting."""
        ...
