"""The VK channel against the API's stand-in. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
import pytest
import structlog
from fastapi import FastAPI

from bot import gateway, web
from bot.channels import base
from bot.channels.base import (
    Channel,
    Corrects,
    Gone,
    Heard,
    Intake,
    Invites,
    Listens,
    Malformed,
    Reads,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
    Welcomes,
)
from bot.channels.vk.channel import VkChannel
from bot.channels.vk.settings import VkSettings
from bot.connecting.ledger import Ledger
from bot.events import Edited, FromCustomer, Left, Pressed, Reacted, Receipt, Returned, Said, Started
from bot.speaking import carry_out
from handoff.conversation import Conversation
from handoff.customer import Address
from handoff.ids import ConversationId, EventId, FileId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, Delivery, DeliveryState, FileKind, Message, Side
from storage.mongo.client import Database
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.files import MongoFiles
from storage.processes import free_port
from tests.backstage import Backstage
from tests.fakes.vk import User, VkCloud
from tests.fakes.vk.cloud import GROUP, TOKEN
from tests.parts import ANNA, NOW, BlankLedger, Clock, events_to, texts_of, until

SECRET = "a-secret-that-vk-says"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cloud(clock: Clock) -> AsyncIterator[VkCloud]:
    async with VkCloud(clock) as cloud:
        yield cloud


@pytest.fixture
def ada(cloud: VkCloud) -> User:
    return cloud.user(7)


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


@pytest.fixture
async def desk(cloud: VkCloud, clock: Clock, mongo: Database) -> AsyncIterator[Desk]:
    desk = Desk()
    async with serving(cloud, clock, mongo, desk.take, cast(MongoDeadLetters, desk)) as desk.channel:
        yield desk


@pytest.fixture
async def channel(cloud: VkCloud, clock: Clock, mongo: Database, ada: User) -> AsyncIterator[VkChannel]:
    """Ada has written, so she can be written to. Nobody listens."""
    await ada.says("hello")
    channel = made(cloud, clock, mongo)
    yield channel
    await channel.close()


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


async def test_the_channel_is_what_the_gateway_expects(cloud: VkCloud, channel: VkChannel) -> None:
    plain: Channel = channel
    assert all(isinstance(plain, each) for each in (Listens, Welcomes, Reads, Corrects, base.Tested))
    assert await channel.test() == "Marlow & Pine"


# -- in, by calls ------------------------------------------------------------------------------------------------------


async def test_vk_is_asked_to_call_and_convinced_that_the_address_is_ours(cloud: VkCloud, desk: Desk) -> None:
    [webhook] = cloud.webhooks
    assert (webhook.status, webhook.secret) == ("ok", SECRET)
    assert webhook.events >= {"message_new", "message_edit", "message_allow", "message_deny", "message_reaction_event"}


async def test_a_server_that_is_known_is_not_added_again(cloud: VkCloud, desk: Desk) -> None:
    async with listening(desk.channel, desk.take):
        await cloud.until(lambda: len(cloud.called("groups.setCallbackSettings")) == 2)
    assert len(cloud.webhooks) == 1
    assert cloud.called("groups.editCallbackServer") == []
    await desk.channel.unregister()
    assert cloud.webhooks == []


async def test_an_event_shown_three_times_at_once_and_after_an_outage_is_one(
    cloud: VkCloud, desk: Desk, ada: User
) -> None:
    """[2] [3]"""
    cloud.webhooks[0].copies = 3
    desk.outages = 4
    await ada.says("once")

    statuses = [status for status, _ in cloud.webhooks[0].answers]
    assert statuses.count(500) == 4, "what could not be stored was not acknowledged"
    [said] = desk.seen()
    assert isinstance(said, Said)
    assert (said.content.text, said.profile.name, said.profile.username) == ("once", "Ada Byron", "id7")


async def test_strangers_are_refused(cloud: VkCloud, desk: Desk) -> None:
    """[1]"""
    event = {"type": "message_deny", "group_id": GROUP, "event_id": "e", "object": {"user_id": 7}}
    async with httpx.AsyncClient(trust_env=False) as client:
        for body in (event, {**event, "secret": "x"}, {**event, "secret": SECRET, "group_id": 1}):
            assert (await client.post(cloud.webhooks[0].url, json=body)).status_code == 403
    assert desk.events == []
    assert desk.parked == []


async def test_names_are_asked_for_once_and_nobody_waits_for_them(cloud: VkCloud, desk: Desk, ada: User) -> None:
    cloud.fail(method="users.get")
    for text in ("no name", "a name", "the same"):
        await ada.says(text)
    assert [event.profile.name for event in desk.events] == [None, "Ada Byron", "Ada Byron"]
    assert len(cloud.called("users.get")) == 2


async def test_a_backlog_of_200_comes_whole_and_poison_in_it_is_set_aside(
    cloud: VkCloud, desk: Desk, ada: User
) -> None:
    """[13]"""
    for number in range(100):
        await ada.says(str(number))
    await ada.sends(text=["poison"])
    for number in range(100, 200):
        await ada.says(str(number))

    assert [each.content.text for each in desk.events if isinstance(each, Said)] == list(map(str, range(200)))
    [reason] = desk.parked
    assert "message.text" in reason


# -- in, by polls ------------------------------------------------------------------------------------------------------


async def test_without_a_public_address_we_poll_and_lose_nothing_in_an_outage(
    cloud: VkCloud, channel: VkChannel, ada: User
) -> None:
    """[3] [13] The number moves only when what came is stored; a key that expires costs nothing."""
    desk, told = Desk(outages=2), list[str | None]()
    async with listening(channel, desk.take, trouble=told.append):
        await cloud.until(lambda: cloud.long_poll.polls > 0)
        await ada.says("one")
        await cloud.until(lambda: len(desk.events) == 1)
        cloud.long_poll.key = "k2"
        await ada.says("two")
        await ada.sends(text=["poison"])
        cloud.fail(method="poll")
        await ada.says("three")
        await cloud.until(lambda: len(desk.seen()) == 3)
        await cloud.until(lambda: "VK cannot be polled." in told and told[-1] is None)

    assert texts_of(cast(Any, desk.seen())) == ["one", "two", "three"]


async def test_what_nobody_can_read_is_told_as_it_came(cloud: VkCloud, channel: VkChannel, ada: User) -> None:
    heard: list[Heard] = []

    async def take(new: Sequence[Heard]) -> None:
        heard.extend(new)

    task = asyncio.create_task(channel.listen(take))
    await cloud.until(lambda: cloud.long_poll.polls > 0)
    await ada.sends(text=["poison"])
    await ada.says("behind it")
    await cloud.until(lambda: len(heard) == 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    [unread] = heard[0].unread
    assert ("poison" in unread.raw, "poison" in unread.reason) == (True, False)
    with pytest.raises(Malformed, match="known shape"):
        channel.reread(unread.raw.encode(), NOW)
    [said] = channel.reread(heard[1].raw.encode(), NOW)
    assert (said.id, heard[1].events[0].profile.name) == (heard[1].events[0].id, "Ada Byron")


async def test_what_vk_has_forgotten_does_not_stop_the_polls(cloud: VkCloud, channel: VkChannel, ada: User) -> None:
    desk = Desk()
    async with listening(channel, desk.take):
        await cloud.until(lambda: cloud.long_poll.polls > 0)
        await ada.says("before")
        await cloud.until(lambda: len(desk.events) == 1)
        cloud.long_poll.start_anew()
        polls = cloud.long_poll.polls
        await cloud.until(lambda: cloud.long_poll.polls > polls + 1)
        await ada.says("heard")
        await cloud.until(lambda: "heard" in texts_of(cast(Any, desk.seen())))


async def test_a_wrong_token_ends_listening_with_a_clear_error(cloud: VkCloud, clock: Clock, mongo: Database) -> None:
    channel, told = made(cloud, clock, mongo, token="of-another"), list[str | None]()
    with structlog.testing.capture_logs() as logs:
        await asyncio.wait_for(channel.listen(events_to(Desk().take), told.append), 5)
    await channel.close()
    assert [line["log_level"] for line in logs] == ["error"]
    assert told == ["VK does not accept the community's token."]


# -- out ---------------------------------------------------------------------------------------------------------------


async def test_a_message_arrives_with_its_buttons_and_a_press_comes_back(desk: Desk, ada: User) -> None:
    await ada.says("hello")
    accepted = await desk.channel.send(address(ada), message("Did it help?", "Yes", "No", reply_to="1"))
    await ada.presses("Yes")

    [heard] = ada.inbox
    assert (heard.text, heard.buttons, heard.answers) == ("Did it help?", ["Yes", "No"], 1)
    assert accepted.provider_id == str(heard.cmid)
    press = desk.events[-1]
    assert isinstance(press, Pressed)
    assert (press.action, press.label) == ("go_Yes#1", "Yes")


async def test_a_press_without_words_stops_spinning(desk: Desk, ada: User) -> None:
    await ada.presses_silently({"go": "go_orders#1"})
    [press] = desk.events
    assert isinstance(press, Pressed)
    await desk.channel.pressed(press)
    assert ada.spinning == set()


async def test_who_writes_sees_that_they_were_read_and_are_answered(channel: VkChannel, ada: User) -> None:
    at = Clock()()
    said = Said(id=EventId("e"), address=address(ada), at=at, sent_at=at, content=Content(text="hello"))
    await channel.read(said)
    assert ada.signs == ["read", "typing"]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (lambda cloud, ada: cloud.refuse(5), Rejected), (lambda cloud, ada: cloud.refuse(9), Throttled),
        (lambda cloud, ada: cloud.refuse(10), Unreachable), (lambda cloud, ada: cloud.refuse(14), Rejected),
        (lambda cloud, ada: cloud.refuse(100), Rejected), (lambda cloud, ada: cloud.fail(), Unreachable),
        (lambda cloud, ada: setattr(ada, "allows", False), Gone),
        (lambda cloud, ada: setattr(ada, "black_listed", True), Rejected),
    ],
    ids=["token", "flood", "trouble", "captcha", "parameter", "502", "not allowed", "black list"],
)  # fmt: skip
async def test_each_trouble_is_told_apart_and_passes(
    cloud: VkCloud, channel: VkChannel, ada: User, trouble: Callable[[VkCloud, User], None], error: type[SendError]
) -> None:
    """[8] [11]"""
    trouble(cloud, ada)
    with pytest.raises(error) as caught:
        await channel.send(address(ada), message("hello"))
    assert TOKEN not in caught.value.reason

    ada.allows, ada.black_listed = True, False
    await channel.send(address(ada), message("after", number=2))
    assert ada.texts == ["after"]


async def test_a_lost_answer_is_asked_for_again_and_said_once(cloud: VkCloud, channel: VkChannel, ada: User) -> None:
    """[3] VK knows the second copy by its number; when no answer ever comes, nobody knows."""
    cloud.lose_answers(5)
    for tries in range(4):
        with pytest.raises(Unreachable):
            await channel.send(address(ada), tried(message("once"), tries))
    with pytest.raises(Unknown):
        await channel.send(address(ada), tried(message("once"), 4))
    accepted = await channel.send(address(ada), tried(message("once"), 5))

    assert ada.texts == ["once"]
    assert accepted.provider_id == str(ada.inbox[0].cmid)


async def test_trouble_between_the_parts_repeats_none_of_them(cloud: VkCloud, channel: VkChannel, ada: User) -> None:
    long = message("a" * 4096 + " b")
    cloud.lose_answers()
    with pytest.raises(Unreachable):
        await channel.send(address(ada), long)
    await channel.send(address(ada), long)
    assert ada.texts == ["a" * 4096, "b"]


async def test_too_many_calls_a_second_let_the_community_rest_and_a_flooded_chat_nobody_else(
    cloud: VkCloud, clock: Clock, channel: VkChannel, ada: User
) -> None:
    """[8]"""
    ben = cloud.user(8, "Ben")
    ben.allows = True
    cloud.flooded.add(ada.id)
    with pytest.raises(Throttled) as caught:
        await channel.send(address(ada), message("hello"))
    assert caught.value.retry_after == timedelta(minutes=1)
    await channel.send(address(ben), message("hello Ben"))

    cloud.refuse(6)
    with pytest.raises(Throttled):
        await channel.send(address(ben), message("more", number=2))
    asked = len(cloud.calls)
    with pytest.raises(Throttled):
        await channel.send(address(ben), message("more", number=2))
    assert len(cloud.calls) == asked, "VK is not asked while it wants rest"
    clock.now += timedelta(seconds=2)
    await channel.send(address(ben), message("more", number=2))
    assert ben.texts == ["hello Ben", "more"]


async def test_words_are_changed_and_taken_back_within_a_day(clock: Clock, channel: VkChannel, ada: User) -> None:
    corrects: Corrects = channel
    first = await channel.send(address(ada), message("Twelwe"))
    second = await channel.send(address(ada), message("Oops", number=2))
    await corrects.correct(address(ada), [first.provider_id], message("Twelwe"), message("Twelve"))
    await corrects.withdraw(address(ada), [second.provider_id], message("Oops", number=2))
    assert ada.texts == ["Twelve"]

    clock.now += timedelta(hours=24)
    with pytest.raises(Rejected, match="24 hours"):
        await corrects.correct(address(ada), [first.provider_id], message("Twelve"), message("Thirteen"))
    with pytest.raises(Rejected, match="24 hours"):
        await corrects.withdraw(address(ada), [first.provider_id], message("Twelve"))


async def test_an_order_changes_each_part_of_a_long_message_in_its_place(
    cloud: VkCloud, channel: VkChannel, ada: User
) -> None:
    """As a worker carries it out, by the messenger's ids of all parts."""
    long = message("a" * 4096 + " **b**")
    sent = await channel.send(address(ada), long)
    known = replace(
        long, part_ids=sent.part_ids,
        delivery=Delivery(state=DeliveryState.ACCEPTED, at=long.at, provider_id=sent.provider_id),
    )  # fmt: skip
    assert sent.part_ids == tuple(str(each.cmid) for each in ada.inbox)

    asked = len(cloud.calls)
    await carry_out(channel, address(ada), known, message("a" * 4096 + " _c_", number=2, corrects=long.id))
    assert [(each.text[-1], each.look) for each in ada.inbox] == [("a", ()), ("c", (("italic", "c"),))]
    assert len(cloud.calls) == asked + 1, "what stays is not sent anew"

    with pytest.raises(Rejected, match="other parts"):
        await carry_out(channel, address(ada), known, message("a", number=3, corrects=long.id))
    await carry_out(channel, address(ada), known, message("", number=4, withdraws=long.id))
    assert ada.inbox == []


