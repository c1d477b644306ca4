"""Rasa as a process of our own on one machine: trained when something changed, started, watched, started again."""

import asyncio
import contextlib
import os
from pathlib import Path

import httpx
import structlog

from storage.processes import Server, StartError, free_port, spawn

log = structlog.get_logger()
PROJECT = Path(__file__).parent.parent / "nlu" / "rasa"
PYTHON = PROJECT.parent.parent / ".venv-rasa" / "bin" / "python"
_START_SECONDS = 120
_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Two cores are shared by all parts: a matrix library that takes all of them makes everybody late."""


async def train() -> None:
    """Train the model if its sources changed. Raises StartError."""
    _require_python()
    process = await asyncio.create_subprocess_exec(str(PYTHON), "train.py", cwd=PROJECT)
    if await process.wait() != 0:
        raise StartError("Rasa could not be trained: the lines above say why.")


class RasaProcess:
    """A Rasa server that is kept running until it is stopped."""

    def __init__(self, logs: Path, token: str = "") -> None:
        self._logs, self._token = logs, token
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: Server | None = None
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it, without waiting until it answers. Raises StartError."""
        _require_python()
        self._server = await self._spawn()
        self._watching = asyncio.create_task(self._watch())

    async def ready(self) -> None:
        """Wait until it answers. Raises StartError."""
        async with httpx.AsyncClient(base_url=self.url, timeout=2, trust_env=False) as client:
            for _ in range(_START_SECONDS * 5):
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get("/webhooks/helpline/")).is_success:
                        return
                await asyncio.sleep(0.2)
        raise StartError(f"Rasa did not answer within {_START_SECONDS} s: see {self._logs / 'rasa.log'}.")

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        if self._server is not None:
            await self._server.stop()

    @property
    def pid(self) -> int | None:
        return self._server.process.pid if self._server else None

    async def _spawn(self) -> Server:
        command = [str(PYTHON), str(PROJECT / "serve.py"), "--port", str(self.port)]
        environment = {**_THREADS, **({"RASA_TOKEN": self._token} if self._token else {})}
        return await spawn("rasa", self.url, command, self._logs / "rasa.log", **environment)

    async def _watch(self) -> None:
        while self._server is not None:
            code = await self._server.process.wait()
            log.warning("Rasa ended, starting it again", action="rasa_restart", code=code)
            await asyncio.sleep(1)
            self._server = await self._spawn()


def _require_python() -> None:
    if not os.access(PYTHON, os.X_OK):
        raise StartError("Rasa's own Python environment is missing: run `make setup`.")
