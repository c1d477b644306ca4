"""Collection `secrets`: values for other systems, encrypted, a row each by scope and name.

Scopes are drawers: what flows name in their calls, what processes are signed with, and whatever else comes. The keys
are the installation's, and never in the database. Of several the first encrypts and all decrypt, so a key is changed by
putting a new one in front.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from motor.motor_asyncio import AsyncIOMotorDatabase

from flows.errors import SecretsLocked
from flows.ports import KeptSecret

_HOW = "Set SECRETS_KEY; .env.example says how to make one."


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.secrets.create_index([("scope", 1), ("name", 1)])


class MongoSecrets:
    """Fulfils `flows.ports.Secrets`. `keys` are Fernet's, with commas between; none: what is kept stays shut."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]], keys: str, scope: str) -> None:
        self._rows = db.secrets
        self._scope = scope
        each = [Fernet(key.strip()) for key in keys.split(",") if key.strip()]
        self._box = MultiFernet(each) if each else None

    async def get(self, name: str) -> str | None:
        row = await self._rows.find_one({"_id": self._key(name)})
        if row is None:
            return None
        try:
            return self._open_box().decrypt(row["value"]).decode()
        except InvalidToken as error:
            remedy = "add the key that it was kept with, or save it anew"
            raise SecretsLocked(f"The secret “{name}” does not open with SECRETS_KEY: {remedy}.") from error

    async def kept(self) -> Sequence[KeptSecret]:
        rows = self._rows.find({"scope": self._scope}, {"value": 0}).sort("name", 1)
        return [KeptSecret(name=row["name"], saved_at=row["saved_at"], by=row["by"]) async for row in rows]

    async def put(self, name: str, value: str, *, by: str, at: datetime) -> None:
        row = {
            "scope": self._scope, "name": name, "value": self._open_box().encrypt(value.encode()), "by": by,
            "saved_at": at,
        }  # fmt: skip
        await self._rows.replace_one({"_id": self._key(name)}, row, upsert=True)

    async def delete(self, name: str) -> None:
        await self._rows.delete_one({"_id": self._key(name)})

    def _key(self, name: str) -> str:
        return f"{self._scope}:{name}"

    def _open_box(self) -> MultiFernet:
        if self._box is None:
            raise SecretsLocked(f"There is no key to keep secrets with. {_HOW}")
        return self._box
