"""Who owes an answer hears in time that the messenger will soon take none: once for each end. [9]"""

from datetime import timedelta

from handoff.book import Book
from handoff.conversation import Conversation
from handoff.keep import keep
from handoff.messages import Content, Happening, Message
from tests.parts import ANNA, LINES, NOW, SIOBHAN, STAFF, held, waiting

BOOK = Book(lines=LINES, staff=STAFF)
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


def asked(start: Conversation) -> Conversation:
    """The customer has just written."""
    return start.received(Content(text="Where is it?"), at=NOW).answerable(NOW + DAY)


def told(conversation: Conversation) -> list[Message]:
    return [each for each in conversation.journal if each.happening is Happening.WINDOW_CLOSING]


def test_the_holder_is_told_an_hour_before_the_end_and_once() -> None:
    kept = keep(asked(held()), BOOK, NOW + HOUR)
    assert kept.alarm == NOW + 23 * HOUR

    first = keep(kept, BOOK, NOW + 23 * HOUR)
    again = keep(first, BOOK, NOW + 23 * HOUR + timedelta(minutes=1))

    [message] = told(again)
    assert (message.tells, message.details) == ((ANNA.id,), {"until": (NOW + DAY).isoformat()})
    assert again.alarm is None


def test_of_a_session_that_waits_its_supervisors_are_told() -> None:
    [message] = told(keep(asked(waiting()), BOOK, NOW + 23 * HOUR))

    assert message.tells == (SIOBHAN.id,)


def test_whose_answer_was_given_is_told_nothing_until_the_customer_writes_again() -> None:
    answered = asked(held()).operator_says("On its way", ANNA, at=NOW + HOUR)
    assert not told(keep(answered, BOOK, NOW + 23 * HOUR))

    later = NOW + 10 * HOUR
    again = keep(answered, BOOK, later).received(Content(text="Still?"), at=later).answerable(later + DAY)

    assert keep(again, BOOK, later).alarm == later + 23 * HOUR
    assert len(told(keep(again, BOOK, later + 23 * HOUR))) == 1


def test_a_new_end_is_told_of_anew() -> None:
    once = keep(asked(held()), BOOK, NOW + 23 * HOUR)
    later = NOW + 23 * HOUR + timedelta(minutes=30)
    again = once.received(Content(text="Hello?"), at=later).answerable(later + DAY)

    assert len(told(keep(again, BOOK, later + 23 * HOUR))) == 2


def test_when_the_scheduler_was_away_until_the_end_nobody_is_told_that_there_is_time() -> None:
    kept = keep(asked(held()), BOOK, NOW + DAY)

    assert not told(kept)
    assert kept.alarm is None


def test_where_no_time_is_set_there_is_nothing_to_tell() -> None:
    assert keep(held().received(Content(text="?"), at=NOW), BOOK, NOW).alarm is None
