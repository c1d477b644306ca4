"""WhatsApp for tests: a channel at the Cloud API's stand-in, and what is sent through it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
from fastapi import FastAPI

from bot import gateway
from bot.channels.base import Unread
from bot.channels.whatsapp import WhatsAppChannel, WhatsAppSettings
from bot.events import FromCustomer
from handoff.customer import Address
from handoff.ids import ConversationId, MessageId, SessionId
from handoff.messages import Button, Content, Delivery, DeliveryState, Message, Side
from handoff.ports import Templates
from handoff.templates import Template, TemplateList
from storage.mongo.files import MongoFiles
from storage.mongo.templates import MongoTemplates
from tests.backstage import Backstage
from tests.fakes.whatsapp import WhatsAppCloud
from tests.parts import NOW

DAY = timedelta(hours=24)
UNUSED = cast(Any, None)
"""In the place of a store that is not needed."""
ADA = ConversationId("whatsapp:main:PL.77")


@dataclass
class Shelf:
    """Templates, kept as long as the test lasts."""

    kept: dict[tuple[str, str], TemplateList] = field(default_factory=dict)

    async def of(self, channel: str, account: str) -> TemplateList:
        return self.kept.get((channel, account), TemplateList())

    async def keep(self, channel: str, account: str, templates: Sequence[Template], at: datetime) -> None:
        self.kept[channel, account] = TemplateList(templates=templates, read_at=at)


async def never(_: float) -> None:
    raise AssertionError("There was nothing to wait for.")


@asynccontextmanager
async def opened(
    cloud: WhatsAppCloud,
    pause: Callable[[float], Awaitable[object]] = never,
    *,
    around: Mapping[str, Any] | None = None,
    **changes: Any,
) -> AsyncIterator[WhatsAppChannel]:
    """`around`: what the channel is given besides its settings, which are those of the stand-in but for `changes`."""
    usual = {
        "token": cloud.token, "app_secret": cloud.secret, "verify_token": cloud.verify, "api_base": cloud.base,
        "phone_number_id": cloud.number_id, "business_account_id": cloud.account_id,
        "media_hosts": frozenset({"localhost"}), "patience": timedelta(seconds=5),
    }  # fmt: skip
    given = {"templates": Shelf(), "files": UNUSED, "redis": UNUSED, **(around or {})}
    channel = WhatsAppChannel(WhatsAppSettings(**{**usual, **changes}), cloud.clock, pause=pause, **given)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def connected(backstage: Backstage) -> AsyncIterator[WhatsAppCloud]:
    """WhatsApp connected to workers and desk through the gateway."""
    around = {"templates": MongoTemplates(backstage.db), "files": MongoFiles(backstage.db), "redis": backstage.redis}
    async with (
        WhatsAppCloud(clock=backstage.clock) as cloud,
        opened(cloud, asyncio.sleep, around=around) as channel,
        at_the_gateway(backstage, channel) as client,
    ):

        async def post(body: bytes, headers: Mapping[str, str]) -> int:
            return (await client.post("/channels/whatsapp", content=body, headers=headers)).status_code

        cloud.posts(post)
        yield cloud


@asynccontextmanager
async def at_the_gateway(backstage: Backstage, channel: WhatsAppChannel) -> AsyncIterator[httpx.AsyncClient]:
    """Meta's side of the webhook."""
    backstage.channels["whatsapp"] = channel
    app = FastAPI()
    stores = (backstage.reception, backstage.dead_letters, backstage.ledger)
    app.include_router(gateway.router(backstage.channels, *stores, backstage.clock))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        yield client


def to(user: str = "PL.77") -> Address:
    return Address(channel="whatsapp", account="main", external_id=user)


def message(text: str, *labels: str, tries: int = 0, **more: Any) -> Message:
    given = {"content": Content(text=text), **more}
    return Message(
        id=MessageId(f"{ADA}/1"), number=1, session_id=SessionId(f"{ADA}#1"), side=Side.BOT, at=NOW,
        buttons=tuple(Button(action=f"go:{each}", label=each) for each in labels),
        delivery=Delivery(state=DeliveryState.QUEUED, at=NOW, tries=tries), **given,
    )  # fmt: skip


def heard(cloud: WhatsAppCloud, channel: WhatsAppChannel, *said: Mapping[str, Any]) -> list[FromCustomer | Unread]:
    """What the channel makes of a webhook with these messages."""
    people = list(cloud._people.values())
    headers, body = cloud.request(cloud.payload(messages=[dict(each) for each in said], people=people))
    return list(channel.parse(headers, body, cloud.clock()))


async def thread(backstage: Backstage) -> list[Message]:
    conversation = await backstage.conversations.load(ADA)
    assert conversation is not None
    return list(await backstage.history.page(conversation, before=None, limit=500))


async def states(backstage: Backstage) -> list[DeliveryState]:
    return [each.delivery.state for each in await thread(backstage) if each.delivery]


@asynccontextmanager
async def listening(channel: WhatsAppChannel) -> AsyncIterator[None]:
    """While a gateway has it in hand."""

    async def unused(events: object) -> None:
        raise AssertionError("WhatsApp has no events to fetch.")

    task = asyncio.create_task(channel.listen(unused))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def kept(templates: Templates) -> Callable[[], Awaitable[bool]]:
    """Whether any list has been kept."""

    async def there() -> bool:
        return (await templates.of("whatsapp", "main")).read_at is not None

    return there
