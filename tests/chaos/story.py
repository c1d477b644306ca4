"""One seed from beginning to end: start all, let people talk while the plan goes on, wait until it is quiet, count."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handoff.console.passwords import hash_password
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.line import Distribution
from handoff.messages import DeliveryState, Message
from handoff.session import Waiting
from storage.errors import UNAVAILABLE
from storage.mongo import client as mongo_client
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.lines import MongoLines
from storage.mongo.messages import MongoHistory
from storage.mongo.migrations import migrate
from storage.mongo.operators import MongoOperators
from storage.redis import client as redis_client
from storage.redis.loads import Loads
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues
from tests.chaos.breaking import Breaker, Happened
from tests.chaos.counting import Counts, count
from tests.chaos.fleet import DATABASE, TOKEN, Fleet, gateways, ports
from tests.chaos.people import PASSWORD, Customer, Operator
from tests.chaos.plan import plan
from tests.chaos.program import CLAIM_AFTER
from tests.chaos.wire import Wire
from tests.fakes.telegram import TelegramCloud
from tests.parts import DELIVERY, LINES, PAYMENTS, person

_STAFF = tuple(person(name, *lines) for name, lines in (
    ("Anna", [DELIVERY]), ("Boris", [DELIVERY]), ("Maria", [PAYMENTS]), ("Carlos", [PAYMENTS, DELIVERY]),
))  # fmt: skip
NO_MORE = 40.0
"""Seconds in which nothing moves: what has not come to rest by then never will: no wait of the product's is longer."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    seed: int
    customers: int = 0
    written: int = 0
    answered: int = 0
    sent: int = 0
    quiet_after: float = 0.0
    seconds: float = 0.0
    happened: Sequence[Happened] = ()
    by_itself: Counter[str] = field(default_factory=Counter)
    """Processes that ended though nobody had killed them, and were started again."""
    counts: Counts = field(default_factory=Counts)


async def run(seed: int, folder: Path, *, customers: int, seconds: float) -> Outcome:
    began, outcome = time.monotonic(), Outcome(seed=seed, customers=customers)
    the_plan, at = plan(seed, seconds, CLAIM_AFTER.total_seconds()), ports()
    async with AsyncExitStack() as stack:
        wire = await stack.enter_async_context(Wire(the_plan, gateways(at), "/channels/telegram"))
        cloud = await stack.enter_async_context(TelegramCloud(pace=0.1))
        bot = cloud.bot(TOKEN)
        fleet = Fleet(folder=folder, plan=the_plan, cloud=cloud.base, webhook=wire.url, ports=at)
        await stack.enter_async_context(fleet.databases())
        client, db = mongo_client.connect(fleet.mongo_url, DATABASE)
        stack.callback(client.close)
        await _furnish(db)
        await stack.enter_async_context(fleet.roles())
        chance, breaker = random.Random(seed), Breaker(fleet=fleet)
        people = [Customer(user=cloud.user(n, f"User {n}", bot=bot), number=n) for n in range(1, customers + 1)]
        staff = [Operator(base=fleet.console, login=each.login) for each in _STAFF]
        working = [asyncio.create_task(each.work()) for each in staff]
        losing = asyncio.create_task(_lose(cloud, the_plan.lost, seconds))
        lives = (each.live(seconds, random.Random(chance.random())) for each in people)
        await asyncio.gather(breaker.run(), losing, *lives)
        await wire.drained()
        spoken = time.monotonic()
        reader = _Reader(db, fleet, people, staff)
        await reader.quiet()
        outcome.quiet_after = time.monotonic() - spoken
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        outcome.happened = breaker.happened
        outcome.counts = await reader.counts(cloud, breaker.happened)
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
    delivery, payments = LINES
    for line in (delivery, replace(payments, distribution=Distribution.PUSH, capacity=1000)):
        await MongoLines(db).save(line)
    password = hash_password(PASSWORD)
    for each in _STAFF:
        await MongoOperators(db).save(replace(each, password_hash=password))


async def _lose(cloud: TelegramCloud, times: int, seconds: float) -> None:
    for _ in range(times):
        await asyncio.sleep(seconds / (times + 1))
        cloud.lose_answers()


