"""The flows that may run, as a worker holds them: a fraction of a second old at most.

So what was published is in force within a second, in every process and without a restart. It is noticed by one number
in the database. Revisions that are no longer in force are fetched when somebody is still in one, and kept, since a
revision never changes.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.model import Library, Revision
from flows.ports import Flows
from flows.words import FlowId
from handoff.standing import Standing

KEPT_SECONDS = 0.3
LOOK_ANYWAY_SECONDS = 10.0
"""A process may have died after it published, and before it said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    library: Library
    edition: int
    read_at: float


class Shelf:
    """Reads when it is asked, so that a company without traffic costs nothing."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self._copy: _Copy | None = None
        self._looked_at = 0.0
        self._old: dict[tuple[FlowId, int], Revision] = {}
        self._reading = asyncio.Lock()

    async def library(self, standings: Sequence[Standing] = ()) -> Library:
        """What is in force, and the revisions that these stand in."""
        within = {(FlowId(each.flow), each.revision) for standing in standings for each in standing.within}
        async with self._reading:
            library = await self._latest()
            old = [await self._revision(flow, number) for flow, number in within if not library.revision(flow, number)]
        return _with(library, [each for each in old if each])

    async def _latest(self) -> Library:
        now = time.monotonic()
        if self._copy is not None and now - self._looked_at <= KEPT_SECONDS:
            return self._copy.library
        edition = await self._flows.edition()  # first: what comes in between is then seen the next time
        known = self._copy
        if known is None or known.edition != edition or now - known.read_at > LOOK_ANYWAY_SECONDS:
            known = self._copy = _Copy(library=await self._flows.library(), edition=edition, read_at=now)
        self._looked_at = now
        return known.library

    async def _revision(self, flow: FlowId, number: int) -> Revision | None:
        if (flow, number) not in self._old and (found := await self._flows.revision(flow, number)):
            self._old[flow, number] = found
        return self._old.get((flow, number))


def _with(library: Library, revisions: Sequence[Revision]) -> Library:
    if not revisions:
        return library
    known = {flow: dict(numbers) for flow, numbers in library.revisions.items()}
    for each in revisions:
        known.setdefault(each.flow.id, {})[each.number] = each
    return replace(library, revisions=known)
