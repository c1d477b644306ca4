"""What of a conversation is news to flows, and that it is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flowing.news import Minutes, first_look, look, minutes_in
from flows.happenings import Event
from flows.record import Why
from flows.triggers import Offer, OnEvent, OnWords
from flows.words import FlowId, StepId
from handoff.conversation import Conversation
from handoff.handling import OUT_OF_HOURS
from handoff.messages import Content, Happening
from handoff.session import Closed
from handoff.standing import Noticed
from tests.parts import ANNA, NOW, closed, conversation, held, waiting, with_bot

NOTHING: Minutes = {}
AFTER: Minutes = {Event.CUSTOMER_SILENT: (5, 10), Event.OPERATOR_SILENT: (3,)}


def noticed(now: Conversation) -> Noticed:
    """All that there is."""
    return look(now, Noticed(), NOTHING, NOW).noticed


def events(now: Conversation, known: Noticed, minutes: Minutes = NOTHING, *, after: int = 0) -> list[tuple[str, int]]:
    found = look(now, known, minutes, NOW + timedelta(minutes=after)).news
    return [(each.event.event, each.event.minutes) for each in found if each.event]


@pytest.mark.parametrize(
    ("happening", "event", "ends"),
    [
        (Happening.CLOSED, Event.SESSION_CLOSED, Why.CLOSED),
        (Happening.GIVEN_BACK, Event.HANDED_BACK, None),
        (Happening.SLA_WARNING, Event.SLA_WARNING, None),
        (Happening.HANDED_OFF, None, Why.TAKEN_OVER),
        (Happening.ASSIGNED, None, Why.TAKEN_OVER),
        (Happening.REOPENED, None, Why.OTHER),
    ],
)
def test_what_the_desk_reports_is_news_once(happening: Happening, event: Event | None, ends: Why | None) -> None:
    before = held()
    after = before.reports(happening, at=NOW)
    first = look(after, noticed(before), NOTHING, NOW)

    assert [(each.event.event if each.event else None, each.ends) for each in first.news] == [(event, ends)]
    assert look(after, first.noticed, NOTHING, NOW).news == ()


@pytest.mark.parametrize("happening", [Happening.PRIORITY, Happening.SLA_BREACH, Happening.FLOW, Happening.OFFERED])
def test_other_reports_are_none(happening: Happening) -> None:
    before = held()

    assert look(before.reports(happening, at=NOW), noticed(before), NOTHING, NOW).news == ()


def test_a_session_is_opened_once_also_after_another() -> None:
    first = conversation()
    over = closed().reopened(at=NOW + timedelta(hours=1))

    assert events(first, first_look(None)) == [("session_opened", 0)]
    assert events(first, noticed(first)) == []
    assert events(over, noticed(closed())) == [("session_opened", 0)]


def test_what_was_there_before_the_first_flow_is_no_news() -> None:
    old = replace(waiting(), version=7)

    assert events(old, first_look(old)) == []


def test_what_staff_did_just_now_is_news_even_to_the_first_flow() -> None:
    old = replace(held(), version=7)
    assert not isinstance(old.session, Closed)
    just_closed = old.closed(old.session, at=NOW, reason="solved", by=ANNA)

    assert events(just_closed, first_look(just_closed)) == [("session_closed", 0)]


def test_a_closed_line_is_met_once_in_a_session() -> None:
    now = conversation()
    met = now.with_session(replace(with_bot(now), handling=replace(now.handling, done=(OUT_OF_HOURS,))))

    assert events(met, noticed(now)) == [("out_of_hours", 0)]
    assert events(met, noticed(met)) == []


# -- silence -----------------------------------------------------------------------------------------------------------


def answered() -> Conversation:
    """The customer has asked, and the bot has answered."""
    return conversation().received(Content(text="hi"), at=NOW).bot_says("hello", at=NOW)


@pytest.mark.parametrize(
    ("story", "now", "after", "told"),
    [
        ("not yet", answered(), 4, []),
        ("the first number", answered(), 5, [("customer_silent", 5)]),
        ("both, where nobody looked in between", answered(), 11, [("customer_silent", 5), ("customer_silent", 10)]),
        ("it is our turn", answered().received(Content(text="and?"), at=NOW), 11, []),
        ("in the queue the customer is the one who waits", waiting().bot_says("soon", at=NOW), 11, []),
        ("nobody has to speak after the close", closed().bot_says("bye", at=NOW), 11, []),
        ("an operator owes a word", held().received(Content(text="?"), at=NOW), 4, [("operator_silent", 3)]),
        (
            "what a flow says is no word of theirs",
            held().received(Content(text="?"), at=NOW).bot_says("a moment", at=NOW + timedelta(minutes=1)),
            4,
            [("operator_silent", 3)],
        ),
        ("the operator has answered", held().operator_says("yes", ANNA, at=NOW), 5, [("customer_silent", 5)]),
    ],
)
def test_whose_silence_it_is(story: str, now: Conversation, after: int, told: list[tuple[str, int]]) -> None:
    assert events(now, noticed(now), AFTER, after=after) == told


def test_what_is_said_into_a_silence_makes_it_no_shorter() -> None:
    now = answered()
    first = look(now, noticed(now), AFTER, NOW + timedelta(minutes=5))
    nudged = now.bot_says("Still there?", at=NOW + timedelta(minutes=5))

    second = look(nudged, first.noticed, AFTER, NOW + timedelta(minutes=10))

    assert first.noticed.until == NOW + timedelta(minutes=10)
    assert [each.event.minutes for each in second.news if each.event] == [10]
    assert second.noticed.until is None


def test_after_new_words_another_silence_begins() -> None:
    now = answered()
    told = look(now, noticed(now), AFTER, NOW + timedelta(minutes=11)).noticed
    later = NOW + timedelta(minutes=20)
    again = now.received(Content(text="back"), at=later).bot_says("good", at=later)

    assert events(again, told, AFTER, after=24) == []
    assert events(again, told, AFTER, after=25) == [("customer_silent", 5)]


def test_the_numbers_are_those_that_triggers_name() -> None:
    def offer(trigger: OnEvent | OnWords) -> Offer:
        return Offer(flow=FlowId("f"), priority=0, trigger=trigger)

    def silent(event: Event, minutes: int) -> Offer:
        return offer(OnEvent(id="e", kind="event", event=event, minutes=minutes, leads_to=StepId("a")))

    words = offer(OnWords(id="w", kind="words", words=("hi",)))
    offers = [silent(Event.CUSTOMER_SILENT, 10), silent(Event.CUSTOMER_SILENT, 5), silent(Event.CUSTOMER_SILENT, 5)]

    assert minutes_in([*offers, silent(Event.OPERATOR_SILENT, 0), words]) == {Event.CUSTOMER_SILENT: [5, 10]}