async def test_words_look_in_vk_as_they_were_meant(channel: VkChannel, ada: User) -> None:
    file = Attachment(kind=FileKind.DOCUMENT, name="the_bill_1.pdf", mime="application/pdf", url="https://x.example/1")
    text = "👋 **Bold**, _slanted_, `code` and [a link](https://shop.example)"
    await channel.send(address(ada), message("", content=Content(text=text, attachments=(file,))))

    [heard] = ada.inbox
    assert heard.text == "👋 Bold, slanted, code and a link\nthe_bill_1.pdf: https://x.example/1"
    assert heard.look == (("bold", "Bold"), ("italic", "slanted"), ("https://shop.example", "a link"))


async def test_a_link_invites_into_vk_and_brings_what_it_carries(desk: Desk, ada: User) -> None:
    invites: Invites = desk.channel
    link = await invites.invitation("join_abc")
    assert link == f"https://vk.me/club{GROUP}?ref=join_abc"

    await ada.starts(ref=link.partition("ref=")[2])

    [started] = desk.events
    assert isinstance(started, Started)
    assert started.payload == "join_abc"


async def test_with_nobody_listening_nothing_was_sent(cloud: VkCloud, clock: Clock, mongo: Database, ada: User) -> None:
    channel = made(cloud, clock, mongo, api_base="http://127.0.0.1:9/method")
    with pytest.raises(Unreachable, match="cannot be reached"):
        await channel.send(address(ada), message("hello"))
    with pytest.raises(Rejected):
        await channel.send(address(ada), message(" \n"))
    await channel.close()


