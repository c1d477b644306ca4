"""Collection `second_factors`: who has one, and what of it was used, by person. Their secrets lie in `secrets`."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from flows.errors import SecretsLocked
from handoff.ids import OperatorId
from handoff.ports import Factor, FactorsLocked
from storage.mongo.secrets import MongoSecrets


class MongoSecondFactors:
    """Fulfils `handoff.ports.SecondFactors`. `keys` are those of all secrets."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]], keys: str) -> None:
        self._rows = db.second_factors
        self._secrets = MongoSecrets(db, keys, "second-factors")
        self._offered = MongoSecrets(db, keys, "second-factors-offered")

    async def has(self, operator_id: OperatorId) -> bool:
        return await self._rows.find_one({"_id": operator_id}, {"_id": 1}) is not None

    async def get(self, operator_id: OperatorId) -> Factor | None:
        row = await self._rows.find_one({"_id": operator_id})
        if row is None:
            return None
        with _locked():
            secret = await self._secrets.get(operator_id)
        if secret is None:
            raise FactorsLocked("The secret of this second factor is lost: an admin can reset the factor.")
        return Factor(secret=secret, since=row["since"], last_step=row["last_step"], recovery=tuple(row["recovery"]))

    async def everybody(self) -> Collection[OperatorId]:
        return {OperatorId(row["_id"]) async for row in self._rows.find({}, {"_id": 1})}

    async def offer(self, operator_id: OperatorId, secret: str, at: datetime) -> None:
        with _locked():
            await self._offered.put(operator_id, secret, by=operator_id, at=at)

    async def offered(self, operator_id: OperatorId) -> str | None:
        with _locked():
            return await self._offered.get(operator_id)

    async def put(self, operator_id: OperatorId, factor: Factor) -> None:
        with _locked():
            await self._secrets.put(operator_id, factor.secret, by=operator_id, at=factor.since)
        row = {"since": factor.since, "last_step": factor.last_step, "recovery": list(factor.recovery)}
        await self._rows.replace_one({"_id": operator_id}, row, upsert=True)
        await self._offered.delete(operator_id)

    async def use_step(self, operator_id: OperatorId, step: int) -> bool:
        result = await self._rows.update_one(
            {"_id": operator_id, "last_step": {"$lt": step}}, {"$set": {"last_step": step}}
        )
        return result.modified_count > 0

    async def use_recovery(self, operator_id: OperatorId, kept: str) -> bool:
        result = await self._rows.update_one({"_id": operator_id, "recovery": kept}, {"$pull": {"recovery": kept}})
        return result.modified_count > 0

    async def renew_recovery(self, operator_id: OperatorId, kept: Sequence[str]) -> None:
        await self._rows.update_one({"_id": operator_id}, {"$set": {"recovery": list(kept)}})

    async def remove(self, operator_id: OperatorId) -> None:
        await self._rows.delete_one({"_id": operator_id})
        await self._secrets.delete(operator_id)
        await self._offered.delete(operator_id)


@contextmanager
def _locked() -> Iterator[None]:
    try:
        yield
    except SecretsLocked as error:
        raise FactorsLocked(str(error)) from error
