"""(c) How late a timed step is taken, with many open sessions that all have a timer.

The scheduler looks every half second; what it finds goes through mailboxes to a worker, which winds the session's
clocks and takes the step of its promise. Counted from the moment that the step is due to the wake's being posted (the
scheduler's own part), and to the commit (all of it). The floor is the look itself: half of its pause.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from bot.scheduler import TICK, Scheduler
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.line import Line
from handoff.ports import SLA
from handoff.sla.policy import Cell, Hearer, SlaPolicies, SlaPolicy, Step, Table, Target
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.redis.mailbox import Mailbox
from tests.backstage import Backstage
from tests.bench.crowd import databases, each_of, load
from tests.bench.growth import Growth, Point, point
from tests.day.post import Post
from tests.floor import online
from tests.parts import DELIVERY, waiting

MEASURED, A_SECOND = timedelta(seconds=20), 50
"""So three thousand a minute come due."""
_LIMIT = timedelta(minutes=20)
PROMISES = SlaPolicies(
    policies=(
        SlaPolicy(
            id="p", name="All",
            tables=(Table(target=Target.FIRST_RESPONSE, axes=(), cells=(Cell(row=(), limits={"*": _LIMIT}),)),),
            steps=(Step(id="half", percent=50, tell=frozenset({Hearer.OPERATOR})),),
        ),
    )
)  # fmt: skip


class _NotingMailbox(Mailbox):
    posted: dict[ConversationId, datetime]

    async def post_once(self, conversation_id: ConversationId, event: str, *, key: str, within: timedelta) -> None:
        self.posted.setdefault(conversation_id, datetime.now(UTC))
        await super().post_once(conversation_id, event, key=key, within=within)


class _NotingConversations(MongoConversations):
    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.committed: dict[ConversationId, datetime] = {}

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        committed = await super().commit(before, after)
        self.committed.setdefault(after.id, datetime.now(UTC))
        return committed


async def measure(sizes: Sequence[int] = (1_000, 10_000, 100_000)) -> list[Growth]:
    found = [await _with(n) for n in sizes]
    each = f"of open sessions, {A_SECOND} a second come due"
    return [
        Growth(name="lateness of the scheduler", each=each, points=[posted for posted, _ in found]),
        Growth(name="lateness of the step", each=each, points=[taken for _, taken in found]),
    ]


async def _with(n: int) -> tuple[Point, Point]:
    async with databases() as (db, redis):
        backstage = Backstage(
            db=db, redis=redis, cloud=cast(Any, None), rasa=cast(Any, None), dialogue=cast(Any, None),
            channels=cast(Any, {"telegram": Post()}), clock=cast(Any, lambda: datetime.now(UTC)),
        )  # fmt: skip
        conversations = backstage.conversations = _NotingConversations(db)
        mailbox = _NotingMailbox(redis)
        mailbox.posted = {}
        await backstage.lines.save(Line(id=DELIVERY, names={"en": "Delivery"}, takes_rest=True))
        await backstage.operators.save(online("Anna"))
        await backstage.chapters.save(SLA, PROMISES, base=0, by=None, at=datetime.now(UTC))
        due = min(n, int(MEASURED.total_seconds()) * A_SECOND)
        began = time.monotonic()
        later = datetime.now(UTC) + timedelta(hours=2)
        rest = [_open(number, later + number * timedelta(seconds=1)) for number in range(due, n)]
        await load(db, rest)
        await backstage.queues.repair(each_of(rest))
        begins = datetime.now(UTC) + timedelta(seconds=4)
        alarms = [begins + MEASURED * number / due for number in range(due)]
        soon = [_open(number, at) for number, at in enumerate(alarms)]
        await load(db, soon)
        await asyncio.gather(*(backstage.queues.tell(each) for each in soon))
        assert datetime.now(UTC) < begins, f"loading took {time.monotonic() - began:.0f} s"
        scheduler = replace(backstage.scheduler(), mailbox=mailbox)
        async with backstage.working("one"):
            running = asyncio.create_task(_look(scheduler))
            while datetime.now(UTC) < begins + MEASURED or len(conversations.committed) < due:
                await asyncio.sleep(0.1)
                assert datetime.now(UTC) < begins + 4 * MEASURED, f"{len(conversations.committed)} of {due} steps"
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        audit = time.monotonic()
        wrong = await scheduler.repair_queues()
        note = f"an audit of the queues takes {time.monotonic() - audit:.1f} s, {wrong} wrong"
    floor = [TICK.total_seconds() / 2]

    def late(seen: Mapping[ConversationId, datetime]) -> Point:
        times = [(seen[waiting(number).id] - at).total_seconds() for number, at in enumerate(alarms)]
        return point(n, times, floor=floor, note=note)

    return late(mailbox.posted), late(conversations.committed)


async def _look(scheduler: Scheduler) -> None:
    """Without the audits, which come every five minutes: the embedded server reads all that a query finds at once, and
    answers nobody meanwhile."""
    while True:
        await scheduler.wake_due()
        await asyncio.sleep(TICK.total_seconds())


def _open(number: int, alarm: datetime) -> Conversation:
    """In a queue, with a promise of which half is over at the alarm."""
    start = waiting(number, since=alarm - _LIMIT / 2)
    return replace(start, version=1, alarm=alarm, wake_at=alarm)
