"""The chaos in small, so that it goes on working: `make chaos` is the whole of it."""

import asyncio
import sys
from pathlib import Path

_COMMAND = (sys.executable, "-m", "tests.chaos", "--seeds", "1", "--customers", "20", "--seconds", "6")
_AT_MOST = 240
"""Seconds, on a machine that has much else to do; usually a tenth of it."""


async def test_a_seed_loses_nothing_and_doubles_nothing() -> None:
    chaos = await asyncio.create_subprocess_exec(
        *_COMMAND, cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(_AT_MOST):
            output, _ = await chaos.communicate()
    finally:
        if chaos.returncode is None:
            chaos.terminate()  # it ends what it started
            await chaos.wait()

    assert chaos.returncode == 0, output.decode()
    assert "1 seeds" in output.decode()
