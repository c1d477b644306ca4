"""The whole chain of the audit log: whether it is as it was written, and the cutting off of what is too old."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handoff import audit_chain
from handoff.audit_chain import BEGINNING, Anchor
from handoff.ports.audit import Noted
from storage.mongo.audit import ANCHOR, ROWS, Database, noted
from storage.mongo.codec import Document

_AT_ONCE = 500


class Fault(StrEnum):
    """What is wrong with the first row at which the chain breaks."""

    CHANGED = "changed"
    """It is not what was sealed."""
    KEY = "key"
    """It says itself that it was sealed with a key that is not given."""
    MISSING = "missing"
    ANCHOR = "anchor"
    """Where the chain begins was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`rows` that are whole, and the number and seal of the last of them; `broken` is where it ends to be so."""

    rows: int = 0
    number: int = 0
    seal: str = BEGINNING
    broken: int | None = None
    fault: Fault | None = None


class MongoAuditChain:
    def __init__(self, db: Database, secrets_keys: str = "") -> None:
        self._rows, self._anchors, self._keys = db.audit, db.audit_anchor, audit_chain.keys(secrets_keys)

    async def verify(self) -> Verdict:
        """Read it all, from where it begins to its end, or to the first row that is not as it was."""
        anchor = await self._anchor()
        if anchor is not None and not self._keys.holds(anchor):
            return Verdict(broken=anchor.number, fault=Fault.ANCHOR)
        rows, number, seal = 0, anchor.number if anchor else 0, anchor.seal if anchor else BEGINNING
        async for row in self._rows.find({"_id": {"$gt": number}}).sort("_id", 1):
            gap = row["_id"] != number + 1
            if gap or not self._whole(seal, row):
                fault = Fault.MISSING if gap else Fault.CHANGED if row.get("key") in self._keys.names else Fault.KEY
                return Verdict(rows=rows, number=number, seal=seal, broken=number + 1, fault=fault)
            rows, number, seal = rows + 1, row["_id"], row["seal"]
        return Verdict(rows=rows, number=number, seal=seal)

    async def seal_of(self, number: int) -> str | None:
        """None: there is no such row."""
        row = await self._rows.find_one({"_id": number}, {"seal": 1})
        return row["seal"] if row else None

    async def trim(self, before: datetime) -> int:
        """Delete rows from before that time, a few hundred at once; how many.

        The anchor is written first: rows that are still there below it, after a crash, count no more.
        """
        last: Noted | None = None
        old = 0
        async for row in self._rows.find(ROWS).sort("_id", 1).limit(_AT_ONCE):
            if row["at"] >= before:
                break
            last, old = noted(row), old + 1
        if last is None:
            return 0
        anchor = self._keys.anchor(last.number, last.seal)
        kept = {"number": anchor.number, "seal": anchor.seal, "mark": anchor.mark}
        await self._anchors.replace_one({"_id": ANCHOR}, kept, upsert=True)
        await self._rows.delete_many({"_id": {"$gte": 1, "$lte": last.number}})
        return old

    async def _anchor(self) -> Anchor | None:
        row = await self._anchors.find_one({"_id": ANCHOR})
        return Anchor(number=row["number"], seal=row["seal"], mark=row["mark"]) if row else None

    def _whole(self, before: str, row: Document) -> bool:
        try:
            return self._keys.fits(before, noted(row))
        except (KeyError, ValueError, AttributeError):  # it does not even look like a row of ours any more
            return False
