"""The floor without its walls: sessions, operators, the desk, dispatchers and a caretaker, on real databases."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from bot.announcer import StaffAnnouncer
from bot.caretaker import Caretaker
from bot.dispatcher import Dispatcher
from bot.floor import Floor, build
from bot.texts import FileTexts
from handoff.abilities import Abilities
from handoff.changes import Changes
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import LineId, OperatorId
from handoff.line import Distribution, Line
from handoff.operator import Operator, Presence
from handoff.session import Offer, Waiting, WithOperator
from storage.mongo.chapters import MongoBooks, MongoChapters
from storage.mongo.client import Database
from storage.mongo.connections import MongoConnections
from storage.mongo.conversations import MongoConversations
from storage.mongo.lines import MongoLines
from storage.mongo.messages import MongoHistory
from storage.mongo.operators import MongoOperators
from storage.redis.bell import Bell
from storage.redis.heartbeats import Heartbeats
from storage.redis.live import Live
from storage.redis.loads import Loads
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues
from tests.parts import DELIVERY, Clock, address, conversation, person, waiting

PUSH = Line(
    id=DELIVERY, names={"en": "Delivery"}, takes_rest=True, distribution=Distribution.PUSH, capacity=3
)  # fmt: skip
"""Gives sessions out at once."""
OFFER = replace(PUSH, accept_within=timedelta(seconds=30))
"""Asks first."""


def online(name: str, *lines: LineId, **known: Any) -> Operator:
    return person(name, *(lines or (DELIVERY,)), presence=Presence.ONLINE, **known)


@dataclass(slots=True, kw_only=True)
class Process:
    """What one process of the product has: stores of its own, that share the databases with everybody else's."""

    db: Database
    redis: Redis
    clock: Clock
    conversations: MongoConversations = field(init=False)
    lines: MongoLines = field(init=False)
    operators: MongoOperators = field(init=False)
    books: MongoBooks = field(init=False)
    queues: Queues = field(init=False)
    loads: Loads = field(init=False)
    bell: Bell = field(init=False)
    heartbeats: Heartbeats = field(init=False)
    texts: FileTexts = field(default_factory=FileTexts)

    def __post_init__(self) -> None:
        self.conversations = MongoConversations(self.db)
        self.lines, self.operators = MongoLines(self.db), MongoOperators(self.db)
        self.books = MongoBooks(self.lines, self.operators, MongoChapters(self.db), MongoConnections(self.db))
        self.queues, self.loads = Queues(self.redis), Loads(self.redis)
        self.bell, self.heartbeats = Bell(self.redis), Heartbeats(self.redis)

    @property
    def announcer(self) -> StaffAnnouncer:
        floor = Floor(queues=self.queues, loads=self.loads, bell=self.bell, operators=self.operators)
        return StaffAnnouncer(floor=floor, live=Live(self.redis), mailbox=Mailbox(self.redis), clock=self.clock)

    @property
    def changes(self) -> Changes:
        return Changes(
            conversations=self.conversations, announcer=self.announcer, books=self.books, clock=self.clock
        )  # fmt: skip

    @property
    def desk(self) -> Desk:
        return Desk(
            conversations=self.conversations, announcer=self.announcer, lines=self.lines, operators=self.operators,
            books=self.books, texts=self.texts, history=MongoHistory(self.db), abilities=lambda address: Abilities(),
            clock=self.clock,
        )  # fmt: skip

    @property
    def dispatcher(self) -> Dispatcher:
        return Dispatcher(
            books=self.books, operators=self.operators, conversations=self.conversations, queues=self.queues,
            loads=self.loads, bell=self.bell, changes=self.changes, courtesies=self.desk.courtesies, clock=self.clock,
        )  # fmt: skip

    @property
    def caretaker(self) -> Caretaker:
        return Caretaker(
            books=self.books, operators=self.operators, heartbeats=self.heartbeats, conversations=self.conversations,
            changes=self.changes, bell=self.bell, clock=self.clock,
        )  # fmt: skip

    # -- the company -----------------------------------------------------------------------------------------------

    async def opens(self, *lines: Line, staff: Sequence[Operator] = ()) -> None:
        for line in lines:
            await self.lines.save(line)
        for each in staff:
            await self.operators.save(each)
        await build(self.queues, self.loads, self.conversations)

    async def is_now(self, operator: Operator, presence: Presence) -> None:
        await self.operators.set_presence(operator.id, presence, None, self.clock())

    # -- sessions --------------------------------------------------------------------------------------------------

    async def stored(self, *starts: Conversation) -> None:
        """As they are, and everybody told."""
        for start in starts:
            committed = await self.conversations.commit(start, start)
            await self.announcer.announce(conversation(), committed)

    async def queue(self, *customers: int, line: LineId = DELIVERY, **asked: Any) -> None:
        """Customers begin to wait, a second after each other; `asked` is of their handling."""
        for customer in customers:
            self.clock.move_on(timedelta(seconds=1))
            start = waiting(customer, line=line, since=self.clock())
            await self.stored(start.with_handling(replace(start.handling, **asked)))

    async def hears(self, customer: int) -> None:
        """The desk keeps a conversation, as when its alarm has gone off."""
        await self.changes.make(address(customer).conversation_id, lambda it, now: it.with_alarm(None, now))

    async def closes(self, customer: int) -> None:
        conversation_id, by = address(customer).conversation_id, (await self.session(customer)).operator
        holder = await self.operators.get(by)
        assert holder is not None
        await self.desk.close(conversation_id, holder, reason="solved", topic=None)

    # -- what came of it -------------------------------------------------------------------------------------------

    async def of(self, customer: int) -> Conversation:
        found = await MongoConversations(self.db).load(address(customer).conversation_id)
        assert found is not None
        return found

    async def session(self, customer: int) -> WithOperator:
        session = (await self.of(customer)).session
        assert isinstance(session, WithOperator), session
        return session

    async def hands(self, *customers: int) -> dict[int, str]:
        """Who has or is offered which of these customers; nobody is ''."""
        found = {}
        for customer in customers:
            match (await self.of(customer)).session:
                case WithOperator(operator=operator):
                    found[customer] = str(operator)
                case Waiting(offer=offer) if offer is not None:
                    found[customer] = f"{offer.operator}?"
                case _:
                    found[customer] = ""
        return found

    async def in_hand(self) -> dict[OperatorId, int]:
        """The truth of everybody's load."""
        loads: dict[OperatorId, int] = {}
        async for each in MongoConversations(self.db).at_desk():
            match each.session:
                case WithOperator(operator=operator, hold=None) | Waiting(offer=Offer(operator=operator)):
                    loads[operator] = loads.get(operator, 0) + each.handling.effort
                case _:
                    pass
        return loads
