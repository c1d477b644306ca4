"""Gives waiting sessions to operators, in the lines that distribute by themselves.

It looks at the heads of the queues: the first of each kind of need. The rules pick which of them goes to whom; room is
reserved, the session committed, the world told; and so on until nothing more can be given. It is woken by the bell, and
looks at every line now and then, for what no bell tells: a shift that begins, a line that opens, a ring that was lost.

One process at a time does this. Should there be two for a moment, then reservations keep operators' hands from being
overfilled, and the versioned commit keeps a session from two hands.
"""

import asyncio
import contextlib
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.floor import build
from handoff.book import Book
from handoff.changes import Changes, TooBusy
from handoff.conversation import Conversation
from handoff.courtesies import Courtesies
from handoff.giving import give
from handoff.ids import ConversationId, LineId, OperatorId
from handoff.line import Distribution, Line
from handoff.operator import Operator, Presence
from handoff.ports import Books, Clock, Operators
from handoff.routing.candidate import Candidate
from handoff.routing.picking import Head, Pick, pick
from handoff.routing.reading import candidate, needs_of
from handoff.session import Waiting
from storage.errors import UNAVAILABLE
from storage.mongo.conversations import MongoConversations
from storage.redis.bell import Bell
from storage.redis.loads import Load, Loads
from storage.redis.queues import Queues

log = structlog.get_logger()
EVERY = timedelta(seconds=1)
AUDIT = timedelta(minutes=5)


class _Moved(Exception):
    """The session is not as it was when it was chosen."""


