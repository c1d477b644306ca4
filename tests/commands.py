"""The command line, as a person or a pipeline would call it."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.__main__ import main
from storage.mongo.client import Database
from storage.processes import Server, die_with_parent
from tests.roles import FORKS


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
    settings = {"MONGO_URL": server.url, "MONGO_DATABASE": mongo.name}

    async def call(*arguments: str, **other: str) -> Ended:
        environment = {**os.environ, **settings, **other}
        with tempfile.TemporaryDirectory() as said:
            out, err = Path(said) / "out", Path(said) / "err"
            process = FORKS.Process(target=_program, args=([*first, *arguments], environment, folder, (out, err)))
            await asyncio.to_thread(process.start)
            await asyncio.to_thread(process.join)
            assert process.exitcode is not None
            assert "Traceback" not in err.read_text()
            return Ended(process.exitcode, out.read_text(), err.read_text())

    return call


def _program(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: tuple[Path, Path]
) -> None:  # fmt: skip
    die_with_parent()
    for number, stream in enumerate(streams, start=1):
        os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["helpline", *arguments]
    main()
