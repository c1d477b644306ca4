"""A load: so many customers, each with one message under way at a time, until so many are answered."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

IN_A_CHAT = 8
"""Messages that follow each other at once; of more we would slow down by ourselves, as Telegram wants it."""
_MOST_CUSTOMERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a load measured; times in milliseconds."""

    name: str
    messages: int
    per_second: float
    p50: float
    p95: float
    p99: float


def chat(first: int, customer: int, turn: int) -> int:
    """Where this customer writes in this turn: in another chat once one has had its share."""
    return first + customer + _MOST_CUSTOMERS * (turn // IN_A_CHAT)


async def measure(
    name: str, exchange: Callable[[int, int], Awaitable[float]], *, customers: int, messages: int, warm_up: int = 1
) -> Result:
    """Run `exchange(customer, turn)` for each customer in turn, all customers at once. The first turns don't count."""
    turns = messages // customers

    async def one(customer: int, first: int, last: int) -> list[float]:
        return [await exchange(customer, turn) for turn in range(first, last)]

    await asyncio.gather(*(one(customer, 0, warm_up) for customer in range(customers)))
    began = time.perf_counter()
    all_times = await asyncio.gather(*(one(customer, warm_up, warm_up + turns) for customer in range(customers)))
    took = time.perf_counter() - began
    times = sorted(1000 * each for one_times in all_times for each in one_times)
    cuts = statistics.quantiles(times, n=100)
    return Result(
        name=name, messages=len(times), per_second=len(times) / took, p50=cuts[49], p95=cuts[94], p99=cuts[98]
    )
