"""Collection `logins`: signed-in browsers, by the hash of their cookie; gone when they expire."""

from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import OperatorId
from handoff.ports import Login


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.logins.create_index("expires_at", expireAfterSeconds=0)


class MongoLogins:
    """Fulfils `handoff.ports.Logins`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.logins

    async def add(self, token_hash: str, login: Login) -> None:
        await self._rows.insert_one(
            {"_id": token_hash, "operator_id": login.operator_id, "csrf": login.csrf, "expires_at": login.expires_at}
        )

    async def get(self, token_hash: str, now: datetime) -> Login | None:
        row = await self._rows.find_one({"_id": token_hash, "expires_at": {"$gt": now}})
        if row is None:
            return None
        return Login(operator_id=OperatorId(row["operator_id"]), csrf=row["csrf"], expires_at=row["expires_at"])

    async def remove(self, token_hash: str) -> None:
        await self._rows.delete_one({"_id": token_hash})

    async def remove_all(self, operator_id: OperatorId) -> None:
        await self._rows.delete_many({"operator_id": operator_id})
