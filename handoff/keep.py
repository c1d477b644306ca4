"""Keeps a conversation true to the rules and the time: done before every commit, whoever makes it.

What is due is done, priority and clocks say what is so now, and the alarm is set for when something comes due next.
Since all of it travels in one versioned commit, each timed step happens once, whatever crashes or runs twice.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from handoff import timers
from handoff.book import Book
from handoff.conversation import Conversation
from handoff.escalation import take
from handoff.facts import Facts
from handoff.hours import BusinessHours
from handoff.messages import Happening
from handoff.priority import next_change, rate
from handoff.routing.decisions import Rating
from handoff.routing.reading import facts_of
from handoff.session import Waiting, WithOperator
from handoff.sla.policy import SlaPolicy, policy_for
from handoff.sla.situation import situation_of
from handoff.sla.steps import due, next_moment
from handoff.sla.winding import wind


def keep(conversation: Conversation, book: Book, now: datetime) -> Conversation:
    """The conversation as it is at `now`. Keeping it twice is as good as once."""
    if conversation.handling.handed_at is None:
        return conversation.with_alarm(None, None)
    kept = _rated(timers.run_due(conversation, book, now), book, now)
    while True:
        facts, hours = facts_of(kept, now), _hours(kept, book)
        policy = policy_for(facts, book.sla)
        kept = _wound(kept, policy, facts, hours, book, now)
        first = next(iter(due(kept.handling.clocks, policy, hours, now)), None) if policy else None
        if first is None:
            break
        kept = _rated(take(kept, *first, book, now), book, now)
    alarm = min(_moments(kept, policy, hours, book, now), default=None)
    return kept.with_alarm(alarm, _due_at(kept))


def _rated(conversation: Conversation, book: Book, now: datetime) -> Conversation:
    """With the priority that the scheme gives it now; a new level is reported, with what it was decided on."""
    if conversation.line is None:
        return conversation
    known = conversation.handling.priority
    facts = facts_of(conversation, now)
    waited = _waited(conversation, now)
    rated = rate(
        facts, book.priority, version=book.priority_version, waited=waited, least=known.least, override=known.override
    )
    if rated == known:
        return conversation
    changed = conversation.with_handling(replace(conversation.handling, priority=rated))
    if rated.level == known.level:
        return changed
    override = rated.override
    return changed.reports(
        Happening.PRIORITY, at=now, decision=Rating(facts=facts, waited=waited, priority=rated),
        level=rated.level, was=known.level,
        by=book.name(override.by) if override else None, reason=override.reason if override else None,
    )  # fmt: skip


def _wound(
    conversation: Conversation, policy: SlaPolicy | None, facts: Facts, hours: BusinessHours, book: Book, now: datetime
) -> Conversation:
    known, situation = conversation.handling, situation_of(conversation)
    elsewhere = {line.id: line.hours for line in book.lines}
    level = known.priority.level
    clocks = wind(known.clocks, situation, policy, facts, level, hours, now, elsewhere=elsewhere)
    return conversation if clocks == known.clocks else conversation.with_handling(replace(known, clocks=clocks))


def _moments(
    conversation: Conversation, policy: SlaPolicy | None, hours: BusinessHours, book: Book, now: datetime
) -> Iterator[datetime]:
    """When something comes due next, of each kind."""
    yield from (timer.at for timer in timers.timers(conversation, book))
    step = next_moment(conversation.handling.clocks, policy, hours, now) if policy else None
    if step:
        yield step
    waited = _waited(conversation, now)
    change = next_change(book.priority, waited) if waited is not None else None
    if change and isinstance(conversation.session, Waiting):
        yield now + change


def _waited(conversation: Conversation, now: datetime) -> timedelta | None:
    """In the queue, so far."""
    match conversation.session:
        case Waiting() as waiting:
            return now - waiting.place_from
        case WithOperator() as held:
            return held.waited
        case _:
            return None


def _hours(conversation: Conversation, book: Book) -> BusinessHours:
    line = book.line(conversation.line)
    return line.hours if line else BusinessHours()


def _due_at(conversation: Conversation) -> datetime | None:
    running = (clock.due_at for clock in conversation.handling.clocks if clock.met_at is None)
    return min((each for each in running if each is not None), default=None)
