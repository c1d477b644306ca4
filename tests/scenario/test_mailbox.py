"""The mailboxes on a real Redis: order within a conversation, one worker for each, nothing lost."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from redis.asyncio import Redis

from handoff.ids import ConversationId
from storage.redis import client as redis_client
from storage.redis import mailbox as module
from storage.redis.mailbox import READY, Hold, Mailbox

AT_ONCE = timedelta(milliseconds=1)
ADA, BOB = ConversationId("telegram:main:1"), ConversationId("telegram:main:2")


@pytest.fixture
async def box(redis: Redis) -> Mailbox:
    mailbox = Mailbox(redis, "one")
    await mailbox.prepare()
    return mailbox


@pytest.fixture
def other(redis: Redis, box: Mailbox) -> Mailbox:
    """Another worker's view of the same mailboxes."""
    return Mailbox(redis, "two")


async def take(box: Mailbox) -> Hold:
    [hold] = await box.take(1, AT_ONCE)
    return hold


async def drained(box: Mailbox, hold: Hold) -> list[str]:
    """Handle everything, and rest."""
    events = []
    while not await box.rest(hold):
        for letter in await box.letters(hold):
            events.append(letter.event)
            await box.done(hold, letter)
    return events


async def test_events_come_out_in_the_order_they_went_in(box: Mailbox) -> None:
    for number in range(50):
        await box.post(ADA, str(number))

    assert await drained(box, await take(box)) == [str(number) for number in range(50)]


async def test_a_conversation_in_hand_is_nobody_elses(box: Mailbox, other: Mailbox) -> None:
    await box.post(ADA, "a")
    hold = await take(box)
    await box.post(ADA, "b")

    assert await other.take(10, AT_ONCE) == []
    assert await other.take_over(10) == [], "its worker was heard of a moment ago"
    assert await drained(box, hold) == ["a", "b"]


async def test_after_a_rest_the_next_event_may_go_to_anybody(box: Mailbox, other: Mailbox) -> None:
    await box.post(ADA, "a")
    assert await drained(box, await take(box)) == ["a"]

    await box.post(ADA, "b")

    assert await drained(other, await take(other)) == ["b"]


async def test_what_comes_at_the_last_moment_keeps_the_worker_from_resting(box: Mailbox) -> None:
    await box.post(ADA, "a")
    hold = await take(box)
    [letter] = await box.letters(hold)
    await box.done(hold, letter)

    await box.post(ADA, "b")

    assert not await box.rest(hold)
    assert await drained(box, hold) == ["b"]


async def test_at_rest_nothing_is_left_behind(box: Mailbox, redis: Redis) -> None:
    await box.post(ADA, "a")
    hold = await take(box)
    [letter] = await box.letters(hold)
    await box.failed(hold, letter)
    await box.done(hold, letter)
    await box.rest(hold)

    assert [key async for key in redis.scan_iter()] == [READY]
    assert await redis.xlen(READY) == 0
    assert await box.depth() == 0


async def test_failures_are_counted_for_each_event_and_for_every_worker(box: Mailbox, other: Mailbox) -> None:
    await box.post(ADA, "poison")
    await box.post(ADA, "fine")
    hold = await take(box)
    poison, fine = await box.letters(hold)

    assert [await box.failed(hold, poison), await other.failed(hold, poison)] == [1, 2]
    assert await box.failed(hold, fine) == 1
    await box.done(hold, poison)
    assert await box.failed(hold, poison) == 1, "done with is forgotten"


