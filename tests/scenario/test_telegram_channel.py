"""The Telegram channel against the Bot API's stand-in. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from aiohttp import web

from bot.channels.base import (
    Channel,
    Gone,
    Heard,
    Listens,
    Malformed,
    Refused,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.events import FromCustomer, Left, Pressed, Returned, Said
from handoff.customer import Address
from handoff.ids import EventId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from tests.fakes.telegram import TelegramCloud, User
from tests.parts import events_to

TOKEN = "10001:very-secret-token"
SECRET = "webhook_secret-1"
NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
async def cloud() -> AsyncIterator[TelegramCloud]:
    async with TelegramCloud() as cloud:
        cloud.bot(TOKEN)
        yield cloud


@pytest.fixture
async def channel(cloud: TelegramCloud) -> AsyncIterator[TelegramChannel]:
    async with opened(cloud) as channel:
        yield channel


@pytest.fixture
async def ada(cloud: TelegramCloud) -> User:
    ada = cloud.user(7, "Ada")
    await ada.starts()
    return ada


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


def test_the_channel_is_what_the_gateway_expects() -> None:
    channel: Channel = TelegramChannel(TelegramSettings(token=TOKEN))

    assert isinstance(channel, Listens)


# -- sending -----------------------------------------------------------------------------------------------------------


async def test_a_message_arrives_with_its_buttons_and_no_preview(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    accepted = await channel.send(address(), message("Track it at https://shop.example/*1*_2_ <b>", "Yes", "No"))

    heard = await ada.hears()
    assert heard.text == "Track it at https://shop.example/*1*_2_ <b>", "plain words are never read as markup"
    assert heard.buttons == [["Yes", "No"]]
    assert accepted.provider_id == str(heard.id)
    [call] = cloud.called("sendMessage")
    assert '"is_disabled": true' in call.text("link_preview_options")


async def test_a_long_answer_comes_in_parts_with_the_buttons_under_the_last(
    channel: TelegramChannel, ada: User
) -> None:
    """[6] The stand-in refuses whatever is over 4096."""
    paragraphs = ["🙂" * 1500, "слово " * 599 + "слово", "end"]

    accepted = await channel.send(address(), message("\n\n".join(paragraphs), "Thanks"))

    assert [part.text for part in ada.inbox] == [paragraphs[0], paragraphs[1] + "\n\nend"]
    assert [part.buttons for part in ada.inbox] == [[], [["Thanks"]]]
    assert accepted.provider_id == str(ada.inbox[-1].id)


@pytest.mark.parametrize(("text", "parts"), [("x" * 4096, 1), ("x" * 4097, 2), ("🙂" * 2048, 1), ("🙂" * 2049, 2)])
async def test_telegram_takes_texts_at_its_limit(channel: TelegramChannel, ada: User, text: str, parts: int) -> None:
    """[6]"""
    await channel.send(address(), message(text))

    assert "".join(part.text for part in ada.inbox) == text
    assert len(ada.inbox) == parts


@pytest.mark.parametrize(("letters", "accepted"), [(32, True), (33, False)])
async def test_a_button_carries_64_bytes_of_two_byte_letters_and_no_more(
    channel: TelegramChannel, ada: User, letters: int, accepted: bool
) -> None:
    """[6]"""
    button = Button(action="ж" * letters, label="Так")
    sent = Message(**{**_fields(message("?")), "buttons": (button,)})

    if accepted:
        await channel.send(address(), sent)
        press = await ada.presses("Так")
        assert press.query.id
    else:
        with pytest.raises(Rejected, match="BUTTON_DATA_INVALID"):
            await channel.send(address(), sent)
    assert len(ada.inbox) == accepted


def _fields(sent: Message) -> dict[str, Any]:
    return {name: getattr(sent, name) for name in Message.__dataclass_fields__}


Trouble = Callable[[TelegramCloud, User], Awaitable[object] | None]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (lambda cloud, ada: cloud.throttle(7, 30), Throttled),
        (lambda cloud, ada: ada.blocks(), Gone),
        (lambda cloud, ada: ada.deactivates(), Gone),
        (lambda cloud, ada: ada.migrates(-100123), Rejected),
        (lambda cloud, ada: cloud.fail(), Unreachable),
        (lambda cloud, ada: cloud.fail(status=500), Unreachable),
        (lambda cloud, ada: cloud.fail(status=504), Unknown),
        (lambda cloud, ada: cloud.fail(html=True), Unknown),
        (lambda cloud, ada: cloud.lose_answers(), Unknown),
    ],
    ids=["throttled", "blocked", "deactivated", "migrated", "502", "500", "504", "proxy page", "lost answer"],
)
async def test_each_trouble_is_told_apart_and_passes(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, trouble: Trouble, error: type[SendError]
) -> None:
    """[8] [11] [12] The same message goes through before, and, where it can, after."""
    await channel.send(address(), message("before"))

    if (under_way := trouble(cloud, ada)) is not None:
        await under_way
    with pytest.raises(SendError) as caught:
        await channel.send(address(), message("hello"))

    assert type(caught.value) is error
    assert caught.value.reason
    assert TOKEN not in caught.value.reason
    if error in (Unreachable, Unknown):
        await channel.send(address(), message("after"))
        assert ada.inbox[-1].text == "after"


async def test_a_throttled_chat_says_when_to_try_again_and_holds_up_nobody(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    """[8]"""
    others = [cloud.user(100 + number, f"User {number}") for number in range(100)]
    for other in others:
        await other.starts()
    cloud.throttle(7, 3600)

    with pytest.raises(Throttled) as caught:
        await channel.send(address(), message("hello"))
    await asyncio.gather(*(channel.send(address(other.id), message("hello")) for other in others))

    assert caught.value.retry_after == timedelta(hours=1)
    assert [len(other.inbox) for other in others] == [1] * 100
    assert not ada.inbox


async def test_what_was_sent_is_not_sent_again_when_the_answer_is_lost(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    cloud.lose_answers()

    with pytest.raises(Unknown):
        await channel.send(address(), message("once"))

    assert [heard.text for heard in ada.inbox] == ["once"]


async def test_an_answer_that_takes_too_long_is_unknown(cloud: TelegramCloud, ada: User) -> None:
    cloud.delay(5)

    async with opened(cloud, patience=timedelta(seconds=0.2)) as channel:
        with pytest.raises(Unknown):
            await channel.send(address(), message("hello"))

    assert [heard.text for heard in ada.inbox] == ["hello"]


async def test_with_nobody_listening_nothing_was_sent(cloud: TelegramCloud) -> None:
    async with opened(cloud, api_base="http://127.0.0.1:9") as channel:
        with pytest.raises(Unreachable):
            await channel.send(address(), message("hello"))


@pytest.mark.parametrize("token", ["10009:unknown", "10001:very-secret-tokem"])
async def test_a_wrong_token_is_rejected_without_naming_it(cloud: TelegramCloud, ada: User, token: str) -> None:
    async with opened(cloud, token=token) as channel:
        with pytest.raises(Rejected) as caught:
            await channel.send(address(), message("hello"))

    assert caught.value.reason == "Telegram does not accept the bot's token."


async def test_a_stranger_cannot_be_written_to(cloud: TelegramCloud, channel: TelegramChannel) -> None:
    cloud.user(8, "Never started")

    with pytest.raises(Gone, match="can't initiate"):
        await channel.send(address(8), message("hello"))
    with pytest.raises(Gone, match="does not know this chat"):
        await channel.send(address(9), message("hello"))


async def test_nothing_to_say_is_rejected_before_it_is_sent(cloud: TelegramCloud, channel: TelegramChannel) -> None:
    with pytest.raises(Rejected):
        await channel.send(address(), message("  \n"))

    assert not cloud.called("sendMessage")


TWO_PARTS = "a" * 4096 + " b"


async def test_a_short_wait_between_parts_is_waited_out(cloud: TelegramCloud, ada: User) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        cloud.throttle(7, 0)

    async with opened(cloud, pause) as channel:
        cloud.after(lambda: cloud.throttle(7, 3))
        await channel.send(address(), message(TWO_PARTS))

    assert waited == [3]
    assert [heard.text[:1] for heard in ada.inbox] == ["a", "b"]


@pytest.mark.parametrize(
    "trouble",
    [
        lambda cloud: cloud.after(lambda: cloud.throttle(7, 600)),
        lambda cloud: cloud.after(cloud.fail),
        lambda cloud: cloud.after(cloud.lose_answers),
    ],
    ids=["a long wait", "502", "lost answer"],
)
async def test_a_message_sent_in_part_is_unknown_so_that_nobody_repeats_it(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, trouble: Callable[[TelegramCloud], None]
) -> None:
    trouble(cloud)

    with pytest.raises(Unknown, match="up to part 1 only"):
        await channel.send(address(), message(TWO_PARTS))

    assert ada.inbox[0].text == "a" * 4096


async def test_a_block_between_parts_is_a_block(cloud: TelegramCloud, channel: TelegramChannel, ada: User) -> None:
    """[11]"""
    cloud.after(ada.blocks)

    with pytest.raises(Gone):
        await channel.send(address(), message(TWO_PARTS))


# -- signs of life -----------------------------------------------------------------------------------------------------


async def test_typing_is_seen_and_its_failure_is_silent(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    await channel.typing(address())
    await ada.sees_typing()

    cloud.fail(method="sendChatAction")
    await channel.typing(address())
    await ada.blocks()
    await channel.typing(address())


async def test_a_press_stops_spinning_and_a_stale_one_is_silent(channel: TelegramChannel, ada: User) -> None:
    """[5]"""
    await channel.send(address(), message("Did it help?", "Yes"))
    press, stale = await ada.presses("Yes"), await ada.presses("go:Yes")
    stale.grow_stale()

    await channel.pressed(pressed(press.query.id))
    await channel.pressed(pressed(stale.query.id))

    assert await press.answer() == ""
    assert stale.query.answer is None


def pressed(callback_id: str) -> Pressed:
    event = EventId("telegram:main:1")
    return Pressed(id=event, address=address(), at=NOW, sent_at=NOW, action="go:Yes", callback_id=callback_id)


# -- files -------------------------------------------------------------------------------------------------------------


async def said(cloud: TelegramCloud, channel: TelegramChannel) -> Attachment:
    """The attachment of the newest message."""
    events: list[FromCustomer] = []
    async with listening(channel, into(cloud, events)):
        await cloud.until(lambda: any(isinstance(event, Said) and event.content.attachments for event in events))
    return [event.content.attachments[0] for event in events if isinstance(event, Said) and event.content.attachments][
        -1
    ]


async def test_a_file_is_copied_with_the_name_and_type_of_the_message(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    """[10]"""
    await ada.sends_document("../plans/summer.pdf", b"%PDF-1.7 plans", mime="application/pdf")

    download = await channel.fetch(await said(cloud, channel))

    assert (download.name, download.mime, download.data) == ("summer.pdf", "application/pdf", b"%PDF-1.7 plans")


@pytest.mark.parametrize("told", [True, False], ids=["size known", "size unknown"])
async def test_a_file_over_20_mb_is_rejected_with_words(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, told: bool
) -> None:
    """[10]"""
    await ada.sends_document("film.mp4", b"....", size=20 * 1024 * 1024 + 1)
    sent = await said(cloud, channel)
    asked = sent if told else Attachment(kind=sent.kind, name="film.mp4", mime="", provider_ref=sent.provider_ref)

    with pytest.raises(Rejected, match="20 MB"):
        await channel.fetch(asked)

    assert bool(cloud.called("getFile")) is not told


async def test_an_empty_file_is_rejected(cloud: TelegramCloud, channel: TelegramChannel, ada: User) -> None:
    """[10]"""
    await ada.sends_document("empty.txt", b"")

    with pytest.raises(Rejected, match="empty"):
        await channel.fetch(await said(cloud, channel))


@pytest.mark.parametrize("ref", ["AgAC-unknown", None])
async def test_a_file_that_telegram_does_not_have_is_rejected(channel: TelegramChannel, ref: str | None) -> None:
    """[10]"""
    with pytest.raises(Rejected):
        await channel.fetch(Attachment(kind=FileKind.PHOTO, name="x.jpg", mime="image/jpeg", provider_ref=ref))


async def test_an_expired_link_can_be_tried_again_and_shows_no_token(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[10]"""
    await ada.sends_photo(b"picture")
    photo = await said(cloud, channel)
    link = cloud.files.link

    def expiring(file_id: str) -> Any:
        file = link(file_id)
        cloud.files.expire_links()
        return file

    with monkeypatch.context() as patch:
        patch.setattr(cloud.files, "link", expiring)
        with pytest.raises(Unreachable) as caught:
            await channel.fetch(photo)

    assert TOKEN not in caught.value.reason
    assert caught.value.__suppress_context__, "the hidden cause names the address, which holds the token"
    assert (await channel.fetch(photo)).data == b"picture"


