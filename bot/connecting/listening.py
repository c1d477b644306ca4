"""The channels that fetch what customers write, or register their webhooks: one of all gateways does so for each.

It begins and ends with the roster: what was connected is listened to within a second, and what was changed anew.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.channels.base import Channel, Heard, Intake, Listens
from bot.connecting.aside import Aside
from bot.connecting.ledger import Ledger
from bot.connecting.roster import LOOK_EVERY
from handoff.ports import Clock
from storage.redis.client import Redis
from storage.redis.leader import lead

log = structlog.get_logger()
_PAUSE = 5.0
BROKEN = "Listening broke by a fault of ours and begins again: the log has it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    channels: Mapping[str, Channel]
    intake: Intake
    ledger: Ledger
    aside: Aside
    redis: Redis
    clock: Clock
    _running: dict[str, tuple[Channel, asyncio.Task[None]]] = field(default_factory=dict)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._follow()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            await self._end(list(self._running))

    async def _follow(self) -> None:
        now = dict(self.channels)
        await self._end([name for name, (channel, _) in self._running.items() if now.get(name) is not channel])
        for name, channel in now.items():
            if name not in self._running and isinstance(channel, Listens):
                task = asyncio.create_task(self._listen(name, channel))
                self._running[name] = (channel, task)

    async def _end(self, names: list[str]) -> None:
        tasks = [self._running.pop(name)[1] for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, name: str, channel: Listens) -> None:
        """A listener that breaks is its own channel's trouble, and begins again."""
        work = partial(channel.listen, partial(self._take, name), partial(self._tell, name))
        while True:
            try:
                await lead(self.redis, f"listen:{name}", work)
                return
            except Exception:
                log.exception("A listener broke", action="listener_broke", channel=name)
                self._tell(name, BROKEN)
                await asyncio.sleep(_PAUSE)

    async def _take(self, name: str, heard: Sequence[Heard]) -> None:
        await self.ledger.fetched(name, heard)
        await self.aside.set(name, [unread for each in heard for unread in each.unread])
        await self.intake([event for each in heard for event in each.events])

    def _tell(self, name: str, reason: str | None) -> None:
        self.ledger.health.listening(name, self.clock(), reason)
