"""How many sessions are in which state, line and hands, counted once for everybody.

A few hundred are counted whenever somebody asks. Thousands take a database a while, and nobody reads the difference
between 4,210 and 4,211: those are counted for the next one who asks, who is given what was counted before.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.ids import LineId, OperatorId

_OPEN = ["with_bot", "waiting", "with_operator"]
_FEW = 1_000
_LONGEST_FRESH, _LONGEST_SHOWN = 10.0, 30.0


class Alike(NamedTuple):
    """Sessions that no list tells apart."""

    state: str
    line: LineId | None
    operator: OperatorId | None
    on_hold: bool
    sessions: int


class DeskCounts:
    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]], clock: Callable[[], float] = time.monotonic) -> None:
        self._rows, self._clock = db.conversations, clock
        self._counted: tuple[float, Sequence[Alike]] | None = None
        self._counting: asyncio.Task[Sequence[Alike]] | None = None

    async def now(self) -> Sequence[Alike]:
        """Exact where there are few. Else they are fresh for a second per thousand, and never half a minute old."""
        if self._counted is None or (total := sum(each.sessions for each in self._counted[1])) <= _FEW:
            return await self._count()
        age = self._clock() - self._counted[0]
        if age > min(total / _FEW, _LONGEST_FRESH) and (self._counting is None or self._counting.done()):
            self._counting = asyncio.create_task(self._count())
        if age > _LONGEST_SHOWN and self._counting is not None:
            return await asyncio.shield(self._counting)
        return self._counted[1]

    async def _count(self) -> Sequence[Alike]:
        alike = {
            "state": "$session.state", "line": "$session.line", "operator": "$session.operator",
            "on_hold": {"$gt": ["$session.hold", None]},
        }  # fmt: skip
        group = {"_id": alike, "count": {"$sum": 1}}
        rows = self._rows.aggregate([{"$match": {"session.state": {"$in": _OPEN}}}, {"$group": group}])
        counted = [
            Alike(row["_id"]["state"], row["_id"].get("line"), row["_id"].get("operator"),
                  bool(row["_id"]["on_hold"]), int(row["count"]))
            async for row in rows
        ]  # fmt: skip
        self._counted = (self._clock(), counted)
        return counted