# -- files -------------------------------------------------------------------------------------------------------------


async def kept(mongo: Database, name: str, mime: str, data: bytes) -> FileId:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    return (await MongoFiles(mongo).keep(ConversationId("vk:main:7"), name, mime, chunks())).id


async def test_operators_files_are_uploaded_photos_as_such(
    cloud: VkCloud, mongo: Database, channel: VkChannel, ada: User
) -> None:
    photo = await kept(mongo, "map.png", "image/png", PNG)
    paper = await kept(mongo, "Счёт.pdf", "application/pdf", b"%PDF-1.7")
    files = (
        Attachment(kind=FileKind.PHOTO, name="map.png", mime="image/png", file_id=photo),
        Attachment(kind=FileKind.DOCUMENT, name="Счёт.pdf", mime="application/pdf", file_id=paper),
    )
    await channel.send(address(ada), message("", content=Content(text="Here", attachments=files)))

    [heard] = ada.inbox
    assert (heard.text, [each.partition("-")[0] for each in heard.files]) == ("Here", ["photo", "doc"])
    assert [data for _, data in cloud.uploaded] == [PNG, b"%PDF-1.7"]
    assert cloud.called("docs.save")[0].params["title"] == "Счёт.pdf"


async def test_a_file_that_vk_does_not_take_is_told_before_anything_is_said(
    cloud: VkCloud, mongo: Database, channel: VkChannel, ada: User
) -> None:
    """[10]"""
    odd = await kept(mongo, "map.png", "image/png", b"no picture")
    file = Attachment(kind=FileKind.PHOTO, name="map.png", mime="image/png", file_id=odd)
    with pytest.raises(Rejected):
        await channel.send(address(ada), message("", content=Content(text="Here", attachments=(file,))))
    assert ada.inbox == []


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [(200, b"", Rejected), (403, b"expired", Rejected), (404, b"", Rejected), (503, b"", Unreachable)],
    ids=["empty", "expired", "lost", "broken server"],
)
async def test_a_file_that_cannot_be_copied_says_why(
    cloud: VkCloud, channel: VkChannel, status: int, data: bytes, error: type[SendError]
) -> None:
    """[10]"""
    file = Attachment(
        kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=cloud.link("a.jpg", data, status)
    )
    with pytest.raises(error) as caught:
        await channel.fetch(file)
    assert "http" not in caught.value.reason


