"""What the desk has done since flows looked last, told apart from what they know already.

Whoever commits to a conversation – staff, rules, time – leaves a system message or another session behind, and the
worker looks here in each of its turns. What was noticed is part of the same commit, so an event is reported once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.happenings import Event, Occurred
from flows.record import Why
from flows.triggers import Offer, OnEvent
from handoff.conversation import Conversation
from handoff.handling import OUT_OF_HOURS
from handoff.messages import Happening, Side
from handoff.session import WithBot, WithOperator
from handoff.standing import Noticed, Silence

_EVENTS: Mapping[Happening, Event] = {
    Happening.CLOSED: Event.SESSION_CLOSED,
    Happening.GIVEN_BACK: Event.HANDED_BACK,
    Happening.SLA_WARNING: Event.SLA_WARNING,
}
_TAKEN: Mapping[Happening, Why] = {
    Happening.HANDED_OFF: Why.TAKEN_OVER,
    Happening.ASSIGNED: Why.TAKEN_OVER,
    Happening.TRANSFERRED: Why.TAKEN_OVER,
    Happening.CLOSED: Why.CLOSED,
    Happening.REOPENED: Why.OTHER,
}
"""After these nobody answers the bot's questions."""

Minutes = Mapping[Event, Sequence[int]]
"""After how many minutes of each silence something is to be reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that happened. `ends` is why questions that were open before it are over, if they are."""

    event: Occurred | None = None
    ends: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is new, and what is known after it was told."""

    news: tuple[News, ...] = ()
    noticed: Noticed = field(default_factory=Noticed)


def first_look(before: Conversation | None) -> Noticed:
    """For a conversation that flows have never looked at: it is no news that it exists, unless it begins just now."""
    if before is None or before.version == 0:
        return Noticed()
    unsettled = before.journal[0].number - 1 if before.journal else before.count
    return Noticed(session=before.session.number, message=unsettled)


def look(conversation: Conversation, noticed: Noticed, minutes: Minutes, now: datetime) -> Look:
    """All that is news at this moment."""
    found: list[News] = []
    session = conversation.session
    if session.number > noticed.session:
        found.append(News(event=Occurred(event=Event.SESSION_OPENED)))
    for message in conversation.journal:
        if message.number > noticed.message and message.happening is not None:
            event, ends = _EVENTS.get(message.happening), _TAKEN.get(message.happening)
            if event or ends:
                found.append(News(event=Occurred(event=event) if event else None, ends=ends))
    if OUT_OF_HOURS in session.handling.done and noticed.out_of_hours != session.number:
        found.append(News(event=Occurred(event=Event.OUT_OF_HOURS)))
    silence, told, until = _silence(conversation, noticed.silence, minutes, now)
    found += [News(event=each) for each in told]
    met = session.number if OUT_OF_HOURS in session.handling.done else noticed.out_of_hours
    known = Noticed(session=session.number, message=conversation.count, out_of_hours=met, silence=silence, until=until)
    return Look(news=tuple(found), noticed=known)


def minutes_in(offers: Iterable[Offer]) -> Minutes:
    """The numbers that the triggers in force name."""
    found: dict[Event, set[int]] = {}
    for offer in offers:
        match offer.trigger:
            case OnEvent(event=Event.OPERATOR_SILENT | Event.CUSTOMER_SILENT as event, minutes=minutes) if minutes:
                found.setdefault(event, set()).add(minutes)
            case _:
                pass
    return {event: sorted(numbers) for event, numbers in found.items()}


def _silence(
    conversation: Conversation, known: Silence | None, minutes: Minutes, now: datetime
) -> tuple[Silence | None, Collection[Occurred], datetime | None]:
    """The silence that there is, what is to be said of it now, and when to look again."""
    silence = _whose(conversation)
    if silence is None or not (wanted := minutes.get(Event(silence.event))):
        return None, (), None
    if known and (known.event, known.after) == (silence.event, silence.after) and known.told:
        silence = known  # what a flow says into it makes it no shorter
    moments = {number: silence.since + timedelta(minutes=number) for number in wanted if number not in silence.told}
    over = sorted(number for number, at in moments.items() if at <= now)
    told = [Occurred(event=Event(silence.event), minutes=number) for number in over]
    later = min((at for number, at in moments.items() if number not in over), default=None)
    return replace(silence, told=(*silence.told, *over)), told, later


def _whose(conversation: Conversation) -> Silence | None:
    """Whose turn it is to speak, and since when. What a flow says is no operator's answer."""
    last, handling = conversation.last, conversation.handling
    match conversation.session:
        case WithOperator() if handling.owed_since:
            return Silence(event=Event.OPERATOR_SILENT, after=handling.owed_since, since=handling.owed_since)
        case WithBot() | WithOperator() if last and last.side is not Side.CUSTOMER:
            return Silence(event=Event.CUSTOMER_SILENT, after=handling.heard_at, since=last.at)
        case _:
            return None
