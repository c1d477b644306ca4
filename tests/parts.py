"""Small values for tests of the core: people, lines, customers and what they say."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.base import Heard, Intake, Take
from bot.events import Profile, Said
from handoff.book import Book
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import EventId, LineId, OperatorId
from handoff.line import Line
from handoff.messages import Content
from handoff.operator import Operator, Role
from handoff.priority import Priority
from handoff.session import Closed, Waiting, WithBot, WithOperator

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday, half past ten in Warsaw."""

DELIVERY, PAYMENTS = LineId("delivery"), LineId("payments")
LINES = (
    Line(
        id=DELIVERY, names={"en": "Delivery", "pl": "Dostawa"}, topics=frozenset({"delivery", "returns"}),
        takes_rest=True,
    ),
    Line(id=PAYMENTS, names={"en": "Payments"}, topics=frozenset({"payment"})),
)  # fmt: skip


def person(name: str, *lines: LineId, role: Role = Role.OPERATOR, **known: Any) -> Operator:
    """`person("Anna", DELIVERY)` signs in as `anna`."""
    login = name.lower()
    return Operator(id=OperatorId(login), login=login, name=name, role=role, lines=frozenset(lines), **known)


ANNA, BORIS, MARIA = person("Anna", DELIVERY), person("Boris", DELIVERY), person("Maria", PAYMENTS)
SIOBHAN = person("Siobhan", DELIVERY, PAYMENTS, role=Role.SUPERVISOR)
STAFF = (ANNA, BORIS, MARIA, SIOBHAN)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move_on(self, step: timedelta) -> None:
        self.now += step


@dataclass(slots=True)
class Pages:
    """The book of rules, open where the test has it."""

    book: Book = field(default_factory=lambda: Book(lines=LINES, staff=STAFF))

    async def now(self) -> Book:
        return self.book


def address(customer: int = 501) -> Address:
    return Address(channel="telegram", account="main", external_id=str(customer))


def conversation(customer: int = 501, *, at: datetime = NOW, name: str = "Ada") -> Conversation:
    """A new one, with the bot."""
    return begin(address(customer), Customer(name=name, language="en"), at=at)


def with_bot(conversation: Conversation) -> WithBot:
    assert isinstance(conversation.session, WithBot)
    return conversation.session


def waiting(customer: int = 501, *, line: LineId = DELIVERY, since: datetime = NOW, priority: int = 0) -> Conversation:
    """One in a line's queue."""
    new = conversation(customer, at=since)
    session = with_bot(new).hand_off(line, at=since)
    return new.with_session(session.with_handling(replace(session.handling, priority=Priority(rank=priority))))


def held(customer: int = 501, *, by: Operator = ANNA, line: LineId = DELIVERY, at: datetime = NOW) -> Conversation:
    """One that an operator has."""
    new = waiting(customer, line=line, since=at)
    assert isinstance(new.session, Waiting)
    return new.with_session(new.session.assign(by.id, at=at))


def closed(customer: int = 501, *, by: Operator = ANNA, line: LineId = DELIVERY, at: datetime = NOW) -> Conversation:
    """One that an operator had, and closed."""
    taken = held(customer, by=by, line=line, at=at)
    assert isinstance(taken.session, WithOperator)
    over: Closed = taken.session.close(at=at, reason="solved", by=by.id)
    return taken.with_session(over)


def said(number: int, text: str = "", *, customer: int = 501, at: datetime = NOW, **known: Any) -> Said:
    """The customer's `number`-th update."""
    return Said(
        id=EventId(f"telegram:main:{customer}-{number}"), address=address(customer), at=at, sent_at=at,
        profile=Profile(name="Ada", language="en"), content=Content(text=text or f"message {number}"),
        provider_id=str(number), **known,
    )  # fmt: skip


def texts_of(messages: Any) -> list[str]:
    return [message.content.text for message in messages]


async def until(holds: Callable[[], Awaitable[object]], within: float = 10) -> None:
    """Wait until something holds, looking often; TimeoutError if it never does."""
    async with asyncio.timeout(within):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.01)


def events_to(intake: Intake) -> Take:
    """For listeners: what could be read of what they fetch."""

    async def take(heard: Sequence[Heard]) -> None:
        await intake([event for each in heard for event in each.events])

    return take


class BlankLedger:
    """A ledger that nobody reads."""

    async def came(self, channel: str, headers: Mapping[str, str], body: bytes, items: Sequence[object]) -> None:
        """Not kept."""

    def refused(self, channel: str, reason: str) -> None:
        """Not counted."""
