"""The lists of the inbox with a hundred thousand sessions, as the staff's API gives them.

One in a hundred waits, one is with an operator, three are with the bot, and all others are closed. Measured are a list,
its next page, filters, and searches for what is common, rare and nowhere; each with the counts of all lists beside it.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from handoff.conversation import Conversation, Preview
from handoff.messages import Side
from tests.backstage import open_backstage
from tests.bench.crowd import databases, load
from tests.console import open_console
from tests.parts import DELIVERY, PAYMENTS, STAFF, closed, conversation, held, waiting

LIMIT = 200
"""Milliseconds, within which each answer is wanted."""
_TIMES = 7
_FIRST = ("Ada", "Bruno", "Chloe", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karim")
_LAST = ("ska", "sen", "eau", "ak", "for", "rov", "ton", "ssi", "midt", "naka", "wood", "field", "ova")
_SAID = ("Where is my order {}?", "The lamp {} arrived broken", "Invoice {} please", "Thank you, {} is solved")
_LISTS = tuple({"view": view} for view in ("mine", "waiting", "open", "bot", "closed"))
_ASKED = (
    *_LISTS, {"view": "closed", "line": "delivery"}, {"view": "open", "order": "due"},
    {"view": "closed", "q": "lamp"}, {"view": "closed", "q": "Ada Sur77"}, {"view": "closed", "q": "zzzz"},
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Milliseconds for one question to the API."""

    sessions: int
    asked: str
    p50: float
    worst: float
    rows: int


async def measure(sessions: int = 100_000) -> list[Answer]:
    async with AsyncExitStack() as stack:
        db, redis = await stack.enter_async_context(databases())
        await load(db, _people(sessions))
        backstage = await stack.enter_async_context(open_backstage(db, redis))
        console = await stack.enter_async_context(open_console(backstage))
        siobhan, found = await console.sign_in("siobhan"), []
        for asked in _ASKED:
            times, rows = [], 0
            for _ in range(_TIMES):
                began = time.perf_counter()
                answer = await siobhan.get("/conversations", **asked)
                times.append(1000 * (time.perf_counter() - began))
                rows = len(answer.raise_for_status().json()["items"])
            said = " ".join(f"{name}={value}" for name, value in asked.items())
            p50 = statistics.median(times)
            found.append(Answer(sessions=sessions, asked=said, p50=p50, worst=max(times), rows=rows))
    return found


def table(answers: list[Answer]) -> str:
    lines = [f"the inbox, {answers[0].sessions:,} sessions", f"{'':28}{'p50 ms':>8}{'worst':>8}{'rows':>6}"]
    for each in answers:
        late = "" if each.p50 <= LIMIT else f"  MORE THAN {LIMIT} ms"
        lines.append(f"{each.asked:28}{each.p50:8.0f}{each.worst:8.0f}{each.rows:6}{late}")
    return "\n".join(lines)


def _people(sessions: int) -> Iterator[Conversation]:
    now = datetime.now(UTC)
    for number in range(sessions):
        at, line = now - timedelta(seconds=number * 30), DELIVERY if number % 2 else PAYMENTS
        match number % 100:
            case 0:
                start = waiting(number, line=line, since=at, priority=number // 100 % 4)
            case 1:
                start = held(number, by=STAFF[number // 100 % len(STAFF)], line=line, at=at)
            case 2 | 3 | 4:
                start = conversation(number, at=at)
            case _:
                start = closed(number, line=line, at=at)
        name = f"{_FIRST[number % len(_FIRST)]} Sur{number % 4_999}{_LAST[number % len(_LAST)]}"
        customer = replace(start.customer, name=name, phone=f"+48500{number:06}")
        last = Preview(side=Side.CUSTOMER, text=_SAID[number % len(_SAID)].format(10_000 + number), at=at)
        yield replace(start, customer=customer, last=last, updated_at=at, version=1)
