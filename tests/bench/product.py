"""Programs under load, told where the servers are: the product in one process or in several, and what it is compared
with."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from storage.processes import Server, free_port, spawn


@asynccontextmanager
async def started(
    name: str, command: list[str], port: int, log: Path, *, python: Path = Path(sys.executable), **environment: str
) -> AsyncIterator[str]:
    """Run a Python program that serves HTTP; its base URL."""
    async with running(name, command, port, log, python=python, **environment) as server:
        yield server.url


@asynccontextmanager
async def running(
    name: str, command: list[str], port: int, log: Path, *, python: Path = Path(sys.executable), **environment: str
) -> AsyncIterator[Server]:
    """The same, with its process."""
    base = f"http://127.0.0.1:{port}"
    server: Server = await spawn(name, base, [str(python), *command], log, **environment)
    try:
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(120):
            while True:
                if server.process.returncode is not None:
                    raise RuntimeError(f"{name} ended at once: see {log}")
                try:
                    await client.get(f"{base}/healthz")
                    break
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)
        yield server
    finally:
        await server.stop()


def python_path() -> dict[str, str]:
    return {"PYTHONPATH": os.getcwd()}


def a_port() -> int:
    return free_port()
