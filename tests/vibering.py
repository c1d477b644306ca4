"""Viber for tests: a channel at the REST API's stand-in, and a gateway that it calls."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from fastapi import FastAPI
from redis.asyncio import Redis

from bot import gateway, web
from bot.channels.base import (
    Intake,
)
from bot.channels.viber import ViberChannel, ViberSettings
from bot.channels.viber.people import external_id
from bot.connecting.ledger import Ledger
from bot.events import FromCustomer
from handoff.customer import Address
from handoff.ids import MessageId, SessionId
from handoff.messages import Button, Content, Message, Side
from storage.mongo.dead_letters import MongoDeadLetters
from storage.processes import free_port
from tests.fakes.viber import User, ViberCloud
from tests.parts import NOW, BlankLedger, Clock

TOKEN = "445da6az1s345z78-a-very-secret-token"


@asynccontextmanager
async def opened(
    cloud: ViberCloud, redis: Redis, pause: Callable[[float], Awaitable[object]] = asyncio.sleep, **settings: Any
) -> AsyncIterator[ViberChannel]:
    settings = {
        "token": TOKEN, "name": "Marlow & Pine", "webhook_url": "http://127.0.0.1:9/", "api_base": cloud.base,
        "welcome_within": timedelta(seconds=5), **settings,
    }  # fmt: skip
    channel = ViberChannel(ViberSettings(**settings), cloud.clock, redis=redis, pause=pause)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()


def address(user: User) -> Address:
    return Address(channel="viber", account="main", external_id=external_id(user.id))


def message(text: str, *labels: str) -> Message:
    return Message(
        id=MessageId("viber:main:7/1"), number=1, session_id=SessionId("viber:main:7#1"), side=Side.BOT, at=NOW,
        content=Content(text=text), buttons=tuple(Button(action=f"go_{label}#1", label=label) for label in labels),
    )  # fmt: skip


@dataclass
class Desk:
    """A real gateway, and what came in through it. `outages` requests find the store away."""

    channel: ViberChannel = field(init=False)
    parked: list[str] = field(default_factory=list)
    """Why each of what could not be read could not."""
    events: list[FromCustomer] = field(default_factory=list)
    outages: int = 0
    says: Callable[[FromCustomer], Awaitable[object]] | None = None
    """What a worker does with an event."""
    working: set[asyncio.Task[object]] = field(default_factory=set)

    async def take(self, events: Sequence[FromCustomer]) -> None:
        if self.outages:
            self.outages -= 1
            raise ConnectionResetError("The store is away")
        new = [event for event in events if event.id not in {known.id for known in self.events}]
        self.events.extend(events)
        for event in new if self.says else ():
            assert self.says
            self.working.add(asyncio.ensure_future(self.says(event)))

    async def park(self, id_: str, conversation: str, raw: str, reason: str, now: datetime) -> None:
        self.parked.append(reason)

    def seen(self) -> list[FromCustomer]:
        """What is left after the intake's unique key."""
        return list({event.id: event for event in self.events}.values())


@asynccontextmanager
async def serving(
    cloud: ViberCloud, redis: Redis, intake: Intake, dead_letters: MongoDeadLetters, **settings: Any
) -> AsyncIterator[ViberChannel]:
    """A channel whose webhook is a real gateway, set and at work."""
    app, port = FastAPI(), free_port()
    url = f"http://127.0.0.1:{port}/channels/viber"
    async with opened(cloud, redis, soon, webhook_url=url, **settings) as channel:
        ledger = cast(Ledger, BlankLedger())
        app.include_router(gateway.router({"viber": channel}, intake, dead_letters, ledger, Clock()))
        server = asyncio.create_task(web.serve(app, "127.0.0.1", port))
        try:
            async with listening(channel):
                await cloud.until(lambda: any(call.status == 0 for call in cloud.called("set_webhook")))
            yield channel
        finally:
            server.cancel()
            await asyncio.gather(server, return_exceptions=True)


async def soon(seconds: float) -> None:
    await asyncio.sleep(0.02)


@asynccontextmanager
async def listening(channel: ViberChannel) -> AsyncIterator[asyncio.Task[None]]:
    async def nobody(events: Sequence[FromCustomer]) -> None: ...

    task = asyncio.create_task(channel.listen(nobody))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
