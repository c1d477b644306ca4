"""The Viber channel against the REST API's stand-in. Numbers in brackets are those of the adapters' test list."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
import pytest
import structlog
from fastapi import FastAPI
from redis.asyncio import Redis

from bot import gateway, web
from bot.channels.base import (
    Channel,
    Gone,
    Intake,
    Listens,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
    Welcomes,
)
from bot.channels.viber import ViberChannel, ViberSettings
from bot.channels.viber.channel import NOT_YET
from bot.channels.viber.people import external_id
from bot.connecting.ledger import Ledger
from bot.events import FromCustomer, Left, Pressed, Receipt, Returned, Said, Started
from handoff.conversation import Conversation
from handoff.customer import Address
from handoff.ids import EventId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from handoff.session import WithBot
from storage.mongo.dead_letters import MongoDeadLetters
from storage.processes import free_port
from tests.backstage import Backstage
from tests.fakes.viber import User, ViberCloud
from tests.parts import ANNA, NOW, BlankLedger, Clock, texts_of, until

TOKEN = "445da6az1s345z78-a-very-secret-token"


@pytest.fixture
async def cloud() -> AsyncIterator[ViberCloud]:
    async with ViberCloud(Clock()) as cloud:
        cloud.bot(TOKEN)
        yield cloud


@pytest.fixture
def ada(cloud: ViberCloud) -> User:
    return cloud.user(7, "Ada")


@asynccontextmanager
async def opened(
    cloud: ViberCloud, redis: Redis, pause: Callable[[float], Awaitable[object]] = asyncio.sleep, **settings: Any
) -> AsyncIterator[ViberChannel]:
    settings = {
        "token": TOKEN, "name": "Marlow & Pine", "webhook_url": "http://127.0.0.1:9/", "api_base": cloud.base,
        "welcome_within": timedelta(seconds=5), **settings,
    }  # fmt: skip
    channel = ViberChannel(ViberSettings(**settings), redis=redis, pause=pause)
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


@pytest.fixture
async def desk(cloud: ViberCloud, redis: Redis) -> AsyncIterator[Desk]:
    desk = Desk()
    async with serving(cloud, redis, desk.take, cast(MongoDeadLetters, desk)) as desk.channel:
        yield desk
        await asyncio.gather(*desk.working)


@pytest.fixture
async def channel(desk: Desk, ada: User) -> ViberChannel:
    """Ada has written, so she can be written to."""
    await ada.says("hello")
    return desk.channel


def test_the_channel_is_what_the_gateway_expects() -> None:
    settings = ViberSettings(token=TOKEN, name="Shop", webhook_url="https://help.example/channels/viber")
    channel: Channel = ViberChannel(settings, redis=cast(Redis, None))

    assert isinstance(channel, Listens)
    assert isinstance(channel, Welcomes)


# -- the webhook -------------------------------------------------------------------------------------------------------


async def test_the_webhook_is_set_as_soon_as_our_server_answers(cloud: ViberCloud, redis: Redis) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    cloud.fail(2, method="set_webhook")
    async with opened(cloud, redis, pause) as channel, listening(channel) as task:
        await cloud.until(lambda: len(cloud.called("set_webhook")) == 3)
        assert not task.done()

    assert waited[:4] == [1, 2, 4, 8], "two proxy pages, and then nobody who answers at our address"
    assert all(call.status == 1 for call in cloud.called("set_webhook"))


async def test_viber_is_asked_for_events_and_names_and_not_for_photos(cloud: ViberCloud, desk: Desk) -> None:
    asked = cloud.called("set_webhook")[-1].body

    assert asked["url"].endswith("/channels/viber")
    assert set(asked["event_types"]) == {
        "delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started",
    }  # fmt: skip
    assert (asked["send_name"], asked["send_photo"]) == (True, False)


async def test_a_wrong_token_ends_listening_with_a_clear_error(cloud: ViberCloud, redis: Redis) -> None:
    async with opened(cloud, redis, token="of-another-bot") as channel:
        with structlog.testing.capture_logs() as logs:
            async with listening(channel) as task:
                await asyncio.wait_for(task, 5)

    assert [(line["log_level"], line["reason"]) for line in logs] == [
        ("error", "Viber does not accept the bot's token.")
    ]


async def test_an_event_shown_three_times_at_once_and_after_an_outage_is_one(
    cloud: ViberCloud, desk: Desk, ada: User
) -> None:
    """[2] [3]"""
    cloud.copies(3)
    desk.outages = 4
    await ada.says("once")

    assert cloud.answers.count(500) == 4, "what could not be stored was not acknowledged"
    assert len(desk.events) > 1
    [said] = desk.seen()
    assert isinstance(said, Said)
    assert (said.content.text, said.profile.name, said.sent_at) == ("once", "Ada", NOW)


async def test_an_unsigned_request_is_refused(cloud: ViberCloud, desk: Desk) -> None:
    """[1]"""
    body = json.dumps({"event": "message", "timestamp": 1}).encode()
    async with httpx.AsyncClient(trust_env=False) as client:
        for headers in ({}, {"X-Viber-Content-Signature": "0" * 64}):
            assert (await client.post(cloud.bot(TOKEN).webhook, content=body, headers=headers)).status_code == 403

    assert desk.events == []
    assert desk.parked == []


async def test_a_backlog_of_200_comes_whole_and_poison_in_it_is_set_aside(
    cloud: ViberCloud, desk: Desk, ada: User
) -> None:
    """[13]"""
    for number in range(100):
        await ada.says(str(number))
    await ada.sends(type=["poison"])
    for number in range(100, 200):
        await ada.says(str(number))

    assert [each.content.text for each in desk.events if isinstance(each, Said)] == list(map(str, range(200)))
    [reason] = desk.parked
    assert "message.type" in reason


# -- newcomers ---------------------------------------------------------------------------------------------------------


async def test_a_newcomer_is_greeted_in_the_answer_and_written_to_once_they_wrote(
    cloud: ViberCloud, desk: Desk, ada: User
) -> None:
    async def greet(event: FromCustomer) -> None:
        accepted = await desk.channel.send(event.address, message("Welcome!", "Orders"))
        assert accepted.provider_id == (event.id if isinstance(event, Started) else str(ada.inbox[-1].token))

    desk.says = greet
    await ada.opens("order-1042")

    [started] = desk.seen()
    assert isinstance(started, Started)
    assert started.payload == "order-1042"
    assert [(each.token, each.text, each.buttons) for each in ada.inbox] == [(None, "Welcome!", ["Orders"])]
    assert cloud.called("send_message")[0].status == 6, "Viber knows best who can be written to"

    await ada.presses("Orders")
    await asyncio.gather(*desk.working)
    assert isinstance(desk.events[-1], Pressed)
    assert ada.inbox[-1].token is not None


async def test_a_greeting_whose_request_is_repeated_is_the_same_and_said_once(
    cloud: ViberCloud, desk: Desk, ada: User
) -> None:
    """[2]"""
    said: list[str] = []

    async def greet(event: FromCustomer) -> None:
        said.append(event.id)
        await desk.channel.send(event.address, message("Welcome!"))

    desk.says = greet
    cloud.copies(3)
    desk.outages = 2
    await ada.opens()

    assert ada.texts == ["Welcome!"]
    assert len(said) == 1


async def test_with_nothing_to_say_in_time_a_newcomer_hears_nothing_and_is_not_taken_for_gone(
    cloud: ViberCloud, redis: Redis, ada: User
) -> None:
    desk = Desk()
    hasty = serving(
        cloud, redis, desk.take, cast(MongoDeadLetters, desk), welcome_within=timedelta(seconds=0.05)
    )  # fmt: skip
    async with hasty as channel:
        await ada.opens()

        assert ada.inbox == []
        with pytest.raises(Rejected, match=NOT_YET):
            await channel.send(address(ada), message("Too late"))


async def test_only_the_first_words_reach_a_newcomer(desk: Desk, ada: User) -> None:
    refused: list[str] = []

    async def greet(event: FromCustomer) -> None:
        await desk.channel.send(event.address, message("Welcome!"))
        with pytest.raises(Rejected) as caught:
            await desk.channel.send(event.address, message("And another thing"))
        refused.append(caught.value.reason)

    desk.says = greet
    await ada.opens()
    await asyncio.gather(*desk.working)

    assert (ada.texts, refused) == (["Welcome!"], [NOT_YET])


async def test_who_has_written_before_is_greeted_by_a_message(desk: Desk, channel: ViberChannel, ada: User) -> None:
    async def greet(event: FromCustomer) -> None:
        await channel.send(event.address, message("Welcome back!"))

    desk.says = greet
    await ada.opens("spring-sale")
    await asyncio.gather(*desk.working)

    assert [(each.text, each.token is None) for each in ada.inbox] == [("Welcome back!", False)]


# -- sending -----------------------------------------------------------------------------------------------------------


async def test_a_message_arrives_with_its_name_and_its_buttons_and_a_press_comes_back(
    desk: Desk, channel: ViberChannel, ada: User
) -> None:
    """[5]"""
    accepted = await channel.send(address(ada), message("Did it help?", "Yes", "No"))
    await ada.presses("Yes")

    [heard] = ada.inbox
    assert (heard.text, heard.buttons, heard.raw["sender"]) == (
        "Did it help?", ["Yes", "No"], {"name": "Marlow & Pine"},
    )  # fmt: skip
    assert accepted.provider_id == str(heard.token)
    press = desk.events[-1]
    assert isinstance(press, Pressed)
    assert (press.action, press.label, press.address) == ("go_Yes#1", "Yes", address(ada))


async def test_a_long_answer_comes_in_parts_with_the_buttons_under_the_last(channel: ViberChannel, ada: User) -> None:
    """[6] [7]"""
    accepted = await channel.send(address(ada), message("x" * 6990 + "\n\n" + "слово " * 10, "Thanks"))

    assert [(len(part.text), part.buttons) for part in ada.inbox] == [(6990, []), (59, ["Thanks"])]
    assert accepted.provider_id == str(ada.inbox[-1].token)


Trouble = Callable[[ViberCloud, User], Awaitable[object] | None]


@pytest.mark.parametrize(
    ("trouble", "error", "arrived"),
    [
        (lambda cloud, ada: ada.leaves(), Gone, []),
        (lambda cloud, ada: cloud.fail(), Unreachable, []),
        (lambda cloud, ada: cloud.fail(status=504), Unknown, []),
        (lambda cloud, ada: cloud.lose_answers(), Unknown, ["hello"]),
    ],
    ids=["left", "502", "504", "lost answer"],
)
async def test_each_trouble_is_told_apart_and_passes(
    cloud: ViberCloud, channel: ViberChannel, ada: User, trouble: Trouble, error: type[SendError], arrived: list[str]
) -> None:
    """[11] What cannot be known is not sent again."""
    await channel.send(address(ada), message("before"))

    if (under_way := trouble(cloud, ada)) is not None:
        await under_way
    with pytest.raises(error) as caught:
        await channel.send(address(ada), message("hello"))

    assert TOKEN not in caught.value.reason
    if error is Gone:
        await ada.comes_back()
    await channel.send(address(ada), message("after"))
    assert ada.texts == ["before", *arrived, "after"]


async def test_a_hundred_unanswered_messages_an_hour_are_told_and_hold_up_nobody(
    cloud: ViberCloud, channel: ViberChannel, ada: User
) -> None:
    """[8]"""
    ben = cloud.user(8, "Ben")
    await ben.says("hello")
    for number in range(100):
        await channel.send(address(ada), message(str(number)))

    with pytest.raises(Throttled) as caught:
        await channel.send(address(ada), message("one too many"))
    await channel.send(address(ben), message("hello Ben"))
    assert caught.value.retry_after == timedelta(minutes=1)

    await ada.says("I am here")
    await channel.send(address(ada), message("so are we"))
    assert ada.texts[-2:] == ["99", "so are we"]


async def test_an_answer_that_takes_too_long_is_unknown(cloud: ViberCloud, ada: User, desk: Desk, redis: Redis) -> None:
    await ada.says("hello")
    cloud.delay(5)

    async with opened(cloud, redis, patience=timedelta(seconds=0.2)) as channel:
        with pytest.raises(Unknown):
            await channel.send(address(ada), message("hello"))

    assert ada.texts == ["hello"]


async def test_with_nobody_listening_nothing_was_sent(cloud: ViberCloud, ada: User, redis: Redis) -> None:
    async with opened(cloud, redis, api_base="http://127.0.0.1:9/pa") as channel:
        with pytest.raises(Unreachable):
            await channel.send(address(ada), message("hello"))


async def test_a_stranger_is_gone_and_an_empty_message_is_rejected(
    cloud: ViberCloud, channel: ViberChannel, ada: User
) -> None:
    with pytest.raises(Gone):
        await channel.send(address(cloud.user(9)), message("hello"))
    with pytest.raises(Gone):
        await channel.send(replace(address(ada), external_id="AAAA"), message("hello"))
    with pytest.raises(Rejected):
        await channel.send(address(ada), message(" \n"))


@pytest.mark.parametrize(
    "trouble",
    [lambda cloud: cloud.after(cloud.fail), lambda cloud: cloud.after(cloud.lose_answers)],
    ids=["502", "lost answer"],
)
async def test_a_message_sent_in_part_is_unknown_so_that_nobody_repeats_it(
    cloud: ViberCloud, channel: ViberChannel, ada: User, trouble: Callable[[ViberCloud], None]
) -> None:
    trouble(cloud)

    with pytest.raises(Unknown, match="up to part 1 only"):
        await channel.send(address(ada), message("a" * 7000 + " b"))

    assert ada.texts[0] == "a" * 7000


async def test_leaving_between_parts_is_leaving(cloud: ViberCloud, channel: ViberChannel, ada: User) -> None:
    """[11]"""
    cloud.after(ada.leaves)

    with pytest.raises(Gone):
        await channel.send(address(ada), message("a" * 7000 + " b"))


async def test_leaving_and_coming_back_are_heard(desk: Desk, ada: User) -> None:
    """[11]"""
    await ada.says("hello")
    await ada.leaves()
    await ada.comes_back()

    assert [type(event) for event in desk.events] == [Said, Left, Returned]


# -- receipts ----------------------------------------------------------------------------------------------------------


async def test_devices_and_eyes_are_heard_once_each_whatever_their_order(
    cloud: ViberCloud, desk: Desk, channel: ViberChannel, ada: User
) -> None:
    """[4] Before the answer to the send, and twice, since she has two devices."""
    cloud.after(lambda: ada.device_gets(ada.inbox[-1]))

    accepted = await channel.send(address(ada), message("hello"))
    await ada.reads()
    await ada.device_gets(ada.inbox[-1])
    await ada.cannot_show(ada.inbox[-1], "keyboard is not valid")

    receipts = [(each.provider_id, each.state) for each in desk.seen() if isinstance(each, Receipt)]
    assert receipts == [(accepted.provider_id, state) for state in ("delivered", "read", "failed")]


# -- files -------------------------------------------------------------------------------------------------------------


def attachment_of(desk: Desk) -> Attachment:
    said = desk.events[-1]
    assert isinstance(said, Said)
    return said.content.attachments[0]


async def test_a_file_is_copied_with_the_name_and_type_of_the_message(desk: Desk, ada: User) -> None:
    """[10] Whatever type the server of files says it is."""
    await ada.sends_file("file", "a1.pdf", b"%PDF-1.7 plans", file_name="../plans/summer.pdf")

    download = await desk.channel.fetch(attachment_of(desk))

    assert (download.name, download.mime, download.data) == ("summer.pdf", "application/pdf", b"%PDF-1.7 plans")


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [(200, b"", Rejected), (403, b"expired", Rejected), (404, b"", Rejected), (503, b"", Unreachable)],
    ids=["empty", "expired", "lost", "broken server"],
)
async def test_a_file_that_cannot_be_copied_says_why(
    desk: Desk, ada: User, status: int, data: bytes, error: type[SendError]
) -> None:
    """[10]"""
    await ada.sends_file("picture", "a1.jpg", data, status=status)

    with pytest.raises(error) as caught:
        await desk.channel.fetch(attachment_of(desk))

    assert "http" not in caught.value.reason


@pytest.mark.parametrize("link", [None, "no link", "ftp://files.example/a.jpg", "https://files.example/\x00.jpg"])
async def test_what_is_no_link_is_not_fetched(desk: Desk, link: str | None) -> None:
    """[10]"""
    with pytest.raises(Rejected):
        await desk.channel.fetch(Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=link))


@pytest.mark.parametrize("told", [True, False], ids=["size known", "size unknown"])
async def test_a_file_over_50_mb_is_rejected_with_words(
    desk: Desk, cloud: ViberCloud, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """[10]"""
    monkeypatch.setattr("bot.channels.viber.client.LIMIT", 1000)
    film = Attachment(
        kind=FileKind.VIDEO, name="film.mp4", mime="video/mp4", size=1001 if told else None,
        provider_ref=cloud.link("film.mp4", b"." * 1001),
    )  # fmt: skip

    with pytest.raises(Rejected, match="50 MB"):
        await desk.channel.fetch(film)


async def test_a_slow_link_is_tried_later(cloud: ViberCloud, redis: Redis) -> None:
    """[10]"""
    photo = Attachment(
        kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=cloud.link("a.jpg", b"picture")
    )
    cloud.delay(5, method="media")

    async with opened(cloud, redis, download_patience=timedelta(seconds=0.2)) as channel:
        with pytest.raises(Unreachable):
            await channel.fetch(photo)
        assert (await channel.fetch(photo)).data == b"picture"


# -- the whole way -----------------------------------------------------------------------------------------------------


async def test_from_a_link_to_an_operator_and_back(cloud: ViberCloud, backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["a person"] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    here = address(ada).conversation_id

    async def conversation() -> Conversation:
        found = await backstage.conversations.load(here)
        assert found is not None
        return found

    async def states() -> list[str]:
        thread = await backstage.history.page(await conversation(), before=None, limit=50)
        return [each.delivery.state for each in thread if each.delivery]

    async with (
        serving(cloud, backstage.redis, backstage.reception, backstage.dead_letters) as backstage.channels["viber"],
        backstage.working(),
    ):
        await ada.opens()
        [greeting] = ada.inbox
        assert (greeting.token, "Marlow & Pine" in greeting.text) == (None, True)

        await ada.sends_file("picture", "scratch.jpg", b"picture", text="a person")
        await until(backstage.idle)
        await backstage.desk.accept(here, ANNA)
        await backstage.desk.reply(here, ANNA, "Hello Ada", EventId("console:1"))
        await until(backstage.idle)
        assert ada.texts[-1] == "Hello Ada"

        await ada.reads()
        await until(backstage.idle)
        assert set(await states()) == {"read"}, "one receipt stands for all that was above, the greeting too"

        await ada.leaves()
        await until(backstage.idle)
        assert (await conversation()).customer.left
        await ada.says("I am back")
        await until(backstage.idle)

    after = await conversation()
    assert (after.customer.name, after.customer.left, after.operator) == ("Ada", False, ANNA.id)
    assert not isinstance(after.session, WithBot)
    thread = await backstage.history.page(after, before=None, limit=50)
    theirs = [each for each in thread if each.side is Side.CUSTOMER]
    assert texts_of(theirs) == ["a person", "I am back"]
    assert theirs[0].content.attachments[0].file_id, "our own copy"
