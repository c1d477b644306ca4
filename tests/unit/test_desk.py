"""What staff do, case by case: who may, in which state, what the customer hears, and what the thread says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from bot.texts import FileTexts
from handoff.abilities import Abilities
from handoff.conversation import Conversation
from handoff.desk import AlreadyTaken, Desk, DeskError, NotFound, NotPossible, NotYours
from handoff.ids import ConversationId, EventId, LineId, MessageId, OperatorId
from handoff.line import Line
from handoff.messages import Content, Happening, Message, Side
from handoff.operator import Operator, Presence
from handoff.ports import Conflict
from handoff.session import Closed, Waiting, WithBot, WithOperator
from tests.parts import (
    ANNA,
    BORIS,
    DELIVERY,
    LINES,
    MARIA,
    NOW,
    PAYMENTS,
    SIOBHAN,
    STAFF,
    Clock,
    Pages,
    closed,
    conversation,
    held,
    person,
    texts_of,
    waiting,
)

ID = conversation().id
EVENT = EventId("console:1")


@dataclass(slots=True)
class Shelf:
    """Conversations in memory, under their versions. `meanwhile` is what others do just before a commit."""

    kept: Conversation
    meanwhile: list[Callable[[Conversation], Conversation]] = field(default_factory=list)
    commits: int = 0

    async def load(self, conversation_id: ConversationId) -> Conversation | None:
        return self.kept if conversation_id == self.kept.id else None

    async def commit(self, before: Conversation, after: Conversation) -> Conversation:
        if self.meanwhile:
            self.kept = replace(self.meanwhile.pop(0)(self.kept), version=self.kept.version + 1)
        if before.version != self.kept.version:
            raise Conflict(after.id)
        self.kept = replace(after, version=before.version + 1)
        self.commits += 1
        return self.kept


class Company:
    """The lines and operators ports, over the people of these tests."""

    def __init__(self, staff: tuple[Operator, ...] = STAFF) -> None:
        self._staff = staff

    async def all(self) -> tuple[Operator, ...]:
        return self._staff

    async def get(self, operator_id: OperatorId) -> Operator | None:
        return next((each for each in self._staff if each.id == operator_id), None)

    async def by_login(self, login: str) -> Operator | None:
        return await self.get(OperatorId(login))

    async def by_telegram(self, telegram_id: int) -> Operator | None:
        return None

    async def link_telegram(self, operator_id: OperatorId, telegram_id: int) -> None: ...

    async def set_presence(self, operator_id: OperatorId, presence: Presence) -> None: ...


class TwoLines:
    async def all(self) -> tuple[Line, ...]:
        return LINES


@dataclass(slots=True)
class Ears:
    """Hears what is announced."""

    heard: list[tuple[Message, ...]] = field(default_factory=list)

    async def announce(self, before: Conversation, after: Conversation) -> None:
        self.heard.append(after.news_since(before))


@dataclass(slots=True)
class Office:
    """A desk with one conversation on it."""

    shelf: Shelf
    ears: Ears
    desk: Desk

    @property
    def now(self) -> Conversation:
        return self.shelf.kept

    def said(self, *sides: Side) -> list[str]:
        return texts_of(each for each in self.now.journal if each.side in sides and not each.note)

    @property
    def happened(self) -> list[tuple[Happening | None, dict[str, str]]]:
        return [(each.happening, dict(each.details)) for each in self.now.journal if each.side is Side.SYSTEM]


class Journals:
    """A history port over what is not settled yet."""

    async def page(self, conversation: Conversation, *, before: int | None, limit: int) -> tuple[Message, ...]:
        return conversation.journal[-limit:]

    async def one(self, conversation: Conversation, message_id: MessageId) -> Message | None:
        return next((each for each in conversation.journal if each.id == message_id), None)


def office(start: Conversation, pages: Pages | None = None, able: Abilities | None = None) -> Office:
    able = able or Abilities()
    shelf, ears = Shelf(replace(start, version=1)), Ears()
    desk = Desk(
        conversations=shelf, announcer=ears, lines=TwoLines(), operators=Company(), books=pages or Pages(),
        texts=FileTexts(), history=Journals(), abilities=lambda address: able, clock=Clock(),
    )  # fmt: skip
    return Office(shelf, ears, desk)


@pytest.mark.parametrize(
    ("act", "start", "happening"),
    [
        ("accept", waiting(), Happening.ASSIGNED),
        ("accept", conversation(), Happening.ASSIGNED),
        ("to payments", held(by=ANNA), Happening.TRANSFERRED),
        ("to Boris", held(by=ANNA), Happening.TRANSFERRED),
        ("to Boris", waiting(), Happening.TRANSFERRED),
        ("give back", held(by=ANNA), Happening.GIVEN_BACK),
        ("close", held(by=ANNA), Happening.CLOSED),
        ("assign", held(by=ANNA), Happening.ASSIGNED),
    ],
)
async def test_no_letter_is_written_out_of_politeness(act: str, start: Conversation, happening: Happening) -> None:
    """By mail, who is with them and that it is over stand in the history alone; in a chat they are said."""
    acts = ACTS | {"assign": lambda desk, who: desk.assign(ID, who, BORIS.id)}
    chat, mail = office(start), office(start, able=Abilities(chatty=False))

    await acts[act](chat.desk, SIOBHAN)
    await acts[act](mail.desk, SIOBHAN)

    assert len(chat.said(Side.BOT, Side.OPERATOR)) == 1
    assert mail.said(Side.BOT, Side.OPERATOR) == []
    assert mail.happened == chat.happened
    assert happening in [each for each, _ in mail.happened]
    assert (mail.now.session, mail.now.unread) == (chat.now.session, chat.now.unread)


# -- every use case in every state ---------------------------------------------------------------------------------

Act = Callable[[Desk, Operator], Awaitable[Conversation]]

ACTS: dict[str, Act] = {
    "accept": lambda desk, who: desk.accept(ID, who),
    "reply": lambda desk, who: desk.reply(ID, who, "hello", EVENT),
    "note": lambda desk, who: desk.note(ID, who, "hm", EVENT),
    "to payments": lambda desk, who: desk.transfer_to_line(ID, who, PAYMENTS),
    "to Boris": lambda desk, who: desk.transfer_to_operator(ID, who, BORIS.id),
    "give back": lambda desk, who: desk.give_back(ID, who),
    "close": lambda desk, who: desk.close(ID, who, reason="solved", topic=None),
}
STATES = {
    "bot": conversation(),
    "waiting": waiting(),
    "Anna's": held(by=ANNA),
    "Boris's": held(by=BORIS),
    "closed": closed(),
}
ANNA_DOES: dict[str, tuple[type[object], ...]] = {
    #               bot       waiting       Anna's        Boris's       closed
    "accept":      (NotFound, WithOperator, WithOperator, AlreadyTaken, NotPossible),
    "reply":       (NotFound, NotPossible,  WithOperator, NotYours,     NotPossible),
    "note":        (NotFound, Waiting,      WithOperator, WithOperator, Closed),
    "to payments": (NotFound, Waiting,      Waiting,      NotYours,     NotPossible),
    "to Boris":    (NotFound, WithOperator, WithOperator, NotYours,     NotPossible),
    "give back":   (NotFound, WithBot,      WithBot,      NotYours,     NotPossible),
    "close":       (NotFound, Closed,       Closed,       NotYours,     Closed),
}  # fmt: skip
SIOBHAN_DOES: dict[str, tuple[type[object], ...]] = {
    #               bot           waiting       Anna's        Boris's       closed
    "accept":      (WithOperator, WithOperator, AlreadyTaken, AlreadyTaken, NotPossible),
    "reply":       (NotPossible,  NotPossible,  NotYours,     NotYours,     NotPossible),
    "note":        (WithBot,      Waiting,      WithOperator, WithOperator, Closed),
    "to payments": (Waiting,      Waiting,      Waiting,      Waiting,      NotPossible),
    "to Boris":    (NotPossible,  WithOperator, WithOperator, WithOperator, NotPossible),
    "give back":   (WithBot,      WithBot,      WithBot,      WithBot,      NotPossible),
    "close":       (Closed,       Closed,       Closed,       Closed,       Closed),
}  # fmt: skip
"""A session in the bot's hands is the supervisors' to see, and they may move what others hold, but not speak in it."""


@pytest.mark.parametrize(
    ("who", "act", "state", "expected"),
    [
        pytest.param(who, act, state, expected, id=f"{who.name}: {act}, {state}")
        for who, table in ((ANNA, ANNA_DOES), (SIOBHAN, SIOBHAN_DOES))
        for act, row in table.items()
        for state, expected in zip(STATES, row, strict=True)
    ],
)
async def test_who_may_do_what_when(who: Operator, act: str, state: str, expected: type[object]) -> None:
    there = office(STATES[state])
    before = there.now

    if issubclass(expected, DeskError):
        with pytest.raises(expected):
            await ACTS[act](there.desk, who)
        assert there.now is before, "a refusal changes nothing"
        assert there.ears.heard == [], "and is not announced"
    else:
        after = await ACTS[act](there.desk, who)
        assert type(after.session) is expected
        assert after is there.now


@pytest.mark.parametrize("act", ACTS)
async def test_a_colleague_of_another_line_finds_nothing(act: str) -> None:
    there = office(held(by=ANNA, line=DELIVERY))

    with pytest.raises(NotFound):
        await ACTS[act](there.desk, MARIA)
    assert there.shelf.commits == 0


@pytest.mark.parametrize("act", ACTS)
async def test_what_is_announced_is_what_was_committed(act: str) -> None:
    there = office(held(by=ANNA))

    await ACTS[act](there.desk, ANNA)

    assert there.ears.heard == ([there.now.journal] if there.now.journal else [])


# -- what each one says --------------------------------------------------------------------------------------------


async def test_accepting_tells_the_customer_who_came() -> None:
    there = office(waiting())

    await there.desk.accept(ID, ANNA)

    assert there.said(Side.BOT) == ["Anna is with you now."]
    assert there.happened == [(Happening.ASSIGNED, {"operator": "Anna"})]
    assert there.now.operator == ANNA.id


async def test_accepting_twice_is_accepting_once() -> None:
    there = office(waiting())
    await there.desk.accept(ID, ANNA)

    await there.desk.accept(ID, ANNA)

    assert there.shelf.commits == 1
    assert there.said(Side.BOT) == ["Anna is with you now."]


async def test_who_takes_a_session_from_the_bot_holds_it_in_a_line_of_theirs() -> None:
    there = office(conversation())

    await there.desk.accept(ID, SIOBHAN)

    assert there.now.session == WithOperator(
        id=there.now.session.id, number=1, started_at=NOW, line=DELIVERY, operator=SIOBHAN.id, since=NOW,
        handling=there.now.session.handling,
    )  # fmt: skip


async def test_without_a_line_one_cannot_take_a_session_from_the_bot() -> None:
    there = office(conversation())

    with pytest.raises(NotPossible, match="no line"):
        await there.desk.accept(ID, replace(SIOBHAN, lines=frozenset()))


async def test_the_same_reply_twice_is_one_message() -> None:
    there = office(held())

    for _ in range(2):
        await there.desk.reply(ID, ANNA, "hello", EVENT)
    await there.desk.reply(ID, ANNA, "hello", EventId("console:2"))

    assert there.said(Side.OPERATOR) == ["hello", "hello"], "the same words under another id are another message"


async def test_a_note_is_not_the_customers_to_see_and_answers_nothing() -> None:
    there = office(held().received(Content(text="?"), at=NOW))

    for _ in range(2):
        await there.desk.note(ID, BORIS, "a regular", EVENT)

    [note] = [each for each in there.now.journal if each.note]
    assert (note.content.text, note.author_name, note.delivery) == ("a regular", "Boris", None)
    assert there.now.unread == 1


async def test_a_transfer_to_a_line_tells_the_customer_in_their_language() -> None:
    start = held(by=ANNA, line=PAYMENTS)
    there = office(start.knowing(replace(start.customer, language="pl")))

    await there.desk.transfer_to_line(ID, ANNA, DELIVERY)

    [told] = there.said(Side.OPERATOR)
    assert "Dostawa" in told
    assert there.happened == [(Happening.TRANSFERRED, {"by": "Anna", "line": "delivery"})]
    assert there.now.line == DELIVERY


async def test_a_transfer_to_a_colleague_tells_both_names() -> None:
    there = office(held(by=ANNA))

    await there.desk.transfer_to_operator(ID, ANNA, BORIS.id)

    assert there.said(Side.OPERATOR) == ["Boris is with you now."]
    assert there.happened == [(Happening.TRANSFERRED, {"by": "Anna", "operator": "Boris"})]
    assert there.now.operator == BORIS.id


async def test_giving_back_lets_the_bot_speak() -> None:
    there = office(held(by=ANNA))

    await there.desk.give_back(ID, ANNA)

    assert there.said(Side.BOT) == ["It's the assistant again. How can I help you?"]
    assert there.happened == [(Happening.GIVEN_BACK, {"by": "Anna"})]


async def test_closing_says_goodbye_and_why() -> None:
    there = office(held(by=ANNA))

    await there.desk.close(ID, ANNA, reason="solved", topic="returns")

    assert there.said(Side.OPERATOR) == ["This conversation is now closed. You are welcome to write again any time."]
    assert there.happened == [(Happening.CLOSED, {"by": "Anna", "reason": "solved", "topic": "returns"})]


async def test_a_supervisor_may_move_what_others_hold() -> None:
    there = office(held(by=ANNA))

    await there.desk.transfer_to_operator(ID, SIOBHAN, BORIS.id)

    assert there.now.operator == BORIS.id
    assert there.happened == [(Happening.TRANSFERRED, {"by": "Siobhan", "operator": "Boris"})]


async def test_only_the_holders_eyes_count() -> None:
    there = office(held(by=ANNA).received(Content(text="?"), at=NOW))

    assert (await there.desk.seen(ID, BORIS)).unread == 1
    assert (await there.desk.seen(ID, ANNA)).unread == 0


async def test_what_does_not_exist_is_not_found() -> None:
    there = office(held(by=ANNA))

    with pytest.raises(NotFound, match="conversation"):
        await there.desk.reply(ConversationId("telegram:main:0"), ANNA, "hello", EVENT)
    with pytest.raises(NotFound, match="line"):
        await there.desk.transfer_to_line(ID, ANNA, LineId("nowhere"))
    with pytest.raises(NotFound, match="operator"):
        await there.desk.transfer_to_operator(ID, ANNA, OperatorId("nobody"))


# -- others at the same time ---------------------------------------------------------------------------------------


def _boris_takes(now: Conversation) -> Conversation:
    assert isinstance(now.session, Waiting)
    return now.with_session(now.session.assign(BORIS.id, at=NOW))


def _customer_writes(now: Conversation) -> Conversation:
    return now.received(Content(text="and another thing"), at=NOW)


async def test_the_loser_of_a_race_is_told_who_won() -> None:
    there = office(waiting())
    there.shelf.meanwhile = [_boris_takes]

    with pytest.raises(AlreadyTaken) as caught:
        await there.desk.accept(ID, ANNA)

    assert caught.value.by == "Boris"
    assert there.now.operator == BORIS.id
    assert there.said(Side.BOT) == []


async def test_a_customer_who_writes_meanwhile_is_not_overwritten() -> None:
    there = office(waiting())
    there.shelf.meanwhile = [_customer_writes, _customer_writes]

    await there.desk.accept(ID, ANNA)

    assert there.said(Side.CUSTOMER, Side.BOT) == ["and another thing", "and another thing", "Anna is with you now."]
    assert there.now.operator == ANNA.id


async def test_a_conversation_that_never_holds_still_ends_in_a_sentence() -> None:
    there = office(waiting())
    there.shelf.meanwhile = [_customer_writes] * 100

    with pytest.raises(NotPossible, match="too fast"):
        await there.desk.accept(ID, ANNA)


async def test_somebody_who_was_moved_to_another_line_meanwhile_finds_nothing() -> None:
    there = office(waiting(line=DELIVERY))
    there.shelf.meanwhile = [lambda now: now.with_session(waiting(line=PAYMENTS).session)]

    with pytest.raises(NotFound):
        await there.desk.accept(ID, person("Anna", DELIVERY))
