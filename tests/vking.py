"""VK in tests: a channel before the API's stand-in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

import httpx
from fastapi import FastAPI

from bot import gateway, web
from bot.channels.base import (
    Intake,
)
from bot.channels.vk.channel import VkChannel
from bot.channels.vk.settings import VkSettings
from bot.connecting.ledger import Ledger
from bot.events import FromCustomer
from handoff.customer import Address
from handoff.ids import MessageId, SessionId
from handoff.messages import Button, Content, Delivery, DeliveryState, Message, Side
from storage.mongo.client import Database
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.files import MongoFiles
from storage.processes import free_port
from tests.fakes.vk import User, VkCloud
from tests.fakes.vk.cloud import GROUP, TOKEN
from tests.parts import BlankLedger, Clock, events_to, until

SECRET = "a-secret-that-vk-says"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@dataclass
class Desk:
    """A real gateway, and what came in through it. `outages` requests find the store away."""

    channel: VkChannel = field(init=False)
    events: list[FromCustomer] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    outages: int = 0

    async def take(self, events: Sequence[FromCustomer]) -> None:
        if self.outages:
            self.outages -= 1
            raise ConnectionResetError("The store is away")
        self.events.extend(events)

    async def park(self, id_: str, conversation: str, raw: str, reason: str, now: datetime) -> None:
        assert SECRET not in raw
        self.parked.append(reason)

    def seen(self) -> list[FromCustomer]:
        """What is left after the intake's unique key."""
        return list({event.id: event for event in self.events}.values())


async def soon(seconds: float) -> None:
    await asyncio.sleep(0.02)


def made(cloud: VkCloud, clock: Clock, mongo: Database, **settings: Any) -> VkChannel:
    known = {"token": TOKEN, "group_id": GROUP, "secret": SECRET, "api_base": cloud.base, **settings}
    return VkChannel(VkSettings(**known), clock, files=MongoFiles(mongo), pause=soon)


@asynccontextmanager
async def listening(channel: VkChannel, intake: Intake, **more: Any) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(channel.listen(events_to(intake), **more))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def serving(
    cloud: VkCloud, clock: Clock, mongo: Database, intake: Intake, dead_letters: MongoDeadLetters
) -> AsyncIterator[VkChannel]:
    """A channel whose webhook is a real gateway, confirmed and at work."""
    app, port = FastAPI(), free_port()
    channel = made(cloud, clock, mongo, callback_url=f"http://127.0.0.1:{port}/channels/vk")
    ledger = cast(Ledger, BlankLedger())
    app.include_router(gateway.router({"vk": channel}, intake, dead_letters, ledger, clock))
    server = asyncio.create_task(web.serve(app, "127.0.0.1", port))
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            await until(lambda: _answers(client, port))
        async with listening(channel, intake):
            await cloud.until(lambda: any(each.status == "ok" and each.events for each in cloud.webhooks))
            yield channel
    finally:
        await channel.close()
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)


async def _answers(client: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/nothing")).status_code == 404
    except httpx.HTTPError:
        return False


def address(user: User) -> Address:
    return Address(channel="vk", account="main", external_id=str(user.id))


def message(text: str, *labels: str, number: int = 1, **known: Any) -> Message:
    return Message(
        id=MessageId(f"vk:main:7/{number}"), number=number, session_id=SessionId("vk:main:7#1"), side=Side.BOT,
        at=Clock()(), content=known.pop("content", Content(text=text)),
        buttons=tuple(Button(action=f"go_{label}#1", label=label) for label in labels), **known,
    )  # fmt: skip


def tried(message_: Message, tries: int) -> Message:
    return replace(message_, delivery=Delivery(state=DeliveryState.QUEUED, at=message_.at, tries=tries))