async def test_a_file_is_copied_up_to_50_mb(
    cloud: VkCloud, channel: VkChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[10]"""
    monkeypatch.setattr("bot.channels.vk.client.LIMIT", 1000)

    def photo(link: str | None) -> Attachment:
        return Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=link)

    assert (await channel.fetch(photo(cloud.link("small", b"." * 1000)))).data == b"." * 1000
    with pytest.raises(Rejected, match="50 MB"):
        await channel.fetch(photo(cloud.link("large", b"." * 1001)))
    for link in (None, "no link", "ftp://x.example/a"):
        with pytest.raises(Rejected):
            await channel.fetch(photo(link))


# -- the whole way -----------------------------------------------------------------------------------------------------


async def test_from_a_link_to_an_operator_and_back(cloud: VkCloud, backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["a person"] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    here = address(ada).conversation_id

    async def conversation() -> Conversation:
        found = await backstage.conversations.load(here)
        assert found is not None
        return found

    async def thread() -> Mapping[str, Message]:
        page = await backstage.history.page(await conversation(), before=None, limit=50)
        return {each.content.text: each for each in page}

    heard: list[FromCustomer] = []

    async def reception(events: Sequence[FromCustomer]) -> None:
        heard.extend(events)
        await backstage.reception(events)

    serve = serving(cloud, backstage.clock, backstage.db, reception, backstage.dead_letters)
    async with serve as backstage.channels["vk"], backstage.working():
        await ada.starts("order-1042")
        await until(backstage.idle)
        assert "Marlow & Pine" in ada.texts[0]

        link = cloud.link("scratch.png", PNG)
        photo = {"type": "photo", "photo": {"sizes": [{"url": link, "width": 9, "height": 9}]}}
        await ada.says("a person", attachments=[photo])
        await until(backstage.idle)
        await backstage.desk.accept(here, ANNA)
        await backstage.desk.reply(here, ANNA, "Hello Ada", EventId("console:1"))
        await until(backstage.idle)
        assert ada.texts[-1] == "Hello Ada"

        await ada.reads()
        await ada.reacts(ada.inbox[-1].cmid, 4)
        cmid = await ada.says("Thank you, Ana")
        await ada.edits(cmid, "Thank you, Anna")
        await ada.denies()
        await until(backstage.idle)
        assert (await conversation()).customer.left
        await ada.permits()
        await until(backstage.idle)

    assert [type(each) for each in heard] == [Started, Said, Receipt, Reacted, Said, Edited, Left, Returned]
    after, said = await conversation(), await thread()
    assert (after.customer.name, after.customer.left, after.operator) == ("Ada Byron", False, ANNA.id)
    assert said["a person"].content.attachments[0].file_id, "our own copy"
    assert said["Hello Ada"].reactions == ("👍",)
    assert said["Hello Ada"].delivery is not None
    assert said["Hello Ada"].delivery.state is DeliveryState.READ
    assert said["Thank you, Anna"].edits[0].text == "Thank you, Ana"
