"""The test button: ask the messenger who we are, before anything is stored."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.channels.base import Channel, SendError, Tested
from bot.channels.kind import Fields, Kind, Place
from bot.connecting.making import Maker, Unfit, Wrong, read, secrets_in
from bot.connecting.roster import Roster
from handoff.connection import Setting

log = structlog.get_logger()
PATIENCE = 20.0
_ACCOUNT = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`who` we are to the messenger, or the `reason` why it does not accept us."""

    ok: bool
    who: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    maker: Maker
    roster: Roster

    async def attempt(
        self, kind_name: str, name: str | None, settings: Mapping[str, Setting], secrets: Mapping[str, str]
    ) -> Tried:
        """Secrets that are left out are those kept for the connection `name`. Raises Unfit, SecretsLocked."""
        kind = self.maker.kind(kind_name)
        if kind is None:
            raise Unfit([Wrong(field="kind", message="There is no such kind of channel.")])
        kept = await self._kept(kind, name) if name else {}
        fields = read(kind, settings, {key: value for key, value in {**kept, **secrets}.items() if value})
        return await self._ask(kind, fields)

    async def _kept(self, kind: Kind[Any], name: str) -> Mapping[str, str]:
        entry = self.roster.entry(name)
        if entry is None or entry.connection.kind != kind.name:
            return {}
        if entry.from_environment:
            found = kind.from_environment(self.maker.given.settings)
            return secrets_in(found.fields) if found else {}
        return await self.maker.kept(entry.connection)

    async def _ask(self, kind: Kind[Any], fields: Fields) -> Tried:
        channel: Channel = kind.make(fields, Place(account=_ACCOUNT), self.maker.given)
        if not isinstance(channel, Tested):
            return Tried(ok=True, who=kind.title)
        try:
            async with asyncio.timeout(PATIENCE):
                await channel.open()
                return Tried(ok=True, who=await channel.test())
        except SendError as error:
            return Tried(ok=False, reason=error.reason)
        except TimeoutError:
            return Tried(ok=False, reason=f"{kind.title} did not answer within {PATIENCE:.0f} seconds.")
        except Exception as error:
            log.exception("A test of a connection broke", action="test_broke", kind=kind.name)
            return Tried(ok=False, reason=f"The test broke: {type(error).__name__}.")
        finally:
            await channel.close()
