"""Notes what staff did, also where the log can't be written just now.

A deed is done by the time it is noted, and to answer that it failed would have it done twice. So what can't be noted is
owed: it is tried again until the log takes it, with the time at which it was done. What a process owes dies with it,
and is in its own log by then.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from handoff.ports.audit import Audit, Deed

log = structlog.get_logger()
AGAIN = timedelta(seconds=1)
_TRIES = 3600
"""An hour: what is refused for as long is refused for what it is."""


@dataclass(slots=True)
class _Owed:
    deed: Deed
    veiled: bool
    tries: int = 1


@dataclass(slots=True)
class Notary:
    audit: Audit
    _owed: deque[_Owed] = field(default_factory=deque)
    _paying: asyncio.Task[None] | None = None

    async def note(self, deed: Deed, *, veiled: bool = False) -> None:
        """`veiled`: its customers are under the veil already. Raises nothing."""
        try:
            await self._write(deed, veiled)
        except Exception:
            log.exception("Deed not noted yet", action="audit_owed", operator=deed.operator, did=deed.did)
            self._owed.append(_Owed(deed, veiled))
            if self._paying is None or self._paying.done():
                self._paying = asyncio.create_task(self._pay())

    async def _pay(self) -> None:
        while self._owed:
            await asyncio.sleep(AGAIN.total_seconds())
            for each in list(self._owed):
                try:
                    await self._write(each.deed, each.veiled)
                except Exception as error:
                    each.tries += 1
                    if each.tries < _TRIES:
                        continue
                    log.error("Deed never noted", action="audit_failed", did=each.deed.did, error=repr(error))
                self._owed.remove(each)

    async def _write(self, deed: Deed, veiled: bool) -> None:
        await self.audit.append(deed if veiled else replace(deed, on=await self.audit.veil(deed.on)))
