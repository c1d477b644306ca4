"""The flows that may run, as a worker holds them: a fraction of a second old at most.

So what was published is in force within a second, in every process and without a restart. Revisions that are no longer
in force are fetched when somebody is still in one, and kept, since a revision never changes.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from flows.model import Library, Revision
from flows.ports import Flows
from flows.words import FlowId
from handoff.standing import Standing

KEPT_SECONDS = 0.3


class Shelf:
    """Reads when it is asked, so that a company without traffic costs nothing."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self._kept: tuple[float, Library] | None = None
        self._old: dict[tuple[FlowId, int], Revision] = {}
        self._reading = asyncio.Lock()

    async def library(self, standings: Sequence[Standing] = ()) -> Library:
        """What is in force, and the revisions that these stand in."""
        within = {(FlowId(each.flow), each.revision) for standing in standings for each in standing.within}
        async with self._reading:
            if self._kept is None or time.monotonic() - self._kept[0] > KEPT_SECONDS:
                self._kept = (time.monotonic(), await self._flows.library())
            library = self._kept[1]
            old = [await self._revision(flow, number) for flow, number in within if not library.revision(flow, number)]
        return _with(library, [each for each in old if each])

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
