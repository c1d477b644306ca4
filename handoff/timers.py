"""What time alone does to a session: an offer lapses, a hold ends, a wait overflows, an operator is silent too long.

A timer is a moment and what happens then. Which timers run follows from the session's state, so none can be forgotten,
and one that has acted is gone because the state is another.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from handoff.book import Book
from handoff.conversation import Conversation
from handoff.hours import deadline
from handoff.ids import LineId
from handoff.messages import Happening
from handoff.session import Hold, Offer, Waiting, WithOperator

BEFORE_WINDOW_CLOSES = timedelta(hours=1)


class Timer(NamedTuple):
    at: datetime
    act: Callable[[Conversation, datetime], Conversation]


def timers(conversation: Conversation, book: Book) -> Iterator[Timer]:
    """Those that run now."""
    match conversation.session:
        case Waiting() as waiting:
            yield from _of_waiting(waiting, book)
        case WithOperator(hold=hold) as held if hold is not None:
            yield _end_of_hold(held, hold)
        case WithOperator() as held:
            yield from _of_silence(held, book)
        case _:
            return
    yield from _of_window(conversation, book)


def run_due(conversation: Conversation, book: Book, now: datetime) -> Conversation:
    """The conversation after every timer whose moment has come, earliest first."""
    due = min((each for each in timers(conversation, book) if each.at <= now), key=lambda each: each.at, default=None)
    return conversation if due is None else run_due(due.act(conversation, now), book, now)


def put_back(conversation: Conversation, held: WithOperator, *, cause: str, book: Book, now: datetime) -> Conversation:
    """Take a session from its operator. It keeps its place in the queue, and its supervisors are told."""
    told = (held.operator, *book.supervisors(held.line))
    back = conversation.with_session(held.put_back(at=now))
    return back.reports(Happening.RETURNED, at=now, tells=told, operator=book.name(held.operator), cause=cause)


def _of_waiting(waiting: Waiting, book: Book) -> Iterator[Timer]:
    if waiting.offer:
        yield _lapse(waiting, waiting.offer, book.name(waiting.offer.operator))
    line = book.line(waiting.line)
    if line and line.overflow and book.line(line.overflow.to) and _mark(line.overflow.to) not in waiting.handling.done:
        at = deadline(waiting.since, line.overflow.after, line.hours)
        if at is not None:
            yield _overflow(waiting, line.overflow.to, at)


def _lapse(waiting: Waiting, offer: Offer, name: str) -> Timer:
    """To the next one: who let it pass is not asked again before the others."""

    def act(conversation: Conversation, now: datetime) -> Conversation:
        passed = waiting.handling.declined_by(offer.operator, at=now)
        free = conversation.with_session(waiting.offered(None).with_handling(passed))
        return free.reports(Happening.OFFER_MISSED, at=now, operator=name, tells=(offer.operator,))

    return Timer(offer.until, act)


def _overflow(waiting: Waiting, to: LineId, at: datetime) -> Timer:
    """To the other line, once in a session: two lines that overflow into each other must not play ball."""

    def act(conversation: Conversation, now: datetime) -> Conversation:
        once = replace(waiting.handling, done=(*waiting.handling.done, _mark(to)), declined=())
        moved = conversation.with_session(waiting.with_handling(once).transfer(to))
        return moved.reports(Happening.OVERFLOWED, at=now, line=to)

    return Timer(at, act)


def _end_of_hold(held: WithOperator, hold: Hold) -> Timer:
    heard = held.handling.heard_at
    replied = hold.until_reply and heard is not None and heard > hold.since
    cause = "reply" if replied else "time"

    def act(conversation: Conversation, now: datetime) -> Conversation:
        back = conversation.with_session(held.resume())
        tells = (held.operator,)
        return back.reports(Happening.RESUMED, at=now, tells=tells, cause=cause, reason=hold.reason)

    return Timer(heard if replied and heard else hold.until, act)


def _of_silence(held: WithOperator, book: Book) -> Iterator[Timer]:
    """A customer whose words nobody answers gets somebody else."""
    line, owed = book.line(held.line), held.handling.owed_since
    if line is None or owed is None or line.reassign.no_answer_within is None:
        return
    at = deadline(max(owed, held.since), line.reassign.no_answer_within, line.hours)
    if at is not None:
        yield Timer(at, lambda conversation, now: put_back(conversation, held, cause="no_answer", book=book, now=now))


def _of_window(conversation: Conversation, book: Book) -> Iterator[Timer]:
    """Whoever owes an answer hears in time that the messenger will soon not take one; once for each end."""
    until, handling = conversation.reply_until, conversation.handling
    if until is None or handling.owed_since is None or (mark := f"window:{until.isoformat()}") in handling.done:
        return
    tells = (conversation.operator,) if conversation.operator else book.supervisors(conversation.line)

    def act(conversation: Conversation, now: datetime) -> Conversation:
        known = conversation.handling
        once = conversation.with_handling(replace(known, done=(*known.done, mark)))
        if now >= until:  # the scheduler was away
            return once
        return once.reports(Happening.WINDOW_CLOSING, at=now, tells=tells, until=until.isoformat())

    yield Timer(until - BEFORE_WINDOW_CLOSES, act)


def _mark(to: LineId) -> str:
    return f"overflow:{to}"
