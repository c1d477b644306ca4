"""Carries out a plan's faults, and notes when each really happened."""

import asyncio
import contextlib
import resource
import signal
import time
from dataclasses import dataclass, field

from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.fleet import Fleet
from tests.chaos.plan import Fault, Kind

_HELD, _FREE = 0.25, 0.08
"""Of a slow server: so long it stands, so long it goes on."""
_FULL = 4096
"""No file of a server may be written beyond its first bytes: what a full disk says is EFBIG here instead of ENOSPC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    fault: Fault
    since: float
    until: float


@dataclass(slots=True, kw_only=True)
class Breaker:
    fleet: Fleet
    happened: list[Happened] = field(default_factory=list)

    async def run(self) -> None:
        """All faults of the plan, each at its time."""
        began = time.time()
        async with asyncio.TaskGroup() as tasks:
            for fault in self.fleet.plan.faults:
                tasks.create_task(self._at(began + fault.at, fault))

    async def _at(self, at: float, fault: Fault) -> None:
        await asyncio.sleep(max(0.0, at - time.time()))
        since = time.time()
        await self._break(fault)
        self.happened.append(Happened(fault=fault, since=since, until=time.time()))

    async def _break(self, fault: Fault) -> None:
        kept = self.fleet.kept[fault.target]
        match fault.kind:
            case Kind.KILL:
                before = kept.starts
                if kept.signal(signal.SIGKILL):
                    await kept.started_again(before)
            case Kind.AWAY:
                await kept.stay_away(fault.lasts)
            case Kind.PAUSE:
                kept.signal(signal.SIGSTOP)
                await asyncio.sleep(fault.lasts)
                kept.signal(signal.SIGCONT)
            case Kind.SLOW:
                until = time.monotonic() + fault.lasts
                while time.monotonic() < until:
                    kept.signal(signal.SIGSTOP)
                    await asyncio.sleep(_HELD)
                    kept.signal(signal.SIGCONT)
                    await asyncio.sleep(_FREE)
            case Kind.WIPE:
                await self._wipe()
            case Kind.FULL:
                await self._fill(fault)

    async def _wipe(self) -> None:
        """As soon as it is there."""
        async with Redis.from_url(self.fleet.redis_url) as redis:
            for _ in range(200):
                with contextlib.suppress(RedisError):
                    await redis.flushall()
                    return
                await asyncio.sleep(0.1)

    async def _fill(self, fault: Fault) -> None:
        """The disk is full for a while; a MongoDB that met it is started again, as its health check would have it."""
        kept = self.fleet.kept[fault.target]
        life = kept.life
        if life is None or life.ended() is not None:
            return
        _limit(life.pid, _FULL)
        await asyncio.sleep(fault.lasts)
        if life.ended() is None:
            _limit(life.pid, resource.RLIM_INFINITY)
        if fault.target == "mongo":
            kept.signal(signal.SIGKILL)


def _limit(pid: int, size: int) -> None:
    """Of the files that a process may write, if it lives."""
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
