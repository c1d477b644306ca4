"""Looks after operators: whose screens are gone is away, and what those who are away too long hold goes back.

It holds no state, and each of its steps is a conditional update or a versioned commit: two of them are harmless.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from handoff.book import Book
from handoff.changes import Changes, TooBusy
from handoff.conversation import Conversation
from handoff.line import Reassign
from handoff.messages import Side
from handoff.operator import AwayReason, Operator, Presence
from handoff.ports import Books, Clock, Operators
from handoff.session import WithOperator
from handoff.timers import put_back
from storage.errors import UNAVAILABLE
from storage.mongo.conversations import MongoConversations
from storage.redis.bell import Bell
from storage.redis.heartbeats import SILENCE, Heartbeats

log = structlog.get_logger()
EVERY = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caretaker:
    books: Books
    operators: Operators
    heartbeats: Heartbeats
    conversations: MongoConversations
    changes: Changes
    bell: Bell
    clock: Clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.watch_screens()
                await self.take_back()
            except UNAVAILABLE as error:
                log.warning("A database is away, trying again", action="storage_away", error=str(error))
            except Exception:
                log.exception("Operators can't be looked after, trying again", action="caretaker_failed")
            await asyncio.sleep(EVERY.total_seconds())

    async def watch_screens(self) -> None:
        """Away with those whose screens have fallen silent; back with those who were away only for that."""
        seen, now = await self.heartbeats.last_seen(), self.clock()
        for operator in await self.operators.all():
            last = seen.get(operator.id)
            if last is None:
                continue
            silent = now - last > SILENCE
            if silent and operator.presence is Presence.ONLINE and _relies_on_screen(operator, last):
                lost = (Presence.AWAY, AwayReason.CONNECTION, now)
                if await self.operators.set_presence(operator.id, *lost, was=Presence.ONLINE):
                    log.info("Operator lost", action="operator_lost", operator=operator.id)
            elif not silent and operator.away_reason is AwayReason.CONNECTION:
                await self.operators.set_presence(operator.id, Presence.ONLINE, None, last, was=Presence.AWAY)
                await self.bell.ring(operator.lines | operator.supervises)

    async def take_back(self) -> int:
        """Back to the queue with what operators hold who are not there for it, where the line says so; how many."""
        book, now = await self.books.now(), self.clock()
        taken = 0
        for operator in book.staff:
            if not any(_absent(operator, line.reassign, None, now) for line in book.lines):
                continue
            for conversation_id in await self.conversations.held_by(operator.id):
                try:
                    made = await self.changes.make(conversation_id, _without(operator, book))
                except TooBusy:
                    continue  # the next look finds it again
                taken += made is not None and made.operator != operator.id
        return taken


def _relies_on_screen(operator: Operator, last: datetime) -> bool:
    """Who said that they are here when no screen of theirs was open said so elsewhere, such as in Telegram."""
    return operator.presence_since is None or operator.presence_since <= last + SILENCE


def _without(operator: Operator, book: Book) -> Callable[[Conversation, datetime], Conversation]:
    """Take this operator's session from them, if they are absent from it. What is on hold can wait for them."""

    def decide(conversation: Conversation, now: datetime) -> Conversation:
        match conversation.session:
            case WithOperator(hold=None) as held if held.operator == operator.id and (line := book.line(held.line)):
                cause = _absent(operator, line.reassign, held, now, wrote=_wrote(conversation))
                return put_back(conversation, held, cause=cause, book=book, now=now) if cause else conversation
            case _:
                return conversation

    return decide


def _wrote(conversation: Conversation) -> datetime | None:
    last = conversation.last
    return last.at if last is not None and last.side is Side.OPERATOR else None


def _absent(
    operator: Operator, rule: Reassign, held: WithOperator | None, now: datetime, *, wrote: datetime | None = None
) -> str | None:
    """Why a session is taken from an operator, if it is: as `cause` of the report. `held` None: any session at all.

    Whoever takes one while they are away, or outside their shift, wants it, and has it as long as they do something.
    """
    since = operator.presence_since
    if rule.away_for is not None and operator.presence is not Presence.ONLINE and since is not None:
        there = [since, *([held.since] if held else []), *([wrote] if wrote else [])]
        if now - max(there) >= rule.away_for:
            return "away"
    if rule.at_shift_end and operator.shift is not None and not operator.shift.is_open(now):
        return "shift_end" if held is None or operator.shift.is_open(held.since) else None
    return None
