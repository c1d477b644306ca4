"""The laws of the desk, held against anything that customers, staff, time, admins and dying processes do to it.

After each step MongoDB's truth is read and must be lawful; in the end time passes, and Redis must say the same.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from redis.asyncio import Redis

from bot.floor import build
from handoff.conversation import Conversation
from handoff.desk import DeskError
from handoff.ids import EventId, LevelId, LineId, OperatorId
from handoff.line import Line, Overflow, Reassign
from handoff.operator import Operator, Presence, Role
from handoff.ports import ROUTING, SLA
from handoff.routing.choice import unable
from handoff.routing.conditions import Is
from handoff.routing.reading import candidate, needs_of
from handoff.routing.rules import Mode, Outcome, Rule, RuleSet
from handoff.session import Closed, Waiting, WithBot, WithOperator
from handoff.sla.policy import Cell, Hearer, Move, SlaPolicies, SlaPolicy, Step, Table, Target
from storage.mongo import chapters, client, lines, operators
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.processes import Server
from storage.redis import client as redis_client
from storage.redis.loads import RESERVED_FOR
from tests.floor import OFFER, PUSH, Process, online
from tests.parts import DELIVERY, PAYMENTS, Clock, address, conversation, said, until
from tests.whole import Died, Whole

CUSTOMERS = range(1, 7)
MINUTE = timedelta(minutes=1)
SIOBHAN = online("Siobhan", DELIVERY, PAYMENTS, role=Role.SUPERVISOR, capacity=2)
STAFF = (
    online("Anna", DELIVERY, capacity=2), online("Boris", DELIVERY, PAYMENTS, capacity=3),
    online("Cleo", PAYMENTS, skills={"legal": 3}, capacity=2), SIOBHAN,
)  # fmt: skip
PEOPLE = {each.id: each for each in STAFF}
_PATIENCE = Reassign(no_answer_within=30 * MINUTE, away_for=10 * MINUTE)
LINES = (
    replace(OFFER, reassign=_PATIENCE, topics=frozenset({"heavy"}), overflow=Overflow(after=20 * MINUTE, to=PAYMENTS),
            escalates_to=PAYMENTS, reopen_within=60 * MINUTE),
    replace(PUSH, id=PAYMENTS, takes_rest=False, topics=frozenset({"money", "legal"}), reassign=_PATIENCE),
)  # fmt: skip
RULES = RuleSet(
    mode=Mode.ALL,
    rules=(
        Rule(id="legal", name="Law", when=Is(fact="topic", values=("legal",)), then=Outcome(skills={"legal": 2})),
        Rule(id="heavy", name="Heavy", when=Is(fact="topic", values=("heavy",)), then=Outcome(effort=2)),
        Rule(id="urgent", name="Urgent", when=Is(fact="topic", values=("urgent",)),
             then=Outcome(priority=LevelId("high"))),
    ),
)  # fmt: skip
TOPICS = ["heavy", "money", "legal", "urgent", "else"]


def promises(minutes: int) -> SlaPolicies:
    limits = {"*": minutes * MINUTE}
    tables = tuple(Table(target=each, axes=(), cells=(Cell(row=(), limits=limits),)) for each in Target)  # type: ignore[arg-type]
    steps = (
        Step(id="soon", percent=50, tell=frozenset(Hearer)),
        Step(id="late", percent=100, tell=frozenset(Hearer), raise_priority=True),
        Step(id="later", percent=150, move=Move.QUEUE),
        Step(id="latest", percent=200, move=Move.SUPERVISOR),
    )
    return SlaPolicies(policies=(SlaPolicy(id="p", name="All", tables=tables, steps=steps),))


class Desk(RuleBasedStateMachine):
    """Anything may happen at any time."""

    loop: asyncio.AbstractEventLoop
    mongo: str
    redis: str
    clock: Clock
    number = 0

    def __init__(self) -> None:
        super().__init__()
        self.clock = type(self).clock = Clock()
        self.written = 0
        self._do(self._open())

    def _do(self, work: Awaitable[Any]) -> Any:
        async def done() -> Any:
            return await work

        return self.loop.run_until_complete(done())

    async def _open(self) -> None:
        type(self).number += 1
        redis = redis_client.connect(self.redis)
        self.client, db = client.connect(self.mongo, f"laws_{self.number}")
        await redis.flushdb()
        await client.ensure_indexes(db)
        self.whole = Whole(db=db, redis=redis, clock=self.clock)
        for line in LINES:
            await self.desk.lines.save(line)
        for each in STAFF:
            await self.desk.operators.save(each)
        await self.whole.backstage.chapters.save(ROUTING, RULES, base=0, by=None, at=self.clock())
        await self.whole.backstage.chapters.save(SLA, promises(8), base=0, by=None, at=self.clock())
        await build(self.desk.queues, self.desk.loads, self.desk.conversations)

    @property
    def desk(self) -> Process:
        return self.whole.desks[0]

    # -- what happens ----------------------------------------------------------------------------------------------

    @rule(
        customer=st.sampled_from(CUSTOMERS), topic=st.sampled_from(TOPICS), dies=st.sampled_from([False] * 5 + [True])
    )
    def a_customer_writes(self, customer: int, topic: str, dies: bool) -> None:
        self.written += 1
        event = said(self.written, topic, customer=customer, at=self.clock())
        self._do(self.whole.backstage.receives(event))
        if dies:
            with pytest.raises(Died):
                self._do(self.whole.work(self.whole.dying_handler, worker="dead"))
        self._do(self.whole.work())

    @rule(seconds=st.sampled_from([1, 20, 31, 60, 300, 660, 2400]))
    def time_passes(self, seconds: int) -> None:
        self.clock.move_on(timedelta(seconds=seconds))
        self._do(self.whole.wake())

    @rule(who=st.sampled_from(sorted(PEOPLE)), presence=st.sampled_from([*Presence, Presence.ONLINE, Presence.ONLINE]))
    def somebody_comes_or_goes(self, who: OperatorId, presence: Presence) -> None:
        self._do(self.desk.is_now(PEOPLE[who], presence))

    @rule()
    def the_absent_lose_what_they_have(self) -> None:
        async def both() -> None:
            await asyncio.gather(*(each.caretaker.take_back() for each in self.whole.desks))
            await self.whole.work()

        self._do(both())

    @rule(which=st.sampled_from([0, 1, 2]))
    def sessions_are_given(self, which: int) -> None:
        """By one dispatcher, the other, or both at once."""
        before = self.truth()
        these = self.whole.desks if which == 2 else self.whole.desks[which : which + 1]

        async def give() -> None:
            await asyncio.gather(*(each.dispatcher.dispatch() for each in these))

        self._do(give())
        self._was_lawful(before, self.truth(), in_order=which != 2)
        self._do(self.whole.work())

    @rule(committed=st.booleans())
    def a_dispatcher_dies(self, committed: bool) -> None:
        before = self.truth()
        with contextlib.suppress(Died):
            self._do(self.whole.dying_dispatch(self.desk, committed=committed)())
        self._was_lawful(before, self.truth(), in_order=False)

    @rule(
        what=st.sampled_from(["accept", "accept", "decline", "reply", "reply", "hold", "resume", "close", "close",
                              "transfer", "pass on", "escalate", "give back", "prioritise"]),
        customer=st.sampled_from(CUSTOMERS), who=st.sampled_from(sorted(PEOPLE)), data=st.data(),
    )  # fmt: skip
    def staff_act(self, what: str, customer: int, who: OperatorId, data: st.DataObject) -> None:
        """Who may do it does it; who may not is told so, and nothing has changed."""
        known = {int(each.address.external_id): each for each in self.truth()}
        holder = self._hands(known[customer]) if customer in known else None
        by = PEOPLE[data.draw(st.sampled_from([holder or who, who]))]
        try:
            self._do(self._act(what, customer, by, data.draw(st.integers(1, 90)) * MINUTE))
        except DeskError:
            assert known == {int(each.address.external_id): each for each in self.truth()}
        self._do(self.whole.work())

    async def _act(self, what: str, customer: int, by: Operator, span: timedelta) -> None:
        desk, c = self.whole.desks[1].desk, address(customer).conversation_id
        match what:
            case "accept":
                await desk.accept(c, by)
            case "decline":
                await desk.decline(c, by)
            case "reply":
                self.written += 1
                await desk.reply(c, by, "Here you are", EventId(f"reply:{self.written}"))
            case "hold":
                await desk.hold(c, by, until=self.clock() + span, reason="later", until_reply=span > 45 * MINUTE)
            case "resume":
                await desk.resume(c, by)
            case "close":
                await desk.close(c, by, reason="solved", topic=None)
            case "transfer":
                await desk.transfer_to_line(c, by, PAYMENTS)
            case "pass on":
                await desk.transfer_to_operator(c, by, OperatorId("boris"))
            case "escalate":
                await desk.escalate(c, by, "too hard")
            case "give back":
                await desk.give_back(c, by)
            case "prioritise":
                await desk.prioritise(c, by, LevelId("critical"), "the boss")

    @rule(
        line=st.sampled_from(LINES),
        capacity=st.integers(1, 3),
        offers=st.booleans(),
        minutes=st.sampled_from([2, 8, 60]),
    )
    def the_admin_changes_the_rules(self, line: Line, capacity: int, offers: bool, minutes: int) -> None:
        async def change() -> None:
            backstage, wait = self.whole.backstage, timedelta(seconds=30) if offers else None
            await self.desk.lines.save(replace(line, capacity=capacity, accept_within=wait))
            version, _ = await backstage.chapters.current(SLA)
            await backstage.chapters.save(SLA, promises(minutes), base=version, by=None, at=self.clock())
            self.clock.move_on(timedelta(seconds=1))
            await backstage.conversations.wake_open(self.clock())
            await self.whole.wake()

        self._do(change())

    @rule()
    def redis_forgets_everything(self) -> None:
        async def forget() -> None:
            await self.whole.redis.flushdb()
            await self.desk.bell.ring([DELIVERY])
            running = asyncio.create_task(self.desk.dispatcher.run())
            await until(self.desk.queues.built)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await self.whole.work()

        self._do(forget())

    # -- what must be true -----------------------------------------------------------------------------------------

    def truth(self) -> list[Conversation]:
        async def read() -> list[Conversation]:
            store = MongoConversations(self.whole.db)
            found = [await store.load(conversation(customer).id) for customer in CUSTOMERS]
            return [each for each in found if each is not None]

        return list(self._do(read()))

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """Each is with the bot, in a queue, with a person, on hold until a time, or closed; and has an alarm."""
        for each in self.truth():
            assert each.alarm is None or (each.wake_at is not None and each.wake_at <= each.alarm)
            match each.session:
                case Waiting(offer=offer) if offer is not None:
                    assert each.alarm is not None
                    assert each.alarm <= offer.until
                case WithOperator(hold=hold) if hold is not None:
                    assert each.alarm is not None
                    assert each.alarm <= hold.until
                case Waiting() | WithOperator() | WithBot() | Closed():
                    pass

    @invariant()
    def nothing_is_in_two_hands(self) -> None:
        """Not even in Redis, where only a reservation may stand beside the truth."""

        async def entries() -> list[tuple[str, str]]:
            redis, found = self.whole.redis, []
            async for key in redis.scan_iter(match="{floor}:load:*"):
                found += [(str(key), str(c)) for c, value in (await redis.hgetall(key)).items() if "@" not in value]
            return found

        held = [c for _, c in self._do(entries())]
        assert len(held) == len(set(held))

    @invariant()
    def each_step_was_taken_once(self) -> None:
        for each in self.truth():
            for clock in each.handling.clocks:
                assert len(clock.done) == len(set(clock.done))

    def _was_lawful(self, before: list[Conversation], after: list[Conversation], *, in_order: bool) -> None:
        """What a dispatcher gave, it gave to somebody who could take it, and nobody was passed over."""
        staff, rules = self._do(self._company())
        was = {each.id: each for each in before}
        given = [each for each in after if self._hands(each) not in (None, self._hands(was[each.id]))]
        for each in given:
            who = self._hands(each)
            assert who is not None
            line, load = rules[each.line or DELIVERY], self._load(who, after)
            there = candidate(staff[who], line, load=load - each.handling.effort, idle_since=None,
                              conversation=was[each.id], now=self.clock())  # fmt: skip
            needs = needs_of(was[each.id], line)
            reason = unable(replace(needs, declined=()), there)
            assert reason is None, (who, reason)
            if in_order:
                assert list(self._passed_over(was[each.id], after, there, line)) == []

    def _passed_over(self, given: Conversation, after: list[Conversation], by: Any, line: Line) -> Iterator[str]:
        """Who went before the given one in its line, still waits, and could have been taken by the same person."""
        for other in after:
            session = other.session
            if isinstance(session, Waiting) and session.offer is None and session.line == given.line:
                ahead = _turn(other) < _turn(given)
                if ahead and unable(needs_of(other, line), by) is None:
                    yield other.id

    async def _company(self) -> tuple[dict[OperatorId, Operator], dict[LineId, Line]]:
        staff, all_lines = await self.desk.operators.all(), await self.desk.lines.all()
        return {each.id: each for each in staff}, {each.id: each for each in all_lines}

    def _hands(self, of: Conversation) -> OperatorId | None:
        match of.session:
            case WithOperator(operator=who):
                return who
            case Waiting(offer=offer) if offer is not None:
                return offer.operator
            case _:
                return None

    def _load(self, who: OperatorId, among: list[Conversation]) -> int:
        held = (each for each in among if self._hands(each) == who)
        return sum(0 if getattr(each.session, "hold", None) else each.handling.effort for each in held)

    def teardown(self) -> None:
        self._do(self._ends())

    async def _ends(self) -> None:
        """Time passes, and nobody repairs anything; then Redis says what MongoDB says, and nothing lies about."""
        await self.whole.settle()
        store = MongoConversations(self.whole.db)
        assert await self.desk.queues.repair(store.waiting()) == 0
        assert await self.desk.loads.repair(store.at_desk()) == 0
        assert await self.whole.backstage.idle()
        assert len(self.whole.post.sent) == len(set(self.whole.post.sent)), "no message was sent twice"
        await self.client.drop_database(self.whole.db.name)
        self.client.close()
        await self.whole.redis.aclose()


def _turn(of: Conversation) -> tuple[int, datetime, str]:
    session = of.session
    assert isinstance(session, Waiting)
    return -session.priority, session.place_from, of.id


async def test_what_a_dispatcher_gave_before_it_died_takes_room_once_its_customer_writes(
    mongo: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else comes by to tell of it: the words settle what lay in the journal, and so no wake looks there."""
    for module in (lines, operators, chapters):
        monkeypatch.setattr(module, "_KEPT_SECONDS", 0.0)
    whole, anna = Whole(db=mongo, redis=redis, clock=Clock()), STAFF[0]
    desk = whole.desks[0]
    await desk.opens(replace(PUSH, capacity=1), staff=[anna])
    await desk.queue(1)
    with pytest.raises(Died):
        await whole.dying_dispatch(desk, committed=True)()

    await whole.backstage.receives(said(1, "hello?", customer=1, at=whole.clock()))
    await whole.work()
    whole.clock.move_on(RESERVED_FOR + MINUTE)

    assert await desk.hands(1) == {1: anna.id}
    assert (await desk.loads.of([anna.id], whole.clock()))[anna.id].held == 1
    assert await desk.queues.length(DELIVERY) == 0


def test_whatever_happens_the_desk_keeps_its_laws(
    redis_server: Server, mongo_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (lines, operators, chapters):  # stores read anew each time
        monkeypatch.setattr(module, "_KEPT_SECONDS", 0.0)
    Desk.mongo, Desk.redis, Desk.loop = mongo_server.url, redis_server.url, asyncio.new_event_loop()
    try:
        run_state_machine_as_test(
            Desk,
            settings=settings(
                max_examples=8,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        Desk.loop.close()
