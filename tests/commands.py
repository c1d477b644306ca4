"""The command line, as a person or a pipeline would call it."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from storage.mongo.client import Database
from storage.processes import Server


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Awaitable[Ended]]


def flow_command(mongo: Database, server: Server, folder: Path) -> Command:
    """`helpline flows` with these arguments, in this folder, on this database."""
    return helpline_command(mongo, server, folder, "flows")


def helpline_command(mongo: Database, server: Server, folder: Path, *first: str) -> Command:
    """`helpline` likewise, its arguments beginning with these."""
    root = str(Path(__file__).parents[1])
    settings = {"MONGO_URL": server.url, "MONGO_DATABASE": mongo.name, "PYTHONPATH": root}

    async def call(*arguments: str, **other: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *first, *arguments, cwd=folder, env={**os.environ, **settings, **other},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        assert process.returncode is not None
        assert "Traceback" not in err.decode()
        return Ended(process.returncode, out.decode(), err.decode())

    return call
