"""Counting the sessions of a desk: few of them each time, many now and then."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

from storage.mongo.desk_counts import DeskCounts


class Rows:
    """A database with so many sessions that wait."""

    def __init__(self, sessions: int) -> None:
        self.sessions, self.asked = sessions, 0

    async def aggregate(self, _: object) -> AsyncIterator[dict[str, Any]]:
        self.asked += 1
        group = {"state": "waiting", "line": "delivery", "operator": None, "on_hold": False}
        yield {"_id": group, "count": self.sessions}


class Watch:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def counting(rows: Rows, watch: Watch) -> DeskCounts:
    return DeskCounts(cast(Any, SimpleNamespace(conversations=rows)), watch)


async def total(counts: DeskCounts) -> int:
    return sum(each.sessions for each in await counts.now())


async def test_a_few_are_counted_each_time() -> None:
    rows = Rows(1_000)
    counts = counting(rows, Watch())
    assert await total(counts) == 1_000

    rows.sessions = 999
    assert await total(counts) == 999


async def test_many_are_counted_for_the_next_one_who_asks() -> None:
    rows, watch = Rows(3_000), Watch()
    counts = counting(rows, watch)
    assert await total(counts) == 3_000

    rows.sessions = 2_000
    watch.now += 2.9
    assert await total(counts) == 3_000
    assert rows.asked == 1, "a second for each thousand"
    watch.now += 0.2
    assert [await total(counts), await total(counts)] == [3_000, 3_000]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (rows.asked, await total(counts)) == (2, 2_000)


async def test_nobody_is_told_what_was_so_an_hour_ago() -> None:
    rows, watch = Rows(50_000), Watch()
    counts = counting(rows, watch)
    await counts.now()

    rows.sessions = 5
    watch.now += 3_600
    assert await total(counts) == 5
