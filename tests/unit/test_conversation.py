"""A conversation is a value: each verb gives the next one, with what was said appended and numbered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.conversation import EARLIER_SESSIONS, REMEMBERED_EVENTS, SETTLED_WITHIN, Conversation
from handoff.customer import Customer
from handoff.ids import EventId
from handoff.messages import (
    Attachment,
    Belief,
    Button,
    Card,
    Content,
    DeliveryState,
    FileKind,
    Happening,
    Message,
    Side,
)
from handoff.session import Closed, Waiting, WithBot, WithOperator
from tests.parts import ANNA, DELIVERY, NOW, PAYMENTS, closed, conversation, held, texts_of

LATER = NOW + timedelta(minutes=1)
HELLO = Content(text="hello")


def test_a_new_conversation_is_with_the_bot_and_not_yet_stored() -> None:
    new = conversation(501)

    assert new.id == "telegram:main:501"
    assert new.session == WithBot(id=new.session.id, number=1, started_at=NOW)
    assert new.session.id == "telegram:main:501#1"
    assert (new.version, new.count, new.journal) == (0, 0, ())


def test_each_side_says_its_own_kind_of_message() -> None:
    said = (
        conversation()
        .received(HELLO, at=NOW, sent_at=NOW - timedelta(seconds=2), provider_id="9")
        .bot_says("Hi!", at=NOW, buttons=(Button(action="helped#1", label="Yes"),))
        .operator_says("Anna here", ANNA, at=NOW)
        .noted("angry", ANNA, at=NOW)
        .reports(Happening.ASSIGNED, at=NOW, operator="Anna")
    )
    customer, bot, operator, note, system = said.journal

    assert [each.side for each in said.journal] == [Side.CUSTOMER, Side.BOT, Side.OPERATOR, Side.OPERATOR, Side.SYSTEM]
    assert [each.number for each in said.journal] == [1, 2, 3, 4, 5]
    assert [each.id for each in said.journal] == [f"telegram:main:501/{number}" for number in range(1, 6)]
    assert (customer.provider_id, customer.sent_at) == ("9", NOW - timedelta(seconds=2))
    assert bot.buttons[0].label == "Yes"
    assert (operator.author, operator.author_name) == ("anna", "Anna")
    assert (system.happening, system.details) == (Happening.ASSIGNED, {"operator": "Anna"})
    assert note.note


def test_only_what_the_bot_and_operators_say_is_to_be_delivered() -> None:
    said = (
        conversation().received(HELLO, at=NOW).bot_says("Hi!", at=NOW).operator_says("Anna here", ANNA, at=NOW)
        .noted("angry", ANNA, at=NOW).reports(Happening.CUSTOMER_LEFT, at=NOW)
    )  # fmt: skip

    queued = [each.number for each in said.journal if each.delivery and each.delivery.state is DeliveryState.QUEUED]
    assert queued == [2, 3]
    assert [each.number for each in said.journal if each.delivery is None] == [1, 4, 5]


@pytest.mark.parametrize(
    ("content", "preview"),
    [
        (Content(text="x" * 500), "x" * 140),
        (Content(attachments=(Attachment(kind=FileKind.PHOTO, name="sofa.jpg", mime="image/jpeg"),)), "sofa.jpg"),
        (Content(cards=(Card(name="Ada", phone="+48"),)), "Ada"),
        (Content(), ""),
    ],
    ids=["a long text is cut", "a file by its name", "a card by its name", "nothing"],
)
def test_the_inbox_shows_the_last_thing_said(content: Content, preview: str) -> None:
    heard = conversation().received(content, at=LATER)

    assert heard.last is not None
    assert (heard.last.side, heard.last.text, heard.last.at) == (Side.CUSTOMER, preview, LATER)


def test_notes_and_system_messages_are_not_the_last_thing_said() -> None:
    said = conversation().received(HELLO, at=NOW).noted("angry", ANNA, at=LATER).reports(Happening.PARKED, at=LATER)

    assert said.last is not None
    assert said.last.text == "hello"
    assert said.updated_at == LATER


def test_unread_counts_the_customer_since_a_person_last_looked() -> None:
    twice = held().received(HELLO, at=NOW).received(HELLO, at=NOW)

    assert twice.unread == 2
    assert twice.bot_says("?", at=NOW).unread == 2, "the bot is no person"
    assert twice.noted("hm", ANNA, at=NOW).unread == 2, "a note is no answer"
    assert twice.operator_says("Yes?", ANNA, at=NOW).unread == 0
    assert twice.seen().unread == 0
    assert twice.seen().seen() is not twice
    seen = twice.seen()
    assert seen.seen() is seen, "nothing to commit"


def test_each_word_asks_to_be_looked_after_should_this_process_die() -> None:
    assert conversation().received(HELLO, at=NOW).wake_at == NOW + SETTLED_WITHIN
    assert conversation().bot_says("Hi!", at=LATER).wake_at == LATER + SETTLED_WITHIN


def test_the_belief_belongs_to_the_customers_last_message() -> None:
    belief = Belief(intent="ask_refund", confidence=0.9)
    said = conversation().received(HELLO, at=NOW).received(HELLO, at=NOW).bot_says("Hi!", at=NOW).believing(belief)

    assert [each.belief for each in said.journal] == [None, belief, None]
    silent = conversation().bot_says("Hi!", at=NOW)
    assert silent.believing(belief) is silent


def test_a_closed_conversation_reopens_with_the_bot_and_keeps_what_was() -> None:
    over = closed()
    again = over.reopened(at=LATER)

    assert again.session == WithBot(id=again.session.id, number=2, started_at=LATER)
    assert again.session.id == f"{over.id}#2"
    assert again.earlier == (over.session,)


@pytest.mark.parametrize("open_one", [conversation(), held()], ids=["bot", "operator"])
def test_an_open_conversation_does_not_reopen(open_one: Conversation) -> None:
    assert open_one.reopened(at=LATER) is open_one


def test_only_so_many_earlier_sessions_are_kept_and_their_numbers_go_on() -> None:
    now = conversation()
    for _ in range(EARLIER_SESSIONS + 5):
        assert isinstance(now.session, WithBot)
        now = now.closed(now.session, at=NOW, reason="helped", by=None).reopened(at=NOW)

    assert len(now.earlier) == EARLIER_SESSIONS
    assert [over.number for over in now.earlier] == list(range(6, EARLIER_SESSIONS + 6))
    assert now.session.number == EARLIER_SESSIONS + 6


def test_closing_says_who_why_and_about_what() -> None:
    taken = held().received(HELLO, at=NOW)
    assert isinstance(taken.session, WithOperator)
    over = taken.closed(taken.session, at=LATER, reason="solved", by=ANNA, topic="returns")

    assert isinstance(over.session, Closed)
    assert over.journal[-1].happening is Happening.CLOSED
    assert over.journal[-1].details == {"by": "Anna", "reason": "solved", "topic": "returns"}
    assert over.journal[-1].session_id == taken.session.id
    assert over.unread == 0


def test_a_session_that_the_bot_closed_has_no_name_to_tell() -> None:
    new = conversation()
    assert isinstance(new.session, WithBot)

    assert new.closed(new.session, at=NOW, reason="helped", by=None).journal[-1].details == {"reason": "helped"}


def test_handled_events_are_remembered_for_a_while() -> None:
    now = conversation()
    for number in range(REMEMBERED_EVENTS + 1):
        now = now.handles(EventId(f"telegram:main:{number}"))

    assert len(now.handled) == REMEMBERED_EVENTS
    assert not now.has_handled(EventId("telegram:main:0"))
    assert now.has_handled(EventId("telegram:main:1"))
    assert now.has_handled(EventId(f"telegram:main:{REMEMBERED_EVENTS}"))


def test_knowing_the_same_of_a_customer_changes_nothing() -> None:
    known = conversation()

    assert known.knowing(known.customer) is known
    assert known.knowing(Customer(name="Ada L.")).customer.name == "Ada L."


# -- whatever is done, in whatever order ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    do: Callable[[Conversation], Conversation]

    def __repr__(self) -> str:
        return self.name


def _hand_off(now: Conversation) -> Conversation:
    return now.with_session(now.session.hand_off(DELIVERY, at=NOW)) if isinstance(now.session, WithBot) else now


def _assign(now: Conversation) -> Conversation:
    return now.with_session(now.session.assign(ANNA.id, at=NOW)) if isinstance(now.session, Waiting) else now


def _transfer(now: Conversation) -> Conversation:
    match now.session:
        case WithOperator() as held:
            return now.with_session(held.transfer(PAYMENTS, at=NOW))
        case Waiting() as waiting:
            return now.with_session(waiting.transfer(PAYMENTS))
        case _:
            return now


def _close(now: Conversation) -> Conversation:
    return now if isinstance(now.session, Closed) else now.closed(now.session, at=NOW, reason="solved", by=ANNA)


VERBS = st.sampled_from([
    Verb("received", lambda now: now.received(HELLO, at=NOW)),
    Verb("bot_says", lambda now: now.bot_says("Hi!", at=NOW)),
    Verb("operator_says", lambda now: now.operator_says("Yes?", ANNA, at=NOW)),
    Verb("noted", lambda now: now.noted("hm", ANNA, at=NOW)),
    Verb("reports", lambda now: now.reports(Happening.LATE, at=NOW, minutes="40")),
    Verb("believing", lambda now: now.believing(Belief(intent="greet", confidence=1.0))),
    Verb("seen", Conversation.seen),
    Verb("reopened", lambda now: now.reopened(at=NOW)),
    Verb("handles", lambda now: now.handles(EventId(f"event:{len(now.handled)}"))),
    Verb("settled", lambda now: replace(now, journal=())),
    Verb("hand_off", _hand_off),
    Verb("assign", _assign),
    Verb("transfer", _transfer),
    Verb("close", _close),
])  # fmt: skip


@given(st.lists(VERBS, max_size=40), st.lists(VERBS, max_size=10))
def test_numbers_rise_by_one_and_the_news_is_what_was_appended(first: Sequence[Verb], then: Sequence[Verb]) -> None:
    before = conversation()
    for verb in first:
        before = verb.do(before)
    before = replace(before, journal=())  # settled
    after = before
    said: list[Message] = []
    for verb in then:
        if verb.name == "settled":
            continue
        after = verb.do(after)
        said.extend(after.journal[len(said) :])

    assert [each.number for each in after.journal] == list(range(before.count + 1, after.count + 1))
    assert len({each.id for each in after.journal}) == len(after.journal)
    assert after.news_since(before) == after.journal
    assert texts_of(said) == texts_of(after.journal)
    assert after.news_since(after) == ()
    assert after.unread >= 0
    assert after.session.number == before.session.number + len(after.earlier) - len(before.earlier)
    assert (after.line is None) == isinstance(after.session, WithBot | Closed)
    assert (after.operator is None) == (not isinstance(after.session, WithOperator))
