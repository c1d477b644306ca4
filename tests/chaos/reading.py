"""What the databases and the messenger say: whether all has come to rest, and then what is counted."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import DeliveryState, Happening, Message
from handoff.session import Waiting, WithOperator
from storage.errors import UNAVAILABLE
from storage.mongo.client import Database
from storage.mongo.conversations import SENDS_KEPT, MongoConversations
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.messages import MongoHistory
from storage.redis.loads import Loads
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues
from tests.chaos.breaking import Happened
from tests.chaos.counting import Counts, count
from tests.chaos.explaining import Doubt, explain, overslept
from tests.chaos.people import ANSWERS, Admin, Customer, Operator, Screen
from tests.chaos.program import CLAIM_AFTER
from tests.chaos.wire import Wire
from tests.fakes.telegram import TelegramCloud
from tests.fakes.telegram.call import Call

_NO_MORE = 60.0
"""Seconds in which nothing moves: what has not come to rest by then never will: no wait of the product's is longer."""
_NOBODYS = "telegram:?"
"""Whose conversation a request is that nobody can read."""
_TRIES = 10
"""No message is tried as often."""


@dataclass(slots=True, kw_only=True)
class Reader:
    """Looks at everything from outside and from inside."""

    db: Database
    redis_url: str
    cloud: TelegramCloud
    wire: Wire
    people: Sequence[Customer]
    staff: Sequence[Operator]
    admin: Admin
    screens: Sequence[Screen]
    _redis: Redis = field(init=False)
    _calls: dict[tuple[str, str], list[Call]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._redis = Redis.from_url(self.redis_url, decode_responses=True)

    async def quiet(self) -> bool:
        """Until all is done; False when nothing has moved for too long: then the counts say what hangs."""
        rest, seen, moved = 0, (-1, -1, -1), time.monotonic()
        while rest < 2:
            if time.monotonic() > moved + _NO_MORE:
                return False
            await asyncio.sleep(1)
            with contextlib.suppress(*UNAVAILABLE):
                rest = rest + 1 if await self._at_rest() else 0
                if (now := await self._progress()) != seen:
                    seen, moved = now, time.monotonic()
        return True

    async def _progress(self) -> tuple[int, int, int]:
        answered = sum(len(texts) for each in self.staff for texts in each.answered.values())
        rows = await self.db.messages.count_documents({})
        return rows, await self.db.handled.count_documents({}), answered

    async def _at_rest(self) -> bool:
        if not all(each.idle for each in self.screens) or await Mailbox(self._redis).depth():
            return False
        heard = await self.db.messages.count_documents({"side": "customer"})
        if heard < sum(len(each.written) for each in self.people):
            return False
        return await self.db.conversations.count_documents({"journal.0": {"$exists": True}}) == 0

    async def counts(self, happened: Sequence[Happened], skews: Mapping[str, float], *, at_rest: bool) -> Counts:
        counts, conversations = Counts(), MongoConversations(self.db)
        for call in self.cloud.called("sendMessage"):
            self._calls[call.text("chat_id"), call.text("text")].append(call)
        if not at_rest:
            counts.stuck.append(f"nothing has moved for {_NO_MORE:.0f} s, and not all is done")
        loads = await Loads(self._redis).repair(conversations.at_desk())
        wrong = await Queues(self._redis).repair(conversations.waiting())
        counts.stuck += [f"{wrong} entries of queues, {loads} of loads are wrong"] if wrong or loads else []
        depth = await Mailbox(self._redis).depth()
        counts.stuck += [f"{depth} conversations are still scheduled"] if depth else []
        await self._redis.aclose()
        for customer in self.people:
            id_ = ConversationId(f"telegram:main:{customer.user.id}")
            conversation = await conversations.load(id_)
            if conversation is None:
                counts.lost.append(f"{id_} does not exist")
                continue
            thread = await MongoHistory(self.db).page(conversation, before=None, limit=500)
            overslept = await self._overslept(thread, customer, happened, skews)
            counts.unknown += [f"{id_}: {text!r} went out late. Because {why}" for text, why in overslept.items()]
            answered = [text for each in self.staff for text in each.answered.get(id_, ())]
            counts += count(
                conversation, thread, written=customer.written, answered=answered,
                arrived=[each.text for each in customer.user.inbox], late=self.wire.late[customer.user.id],
                done=[act for each in self.staff for act in each.done.get(id_, ())], overslept=overslept,
            )  # fmt: skip
            counts.stuck += _overdue(conversation)
            if isinstance(conversation.session, WithOperator) and len(answered) < ANSWERS:
                counts.stuck.append(f"{id_}: {conversation.session.operator} has it and could not answer")
            if any(each.happening is Happening.PARKED for each in thread) and id_ not in self._set_aside():
                counts.lost.append(f"{id_}: an event was set aside, and the console did not show it")
            for message in thread:
                if message.delivery and message.delivery.state is DeliveryState.UNKNOWN:
                    await self._explain(counts, message, customer, happened, skews)
        await self._count_troubles(counts, happened)
        return counts

    def _set_aside(self) -> set[str]:
        return {each["conversation_id"] for each in self.admin.seen.values()}

    async def _count_troubles(self, counts: Counts, happened: Sequence[Happened]) -> None:
        """What was set aside, and what staff and the messenger were told."""
        poisoned = {f"telegram:main:{each.user.id}" for each in self.people if each.poisoned}
        letters = list(self.admin.seen.values())
        counts.parked += [
            f"{each['conversation_id']}: {each['error']}"
            for each in letters
            if each["conversation_id"] not in {*poisoned, _NOBODYS}
        ]
        counts.stuck += [
            f"{each.conversation_id}: is still set aside" for each in await MongoDeadLetters(self.db).recent(50)
        ]
        unreadable = sum(each["conversation_id"] == _NOBODYS for each in letters)
        if unreadable != self.wire.fates["unreadable"]:
            counts.lost.append(
                f"{unreadable} unreadable requests of {self.wire.fates['unreadable']} were shown to the admin"
            )
        counts.errors += [error for each in self.screens for error in each.errors]
        counts.errors += [
            f"gateways answered {status} {times}×"
            for status, times in self.wire.statuses.items()
            if status not in (200, 503)
        ]
        if any(each.fault.target == "mongo" and each.until - each.since > 30 for each in happened):
            counts.errors += [] if self.wire.statuses[503] else ["no webhook was told that MongoDB is away"]
            counts.errors += [] if any(each.away for each in self.screens) else ["the console did not say so"]

    async def _explain(
        self, counts: Counts, message: Message, customer: Customer,
        happened: Sequence[Happened], skews: Mapping[str, float],
    ) -> None:  # fmt: skip
        """Whose fault it is that nobody knows."""
        doubt, calls = await self._doubt(message, customer)
        reason = message.delivery.reason if message.delivery else None
        what = f"{message.id} ({f'arrived {calls}×' if calls else 'did not arrive'}): {reason}"
        if doubt is None:
            counts.unexplained.append(f"{what} Nobody has tried to send it")
            return
        why = explain(doubt, happened, skews)
        at = f"begun {datetime.fromtimestamp(doubt.begun, UTC):%H:%M:%S.%f}, called {doubt.called}"
        (counts.unknown if why else counts.unexplained).append(f"{what} Because {why or f'of nothing known; {at}'}")

    async def _overslept(
        self, thread: Sequence[Message], customer: Customer,
        happened: Sequence[Happened], skews: Mapping[str, float],
    ) -> Mapping[str, str]:  # fmt: skip
        """What was sent by somebody who woke after they had been taken for dead, and why that is so."""
        found: dict[str, str] = {}
        for message in thread:
            if message.delivery is not None:
                doubt, _ = await self._doubt(message, customer)
                if doubt and (why := overslept(doubt, happened, skews, CLAIM_AFTER.total_seconds())):
                    found[message.content.text] = why
        return found

    async def _doubt(self, message: Message, customer: Customer) -> tuple[Doubt | None, int]:
        """When the latest try of sending it began, and how often the messenger was called. None: nobody has tried."""
        calls = self._calls[str(customer.user.id), message.content.text]
        keys = [f"{message.id}~{number}" for number in range(_TRIES)]
        begun = [row["expire_at"] - SENDS_KEPT async for row in self.db.sends.find({"_id": {"$in": keys}})]
        if not begun:
            return None, len(calls)
        unanswered = any(call.lost for call in calls)
        called = calls[-1].at if calls else None
        return Doubt(begun=max(begun).timestamp(), called=called, unanswered=unanswered), len(calls)


def _overdue(conversation: Conversation) -> list[str]:
    late = datetime.now(UTC) - timedelta(seconds=20)
    if (
        conversation.wake_at is not None
        and conversation.wake_at < late
        and not isinstance(conversation.session, Waiting)
    ):
        return [f"{conversation.id}: was to wake at {conversation.wake_at:%H:%M:%S}"]
    return []