@dataclass(slots=True)
class _Round:
    """What one round of giving has found out."""

    known: dict[ConversationId, Conversation] = field(default_factory=dict)
    skipped: set[ConversationId] = field(default_factory=set)
    """Somebody else is giving them, or they do not wait any more."""
    gone: set[OperatorId] = field(default_factory=set)
    """Operators who turned out to be away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    books: Books
    operators: Operators
    conversations: MongoConversations
    queues: Queues
    loads: Loads
    bell: Bell
    changes: Changes
    courtesies: Courtesies
    clock: Clock

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._serve())
            tasks.create_task(self._audit())

    async def _serve(self) -> None:
        look_at_all = 0.0
        while True:
            try:
                rung = await self.bell.wait(EVERY)
                if time.monotonic() >= look_at_all:
                    look_at_all = time.monotonic() + EVERY.total_seconds()
                    await self._rebuild()
                    await self.dispatch()
                else:
                    await self.dispatch(rung)
            except UNAVAILABLE as error:
                log.warning("A database is away, trying again", action="storage_away", error=str(error))
                await asyncio.sleep(EVERY.total_seconds())
            except Exception:
                log.exception("Sessions can't be given out, trying again", action="dispatch_failed")
                await asyncio.sleep(EVERY.total_seconds())

    async def _audit(self) -> None:
        while True:
            await asyncio.sleep(AUDIT.total_seconds())
            with contextlib.suppress(*UNAVAILABLE):
                await self.repair_loads()

    async def dispatch(self, lines: Collection[LineId] | None = None) -> int:
        """Give out all that can be given in these lines, or (None) in all; how many sessions were given."""
        given, round_ = 0, _Round()
        while (picked := await self._next(lines, round_)) is not None:
            given += await self._give(picked, round_)
        return given

    async def repair_loads(self) -> int:
        """Compare what operators have in hand with the truth, and mend it; how many entries were wrong."""
        wrong = await self.loads.repair(self.conversations.at_desk())
        if wrong:
            log.warning("Loads mended", action="loads_mended", entries=wrong)
        return wrong

    async def _rebuild(self) -> None:
        """A Redis that was wiped has forgotten who waits and who has what."""
        if not await self.queues.built():
            await build(self.queues, self.loads, self.conversations)
            log.warning("Queues built anew", action="queues_built")

    async def _next(self, lines: Collection[LineId] | None, round_: _Round) -> Pick | None:
        book, now = await self.books.now(), self.clock()
        pushing = {
            line.id: line
            for line in book.lines
            if line.distribution is Distribution.PUSH and (lines is None or line.id in lines)
        }
        heads = await self._heads(pushing, round_, now)
        if not heads:
            return None
        there = [each for each in await self.operators.all() if _is_there(each) and each.id not in round_.gone]
        loads = await self.loads.of([each.id for each in there], now)
        made: dict[tuple[LineId, bool, ConversationId | None], Sequence[Candidate]] = {}

        def candidates_for(head: Head) -> Sequence[Candidate]:
            conversation, line, supervised = round_.known[head.conversation], pushing[head.line], head.needs.supervisor
            # To a customer without a past all stand alike, so they are made once for all of those.
            past = conversation.earlier or conversation.handling.declined
            key = (line.id, supervised, conversation.id if past else None)
            if key not in made:
                made[key] = [
                    _candidate(each, line, loads[each.id], conversation, now)
                    for each in _at_work(line, there, book, now, supervised=supervised)
                ]
            return made[key]

        return pick(heads, candidates_for)

    async def _heads(self, pushing: Mapping[LineId, Line], round_: _Round, now: datetime) -> Sequence[Head]:
        """The first of each kind that is not skipped, as the truth has them."""
        while True:
            # Behind as many as were skipped there is, in any case, the next one.
            found = await self.queues.heads(pushing, each=1 + len(round_.skipped))
            new = [each for each in found if each not in round_.known and each not in round_.skipped]
            if new:
                round_.known |= {each.id: each for each in await self.conversations.many(new)}
            known = ((c, _waits(round_.known.get(c), line)) for c, line in found.items() if c not in round_.skipped)
            waits = {c: session for c, session in known if session is not None}
            moved = found.keys() - waits.keys() - round_.skipped
            if not moved:
                break
            for conversation_id in moved & round_.known.keys():
                await self.queues.tell(round_.known[conversation_id])  # whoever committed this has not told of it
            round_.skipped |= moved  # and now, who stands behind them?
        return [
            Head(
                conversation=c, line=session.line, order=pushing[session.line].order, rank=session.priority,
                since=session.place_from, needs=needs_of(round_.known[c], pushing[session.line]),
            )
            for c, session in waits.items()
            if session.handling.asking is None or pushing[session.line].hours.is_open(now)  # else the bot still asks
        ]  # fmt: skip

    async def _give(self, picked: Pick, round_: _Round) -> bool:
        """False when it came to nothing: what stood in the way is known now, and the next look sees it."""
        head, line = picked.head, (await self.books.now()).line(picked.head.line)
        operator = await self.operators.get(picked.choice.operator)
        if operator is None or line is None or not _is_there(operator):  # the list of operators is a moment old
            round_.gone.add(picked.choice.operator)
            return False
        seen, now = round_.known[head.conversation], self.clock()
        if not await self.loads.reserve(operator.id, seen, capacity=_capacity(operator, line), now=now):
            round_.skipped.add(seen.id)
            return False

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            session = conversation.session
            if conversation.version != seen.version or not isinstance(session, Waiting):
                raise _Moved
            return give(conversation, session, picked, operator, line, courtesies=self.courtesies, now=now)

        del round_.known[seen.id]
        try:
            made = await self.changes.make(seen.id, decide)
        except (_Moved, TooBusy):
            made = None
        if made is None:
            await self.loads.release(operator.id, seen.id)
            return False
        log.info("Session given", action="session_given", line=line.id, operator=operator.id)
        return True


def _waits(conversation: Conversation | None, line: LineId) -> Waiting | None:
    """How it waits: in truth, in this line, and not offered to anybody."""
    session = conversation and conversation.session
    return session if isinstance(session, Waiting) and session.line == line and session.offer is None else None


def _is_there(operator: Operator) -> bool:
    return operator.active and operator.presence is Presence.ONLINE


def _at_work(
    line: Line, there: Sequence[Operator], book: Book, now: datetime, *, supervised: bool
) -> Sequence[Operator]:
    """Who works for the line now: its people, and for what only supervisors may take, those too.

    Who has no shift works while the line is open, so a closed line's sessions wait for the morning.
    """
    is_open, supervisors = line.hours.is_open(now), book.supervisors(line.id) if supervised else ()
    return [
        each
        for each in there
        if (line.id in each.lines or each.id in supervisors) and (each.shift.is_open(now) if each.shift else is_open)
    ]


def _candidate(operator: Operator, line: Line, load: Load, conversation: Conversation, now: datetime) -> Candidate:
    on_shift = replace(operator, shift=None)  # that has been asked
    return candidate(
        on_shift, line, load=load.held, idle_since=load.idle_since, conversation=conversation, now=now
    )  # fmt: skip


def _capacity(operator: Operator, line: Line) -> int:
    return line.capacity if operator.capacity is None else operator.capacity
