"""Collection `flow_systems`: the systems that flows speak with, one row that is changed from a base."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from flows.errors import StaleSystems
from flows.systems import Systems
from handoff.ports import Stale
from storage.mongo.versioned import change

_ONE = "systems"


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """The row's own id is all that is asked for."""


class MongoFlowSystems:
    """Fulfils `flows.ports.SystemsStore`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.flow_systems

    async def current(self) -> Systems:
        row = await self._rows.find_one({"_id": _ONE})
        if row is None:
            return Systems()
        processes: Sequence[dict[str, str]] = row["processes"]
        return Systems(
            processes={each["id"]: each["url"] for each in processes}, hooks=frozenset(row["hooks"]),
            private_hosts=frozenset(row["private_hosts"]), version=row["version"],
        )  # fmt: skip

    async def save(self, systems: Systems, *, by: str, at: datetime) -> Systems:
        row = {
            "_id": _ONE, "processes": [{"id": id, "url": url} for id, url in systems.processes.items()],
            "hooks": sorted(systems.hooks), "private_hosts": sorted(systems.private_hosts), "by": by, "at": at,
        }  # fmt: skip
        try:
            await change(self._rows, row, base=systems.version)
        except Stale as error:
            raise StaleSystems(error.current) from error
        return replace(systems, version=systems.version + 1)
