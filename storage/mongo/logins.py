"""Collection `logins`: signed-in browsers, by the hash of their cookie; gone when they expire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import OperatorId
from handoff.ports import Lack, Login


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.logins.create_index("expires_at", expireAfterSeconds=0)
    await db.logins.create_index("operator_id")


class MongoLogins:
    """Fulfils `handoff.ports.Logins`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.logins

    async def add(self, token_hash: str, login: Login) -> None:
        await self._rows.insert_one(
            {
                "_id": token_hash, "id": login.id, "operator_id": login.operator_id, "csrf": login.csrf,
                "since": login.since, "seen_at": login.seen_at, "expires_at": login.expires_at,
                "address": login.address, "device": login.device, "lacks": login.lacks and login.lacks.value,
            }
        )  # fmt: skip

    async def get(self, token_hash: str) -> Login | None:
        row = await self._rows.find_one({"_id": token_hash})
        return _load(row) if row and _is_whole(row) else None

    async def of(self, operator_id: OperatorId) -> Sequence[Login]:
        rows = self._rows.find({"operator_id": operator_id}).sort("seen_at", -1)
        return [_load(row) async for row in rows if _is_whole(row)]

    async def seen(self, token_hash: str, at: datetime, address: str) -> None:
        await self._rows.update_one({"_id": token_hash}, {"$set": {"seen_at": at, "address": address}})

    async def remove(self, token_hash: str) -> None:
        await self._rows.delete_one({"_id": token_hash})

    async def remove_one(self, operator_id: OperatorId, id_: str) -> bool:
        result = await self._rows.delete_one({"operator_id": operator_id, "id": id_})
        return result.deleted_count > 0

    async def remove_all(self, operator_id: OperatorId, *, but: str | None = None) -> None:
        await self._rows.delete_many({"operator_id": operator_id, "id": {"$ne": but}})


def _is_whole(row: dict[str, Any]) -> bool:
    """Earlier releases did not keep when a browser was seen: whoever it was signs in again."""
    return "seen_at" in row


def _load(row: dict[str, Any]) -> Login:
    return Login(
        id=row["id"], operator_id=OperatorId(row["operator_id"]), csrf=row["csrf"], since=row["since"],
        seen_at=row["seen_at"], expires_at=row["expires_at"], address=row["address"], device=row["device"],
        lacks=Lack(row["lacks"]) if row["lacks"] else None,
    )  # fmt: skip
