"""Telegram's webhook, against the Bot API's stand-in. Numbers in brackets are those of the adapters' test list."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.channels.base import (
    Malformed,
    Refused,
)
from bot.channels.telegram import TelegramChannel
from bot.events import FromCustomer, Pressed
from tests.fakes.telegram import TelegramCloud, User
from tests.telegramming import NOW, SECRET, TOKEN, address, into, listening, message, opened, texts


@dataclass
class Gateway:
    """As much of a gateway as a channel can see: verify, parse, store, answer."""

    cloud: TelegramCloud
    channel: TelegramChannel | None = None
    url: str = ""
    events: list[FromCustomer] = field(default_factory=list)
    refused: int = 0
    parked: int = 0
    outages: int = 0

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await self._answer(request)
        finally:
            await self.cloud.tell()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        if self.outages:
            self.outages -= 1
            return web.Response(status=503)
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert self.channel
        try:
            self.events.extend(self.channel.parse(headers, body, NOW))
        except Refused:
            self.refused += 1
            return web.Response(status=403)
        except Malformed:
            self.parked += 1
        return web.Response()

    def seen(self) -> list[FromCustomer]:
        """What is left after the intake's unique key."""
        return list({event.id: event for event in self.events}.values())


@pytest.fixture
async def gateway(cloud: TelegramCloud) -> AsyncIterator[Gateway]:
    gateway = Gateway(cloud)
    runner = web.ServerRunner(web.Server(gateway.handle, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    gateway.url = "http://{}:{}/channels/telegram".format(*runner.addresses[0][:2])
    async with opened(cloud, webhook_url=gateway.url, webhook_secret=SECRET) as channel:
        gateway.channel = channel
        async with listening(channel, into(cloud, [])):
            await cloud.until(lambda: cloud.bot(TOKEN).delivery is not None)
            yield gateway
    await runner.cleanup()


async def test_the_webhook_is_registered_with_its_secret_and_kinds(cloud: TelegramCloud, gateway: Gateway) -> None:
    [call] = cloud.called("setWebhook")

    assert (call.text("url"), call.text("secret_token")) == (gateway.url, SECRET)
    assert call.list("allowed_updates") == [
        "message", "edited_message", "callback_query", "my_chat_member", "message_reaction",
    ]  # fmt: skip


async def test_updates_come_by_webhook_in_order(cloud: TelegramCloud, gateway: Gateway, ada: User) -> None:
    first = await ada.says("first")
    await ada.edits(first, "first, better")
    await ada.says("second")
    await cloud.until(lambda: len(gateway.events) == 4)

    assert [event.kind for event in gateway.events] == ["started", "said", "edited", "said"]
    assert gateway.refused == 0


async def test_an_update_shown_three_times_at_once_and_after_an_outage_is_one(
    cloud: TelegramCloud, gateway: Gateway, ada: User
) -> None:
    """[2]"""
    cloud.duplicate_next(copies=3, bot=cloud.bot(TOKEN))
    gateway.outages = 4
    await ada.says("once")
    await cloud.until(lambda: not cloud.bot(TOKEN).updates.pending)

    assert texts(gateway.events).count("once") >= 3
    assert texts(gateway.seen()) == ["once"]


async def test_a_press_may_overtake_a_message(
    cloud: TelegramCloud, gateway: Gateway, ada: User, channel: TelegramChannel
) -> None:
    """[5] Messages and presses wait in different lanes; each event carries all it needs to be understood alone."""
    await channel.send(address(), message("Did it help?", "Yes"))
    await cloud.until(lambda: not cloud.bot(TOKEN).updates.pending)
    gateway.outages = 2

    await ada.says("no!")
    await cloud.until(lambda: gateway.outages == 0)
    await ada.presses("Yes")
    await cloud.until(lambda: len(gateway.events) == 3)

    assert {event.kind for event in gateway.events[1:]} == {"said", "pressed"}
    [press] = [event for event in gateway.events if isinstance(event, Pressed)]
    assert (press.action, press.label, press.conversation_id) == ("go:Yes", "Yes", "telegram:main:7")


async def test_a_poison_update_is_parked_and_does_not_block_its_chat(
    cloud: TelegramCloud, gateway: Gateway, ada: User
) -> None:
    """[13]"""
    await ada.sends(text="poison", entities="no list")
    await ada.says("after")
    await cloud.until(lambda: texts(gateway.events) == ["after"])

    assert gateway.parked == 1


async def test_a_caller_without_the_secret_is_refused(cloud: TelegramCloud, gateway: Gateway, ada: User) -> None:
    """[1]"""
    bot = cloud.bot(TOKEN)
    assert bot.delivery
    for secret in ("", SECRET[:-1], "another"):
        object.__setattr__(bot.delivery.webhook, "secret", secret)
        await ada.says("let me in")
        refused = gateway.refused
        await cloud.until(lambda refused=refused: gateway.refused > refused)  # type: ignore[misc]

    assert texts(gateway.events) == []