class _Reader:
    """Looks at everything from outside and from inside."""

    def __init__(self, db: Database, fleet: Fleet, people: Sequence[Customer], staff: Sequence[Operator]) -> None:
        self._db, self._fleet, self._people, self._staff = db, fleet, people, staff
        self._redis = redis_client.connect(fleet.redis_url)

    async def quiet(self) -> None:
        """Until all is done, or nothing has moved for too long: then the counts say what hangs."""
        rest, seen, moved = 0, (-1,), time.monotonic()
        while rest < 3 and time.monotonic() < moved + NO_MORE:
            await asyncio.sleep(0.7)
            with contextlib.suppress(*UNAVAILABLE):
                rest = rest + 1 if await self._at_rest() else 0
                if (now := await self._progress()) != seen:
                    seen, moved = now, time.monotonic()

    async def _progress(self) -> tuple[int, ...]:
        answered = sum(len(texts) for each in self._staff for texts in each.answered.values())
        rows = await self._db.messages.count_documents({})
        return rows, await self._db.handled.count_documents({}), answered

    async def _at_rest(self) -> bool:
        if not all(each.idle for each in self._staff) or await Mailbox(self._redis).depth():
            return False
        heard = await self._db.messages.count_documents({"side": "customer"})
        if heard < sum(len(each.written) for each in self._people):
            return False
        return await self._db.conversations.count_documents({"journal.0": {"$exists": True}}) == 0

    async def counts(self, cloud: TelegramCloud, happened: Sequence[Happened]) -> Counts:
        counts, conversations = Counts(), MongoConversations(self._db)
        loads = await Loads(self._redis).repair(conversations.at_desk())
        wrong = await Queues(self._redis).repair(conversations.waiting())
        counts.stuck += [f"{wrong} entries of queues, {loads} of loads are wrong"] if wrong or loads else []
        depth = await Mailbox(self._redis).depth()
        counts.stuck += [f"{depth} conversations are still scheduled"] if depth else []
        await self._redis.aclose()
        skews = list(self._fleet.plan.skews.values())
        for customer in self._people:
            id_ = ConversationId(f"telegram:main:{customer.user.id}")
            conversation = await conversations.load(id_)
            if conversation is None:
                counts.lost.append(f"{id_} does not exist")
                continue
            thread = await MongoHistory(self._db).page(conversation, before=None, limit=500)
            answered = [text for each in self._staff for text in each.answered.get(id_, ())]
            arrived = [each.text for each in customer.user.inbox]
            counts += count(conversation, thread, written=customer.written, answered=answered, arrived=arrived)
            counts.stuck += _overdue(conversation)
            for message in thread:
                if message.delivery and message.delivery.state is DeliveryState.UNKNOWN:
                    _explain(counts, conversation, message, customer, cloud, happened, skews)
        counts.parked += [
            f"{each.conversation_id}: {each.error}" for each in await MongoDeadLetters(self._db).recent(50)
        ]
        counts.errors += [f"{each.login}: {error}" for each in self._staff for error in each.errors]
        return counts


def _overdue(conversation: Conversation) -> list[str]:
    late = datetime.now(UTC) - timedelta(seconds=20)
    if (
        conversation.wake_at is not None
        and conversation.wake_at < late
        and not isinstance(conversation.session, Waiting)
    ):
        return [f"{conversation.id}: was to wake at {conversation.wake_at:%H:%M:%S}"]
    return []


def _explain(
    counts: Counts, conversation: Conversation, message: Message, customer: Customer, cloud: TelegramCloud,
    happened: Sequence[Happened], skews: Sequence[float],
) -> None:  # fmt: skip
    """Whose fault it is that nobody knows."""
    text = message.content.text
    calls = [
        call for call in cloud.called("sendMessage")
        if call.text("chat_id") == str(customer.user.id) and call.text("text") == text
    ]  # fmt: skip
    # Without a call there is only the time at which it was decided, by a clock that may be wrong.
    at = calls[0].at if calls else message.at.timestamp() - max(0.0, *skews)
    near = [each for each in happened if at - 15 <= each.until and (not calls or each.since - 2 <= at)]
    why = ""
    if any(call.lost for call in calls):
        why = "the messenger's answer was lost"
    elif near:
        why = "; ".join(f"{each.fault} {each.since - at:+.1f} s" for each in near[-4:])
    fate = f"arrived {len(calls)}×" if calls else "did not arrive"
    sentence = (
        f"{conversation.id}/{message.number} ({fate}; {message.delivery.reason if message.delivery else ''}): {why}"
    )
    (counts.unknown if why else counts.unexplained).append(sentence)
