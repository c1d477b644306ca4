"""(g) Messages a second over 1, 2 and 4 workers, and what binds.

Every customer is answered by the bot, whose dialogue stands beside as a program that only says back what it hears.
Once the messenger takes what is sent at once: then processors bind, and the shares of a core say whose. Once it is
slow: then a worker, which has so many conversations in hand, is bound by waiting, and others add to it as long as there
is a core for them. All in one run, up and down again, beside the floor.
"""

import asyncio
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from storage.processes import Server
from tests.bench.cloud import Cloud
from tests.bench.installation import Installation, installed
from tests.bench.load import Result, chat
from tests.bench.load import measure as loaded
from tests.bench.processes import cpu_seconds
from tests.bench.product import a_port, python_path, running

ORDER = (1, 2, 4, 4, 2, 1)
GATEWAYS, CUSTOMERS = 2, 160
A_WHILE = 1.0
"""Seconds for which a messenger holds an answer back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """`shares` are of one core, of all processes of a kind together; `cost` is milliseconds of a core for a message."""

    messenger_ms: int
    workers: int
    per_second: float
    p50: float
    p99: float
    floor: float
    shares: Mapping[str, float]
    cost: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    result: Result
    took: float
    spent: Mapping[str, float]


class Fleet:
    """Everything that runs, and as many workers as are wanted."""

    def __init__(self, installation: Installation, gateways: Sequence[Server], others: Mapping[str, Server]) -> None:
        self.installation, self.gateways, self.others = installation, gateways, others
        self._workers: list[tuple[Server, AsyncExitStack]] = []
        self._chats = 1_000_000

    async def have(self, workers: int) -> None:
        while len(self._workers) > workers:
            _, life = self._workers.pop()
            await life.aclose()
        await asyncio.gather(*(self._begin() for _ in range(workers - len(self._workers))))

    async def run(self, messages: int, takes: float) -> _Run:
        cloud = self.installation.cloud
        cloud.takes, first = takes, self._chats
        self._chats += 1_000_000
        urls = [f"{each.url}/channels/telegram" for each in self.gateways]

        async def exchange(customer: int, turn: int) -> float:
            url = urls[customer % len(urls)]
            return await cloud.exchange(url, chat(first, customer, turn), f"{customer} says {turn}", wait=120)

        before, began = self._spent(), time.perf_counter()
        result = await loaded(f"{len(self._workers)}", exchange, customers=CUSTOMERS, messages=messages)
        took = time.perf_counter() - began
        spent = {name: seconds - before[name] for name, seconds in self._spent().items()}
        return _Run(result=result, took=took, spent=spent)

    async def floor(self, cloud: Cloud, messages: int) -> float:
        url = f"{self.others['floor'].url}/channels/telegram"
        cloud.takes = 0.0
        result = await loaded(
            "floor", lambda customer, turn: cloud.exchange(url, 1000 + customer, f"message {turn}"),
            customers=CUSTOMERS, messages=messages,
        )  # fmt: skip
        return result.per_second

    async def _begin(self) -> None:
        life = AsyncExitStack()
        self._workers.append((await life.enter_async_context(self.installation.role("worker")), life))

    def _spent(self) -> Mapping[str, float]:
        seconds = {"gateways": sum(_cpu(each) for each in self.gateways)}
        seconds["workers"] = sum(_cpu(each) for each, _ in self._workers)
        seconds |= {name: _cpu(each) for name, each in self.others.items() if name != "floor"}
        return {**seconds, "the load": cpu_seconds(os.getpid())}


async def measure(messages: int = 2000) -> list[Point]:
    async with AsyncExitStack() as stack:
        port, floor_port = a_port(), a_port()
        url = f"http://127.0.0.1:{port}"
        installation = await stack.enter_async_context(installed(url))
        folder, environment = installation.folder, installation.environment
        echo = await stack.enter_async_context(
            running("echo", ["-m", "tests.bench.echo", str(port)], port, folder / "echo.log", **python_path())
        )
        floor = await stack.enter_async_context(
            running(
                "floor", ["-m", "tests.bench.floor", str(floor_port)], floor_port, folder / "floor.log", **environment
            )
        )
        gateways = [await stack.enter_async_context(installation.role("gateway")) for _ in range(GATEWAYS)]
        scheduler = await stack.enter_async_context(installation.role("scheduler"))
        others = {"mongo": installation.mongo, "redis": installation.redis, "scheduler": scheduler, "echo": echo}
        fleet = Fleet(installation, gateways, {**others, "floor": floor})
        stack.push_async_callback(fleet.have, 0)
        runs, floors = defaultdict[tuple[float, int], list[_Run]](list), list[float]()
        for workers in ORDER:
            floors.append(await fleet.floor(installation.cloud, messages))
            await fleet.have(workers)
            for takes in (0.0, A_WHILE):
                runs[takes, workers].append(await fleet.run(messages, takes))
    return [_point(takes, workers, of, statistics.mean(floors)) for (takes, workers), of in sorted(runs.items())]


def _point(takes: float, workers: int, runs: Sequence[_Run], floor: float) -> Point:
    took, results = sum(each.took for each in runs), [each.result for each in runs]
    handled = sum(each.messages for each in results) + CUSTOMERS * len(runs)  # those that warm up cost the same
    spent = {name: sum(each.spent[name] for each in runs) for name in runs[0].spent}
    return Point(
        messenger_ms=int(1000 * takes), workers=workers,
        per_second=statistics.mean(each.per_second for each in results),
        p50=statistics.mean(each.p50 for each in results), p99=max(each.p99 for each in results), floor=floor,
        shares={name: seconds / took for name, seconds in spent.items()},
        cost={name: 1000 * seconds / handled for name, seconds in spent.items()},
    )  # fmt: skip


def table(points: Sequence[Point]) -> str:
    names = list(points[0].shares)
    head = f"{'messenger':>10}{'workers':>9}{'messages/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'of floor':>10}   "
    lines = [f"{GATEWAYS} gateways, {os.cpu_count()} cores for everything; shares of a core, all of a kind together"]
    lines.append(head + "".join(f"{name:>11}" for name in names))
    for each in points:
        row = f"{each.messenger_ms:7} ms{each.workers:9}{each.per_second:12.0f}{each.p50:9.1f}{each.p99:9.1f}"
        row += f"{each.per_second / each.floor:10.2f}   "
        lines.append(row + "".join(f"{each.shares[name]:11.0%}" for name in names))
    lines += ["", f"{'milliseconds of a core for a message':53}" + "".join(f"{name:>11}" for name in names)]
    for each in points:
        said = f"{each.messenger_ms:7} ms{each.workers:9}"
        lines.append(f"{said:53}" + "".join(f"{each.cost[name]:11.2f}" for name in names))
    return "\n".join(lines)


def _cpu(server: Server) -> float:
    return cpu_seconds(server.process.pid)