@pytest.mark.parametrize("status", [500, 502])
async def test_a_file_behind_a_broken_server_is_tried_later(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, status: int
) -> None:
    await ada.sends_photo(b"picture")
    photo = await said(cloud, channel)
    cloud.fail(status=status, method="getFile")

    with pytest.raises(Unreachable):
        await channel.fetch(photo)


# -- polling -----------------------------------------------------------------------------------------------------------


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


async def test_polling_hears_what_was_said_before_and_after(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    """[11] Blocks and returns come in their places."""
    events: list[FromCustomer] = []
    await ada.says("first")

    async with listening(channel, into(cloud, events)):
        await cloud.until(lambda: texts(events) == ["first"])
        await ada.says("second")
        await ada.blocks()
        await ada.unblocks()
        await cloud.until(lambda: bool(events) and isinstance(events[-1], Returned))

    assert [event.kind for event in events] == ["started", "said", "said", "left", "returned"]
    assert isinstance(events[3], Left)


async def test_an_update_is_confirmed_only_after_it_was_stored(cloud: TelegramCloud, ada: User) -> None:
    """[3] The process stops between the answer to its poll and the end of the store: nothing is lost."""
    reached = asyncio.Event()

    async def never_stores(new: Sequence[FromCustomer]) -> None:
        reached.set()
        await asyncio.Event().wait()

    await ada.says("keep me")
    async with opened(cloud) as first, listening(first, never_stores):
        await reached.wait()

    events: list[FromCustomer] = []
    async with opened(cloud) as second, listening(second, into(cloud, events)):
        await cloud.until(lambda: texts(events) == ["keep me"])
        await ada.says("and me")
        await cloud.until(lambda: texts(events) == ["keep me", "and me"])
        await cloud.until(lambda: not cloud.bot(TOKEN).updates.pending)


async def test_what_could_not_be_stored_comes_again_with_the_same_id(cloud: TelegramCloud, ada: User) -> None:
    """[2]"""
    tries: list[list[FromCustomer]] = []
    waited: list[float] = []

    async def fails_twice(new: Sequence[FromCustomer]) -> None:
        tries.append(list(new))
        await cloud.tell()
        if len(tries) < 3:
            raise ConnectionError("the store is down")

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    async with opened(cloud, pause) as channel, listening(channel, fails_twice):
        await cloud.until(lambda: len(tries) == 3)

    first, second, third = ([event.id for event in each] for each in tries)
    assert first == second == third
    assert waited == [1, 2]


async def test_a_poison_update_does_not_hold_up_the_others(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    """[13]"""
    heard: list[Heard] = []

    async def take(new: Sequence[Heard]) -> None:
        heard.extend(new)
        await cloud.tell()

    await ada.says("before")
    await ada.sends(text="poison", entities="no list")
    await ada.says("after")

    task = asyncio.create_task(channel.listen(take))
    await cloud.until(lambda: len(heard) == 4)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert texts([event for each in heard for event in each.events]) == ["before", "after"]
    [unread] = [unread for each in heard for unread in each.unread]
    assert unread.raw == heard[2].raw
    assert ("poison" in unread.raw, "poison" in unread.reason) == (True, False)
    with pytest.raises(Malformed, match="known shape"):
        channel.reread(unread.raw.encode(), datetime.now(UTC))
    [again] = channel.reread(heard[3].raw.encode(), datetime.now(UTC))
    assert again.id == heard[3].events[0].id


async def test_a_backlog_of_250_comes_whole_and_in_order(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    """[13]"""
    events: list[FromCustomer] = []
    wanted = [str(number) for number in range(250)]
    for text in wanted:
        await ada.says(text)

    async with listening(channel, into(cloud, events)):
        await cloud.until(lambda: len(events) == 251)

    assert texts(events) == wanted


async def test_trouble_on_the_way_is_waited_out(cloud: TelegramCloud, ada: User) -> None:
    events: list[FromCustomer] = []
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    cloud.fail(method="deleteWebhook")
    cloud.fail(2, method="getUpdates")
    cloud.fail(html=True, method="getUpdates")
    cloud.lose_answers(method="getUpdates")
    async with opened(cloud, pause) as channel, listening(channel, into(cloud, events)):
        await cloud.until(lambda: len(events) == 1)

    assert waited == [1, 1, 2, 4, 8]


async def test_a_second_poller_waits_and_comes_back(cloud: TelegramCloud, ada: User) -> None:
    waited: list[float] = []
    others: list[FromCustomer] = []
    events: list[FromCustomer] = []
    back = asyncio.Event()

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        await cloud.tell()
        await back.wait()

    async with opened(cloud, pause) as channel, listening(channel, into(cloud, events)):
        await cloud.until(lambda: len(events) == 1)
        async with opened(cloud) as rival, listening(rival, into(cloud, others)):
            await cloud.until(lambda: bool(waited))
            await ada.says("to the rival")
            await cloud.until(lambda: bool(others))
        back.set()
        await ada.says("to us")
        await cloud.until(lambda: "to us" in texts(events))

    assert waited == [5]
    assert texts(others) == ["to the rival"]


async def test_a_wrong_token_ends_listening_with_a_clear_error(cloud: TelegramCloud) -> None:
    async with opened(cloud, token="10009:unknown") as channel:
        with structlog.testing.capture_logs() as logs:
            await asyncio.wait_for(channel.listen(events_to(into(cloud, []))), 5)

    assert [(line["log_level"], line["reason"]) for line in logs] == [
        ("error", "Telegram does not accept the bot's token.")
    ]


async def test_a_webhook_of_an_earlier_day_gives_way_to_polling(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    events: list[FromCustomer] = []
    hooked = opened(cloud, webhook_url="http://127.0.0.1:9/hook", webhook_secret=SECRET)
    async with hooked as earlier, listening(earlier, into(cloud, [])):
        await cloud.until(lambda: cloud.bot(TOKEN).delivery is not None)

    async with listening(channel, into(cloud, events)):
        await cloud.until(lambda: len(events) == 1)


# -- webhook -----------------------------------------------------------------------------------------------------------


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
