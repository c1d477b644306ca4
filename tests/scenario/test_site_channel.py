"""The site chat's socket, spoken to as the widget does, with a real Redis and a real Mongo-wire server behind it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from motor.motor_asyncio import AsyncIOMotorDatabase
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from bot.channels.base import Refused, Rejected
from bot.channels.site import SiteSettings, asset, socket
from bot.channels.site.secret import address_of
from bot.events import Pressed, Receipt, Said, Started
from handoff.customer import Address
from handoff.messages import Attachment, Button, FileKind, Happening, Source
from storage.mongo.files import MongoFiles
from tests.fakes.site import ANNA, Gateway, SiteDesk, eventually, serving

SHOP = "https://shop.example"
SETTINGS = SiteSettings(
    origins=(SHOP,), help_page="/help/{language}/{key}", look_every=timedelta(milliseconds=100)
)  # fmt: skip
HELLO = {"type": "hello", "visitor": None, "after": 0, "language": "ru", "page": f"{SHOP}/sofas"}
PATIENT = timedelta(hours=1)


@dataclass(slots=True)
class Widget:
    """One window, frame by frame."""

    socket: ClientConnection
    secret: str = ""

    @property
    def address(self) -> Address:
        return address_of(self.secret, "main")

    async def sends(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def hears(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            frame: dict[str, Any] = json.loads(await self.socket.recv())
        return frame

    async def hears_texts(self, count: int) -> list[str]:
        """The texts of the next messages, whatever else comes between."""
        texts: list[str] = []
        while len(texts) < count:
            frame = await self.hears()
            if frame["type"] == "message":
                texts.append(frame["text"])
        return texts

    async def hears_nothing_more(self) -> None:
        """No message is on its way: the answer to a ping would come after it."""
        await asyncio.sleep(3 * SETTINGS.look_every.total_seconds())
        await self.sends(type="ping")
        while (frame := await self.hears())["type"] != "pong":
            assert frame["type"] != "message"

    async def says(self, text: str, id_: str | None = None) -> dict[str, Any]:
        """Say something; the answer to the frame."""
        id_ = id_ or str(uuid4())
        await self.sends(type="say", id=id_, text=text)
        while True:
            frame = await self.hears()
            if frame["type"] in ("ack", "refused") and frame["id"] == id_:
                return frame


@asynccontextmanager
async def window(gateway: Gateway, secret: str | None = None, after: int = 0) -> AsyncIterator[Widget]:
    """A widget that has said hello and been welcomed."""
    async with connect(f"ws://127.0.0.1:{gateway.port}/channels/site/socket", origin=SHOP) as connection:  # type: ignore[arg-type]
        widget = Widget(connection)
        await widget.sends(**{**HELLO, "visitor": secret, "after": after})
        welcome = await widget.hears()
        assert welcome["type"] == "welcome"
        widget.secret = welcome["visitor"]
        yield widget


async def hears_live(widget: Widget) -> list[dict[str, Any]]:
    """What is shown until the window is up to date."""
    shown = []
    while (frame := await widget.hears())["type"] != "live":
        shown.append(frame)
    return shown


@pytest.fixture
async def desk(mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis) -> SiteDesk:
    return SiteDesk(mongo, redis, SETTINGS)


@pytest.fixture
async def gateway(desk: SiteDesk) -> AsyncIterator[Gateway]:
    async with serving(desk) as gateway:
        yield gateway


# -- who may talk ------------------------------------------------------------------------------------------------------


async def test_a_page_of_another_origin_is_refused(gateway: Gateway) -> None:
    url = f"ws://127.0.0.1:{gateway.port}/channels/site/socket"
    for origin in ("https://thief.example", None):
        with pytest.raises(InvalidStatus) as refusal:
            await connect(url, origin=origin)  # type: ignore[arg-type]
        assert refusal.value.response.status_code == 403
    async with connect(url, origin=SHOP):  # type: ignore[arg-type]
        pass


async def test_a_newcomer_gets_a_secret_that_their_address_does_not_tell(gateway: Gateway) -> None:
    async with window(gateway) as one, window(gateway) as other, window(gateway, "guessed") as third:
        assert len({one.secret, other.secret, third.secret}) == 3
        assert len(one.secret) == 43
        assert one.secret not in one.address.conversation_id
    async with window(gateway, one.secret) as again:
        assert again.address == one.address


async def test_a_silent_socket_is_closed(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "HELLO_WITHIN", timedelta(milliseconds=50))
    async with connect(f"ws://127.0.0.1:{gateway.port}/channels/site/socket", origin=SHOP) as connection:  # type: ignore[arg-type]
        async with asyncio.timeout(10):
            await connection.wait_closed()
        assert connection.close_code == 4408


# -- from the visitor --------------------------------------------------------------------------------------------------


async def test_what_is_said_is_acknowledged_once_it_is_stored(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        id_ = str(uuid4())
        assert await widget.says("  где мой заказ? ", id_) == {"type": "ack", "id": id_}

    (event,) = desk.events.values()
    assert isinstance(event, Said)
    assert (event.content.text, event.profile.language, event.provider_id) == ("где мой заказ?", "ru", id_)
    assert event.id == f"{widget.address.conversation_id}:{id_}"


async def test_the_same_message_twice_is_one_event(desk: SiteDesk, gateway: Gateway) -> None:
    id_ = str(uuid4())
    async with window(gateway) as widget:
        await hears_live(widget)
        await widget.sends(type="say", id=id_, text="hello")
        await widget.sends(type="say", id=id_, text="hello")
        assert await widget.hears_texts(1) == ["hello"]
    async with window(gateway, widget.secret) as again:
        assert [frame["id"] for frame in await hears_live(again)] == [id_]
        await again.says("hello", id_)
        await again.hears_nothing_more()
    assert len(desk.events) == 1


async def test_what_cannot_be_stored_is_refused_and_taken_later(desk: SiteDesk, gateway: Gateway) -> None:
    id_ = str(uuid4())
    async with window(gateway) as widget:
        desk.down = True
        assert await widget.says("hello", id_) == {"type": "refused", "id": id_, "reason": "unavailable"}
        assert not desk.events
        desk.down = False
        assert (await widget.says("hello", id_))["type"] == "ack"


async def test_opening_and_pressing_are_events(desk: SiteDesk, gateway: Gateway) -> None:
    opened, pressed = str(uuid4()), str(uuid4())
    async with window(gateway) as widget:
        await hears_live(widget)
        await widget.sends(type="open", id=opened)
        assert await widget.hears() == {"type": "ack", "id": opened}
        await widget.sends(type="press", id=pressed, action="helped#1", label="Да")
        assert await widget.hears() == {"type": "ack", "id": pressed}
    started, press = desk.events.values()
    assert isinstance(started, Started)
    assert started.payload == HELLO["page"]
    assert isinstance(press, Pressed)
    assert (press.action, press.label) == ("helped#1", "Да")


async def test_the_twenty_first_message_of_a_minute_is_refused(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget, window(gateway) as other:
        answers = [(await widget.says(f"message {number}"))["type"] for number in range(21)]
        assert answers == ["ack"] * 20 + ["refused"]
        assert (await other.says("hello"))["type"] == "ack"


async def test_bad_frames_are_refused_and_the_socket_lives(desk: SiteDesk, gateway: Gateway) -> None:
    async with connect(f"ws://127.0.0.1:{gateway.port}/channels/site/socket", origin=SHOP) as connection:  # type: ignore[arg-type]
        widget = Widget(connection)
        await widget.sends(type="say", id=str(uuid4()), text="before hello")
        assert (await widget.hears())["reason"] == "malformed"
        await widget.sends(**HELLO)
        widget.secret = (await widget.hears())["visitor"]
        await hears_live(widget)
        for bad in (
            "",
            "{",
            "[]",
            '{"type":"shout"}',
            b"\xff\x00",
            "[" * 30_000,
            "x" * 60_000,
            json.dumps(HELLO | {"after": -1}),
        ):
            await connection.send(bad)
            assert await widget.hears() == {"type": "refused", "id": None, "reason": "malformed"}
        assert (await widget.says("x" * 4001))["reason"] == "text_length"
        assert (await widget.says("   "))["reason"] == "text_length"
        assert (await widget.says("x" * 4000))["type"] == "ack"


# -- from the desk -----------------------------------------------------------------------------------------------------


async def test_a_window_is_shown_what_it_missed_in_order_and_then_what_comes(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await hears_live(widget)
        await widget.says("hello")
        assert await widget.hears_texts(1) == ["hello"]
    to = widget.address
    await desk.bot_says(to, "one")
    await desk.notes(to, "a secret of the desk")
    await desk.reports(to, Happening.HANDED_OFF)
    await desk.operator_says(to, "two")

    async with window(gateway, widget.secret, after=1) as again:
        shown = await hears_live(again)
        assert [(each["number"], each["side"], each["author"], each["text"]) for each in shown] == [
            (2, "bot", None, "one"),
            (5, "operator", "Anna", "two"),
        ]
        await desk.operator_says(to, "three")
        await desk.notes(to, "another secret")
        await desk.bot_says(to, "four")
        assert await again.hears_texts(2) == ["three", "four"]
        await again.hears_nothing_more()


async def test_a_message_carries_its_buttons_and_the_pages_it_cites(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await hears_live(widget)
        source = Source(article_id="return-how.pl", title="Jak zwrócić")
        button = Button(action="helped#1", label="Tak")
        await desk.bot_says(widget.address, "Proszę.", buttons=(button,), sources=(source,))
        frame = await widget.hears()
        assert frame["buttons"] == [{"action": "helped#1", "label": "Tak", "url": None}]
        assert frame["sources"] == [{"title": "Jak zwrócić", "page": "/help/pl/return-how"}]
        assert datetime.fromisoformat(frame["at"]).tzinfo == UTC


async def test_a_nudge_that_skips_a_number_brings_what_lies_between(
    mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis
) -> None:
    desk = SiteDesk(mongo, redis, SiteSettings(look_every=PATIENT))
    async with serving(desk) as gateway, window(gateway) as widget:
        await hears_live(widget)
        await desk.bot_says(widget.address, "one")
        await desk.changes(widget.address, lambda c: c.bot_says("two", at=datetime.now(UTC)), send=False)
        await desk.bot_says(widget.address, "three")
        assert await widget.hears_texts(3) == ["one", "two", "three"]


async def test_a_lost_nudge_only_makes_the_message_late(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await hears_live(widget)
        await desk.changes(widget.address, lambda c: c.bot_says("one", at=datetime.now(UTC)), send=False)
        assert await widget.hears_texts(1) == ["one"]


async def test_a_subscription_that_broke_is_made_again(
    mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis
) -> None:
    desk = SiteDesk(mongo, redis, SiteSettings(look_every=PATIENT))
    async with serving(desk) as gateway, window(gateway) as widget:
        await hears_live(widget)
        await desk.bot_says(widget.address, "one")
        await redis.client_kill_filter(_type="pubsub")
        await desk.changes(widget.address, lambda c: c.bot_says("two", at=datetime.now(UTC)), send=False)
        assert await widget.hears_texts(2) == ["one", "two"]
        await desk.bot_says(widget.address, "three")
        assert await widget.hears_texts(1) == ["three"]


async def test_two_windows_and_another_process_hear_the_same(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as one, window(gateway, one.secret) as other, window(gateway) as stranger:
        for widget in (one, other, stranger):
            await hears_live(widget)
        gatekeeper, desk.channel = desk.channel, desk.new_channel()  # a worker's own
        await desk.bot_says(one.address, "hello")
        await desk.channel.typing(one.address)
        assert await one.hears_texts(1) == await other.hears_texts(1) == ["hello"]
        assert await one.hears() == await other.hears() == {"type": "typing"}
        await stranger.hears_nothing_more()
        desk.channel = gatekeeper


async def test_many_messages_at_once_come_once_and_in_order(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await hears_live(widget)

        async def cut_in_between() -> None:
            async with window(gateway, widget.secret) as second:
                assert await second.hears_texts(450) == [str(number) for number in range(450)]

        second = asyncio.create_task(cut_in_between())
        for start in range(0, 450, 30):
            await desk.changes(widget.address, lambda c, start=start: _says_thirty(c, start))  # type: ignore[misc]
        assert await widget.hears_texts(450) == [str(number) for number in range(450)]
        await second


def _says_thirty(conversation: Any, start: int) -> Any:
    for number in range(start, start + 30):
        conversation = conversation.bot_says(str(number), at=datetime.now(UTC))
    return conversation


async def test_a_dead_redis_does_not_fail_the_delivery(mongo: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    nowhere: Redis = Redis.from_url("redis://127.0.0.1:1", retry=None)
    desk = SiteDesk(mongo, nowhere, SETTINGS)
    to = address_of("x" * 43, "main")
    await desk.bot_says(to, "hello")
    assert await desk.thread(to.conversation_id) == ["hello"]
    await desk.channel.typing(to)


# -- receipts ----------------------------------------------------------------------------------------------------------


async def test_operators_learn_what_was_read_once(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await hears_live(widget)
        await desk.bot_says(widget.address, "one")
        await desk.operator_says(widget.address, "two")
        await desk.operator_says(widget.address, "three")
        await desk.operator_says(widget.address, "four")
        await widget.hears_texts(4)
        await widget.sends(type="seen", number=3)
        await widget.sends(type="seen", number=2)
    async with window(gateway, widget.secret) as again:
        await again.sends(type="seen", number=3)
        await hears_live(again)
    await eventually(lambda: len(desk.events) == 2)
    receipts = [event for event in desk.events.values() if isinstance(event, Receipt)]
    assert [(each.provider_id, each.state) for each in receipts] == [("2", "read"), ("3", "read")]


# -- the rest of being a channel ---------------------------------------------------------------------------------------


async def test_there_is_no_webhook_and_there_are_no_files(desk: SiteDesk) -> None:
    with pytest.raises(Refused):
        desk.channel.parse({}, b"{}", datetime.now(UTC))
    with pytest.raises(Rejected):
        await desk.channel.fetch(Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg"))


async def test_the_widget_is_served_to_any_page_and_cached_by_its_content(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "widget.js"
    monkeypatch.setattr(asset, "BUILT", built)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as web:
        assert (await web.get("/widget.js")).status_code == 404
        built.write_text("one()")
        first = await web.get("/widget.js")
        assert first.text == "one()"
        assert first.headers["access-control-allow-origin"] == "*"
        unchanged = {"If-None-Match": first.headers["etag"]}
        assert (await web.get("/widget.js", headers=unchanged)).status_code == 304
        built.write_text("another()")
        assert (await web.get("/widget.js", headers=unchanged)).text == "another()"


async def test_an_operators_file_is_shown_by_a_link_that_opens_it(
    desk: SiteDesk, gateway: Gateway, mongo: AsyncIOMotorDatabase[dict[str, Any]]
) -> None:
    async with window(gateway) as widget:
        await widget.says("What does it look like?")
        file = await MongoFiles(mongo).store(widget.address.conversation_id, "sofa.jpg", "image/jpeg", b"\xff\xd8\xff")
        photo = Attachment(kind=FileKind.PHOTO, name="sofa.jpg", mime="image/jpeg", file_id=file)
        await desk.changes(
            widget.address, lambda c: c.operator_says("Like this", ANNA, at=datetime.now(UTC), files=(photo,))
        )
        while (frame := await widget.hears()).get("side") != "operator":
            pass
        secret = widget.secret

    async with window(gateway, secret) as later:
        shown = [each for each in await hears_live(later) if each.get("files")]

    assert [each["name"] for each in frame["files"]] == ["sofa.jpg"]
    assert len(shown) == 1
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as client:
        for link in (frame["files"][0]["url"], shown[0]["files"][0]["url"]):
            opened = await client.get(link)
            assert (opened.status_code, opened.content) == (200, b"\xff\xd8\xff")
            assert (await client.head(link)).headers["content-length"] == "3"
            assert opened.headers["content-security-policy"] == "default-src 'none'; sandbox"
            assert (await client.get(link.replace(file, "0" * 40))).status_code == 404
