"""(h) Memory of each role at rest, at its highest under a bounded load, and afterwards; then of all in one process.

The load: customers whom the bot answers from the articles, and a supervisor who looks through the inbox meanwhile.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import httpx

from bot.demo.people import PASSWORD
from bot.rasa_process import RasaProcess, train
from storage.processes import Server
from tests.bench.installation import Installation, installed
from tests.bench.load import chat
from tests.bench.load import measure as loaded
from tests.bench.processes import Memory, memory

CUSTOMERS = 64
APART, TOGETHER = ("gateway", "worker", "scheduler", "console"), ("run",)
QUESTIONS = ("How much does delivery cost?", "How do I return a lamp?", "Can I pay by card?", "I forgot my password")
_LOOKS = ("open", "bot", "waiting", "closed")
_REST, _LOOK = 5.0, 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Of one process. `per_second`: messages, while it was loaded."""

    process: str
    rest: Memory
    highest: Memory
    after: Memory
    per_second: float


async def measure(messages: int = 1000) -> list[Row]:
    await train()
    async with AsyncExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        rasa = RasaProcess(logs)
        await rasa.start()
        stack.push_async_callback(rasa.stop)
        installation = await stack.enter_async_context(installed(rasa.url))
        await rasa.ready()
        assert rasa.pid is not None
        servers = {"Rasa": rasa.pid, "embedded MongoDB": _pid(installation.mongo), "Redis": _pid(installation.redis)}
        apart = await _of(installation, APART, servers, messages)
        whole = await _of(installation, TOGETHER, {}, messages)
    return [*apart, *whole]


async def _of(installation: Installation, roles: Sequence[str], beside: Mapping[str, int], messages: int) -> list[Row]:
    async with AsyncExitStack() as stack:
        running = {role: await stack.enter_async_context(installation.role(role)) for role in roles}
        watched = {**{role: _pid(server) for role, server in running.items()}, **beside}
        await asyncio.sleep(_REST)
        rest = _memories(watched)
        gateway, console = running[roles[0]], running[roles[-1]]
        async with _highest(watched) as highest, _looking(console.url):
            per_second = await _answered(installation, gateway.url, messages, 1_000_000 * len(roles))
        await asyncio.sleep(_REST)
        after = _memories(watched)
    return [
        Row(process=name, rest=rest[name], highest=highest[name], after=after[name], per_second=per_second)
        for name in watched
    ]


async def _answered(installation: Installation, gateway: str, messages: int, first: int) -> float:
    url = f"{gateway}/channels/telegram"

    async def exchange(customer: int, turn: int) -> float:
        question = QUESTIONS[(customer + turn) % len(QUESTIONS)]
        return await installation.cloud.exchange(url, chat(first, customer, turn), question, wait=120)

    return (await loaded("memory", exchange, customers=CUSTOMERS, messages=messages)).per_second


@asynccontextmanager
async def _highest(watched: Mapping[str, int]) -> AsyncIterator[dict[str, Memory]]:
    """Filled while it is open."""
    highest = _memories(watched)

    async def watch() -> None:
        while True:
            for name, now in _memories(watched).items():
                highest[name] = max(highest[name], now, key=lambda each: each.pss)
            await asyncio.sleep(_LOOK)

    watching = asyncio.create_task(watch())
    try:
        yield highest
    finally:
        watching.cancel()


@asynccontextmanager
async def _looking(console: str) -> AsyncIterator[None]:
    """A supervisor, who looks at one list after another."""
    async with httpx.AsyncClient(base_url=f"{console}/api", trust_env=False, timeout=30) as browser:
        (await browser.post("/login", json={"login": "siobhan", "password": PASSWORD})).raise_for_status()

        async def look() -> None:
            for view in cycle(_LOOKS):
                (await browser.get("/conversations", params={"view": view})).raise_for_status()
                await asyncio.sleep(_LOOK)

        looking = asyncio.create_task(look())
        try:
            yield
        finally:
            if looking.done():
                looking.result()  # it does not end by itself
            looking.cancel()


def table(rows: Sequence[Row]) -> str:
    heads = "".join(f"{head:>14}" for head in ("at rest", "under load", "afterwards", "messages/s"))
    lines = [f"{'megabytes, proportional (resident)':36}{heads}"]
    for each in rows:
        process = "all roles in one" if each.process in TOGETHER else each.process
        cells = "".join(f"{f'{now.pss} ({now.rss})':>14}" for now in (each.rest, each.highest, each.after))
        lines.append(f"{process:36}{cells}{each.per_second:14.0f}")
    return "\n".join(lines)


def _memories(watched: Mapping[str, int]) -> dict[str, Memory]:
    return {name: memory(pid) for name, pid in watched.items()}


def _pid(server: Server) -> int:
    return server.process.pid
