"""A process that is started again when it ends, as any supervisor would."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from storage.processes import StartError

_LOOK, _REST = 0.1, 0.3
_STARTS_WITHIN = 30.0


@dataclass(frozen=True, slots=True)
class Life:
    """One process, from its start on."""

    pid: int
    ended: Callable[[], int | None]


Start = Callable[[], Awaitable[Life]]


@dataclass(slots=True)
class Kept:
    """`start` returns when the process is there, which may be before it answers."""

    name: str
    start: Start
    starts: int = 0
    life: Life | None = None
    _keeping: asyncio.Task[None] | None = None
    _held_down: bool = False
    _killed: set[int] = field(default_factory=set)
    gave_up: list[int] = field(default_factory=list)
    """Exit codes of those that ended though nobody had killed them."""

    async def begin(self) -> None:
        await self._begin()
        self._keeping = asyncio.create_task(self._keep())

    def signal(self, number: signal.Signals) -> bool:
        """False when there is no process just now."""
        if self.life is None or self.life.ended() is not None:
            return False
        try:
            os.kill(self.life.pid, number)
        except ProcessLookupError:  # it has just ended, and was not asked yet how
            return False
        if number is signal.SIGKILL:
            self._killed.add(self.life.pid)
        return True

    async def started_again(self, starts: int) -> None:
        """Until it has been started more often than so."""
        while self.starts == starts:  # noqa: ASYNC110 - whoever keeps it looks now and then, too
            await asyncio.sleep(0.05)

    async def stay_away(self, seconds: float) -> None:
        """It dies, and nobody starts it again for so long."""
        for _ in range(int(_STARTS_WITHIN / _LOOK)):  # it may just be being started
            if self.signal(signal.SIGKILL):
                break
            await asyncio.sleep(_LOOK)
        self._held_down = True
        await asyncio.sleep(seconds)
        self._held_down = False

    async def end(self, within: float = 30) -> int | None:
        """By SIGTERM, as in an upgrade; the exit code, or None when it had to be killed."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        for _ in range(int(within / _LOOK)):
            if self.life is None or (code := self.life.ended()) is not None:
                return code if self.life else 0
            await asyncio.sleep(_LOOK)
        self.signal(signal.SIGKILL)
        return None

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            if self._held_down or self.life is None or (code := self.life.ended()) is None:
                continue
            if self.life.pid not in self._killed:
                self.gave_up.append(code)
            await asyncio.sleep(_REST)
            await self._begin()

    async def _begin(self) -> None:
        while True:
            self.starts += 1
            try:
                self.life = await self.start()
                return
            except StartError:
                if self.starts > 50:
                    raise
                await asyncio.sleep(_REST)