async def test_a_dead_workers_conversation_is_taken_over(
    box: Mailbox, other: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await box.post(ADA, "a")
    await box.post(ADA, "b")
    hold = await take(box)
    [first, _] = await box.letters(hold)
    await box.done(hold, first)  # and here it dies

    monkeypatch.setattr(module, "CLAIM_AFTER", timedelta(0))
    [taken] = await other.take_over(10)

    assert taken.conversation_id == ADA
    assert await drained(other, taken) == ["b"]


async def test_a_worker_that_says_it_is_alive_is_not_taken_for_dead(
    box: Mailbox, other: Mailbox, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CLAIM_AFTER", timedelta(milliseconds=300))
    await box.post(ADA, "long")
    await box.post(BOB, "forgotten")
    kept, forgotten = await box.take(2, AT_ONCE)

    async with asyncio.timeout(10):
        while not (claimed := await other.take_over(10)):
            await box.keep(kept)

    assert [hold.conversation_id for hold in claimed] == [forgotten.conversation_id]


async def test_a_worker_that_was_taken_for_dead_spoils_nothing_when_it_wakes(
    box: Mailbox, other: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await box.post(ADA, "a")
    hold = await take(box)
    monkeypatch.setattr(module, "CLAIM_AFTER", timedelta(0))
    [taken] = await other.take_over(1)
    [letter] = await other.letters(taken)
    await other.done(taken, letter)

    assert not await box.keep(hold), "it is told"
    assert await box.rest(hold), "it may go"
    await box.give_up(hold)

    await box.post(ADA, "b")
    assert await box.take(1, AT_ONCE) == [], "the other one still has it"
    assert await drained(other, taken) == ["b"]


async def test_a_worker_that_is_asked_to_end_leaves_the_rest_to_others_at_once(box: Mailbox, other: Mailbox) -> None:
    await box.post(ADA, "a")
    await box.post(ADA, "b")
    await box.post(BOB, "c")
    ada, bob = await box.take(2, AT_ONCE)
    for hold in (ada, bob):
        await box.done(hold, (await box.letters(hold))[0])

    await box.give_up(ada)
    await box.give_up(bob)

    assert await drained(other, await take(other)) == ["b"]
    assert await other.take(1, AT_ONCE) == [], "nothing of Bob's was left"
    await other.post(BOB, "d")
    assert await drained(other, await take(other)) == ["d"]


async def test_the_same_thing_is_posted_once_within_its_time(box: Mailbox, redis: Redis) -> None:
    for _ in range(3):
        await box.post_once(ADA, "wake", key="wake:1", within=timedelta(minutes=1))
    await box.post_once(ADA, "another", key="wake:2", within=timedelta(minutes=1))

    assert await drained(box, await take(box)) == ["wake", "another"]
    assert 0 < await redis.ttl("posted:wake:1") <= 60


async def test_nothing_comes_of_waiting_for_nothing(box: Mailbox) -> None:
    assert await box.take(10, AT_ONCE) == []


async def test_after_redis_was_wiped_the_workers_go_on(box: Mailbox, redis: Redis) -> None:
    """Taking, taking over and staying alive are all asked of a group that is no longer there."""
    await box.post(ADA, "a")
    hold = await take(box)
    await redis.flushall()

    assert not await box.keep(hold)
    assert await box.take(10, AT_ONCE) == []
    assert await box.take_over(10) == []

    await box.post(ADA, "b")
    assert await drained(box, await take(box)) == ["b"]


async def test_after_a_wipe_a_take_over_comes_first(box: Mailbox, redis: Redis) -> None:
    await redis.flushall()

    assert await box.take_over(10) == []


async def test_preparing_again_loses_nothing(box: Mailbox) -> None:
    await box.post(ADA, "a")

    await box.prepare()

    assert await drained(box, await take(box)) == ["a"]


async def test_many_posters_and_workers_at_once(redis: Redis) -> None:
    """Twenty conversations, four workers, posts while they drain: order kept, nobody twice, nothing lost."""
    boxes = [Mailbox(redis, f"worker {number}") for number in range(4)]
    await boxes[0].prepare()
    wanted = {ConversationId(f"c{c}"): [str(n) for n in range(15)] for c in range(20)}
    handled: dict[ConversationId, list[str]] = defaultdict(list)
    in_hand: set[ConversationId] = set()

    async def work(box: Mailbox) -> None:
        while sum(map(len, handled.values())) < 300:
            for hold in await box.take(3, timedelta(milliseconds=20)):
                assert hold.conversation_id not in in_hand
                in_hand.add(hold.conversation_id)
                while True:
                    for letter in await box.letters(hold, count=2):
                        handled[hold.conversation_id].append(letter.event)
                        await box.done(hold, letter)
                    in_hand.discard(hold.conversation_id)
                    if await box.rest(hold):
                        break
                    in_hand.add(hold.conversation_id)

    async def post(conversation_id: ConversationId, events: list[str]) -> None:
        for event in events:
            await boxes[0].post(conversation_id, event)

    async with asyncio.timeout(20):
        await asyncio.gather(*(post(c, events) for c, events in wanted.items()), *(work(box) for box in boxes))

    assert handled == wanted
    assert await boxes[0].depth() == 0


# -- against a model -----------------------------------------------------------------------------------------------

CONVERSATIONS = [ConversationId(f"c{number}") for number in range(3)]
WORKERS = ["one", "two", "three"]


class MailboxModel(RuleBasedStateMachine):
    """Any sequence of posts, takes, handled events and rests by three workers, beside what it must look like."""

    url: str
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.redis = redis_client.connect(self.url)
        self.boxes = {name: Mailbox(self.redis, name) for name in WORKERS}
        self.waiting: dict[ConversationId, deque[str]] = defaultdict(deque)
        self.held: dict[ConversationId, tuple[str, Hold]] = {}
        self.posted = 0
        self._do(self.redis.flushdb())
        self._do(self.boxes["one"].prepare())

    def _do(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(work)

    @rule(conversation=st.sampled_from(CONVERSATIONS), poster=st.sampled_from(WORKERS))
    def post(self, conversation: ConversationId, poster: str) -> None:
        self.posted += 1
        self._do(self.boxes[poster].post(conversation, str(self.posted)))
        self.waiting[conversation].append(str(self.posted))

    @rule(worker=st.sampled_from(WORKERS), count=st.integers(1, 3))
    def take(self, worker: str, count: int) -> None:
        ready = {c for c, events in self.waiting.items() if events and c not in self.held}
        taken = self._do(self.boxes[worker].take(count, AT_ONCE))
        for hold in taken:
            assert hold.conversation_id in ready, "given to two workers, or with nothing to do"
            self.held[hold.conversation_id] = (worker, hold)
        assert len(taken) == min(count, len(ready)), "a ready conversation was lost"

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def handle_the_oldest(self, data: st.DataObject) -> None:
        worker, hold = self.held[data.draw(st.sampled_from(sorted(self.held)))]
        letters = self._do(self.boxes[worker].letters(hold))
        waiting = self.waiting[hold.conversation_id]
        assert [letter.event for letter in letters] == list(waiting)[:20]
        if letters:
            self._do(self.boxes[worker].done(hold, letters[0]))
            waiting.popleft()

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def rest(self, data: st.DataObject) -> None:
        worker, hold = self.held[data.draw(st.sampled_from(sorted(self.held)))]
        rested = self._do(self.boxes[worker].rest(hold))
        assert rested == (not self.waiting[hold.conversation_id])
        if rested:
            del self.held[hold.conversation_id]

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        """What a worker does that is asked to end."""
        worker, hold = self.held.pop(data.draw(st.sampled_from(sorted(self.held))))
        self._do(self.boxes[worker].give_up(hold))

    @invariant()
    def what_is_scheduled_is_held_or_ready(self) -> None:
        busy = {c for c, events in self.waiting.items() if events} | self.held.keys()
        assert self._do(self.boxes["one"].depth()) == len(busy)

    def teardown(self) -> None:
        self._do(self.redis.aclose())


def test_whatever_is_done_no_event_is_lost_and_no_conversation_is_given_to_two(redis_url: str) -> None:
    MailboxModel.url, MailboxModel.loop = redis_url, asyncio.new_event_loop()
    try:
        run_state_machine_as_test(
            MailboxModel,
            settings=settings(
                max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
    finally:
        MailboxModel.loop.close()
