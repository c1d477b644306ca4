"""Collection `templates`: what each account may send that its messenger has approved; a row for an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pydantic import TypeAdapter

from handoff.templates import Template, TemplateList

_LIST: TypeAdapter[TemplateList] = TypeAdapter(TemplateList)


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    """By id only."""


class MongoTemplates:
    """Fulfils `handoff.ports.Templates`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.templates

    async def of(self, channel: str, account: str) -> TemplateList:
        row = await self._rows.find_one({"_id": f"{channel}:{account}"})
        return _LIST.validate_python(row) if row else TemplateList()

    async def keep(self, channel: str, account: str, templates: Sequence[Template], at: datetime) -> None:
        kept = _LIST.dump_python(TemplateList(templates=list(templates), read_at=at))
        await self._rows.replace_one({"_id": f"{channel}:{account}"}, kept, upsert=True)
