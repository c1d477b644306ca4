"""One seed from beginning to end: start all, let people talk while the plan goes on, wait until it is quiet, count."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handoff.console.passwords import hash_password
from handoff.line import Distribution
from handoff.operator import Role
from storage.mongo import client as mongo_client
from storage.mongo.client import Database
from storage.mongo.lines import MongoLines
from storage.mongo.migrations import migrate
from storage.mongo.operators import MongoOperators
from tests.chaos.breaking import Breaker, Happened
from tests.chaos.counting import Counts
from tests.chaos.fleet import DATABASE, SECRET, TOKEN, Fleet, gateways, ports
from tests.chaos.people import PASSWORD, Admin, Customer, Operator, Screen, Work
from tests.chaos.plan import plan
from tests.chaos.program import CLAIM_AFTER
from tests.chaos.reading import Reader
from tests.chaos.wire import Wire
from tests.fakes.telegram import TelegramCloud
from tests.parts import DELIVERY, LINES, PAYMENTS, person

_OPERATORS = tuple(person(name, *lines) for name, lines in (
    ("Anna", [DELIVERY]), ("Boris", [DELIVERY]), ("Maria", [PAYMENTS]), ("Carlos", [PAYMENTS, DELIVERY]),
))  # fmt: skip
_NIKOS = person("Nikos", role=Role.ADMIN)
_LONGEST_HOLD = timedelta(seconds=4)


@dataclass(slots=True, kw_only=True)
class Outcome:
    seed: int
    written: int = 0
    answered: int = 0
    sent: int = 0
    quiet_after: float = 0.0
    seconds: float = 0.0
    happened: Sequence[Happened] = ()
    webhooks: Counter[str] = field(default_factory=Counter)
    """What was done to them on their way, and what gateways answered."""
    parked: Counter[str] = field(default_factory=Counter)
    """What an admin did with what was set aside."""
    by_itself: Counter[str] = field(default_factory=Counter)
    """Processes that ended though nobody had killed them, and were started again."""
    counts: Counts = field(default_factory=Counts)


async def run(seed: int, folder: Path, *, customers: int, seconds: float, real_rasa: bool = False) -> Outcome:
    began, outcome = time.monotonic(), Outcome(seed=seed)
    the_plan, at = plan(seed, seconds, CLAIM_AFTER.total_seconds()), ports()
    async with AsyncExitStack() as stack:
        wire = await stack.enter_async_context(Wire(the_plan, gateways(at), "/channels/telegram"))
        cloud = await stack.enter_async_context(TelegramCloud(pace=0.1))
        bot = cloud.bot(TOKEN)
        fleet = Fleet(
            folder=folder, plan=the_plan, cloud=cloud.base, webhook=wire.url, ports=at, real_rasa=real_rasa
        )  # fmt: skip
        await stack.enter_async_context(fleet.databases())
        client, db = mongo_client.connect(fleet.mongo_url, DATABASE)
        stack.callback(client.close)
        await _furnish(db)
        await stack.enter_async_context(fleet.roles())
        chance, breaker = random.Random(seed), Breaker(fleet=fleet)
        people = [Customer(user=cloud.user(n, f"User {n}", bot=bot), number=n) for n in range(1, customers + 1)]
        # A console whose clock is ahead lets holds last longer than anybody waits here.
        puts_aside = the_plan.skews.get("console", 0.0) < 5
        staff, admin = [Operator(known=each, puts_aside=puts_aside) for each in _OPERATORS], Admin()
        screens = [Screen(base=fleet.console, known=each) for each in (*_OPERATORS, _NIKOS)]
        looks: list[Work] = [*(each.look for each in staff), admin.look]
        working = [
            asyncio.create_task(screen.work(look)) for screen, look in zip(screens, looks, strict=True)
        ]  # fmt: skip
        reader = Reader(
            db=db, redis_url=fleet.redis_url, cloud=cloud, wire=wire, people=people, staff=staff, admin=admin,
            screens=screens,
        )  # fmt: skip
        await asyncio.gather(
            breaker.run(), _lose(cloud, the_plan.lost, seconds), wire.spoil(SECRET, the_plan.unreadable, seconds),
            *(each.live(seconds, random.Random(chance.random())) for each in people),
        )  # fmt: skip
        await wire.drained()
        spoken = time.monotonic()
        at_rest = await reader.quiet()
        outcome.quiet_after = time.monotonic() - spoken
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        outcome.happened, outcome.parked = breaker.happened, admin.acts
        outcome.counts = await reader.counts(breaker.happened, the_plan.skews, at_rest=at_rest)
        outcome.webhooks = wire.fates + Counter({str(status): times for status, times in wire.statuses.items()})
        outcome.written = sum(len(each.written) for each in people)
        outcome.answered = sum(len(texts) for each in staff for texts in each.answered.values())
        outcome.sent = sum(len(each.user.inbox) for each in people)
        outcome.by_itself = Counter(name for name, each in fleet.kept.items() for _ in each.gave_up)
    outcome.seconds = time.monotonic() - began
    return outcome


async def _furnish(db: Database) -> None:
    """Lines of both kinds, and who works in them."""
    await migrate(db, "chaos", lambda: datetime.now(UTC))
    await mongo_client.ensure_indexes(db)
    delivery, payments = (replace(each, longest_hold=_LONGEST_HOLD) for each in LINES)
    for line in (delivery, replace(payments, distribution=Distribution.PUSH, capacity=1000)):
        await MongoLines(db).save(line)
    password = hash_password(PASSWORD)
    for each in (*_OPERATORS, _NIKOS):
        await MongoOperators(db).save(replace(each, password_hash=password))


async def _lose(cloud: TelegramCloud, times: int, seconds: float) -> None:
    for _ in range(times):
        await asyncio.sleep(seconds / (times + 1))
        cloud.lose_answers()
