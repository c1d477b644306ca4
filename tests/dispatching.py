"""Dispatchers in tests: one that runs, and who is there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time, timedelta

from handoff.hours import BusinessHours, Interval
from tests.floor import Process, online

ANNA, BORIS, CLEO = online("Anna"), online("Boris"), online("Cleo")
SECOND = timedelta(seconds=1)
NIGHT = BusinessHours(week={0: (Interval(opens=time(20), closes=time(23)),)})
"""Closed at NOW, a Monday morning."""
"""Closed at NOW, a Monday morning."""


@asynccontextmanager
async def running(process: Process) -> AsyncIterator[None]:
    task = asyncio.create_task(process.dispatcher.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def given(desk: Process, customer: int) -> bool:
    return (await desk.hands(customer))[customer] != ""
