"""Roles of the product as processes of their own, that a test kills without a word and starts again."""

import asyncio
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx

from bot import worker
from bot.__main__ import main
from storage.processes import die_with_parent, free_port
from storage.redis import mailbox
from tests.parts import until

# Importing everything takes seconds of every start, so one process does it and the others are forked from that.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.roles", "bot.__main__", __name__])


def program(role: str, environment: dict[str, str], log: Path) -> None:
    """`helpline {role}`, with less patience: a worker is taken for dead after four seconds instead of thirty."""
    die_with_parent()
    with log.open("ab") as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    os.chdir(log.parent)
    os.environ.update(environment)
    mailbox.CLAIM_AFTER = timedelta(seconds=4)
    worker.TURN_DEADLINE, worker._LOOK_FOR_DEAD = timedelta(seconds=3), 0.5
    sys.argv = ["helpline", role]
    main()


@dataclass(slots=True)
class Role:
    """A process of one role, that can be killed and started again at its port."""

    name: str
    environment: dict[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    _process: ForkServerProcess | None = None

    async def start(self) -> None:
        environment = {**self.environment, "HELPLINE_PORT": str(self.port)}
        log = self.folder / f"{self.name}-{self.port}.log"
        self._process = FORKS.Process(target=program, args=(self.name, environment, log), daemon=True)
        await asyncio.to_thread(self._process.start)
        await until(self.answers, within=60)

    async def answers(self) -> bool:
        assert self._process is not None
        assert self._process.exitcode is None, f"{self.name} ended; see {self.folder}"
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            try:
                return (await client.get(f"http://127.0.0.1:{self.port}/healthz")).is_success
            except httpx.HTTPError:
                return False

    async def dies(self) -> None:
        """By SIGKILL: nothing is finished, nobody is told."""
        assert self._process is not None
        self._process.kill()
        await asyncio.to_thread(self._process.join, 10)
        assert self._process.exitcode == -signal.SIGKILL

    async def ends(self) -> int | None:
        """By SIGTERM, as in an upgrade; the exit code."""
        assert self._process is not None
        self._process.terminate()
        await asyncio.to_thread(self._process.join, 30)
        return self._process.exitcode
