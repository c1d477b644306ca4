"""Connecting an account, changing and removing it: all is checked before anything is stored."""

import asyncio
import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.channels.base import Channel, SendError, Unregisters
from bot.channels.kind import Fields, Kind
from bot.connecting.making import Maker, Unfit, Wrong, identity, read, secrets_in, shown
from bot.connecting.roster import Roster
from flows.ports import Flows
from handoff.connection import ACCOUNT, Connection, Setting
from handoff.ids import LineId, OperatorId
from handoff.ports import Books, Clock, Connections, Stale

_FAREWELL = 5.0
_ACCOUNT = "Up to 32 small letters, digits and hyphens."
_TAKEN = "There is a connection of this name: choose another."
_TWICE = "“{title}” is connected to the same account: each account can be connected once."
_ONLY_ONE = "{title} has one connection, which there is."

log = structlog.get_logger()


class NotThere(Exception):
    """There is no such connection."""


class Environments(Exception):
    """The environment describes this connection: it is changed there."""

    def __init__(self) -> None:
        super().__init__("This connection is set in the environment: change the variables there and start again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A connection as it is to be. A secret that is left out stays as it is kept; an empty one is forgotten."""

    title: str
    settings: Mapping[str, Setting]
    secrets: Mapping[str, str]
    line: LineId | None
    flows: tuple[str, ...]
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Connecting:
    connections: Connections
    roster: Roster
    maker: Maker
    books: Books
    flows: Flows
    clock: Clock

    async def add(self, kind_name: str, account: str, wanted: Wanted, *, by: OperatorId) -> Connection:
        """Raises Unfit, SecretsLocked, Stale."""
        kind = self.maker.kind(kind_name)
        if kind is None:
            raise Unfit([Wrong(field="kind", message="There is no such kind of channel.")])
        if not kind.several and self.roster.entry(kind.name):
            raise Unfit([Wrong(field="kind", message=_ONLY_ONE.format(title=kind.title))])
        if not ACCOUNT.fullmatch(account):
            raise Unfit([Wrong(field="account", message=_ACCOUNT)])
        blank = Connection(kind=kind.name, account=account, title=wanted.title)
        if self.roster.entry(kind.channel(account)) or await self._stored(blank.id):
            raise Unfit([Wrong(field="account", message=_TAKEN)])
        return await self._save(kind, blank, wanted, by)

    async def change(self, name: str, wanted: Wanted, *, base: int, by: OperatorId) -> Connection:
        """Raises NotThere, Environments, Unfit, SecretsLocked, Stale."""
        kind, before = await self._known(name, base)
        return await self._save(kind, before, wanted, by)

    async def remove(self, name: str, *, base: int) -> str | None:
        """Its conversations stay; nothing comes in or goes out by it. Why the messenger still calls us, if it does.
        Raises NotThere, Environments, Stale."""
        _, before = await self._known(name, base)
        entry = self.roster.entry(name)
        await self.connections.delete(before)
        drawer = self.maker.drawer(before.kind, before.account)
        for secret in before.secrets:
            await drawer.delete(secret)
        await self.roster.refresh()
        return await _farewell(before.title, entry.channel if entry else None)

    async def _save(self, kind: Kind[Any], before: Connection, wanted: Wanted, by: OperatorId) -> Connection:
        fields = read(kind, wanted.settings, await self._secrets(kind, before, wanted))
        await self._check(kind, before, wanted, fields)
        now, kept = self.clock(), secrets_in(fields)
        connection = replace(
            before, title=wanted.title, settings=shown(fields), secrets=tuple(sorted(kept)), on=wanted.on,
            line=wanted.line, flows=wanted.flows, identity=identity(kind, fields), changed_by=by, changed_at=now,
        )  # fmt: skip
        drawer = self.maker.drawer(before.kind, before.account)
        # Before the connection itself: without a key nothing at all is changed.
        for name, value in kept.items():
            if name in wanted.secrets or name not in before.secrets:
                await drawer.put(name, value, by=by, at=now)
        saved = await self.connections.change(connection, base=before.version)
        for name in set(before.secrets) - kept.keys():
            await drawer.delete(name)
        await self.roster.refresh()
        return saved

    async def _secrets(self, kind: Kind[Any], before: Connection, wanted: Wanted) -> Mapping[str, str]:
        """What was kept, with what is given in its place, and what we make ourselves."""
        made = {name: randomness.token_urlsafe(32) for name in kind.made_by_us}
        kept = {**made, **await self.maker.kept(before), **wanted.secrets}
        return {name: value for name, value in kept.items() if value}

    async def _check(self, kind: Kind[Any], before: Connection, wanted: Wanted, fields: Fields) -> None:
        self.maker.check_reach(kind)
        line = (await self.books.now()).line(wanted.line)
        if wanted.line is not None and (line is None or line.archived):
            raise Unfit([Wrong(field="line", message="Choose a line that is in use.")])
        if missing := set(wanted.flows) - {each.flow.id for each in await self.flows.drafts()}:
            raise Unfit([Wrong(field="flows", message=f"There is no flow {', '.join(sorted(missing))}.")])
        own = identity(kind, fields)
        for entry in self.roster.entries():
            if entry.connection.identity == own and entry.connection.id != before.id:
                raise Unfit([Wrong(field="", message=_TWICE.format(title=entry.connection.title))])

    async def _known(self, name: str, base: int) -> tuple[Kind[Any], Connection]:
        entry = self.roster.entry(name)
        if entry is not None and entry.from_environment:
            raise Environments
        await self.roster.refresh()
        entry = self.roster.entry(name)
        kind = self.maker.kind(entry.connection.kind) if entry else None
        if entry is None or kind is None:
            raise NotThere(name)
        stored = await self._stored(entry.connection.id)
        if stored is None or stored.version != base:
            raise Stale(stored.version if stored else 0)
        return kind, stored

    async def _stored(self, id: str) -> Connection | None:
        return next((each for each in await self.connections.all() if each.id == id), None)


async def _farewell(title: str, channel: Channel | None) -> str | None:
    """Once nobody listens any more: else whoever does would ask to be called again."""
    if not isinstance(channel, Unregisters):
        return None
    try:
        async with asyncio.timeout(_FAREWELL):
            await channel.unregister()
    except SendError as error:
        why = error.reason
    except TimeoutError:
        why = "It does not answer."
    else:
        return None
    log.warning("A messenger still calls us", action="webhook_left", reason=why)
    return f"The messenger of “{title}” may go on calling us, in vain: {why}"
