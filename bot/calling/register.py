"""The other systems that the company has named, with their secrets: for calls out and for webhooks in."""

from collections.abc import Collection
from dataclasses import dataclass, field

from flows.ports import Secrets, SystemsStore
from flows.systems import NAMED, WEBHOOKS_IN, WEBHOOKS_OUT
from storage.mongo.client import Database
from storage.mongo.flow_systems import MongoFlowSystems
from storage.mongo.secrets import MongoSecrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """Where one is started, and the secret that signs both ways; None: not given yet."""

    url: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What is asked for here is read anew each time: a secret that was changed counts at once."""

    systems: SystemsStore
    named: Secrets
    """What flows name in the headers of their calls."""
    processes: Secrets
    hooks: Secrets

    async def process(self, id: str) -> Process | None:
        """Raises SecretsLocked."""
        url = (await self.systems.current()).processes.get(id)
        return Process(url=url, secret=await self.processes.get(id)) if url else None

    async def hook_secret(self, id: str) -> str | None:
        """None: there is no such webhook, or it has no secret. Raises SecretsLocked."""
        return await self.hooks.get(id) if id in (await self.systems.current()).hooks else None

    async def private_hosts(self) -> Collection[str]:
        """Hosts that calls may reach in private networks: `name`, or `name:port` for that port only."""
        return (await self.systems.current()).private_hosts


def open_register(db: Database, keys: str) -> Register:
    """The installation's. `keys` open its secrets."""
    return Register(
        systems=MongoFlowSystems(db),
        named=MongoSecrets(db, keys, NAMED),
        processes=MongoSecrets(db, keys, WEBHOOKS_OUT),
        hooks=MongoSecrets(db, keys, WEBHOOKS_IN),
    )
