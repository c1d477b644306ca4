"""A gateway with nothing but the site chat, for tests of the channel and of the widget.

The desk behind it is scripted; what it says goes the way of the product: committed, sent through the channel, settled.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorDatabase
from redis.asyncio import Redis

from bot.channels import file_links
from bot.channels.file_links import make_links
from bot.channels.site import SiteChannel, SiteSettings
from bot.events import FromCustomer, Pressed, Said
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import ConversationId, EventId, OperatorId
from handoff.messages import Button, Content, Delivery, DeliveryState, Happening, Source
from handoff.operator import Operator
from handoff.ports import Conflict
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.messages import MongoHistory
from storage.redis.rate import RedisThrottle

KEY = "a key of the tests"
ANNA = Operator(id=OperatorId("anna"), login="anna", name="Anna")
Change = Callable[[Conversation], Conversation]


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class SiteDesk:
    """`answer` is called with each new event; `down` makes the store fail as a database that is away would."""

    mongo: AsyncIOMotorDatabase[dict[str, Any]]
    redis: Redis
    settings: SiteSettings = field(default_factory=SiteSettings)
    answer: Callable[["SiteDesk", FromCustomer], Awaitable[None]] | None = None
    down: bool = False
    events: dict[EventId, FromCustomer] = field(default_factory=dict)

    conversations: MongoConversations = field(init=False)
    history: MongoHistory = field(init=False)
    channel: SiteChannel = field(init=False)
    _one_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _working: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.conversations, self.history = MongoConversations(self.mongo), MongoHistory(self.mongo)
        self.channel = self.new_channel()

    def new_channel(self) -> SiteChannel:
        """Another process's view of the channel."""
        return SiteChannel(
            self.settings, redis=self.redis, conversations=self.conversations, history=self.history,
            throttle=RedisThrottle(self.redis), clock=now,
            links=make_links(KEY, now), files=MongoFiles(self.mongo),
        )  # fmt: skip

    async def intake(self, events: Sequence[FromCustomer]) -> None:
        if self.down:
            raise ConnectionError("The database is away")
        for event in events:
            if event.id not in self.events:
                self.events[event.id] = event
                task = asyncio.create_task(self._turn(event))
                self._working.add(task)
                task.add_done_callback(self._working.discard)

    async def _turn(self, event: FromCustomer) -> None:
        async with self._one_turn:
            match event:
                case Said(content=content, at=at, provider_id=provider_id):
                    await self.changes(event.address, lambda c: c.received(content, at=at, provider_id=provider_id))
                case Pressed(label=label, at=at):
                    await self.changes(event.address, lambda c: c.received(Content(text=label), at=at))
                case _:
                    pass
            if self.answer is not None:
                await self.answer(self, event)

    async def bot_says(
        self, to: Address, text: str, *, buttons: tuple[Button, ...] = (), sources: tuple[Source, ...] = ()
    ) -> None:
        await self.changes(to, lambda c: c.bot_says(text, at=now(), buttons=buttons, sources=sources))

    async def operator_says(self, to: Address, text: str) -> None:
        await self.changes(to, lambda c: c.operator_says(text, ANNA, at=now()))

    async def notes(self, to: Address, text: str) -> None:
        await self.changes(to, lambda c: c.noted(text, ANNA, at=now()))

    async def reports(self, to: Address, happening: Happening) -> None:
        await self.changes(to, lambda c: c.reports(happening, at=now()))

    async def changes(self, to: Address, change: Change, *, send: bool = True) -> Conversation:
        """Commit; then, unless its worker dies here, deliver and settle."""
        while True:
            before = await self.conversations.load(to.conversation_id)
            known = before or begin(to, Customer(name="A visitor"), at=now())
            try:
                after = await self.conversations.commit(known, change(known))
            except Conflict:
                continue
            break
        if send:
            await self.deliver(after)
        return after

    async def deliver(self, conversation: Conversation) -> None:
        settled = []
        for message in conversation.journal:
            if message.delivery is not None:
                accepted = await self.channel.send(conversation.address, message)
                delivery = Delivery(state=DeliveryState.ACCEPTED, at=now(), provider_id=accepted.provider_id)
                message = replace(message, delivery=delivery)
            settled.append(message)
        await self.history.write(conversation.id, settled)
        await self.conversations.settle(conversation, [message.id for message in settled], wake_at=None)

    async def thread(self, conversation_id: ConversationId) -> list[str]:
        """What the history says, in order."""
        conversation = await self.conversations.load(conversation_id)
        if conversation is None:
            return []
        return [message.content.text for message in await self.history.since(conversation, 0)]


@dataclass(slots=True)
class Gateway:
    """A web server that can be stopped and started again on its port, as in an upgrade."""

    app: FastAPI
    port: int = 0
    _server: uvicorn.Server | None = None
    _serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(self.app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started:  # noqa: ASYNC110 - uvicorn tells it by this flag only
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
            self._server = self._serving = None


@asynccontextmanager
async def serving(desk: SiteDesk, *, change: Callable[[FastAPI], None] | None = None) -> AsyncIterator[Gateway]:
    """The channel's routes where the product has them."""
    app = FastAPI()
    app.include_router(desk.channel.router(desk.intake))
    app.include_router(file_links.router(make_links(KEY, now), MongoFiles(desk.mongo)))
    if change is not None:
        change(app)
    gateway = Gateway(app)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()
        await desk.channel.close()


async def eventually(holds: Callable[[], bool], within: timedelta = timedelta(seconds=10)) -> None:
    """Wait until something holds; an AssertionError if it never does."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within.total_seconds()):
            while not holds():  # noqa: ASYNC110 - what it waits for is in a browser or another task
                await asyncio.sleep(0.02)
    assert holds()
