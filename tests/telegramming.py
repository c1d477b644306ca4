"""Telegram in tests: a channel before the Bot API's stand-in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.events import FromCustomer, Said
from handoff.customer import Address
from handoff.ids import MessageId, SessionId
from handoff.messages import Button, Content, Message, Side
from tests.fakes.telegram import TelegramCloud
from tests.parts import events_to

TOKEN = "10001:very-secret-token"
SECRET = "webhook_secret-1"
NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)


@asynccontextmanager
async def opened(
    cloud: TelegramCloud, pause: Callable[[float], Awaitable[object]] = asyncio.sleep, **settings: Any
) -> AsyncIterator[TelegramChannel]:
    settings = {"token": TOKEN, "api_base": cloud.base, **settings}
    channel = TelegramChannel(TelegramSettings(**settings), pause=pause)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()


def address(user: int = 7) -> Address:
    return Address(channel="telegram", account="main", external_id=str(user))


def message(text: str, *labels: str) -> Message:
    return Message(
        id=MessageId("telegram:main:7/1"), number=1, session_id=SessionId("telegram:main:7#1"), side=Side.BOT, at=NOW,
        content=Content(text=text), buttons=tuple(Button(action=f"go:{label}", label=label) for label in labels),
    )  # fmt: skip


def into(cloud: TelegramCloud, events: list[FromCustomer]) -> Callable[[Sequence[FromCustomer]], Awaitable[None]]:
    async def intake(new: Sequence[FromCustomer]) -> None:
        events.extend(new)
        await cloud.tell()

    return intake


@asynccontextmanager
async def listening(
    channel: TelegramChannel, intake: Callable[[Sequence[FromCustomer]], Awaitable[None]]
) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(channel.listen(events_to(intake)))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def texts(events: Sequence[FromCustomer]) -> list[str]:
    return [event.content.text for event in events if isinstance(event, Said)]
