"""Takes a ready conversation, handles its events oldest first until the mailbox is empty, rests.

An event that fails five times is parked where staff can see it, the session goes to a human, and the mailbox moves on.
While a database is away the worker waits: that is no event's fault. On SIGTERM what is in hand is finished and the
rest stays in the mailbox, for another worker.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog

from bot.events import EVENTS
from bot.handler import Handler
from bot.metrics import PARKED, TURNS
from handoff.ids import EventId
from handoff.ports import Clock
from storage.errors import SUSPICIOUS, TROUBLE, UNAVAILABLE, Unwell
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.intake import MongoIntake
from storage.redis.mailbox import Hold, Letter, Mailbox

log = structlog.get_logger()

TURN_DEADLINE = timedelta(seconds=20)
"""Shorter than the mailbox's CLAIM_AFTER, so that nobody takes over a conversation that is being worked on."""
TRIES = 5
IN_HAND = 32
"""Conversations that one worker process works on at once; most of the time they wait for others."""
IN_A_ROW = 8
"""Events of one conversation, after which it stands in line again where every hand is full: who writes without a pause
must not keep others waiting."""
_LOOK_FOR_DEAD = 5.0
_SLOW = timedelta(seconds=1)
"""A database that needs longer for a single small thing makes turns late."""
_TICK = 0.1


@dataclass(slots=True, kw_only=True)
class Worker:
    """One worker process's loop."""

    mailbox: Mailbox
    handler: Handler
    intake: MongoIntake
    dead_letters: MongoDeadLetters
    clock: Clock
    _handled: list[EventId] = field(default_factory=list)
    _hands: set[asyncio.Task[None]] = field(default_factory=set)
    _stopping: bool = False

    async def run(self) -> None:
        """Until stopped or cancelled."""
        ticking = asyncio.create_task(self._tick_off())
        try:
            await self._take_work()
        finally:
            if self._hands:
                await asyncio.wait(self._hands, timeout=TURN_DEADLINE.total_seconds())
            await self.handler.outbox.close()
            self._stopping = True
            await ticking

    def stop(self) -> None:
        """Take nothing new."""
        self._stopping = True

    async def _take_work(self) -> None:
        await self._until_available(self.mailbox.prepare)
        looked = 0.0
        while not self._stopping:
            if len(self._hands) >= IN_HAND:
                await asyncio.wait(self._hands, return_when=asyncio.FIRST_COMPLETED)
                continue
            try:
                now, room = asyncio.get_running_loop().time(), IN_HAND - len(self._hands)
                if now - looked > _LOOK_FOR_DEAD:
                    looked, holds = now, await self.mailbox.take_over(room)
                else:
                    holds = await self.mailbox.take(room, wait=timedelta(seconds=0.5))
            except TROUBLE as error:
                log.warning("Redis is away, waiting", action="redis_away", error=str(error))
                await asyncio.sleep(0.5)
                continue
            for hold in holds:
                task = asyncio.create_task(self._drain(hold))
                self._hands.add(task)
                task.add_done_callback(self._hands.discard)

    async def _drain(self, hold: Hold) -> None:
        loop = asyncio.get_running_loop()
        kept, handled, others_wait = loop.time(), 0, False
        with structlog.contextvars.bound_contextvars(conversation=hold.conversation_id):
            while not (self._stopping or others_wait):
                try:
                    for letter in await self.mailbox.letters(hold):
                        if loop.time() - kept > self.mailbox.keep_every:
                            kept = loop.time()
                            if not await self.mailbox.keep(hold):
                                log.warning("Taken for dead, another worker goes on", action="hold_lost")
                                return
                        if self._stopping or not await self._handle(hold, letter):
                            break  # later events wait for this one
                        handled += 1
                        if others_wait := handled >= IN_A_ROW and len(self._hands) >= IN_HAND:
                            break
                    if await self.mailbox.rest(hold):
                        return
                except TROUBLE as error:
                    log.warning("A database is away, waiting", action="storage_away", error=str(error))
                    await asyncio.sleep(0.5)
            with contextlib.suppress(*TROUBLE):
                await self.mailbox.give_up(hold)

    async def _handle(self, hold: Hold, letter: Letter) -> bool:
        """One event; False when it is to be tried again."""
        try:
            event = EVENTS.validate_json(letter.event)
            with structlog.contextvars.bound_contextvars(event=event.id), TURNS.labels(kind=event.kind).time():
                async with asyncio.timeout(TURN_DEADLINE.total_seconds()):
                    await self.handler.handle(event)
            self._handled.append(event.id)
        except UNAVAILABLE:
            raise
        except Exception as error:
            if isinstance(error, SUSPICIOUS) and not await self._databases_work():
                raise Unwell from error  # no event's fault: it would be parked for nothing
            tries = await self.mailbox.failed(hold, letter)
            log.exception("Event failed", action="event_failed", tries=tries)
            if tries < TRIES:
                await asyncio.sleep(0.05 * 2**tries)
                return False
            await self._park(hold, letter, f"{type(error).__name__}: {error}")
        await self.mailbox.done(hold, letter)
        return True

    async def _databases_work(self) -> bool:
        """Whether both can write something small in time."""
        try:
            async with asyncio.timeout(_SLOW.total_seconds()):
                await asyncio.gather(self.mailbox.pulse(), self.intake.pulse())
        except (*SUSPICIOUS, *UNAVAILABLE):
            return False
        return True

    async def _park(self, hold: Hold, letter: Letter, error: str) -> None:
        """Set an event aside for people to look at, and go on without it."""
        PARKED.inc()
        id_ = f"{hold.conversation_id}/{letter.id}"
        await self.dead_letters.park(id_, hold.conversation_id, letter.event, error, self.clock())
        try:
            event = EVENTS.validate_json(letter.event)
            self._handled.append(event.id)
        except ValueError:
            log.error("Parked an event that can't be read", action="parked_unreadable")
            event = None
        try:
            await self.handler.poisoned(hold.conversation_id, event, error)
        except UNAVAILABLE:
            raise
        except Exception:
            log.exception("No person could take over from the poisoned bot", action="poison_not_told")

    async def _tick_off(self) -> None:
        """What may be written a moment later is, many at once; should it be forgotten, it is only looked at again."""
        stopped = False
        while not stopped:
            await asyncio.sleep(_TICK)
            stopped = self._stopping and not self._hands
            events, self._handled = self._handled, []
            await self._until_available(partial(self.intake.handled, events, self.clock()))
            await self._until_available(partial(self.handler.postman.tidy_up, all_of_it=stopped))

    async def _until_available(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await work()
            except TROUBLE as error:
                log.warning("A database is away, waiting", action="storage_away", error=str(error))
                if self._stopping:
                    return None
                await asyncio.sleep(0.5)
