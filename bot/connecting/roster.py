"""Which channels there are now: those of the environment, and those that admins have connected in the console.

Every process holds a roster and looks for changes three times a second, so what was connected, changed or switched off
is in force within a second and without a restart. One that can't be made is told with its reason, and harms no other.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

import structlog

from bot.channels.base import MAIN, Channel
from bot.channels.kind import Place
from bot.connecting.making import Maker, Unfit, identity, secrets_in, shown
from bot.connecting.unserved import Unserved
from flows.errors import SecretsLocked
from handoff.connection import Connection
from handoff.ports import Connections
from storage.errors import UNAVAILABLE

log = structlog.get_logger()
LOOK_EVERY = 0.3
GRACE = 30.0
"""Seconds after which nobody has a replaced channel in hand any more: longer than a turn may last."""
OFF = "This channel is switched off."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A connection, and its channel; None where it does not work, and `reason` says why."""

    name: str
    connection: Connection
    channel: Channel | None = None
    reason: str = ""
    from_environment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster(Mapping[str, Channel]):
    """The channels that work now, by name. Asked for one that is connected and does not, it raises Unserved."""

    maker: Maker
    connections: Connections
    _entries: dict[str, Entry] = field(default_factory=dict)
    _refreshing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _closing: set[asyncio.Task[None]] = field(default_factory=set)

    def __getitem__(self, name: str) -> Channel:
        entry = self._entries[name]
        if entry.channel is None:
            raise Unserved(name, entry.reason)
        return entry.channel

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, entry in self._entries.items() if entry.channel is not None])

    def __len__(self) -> int:
        return sum(entry.channel is not None for entry in self._entries.values())

    def entries(self) -> list[Entry]:
        """All, with those that don't work."""
        return sorted(self._entries.values(), key=lambda each: (not each.from_environment, each.name))

    def entry(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def kinds(self) -> frozenset[str]:
        """Of messengers that customers can write by."""
        return frozenset(each.connection.kind for each in self._entries.values() if each.connection.on)

    async def open(self) -> None:
        """What the environment says is for as long as the process lives."""
        for entry in self._of_environment():
            self._entries[entry.name] = entry
            if entry.channel is not None:
                await entry.channel.open()
        await self.refresh()

    async def close(self) -> None:
        for task in self._closing:
            task.cancel()
        await asyncio.gather(*self._closing, return_exceptions=True)
        for entry in self._entries.values():
            await _close(entry)
        self._entries.clear()

    async def keep(self) -> None:
        """Look for changes until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.refresh()
            except UNAVAILABLE as error:
                log.warning("Connections can't be read, keeping the old ones", action="roster_stale", error=str(error))
            except Exception:
                log.exception("The roster could not be brought up to date", action="roster_broke")

    async def refresh(self) -> None:
        """Make what is new or changed, and only then let go of what was before."""
        async with self._refreshing:
            await self._refresh()

    async def _refresh(self) -> None:
        now = {self._name(each): each for each in await self.connections.all()}
        for name, connection in now.items():
            held = self._entries.get(name)
            if held is None or not (held.from_environment or held.connection == connection):
                self._entries[name] = await self._enter(name, connection)
                self._let_go(held)
        for name, held in list(self._entries.items()):
            if name not in now and not held.from_environment:
                self._let_go(self._entries.pop(name))

    async def _enter(self, name: str, connection: Connection) -> Entry:
        entry = Entry(name=name, connection=connection)
        if not connection.on:
            return replace(entry, reason=OFF)
        try:
            channel = await self.maker.channel(connection)
            await channel.open()
        except (Unfit, SecretsLocked) as error:
            log.error("A channel can't be made", action="channel_unfit", channel=name, reason=str(error))
            return replace(entry, reason=str(error))
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.exception("A channel broke while it was made", action="channel_broke", channel=name)
            return replace(entry, reason=f"It can't be opened: {type(error).__name__}.")
        log.info("Channel opened", action="channel_opened", channel=name, version=connection.version)
        return replace(entry, channel=channel)

    def _of_environment(self) -> Iterator[Entry]:
        for kind in self.maker.kinds:
            found = kind.from_environment(self.maker.given.settings)
            if found is not None:
                connection = Connection(
                    kind=kind.name, account=MAIN, title=kind.title, settings=shown(found.fields),
                    secrets=tuple(sorted(secrets_in(found.fields))), identity=identity(kind, found.fields),
                )  # fmt: skip
                place = Place(account=MAIN, webhook_url=found.webhook_url)
                channel = kind.make(found.fields, place, self.maker.given)
                yield Entry(name=channel.name, connection=connection, channel=channel, from_environment=True)

    def _name(self, connection: Connection) -> str:
        kind = self.maker.kind(connection.kind)
        return kind.channel(connection.account) if kind else connection.id

    def _let_go(self, held: Entry | None) -> None:
        """Close it when what is in hand is done."""
        if held is not None and held.channel is not None:
            task = asyncio.create_task(_close_later(held))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


async def _close_later(entry: Entry) -> None:
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(GRACE)
    await _close(entry)


async def _close(entry: Entry) -> None:
    if entry.channel is not None:
        try:
            await entry.channel.close()
        except Exception:
            log.exception("A channel broke while it was closed", action="channel_broke", channel=entry.name)
