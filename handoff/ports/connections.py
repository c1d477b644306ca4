"""The accounts of messengers that are connected."""

from collections.abc import Sequence
from typing import Protocol

from handoff.connection import Connection


class Connections(Protocol):
    async def all(self) -> Sequence[Connection]:
        """By their ids. A moment old at most."""
        ...

    async def change(self, connection: Connection, *, base: int) -> Connection:
        """Store it if version `base` is the latest (0: there is none yet); with its new version. Raises Stale."""
        ...

    async def delete(self, connection: Connection) -> None:
        """Raises Stale when it has another version by now."""
        ...
