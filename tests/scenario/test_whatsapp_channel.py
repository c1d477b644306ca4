"""The WhatsApp channel against the Cloud API's stand-in. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot import gateway
from bot.channels.base import (
    Channel,
    Gone,
    Reads,
    Rejected,
    Routed,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
    Unread,
)  # fmt: skip
from bot.channels.whatsapp import WhatsAppChannel, WhatsAppSettings
from bot.channels.whatsapp.errors import LOCKED_OUT_REASON, WINDOW_SHUT
from bot.events import FromCustomer, Pressed, Said
from handoff.customer import Address
from handoff.ids import ConversationId, EventId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, Delivery, DeliveryState, FileKind, Happening, Message, Side
from handoff.session import WithBot
from tests.backstage import Backstage
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.fakes.whatsapp.errors import PAIR_RATE, UNDELIVERABLE, WINDOW, GraphError, invalid
from tests.fakes.whatsapp.templates import Stored
from tests.parts import NOW, SIOBHAN, Clock, until

DAY = timedelta(hours=24)
MEGABYTE = 1024 * 1024


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cloud(clock: Clock) -> AsyncIterator[WhatsAppCloud]:
    async with WhatsAppCloud(clock=clock) as cloud:
        yield cloud


@pytest.fixture
async def channel(cloud: WhatsAppCloud) -> AsyncIterator[WhatsAppChannel]:
    async with opened(cloud) as channel:
        yield channel


@pytest.fixture
async def ada(cloud: WhatsAppCloud) -> Person:
    """Somebody who has written just now."""
    ada = cloud.person(user_id="PL.77", username="ada.n")
    await ada.says("hello")
    return ada


async def never(_: float) -> None:
    raise AssertionError("There was nothing to wait for.")


@asynccontextmanager
async def opened(
    cloud: WhatsAppCloud, pause: Callable[[float], Awaitable[object]] = never, **changes: Any
) -> AsyncIterator[WhatsAppChannel]:
    usual = {
        "token": cloud.token, "app_secret": cloud.secret, "verify_token": cloud.verify, "api_base": cloud.base,
        "phone_number_id": cloud.number_id, "business_account_id": cloud.account_id,
        "media_hosts": frozenset({"localhost"}), "patience": timedelta(seconds=5),
    }  # fmt: skip
    channel = WhatsAppChannel(WhatsAppSettings(**{**usual, **changes}), cloud.clock, pause=pause)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()


def to(user: str = "PL.77") -> Address:
    return Address(channel="whatsapp", account="main", external_id=user)


def message(text: str, *labels: str, tries: int = 0) -> Message:
    return Message(
        id=MessageId("whatsapp:main:PL.77/1"), number=1, session_id=SessionId("whatsapp:main:PL.77#1"), side=Side.BOT,
        at=NOW, content=Content(text=text), buttons=tuple(Button(action=f"go:{each}", label=each) for each in labels),
        delivery=Delivery(state=DeliveryState.QUEUED, at=NOW, tries=tries),
    )  # fmt: skip


def heard(cloud: WhatsAppCloud, channel: WhatsAppChannel, *said: Mapping[str, Any]) -> list[FromCustomer | Unread]:
    """What the channel makes of a webhook with these messages."""
    people = list(cloud._people.values())
    headers, body = cloud.request(cloud.payload(messages=[dict(each) for each in said], people=people))
    return list(channel.parse(headers, body, cloud.clock()))


def test_the_channel_is_what_the_gateway_and_the_worker_expect() -> None:
    settings = WhatsAppSettings(token="t", app_secret="s", verify_token="v", phone_number_id="1")
    channel: Channel = WhatsAppChannel(settings, Clock())

    assert isinstance(channel, Routed)
    assert isinstance(channel, Reads)


# -- sending -----------------------------------------------------------------------------------------------------------


async def test_buttons_arrive_and_come_back_as_presses(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """[7] Three are buttons, four are a list."""
    accepted = await channel.send(to(), message("Did it help?", "Yes", "No", "A person"))
    await channel.send(to(), message("Which?", "One", "Two", "Three", "A label that is too long for a row"))

    [first, second] = ada.inbox
    assert (first.kind, first.text, list(first.choices)) == ("button", "Did it help?", ["Yes", "No", "A person"])
    assert (second.kind, second.opens, second.descriptions[3]) == (
        "list", "Choose", "A label that is too long for a row"
    )  # fmt: skip
    assert accepted.provider_id == first.id
    for title, action in (("No", "go:No"), ("Two", "go:Two")):
        [event] = heard(cloud, channel, await ada.presses(title))
        assert isinstance(event, Pressed)
        assert (event.action, event.label) == (action, title)


async def test_a_long_answer_comes_in_parts_in_their_order(channel: WhatsAppChannel, ada: Person) -> None:
    """[6] The stand-in refuses whatever is over 4096."""
    accepted = await channel.send(to(), message("🙂" * 2048 + "слово " * 700))

    assert [each.text for each in ada.inbox] == ["🙂" * 2048, ("слово " * 682).strip(), ("слово " * 18).strip()]
    assert accepted.provider_id == ada.inbox[-1].id


@pytest.mark.parametrize(("user", "field"), [("PL.77", "recipient"), ("48600100200", "to")])
async def test_people_are_written_to_by_whichever_id_they_are_known_by(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person, user: str, field: str
) -> None:
    """[12]"""
    await channel.send(to(user), message("hello"))

    assert [each.text for each in ada.inbox] == ["hello"]
    assert cloud.calls[-1][field] == user


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (lambda cloud, ada: cloud.refuse(ada, PAIR_RATE), Throttled),
        (lambda cloud, ada: cloud.refuse(ada, UNDELIVERABLE), Gone),
        (lambda cloud, ada: cloud.refuse(ada, WINDOW), Rejected),
        (lambda cloud, ada: cloud.refuse(ada, invalid("Because")), Rejected),
        (lambda cloud, ada: cloud.refuse(ada, GraphError(131000, "Something went wrong", status=500)), Unreachable),
        (lambda cloud, ada: cloud.fail(), Unreachable),
        (lambda cloud, ada: cloud.fail(status=504), Unknown),
        (lambda cloud, ada: cloud.fail(status=502, html=True), Unknown),
        (lambda cloud, ada: cloud.lose_answers(), Unknown),
    ],
    ids=["pair", "undeliverable", "window", "content", "131000", "500", "504", "proxy page", "lost answer"],
)
async def test_each_trouble_is_told_apart_and_passes(
    cloud: WhatsAppCloud,
    channel: WhatsAppChannel,
    ada: Person,
    trouble: Callable[[WhatsAppCloud, Person], object],
    error: type[SendError],
) -> None:
    """[8] [11] The same message goes through before and after."""
    await channel.send(to(), message("before"))

    trouble(cloud, ada)
    with pytest.raises(SendError) as caught:
        await channel.send(to(), message("hello"))

    assert type(caught.value) is error
    assert cloud.token not in caught.value.reason
    cloud.refuse(ada, None)
    await channel.send(to(), message("after"))
    assert [each.text for each in ada.inbox][-1] == "after"


async def test_a_customer_who_is_written_to_too_fast_waits_longer_each_time_and_holds_up_nobody(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """[8]"""
    others = [cloud.person(f"4870000{number:04d}") for number in range(100)]
    for other in others:
        await other.says("hello")
    cloud.throttle(ada)

    waits = []
    for tries in range(3):
        with pytest.raises(Throttled) as caught:
            await channel.send(to(), message("hello", tries=tries))
        waits.append(caught.value.retry_after)
    await asyncio.gather(*(channel.send(to(other.wa_id), message("hello")) for other in others))

    assert waits == [timedelta(seconds=each) for each in (1, 4, 16)]
    assert [len(other.inbox) for other in others] == [1] * 100


async def test_a_burst_to_one_customer_is_cut_off_by_the_cloud(clock: Clock) -> None:
    """[8] 45 messages may be borrowed, and are paid back at one in six seconds."""
    async with WhatsAppCloud(clock=clock, strict_rates=True) as cloud, opened(cloud) as channel:
        ada = cloud.person(user_id="PL.77")
        await ada.says("hello")
        for _ in range(45):
            await channel.send(to(), message("hello"))
        with pytest.raises(Throttled):
            await channel.send(to(), message("hello"))

        clock.move_on(timedelta(seconds=271))
        await channel.send(to(), message("hello"))


async def test_a_number_that_is_too_fast_rests_as_a_whole(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, clock: Clock, ada: Person
) -> None:
    """[8] The others need not run into the same wall."""
    bob = cloud.person("48700000001")
    await bob.says("hello")
    cloud.fail(status=429)

    for user in ("PL.77", "48700000001"):
        with pytest.raises(Throttled) as caught:
            await channel.send(to(user), message("hello"))
        assert caught.value.retry_after == timedelta(seconds=1)
    assert not cloud.calls
    clock.move_on(timedelta(seconds=1))
    await channel.send(to("48700000001"), message("hello"))

    assert [each.text for each in bob.inbox] == ["hello"]


async def test_what_was_sent_is_not_sent_again_when_the_answer_is_lost_or_late(
    cloud: WhatsAppCloud, ada: Person
) -> None:
    """[3]"""
    async with opened(cloud, patience=timedelta(seconds=0.3)) as channel:
        cloud.lose_answers()
        with pytest.raises(Unknown):
            await channel.send(to(), message("lost"))
        cloud.delay(1)
        with pytest.raises(Unknown):
            await channel.send(to(), message("late"))

    assert [each.text for each in ada.inbox] == ["lost", "late"]


async def test_with_nobody_listening_nothing_was_sent(cloud: WhatsAppCloud) -> None:
    async with opened(cloud, api_base="http://127.0.0.1:9/v25.0") as channel:
        with pytest.raises(Unreachable):
            await channel.send(to(), message("hello"))


async def test_a_wrong_token_is_rejected_without_naming_it(cloud: WhatsAppCloud, ada: Person) -> None:
    async with opened(cloud, token="EAAG-another-secret") as channel:
        with pytest.raises(Rejected) as caught:
            await channel.send(to(), message("hello"))

    assert caught.value.reason == LOCKED_OUT_REASON


TWO_PARTS = "a" * 4096 + " b"


async def test_a_short_wait_between_parts_is_waited_out(cloud: WhatsAppCloud, ada: Person) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        cloud.refuse(ada, None)

    async with opened(cloud, pause) as channel:
        await send_and_stumble(cloud, channel, ada, PAIR_RATE)

    assert waited == [1]
    assert [each.text[-1] for each in ada.inbox] == ["a", "b"]


async def test_trouble_after_the_first_part_leaves_the_whole_unknown(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """To send it all again would repeat what they have read."""
    with pytest.raises(Unknown, match="up to part 1 only"):
        await send_and_stumble(cloud, channel, ada, invalid("Because"))

    assert [each.text[-1] for each in ada.inbox] == ["a"]


async def send_and_stumble(cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person, error: GraphError) -> None:
    """Send two parts; after the first, the cloud begins to refuse."""
    sending = asyncio.create_task(channel.send(to(), message(TWO_PARTS)))
    cloud.delay(0.1)

    async def arrived() -> bool:
        return bool(ada.inbox)

    await until(arrived)
    cloud.refuse(ada, error)
    await sending


async def test_a_message_is_marked_as_read_with_a_sign_of_typing(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    said = await ada.says("are you there?")
    [event] = heard(cloud, channel, said)
    assert isinstance(event, Said)

    await channel.read(event)
    cloud.fail()
    await channel.read(event)  # a sign that is lost is lost

    assert (ada.read, ada.typing) == ([said["id"]], 1)


# -- the day for answers -----------------------------------------------------------------------------------------------


async def test_the_cloud_takes_our_own_words_for_a_day_and_templates_ever_after(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, clock: Clock, ada: Person
) -> None:
    """[9]"""
    cloud.templates.stored.append(Stored(name="ready", body="Dear {{1}}, order {{2}} is ready."))

    clock.move_on(DAY - timedelta(seconds=1))
    await channel.send(to(), message("just in time"))
    clock.move_on(timedelta(seconds=2))
    with pytest.raises(Rejected) as caught:
        await channel.send(to(), message("too late"))
    [template] = await channel.templates()
    await channel.send_template(to(), template, {"1": "Ada", "2": "1042"})

    assert caught.value.reason == WINDOW_SHUT
    assert [each.text for each in ada.inbox] == ["just in time", "Dear Ada, order 1042 is ready."]


async def test_a_template_with_a_wrong_count_of_values_never_leaves_us(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    cloud.templates.stored.append(Stored(name="ready", body="Dear {{1}}, order {{2}} is ready."))
    [template] = await channel.templates()

    with pytest.raises(Rejected):
        await channel.send_template(to(), template, {"1": "Ada"})
    assert not cloud.calls
    with pytest.raises(Rejected, match="132000"):
        await channel.send_template(to(), replace(template, body="Dear {{1}}."), {"1": "Ada"})


async def test_templates_are_read_page_by_page_and_again_when_they_change(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, clock: Clock
) -> None:
    cloud.templates.page = 2
    cloud.templates.stored += [Stored(name=f"t{number}", body="Hi {{name}}", named=True) for number in range(3)]
    picture = Stored(name="p", body="Hi", others=[{"type": "HEADER", "format": "IMAGE"}])
    cloud.templates.stored += [picture, Stored(name="q", body="Hi", status="PAUSED")]

    found = await channel.templates()
    await channel.templates()
    assert [(each.name, each.usable) for each in found] == [
        ("t0", True), ("t1", True), ("t2", True), ("p", False), ("q", False)
    ]  # fmt: skip
    assert (list(found[0].places), found[0].named) == (["name"], True)
    assert cloud.templates.asked == 3

    cloud.templates.stored[:] = [Stored(name="new", body="Hi")]
    headers, body = cloud.request(cloud.change({"message_template_name": "new"}, "message_template_status_update"))
    channel.parse(headers, body, NOW)
    assert [each.name for each in await channel.templates()] == ["new"]
    clock.move_on(timedelta(minutes=6))
    await channel.templates()
    assert cloud.templates.asked == 5


async def test_without_a_business_account_there_are_no_templates(cloud: WhatsAppCloud) -> None:
    async with opened(cloud, business_account_id="") as channel:
        assert await channel.templates() == ()


# -- files -------------------------------------------------------------------------------------------------------------


async def a_file(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person, kind: str = "image", data: bytes = b"picture",
    mime: str = "image/jpeg", **known: Any,
) -> Attachment:  # fmt: skip
    [event] = heard(cloud, channel, await ada.sends_file(kind, data, mime, **known))
    assert isinstance(event, Said)
    return event.content.attachments[0]


async def test_a_file_is_fetched_with_the_token_and_under_a_safe_name(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """[10]"""
    asked = await a_file(cloud, channel, ada, "document", b"%PDF", "application/pdf", filename="..\\a/inv\u202efdp.pdf")

    download = await channel.fetch(asked)

    assert (download.name, download.mime, download.data) == ("invfdp.pdf", "application/pdf", b"%PDF")


@pytest.mark.parametrize(
    ("stored", "data"), [({"claimed_size": 5 * MEGABYTE + 1}, b"x"), ({"claimed_size": 1}, b"x" * (5 * MEGABYTE + 1))],
    ids=["as it is said", "as it turns out"],
)  # fmt: skip
async def test_a_file_over_the_limit_is_rejected(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person, stored: dict[str, Any], data: bytes
) -> None:
    """[10]"""
    with pytest.raises(Rejected, match="5 MB"):
        await channel.fetch(await a_file(cloud, channel, ada, data=data, stored=stored))


async def test_a_picture_that_is_none_and_a_file_of_nothing_are_rejected(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """[10]"""
    with pytest.raises(Rejected, match="text/html"):
        await channel.fetch(await a_file(cloud, channel, ada, mime="text/html"))
    with pytest.raises(Rejected, match="empty"):
        await channel.fetch(await a_file(cloud, channel, ada, data=b""))


@pytest.mark.parametrize("ref", ["999", None])
async def test_a_file_that_whatsapp_does_not_have_is_rejected(channel: WhatsAppChannel, ref: str | None) -> None:
    """[10]"""
    with pytest.raises(Rejected):
        await channel.fetch(Attachment(kind=FileKind.PHOTO, name="x.jpg", mime="image/jpeg", provider_ref=ref))


async def test_an_address_that_is_over_is_asked_for_anew(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, clock: Clock, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[10] It lives for five minutes."""
    asked = await a_file(cloud, channel, ada)
    describe, given = cloud.media.describe, 0

    def slowly(*known: Any) -> Any:
        nonlocal given
        given += 1
        described = describe(*known)
        if given == 1:
            clock.move_on(timedelta(minutes=5))
        return described

    monkeypatch.setattr(cloud.media, "describe", slowly)

    assert (await channel.fetch(asked)).data == b"picture"
    assert given == 2


async def test_a_file_that_cannot_be_had_now_can_be_tried_later(cloud: WhatsAppCloud, ada: Person) -> None:
    """[10] A broken server, a link that hangs, and bytes that are not what was sent."""
    async with opened(cloud, patience=timedelta(seconds=0.3)) as channel:
        asked = await a_file(cloud, channel, ada)
        cloud.fail(method="media")
        with pytest.raises(Unreachable):
            await channel.fetch(asked)
        cloud.delay(1, 2, method="download")
        with pytest.raises(Unreachable):
            await channel.fetch(asked)
        with pytest.raises(Unreachable):
            await channel.fetch(await a_file(cloud, channel, ada, stored={"sha256": "0" * 64}))

        assert (await channel.fetch(asked)).data == b"picture"


async def test_the_token_goes_to_no_other_host(cloud: WhatsAppCloud, ada: Person) -> None:
    """[10]"""
    async with opened(cloud, media_hosts=frozenset({"lookaside.example"})) as channel:
        with pytest.raises(Rejected, match="token"):
            await channel.fetch(await a_file(cloud, channel, ada))

    assert not cloud.media_tokens


# -- from the webhook to people and back -------------------------------------------------------------------------------


@pytest.fixture
async def line(backstage: Backstage) -> AsyncIterator[WhatsAppCloud]:
    """WhatsApp connected to workers and desk through the gateway."""
    async with WhatsAppCloud(clock=backstage.clock) as cloud, opened(cloud) as channel:
        backstage.channels["whatsapp"] = channel
        app = FastAPI()
        app.include_router(
            gateway.router(backstage.channels, backstage.reception, backstage.dead_letters, backstage.clock)
        )
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:

            async def post(body: bytes, headers: Mapping[str, str]) -> int:
                return (await client.post("/channels/whatsapp", content=body, headers=headers)).status_code

            cloud.posts(post)
            yield cloud


ADA = ConversationId("whatsapp:main:PL.77")


async def states(backstage: Backstage) -> list[DeliveryState]:
    return [each.delivery.state for each in await thread(backstage) if each.delivery]


async def thread(backstage: Backstage) -> list[Message]:
    conversation = await backstage.conversations.load(ADA)
    assert conversation is not None
    return list(await backstage.history.page(conversation, before=None, limit=500))


async def test_meta_is_answered_when_the_webhook_is_entered(cloud: WhatsAppCloud, channel: WhatsAppChannel) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": cloud.verify, "hub.challenge": "1158201444"}
    changes = ({}, {"hub.verify_token": "no"}, {"hub.verify_token": "не"}, {"hub.mode": "unsubscribe"})
    app = FastAPI()
    app.include_router(channel.router(unused))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        right, *wrong = [await client.get("/channels/whatsapp", params={**asked, **each}) for each in changes]

    assert (right.status_code, right.text) == (200, "1158201444")
    assert right.headers["content-type"].startswith("text/plain")
    assert [each.status_code for each in wrong] == [403, 403, 403]


async def unused(_: object) -> None:
    raise AssertionError("A question of Meta's is no event.")


async def test_a_customer_reaches_an_operator_who_sees_how_far_the_answer_came(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[2] [4] Each request is shown three times at once; `read` overtakes `delivered`, and both the first answer."""
    assert line.webhook
    line.webhook.copies = 3
    ada = line.person(user_id="PL.77", username="ada.n")

    async with backstage.working():
        asked = await ada.says("Where is my order?")
        await until(backstage.idle)
        await backstage.desk.accept(ADA, SIOBHAN)
        await backstage.desk.reply(ADA, SIOBHAN, "On its way", EventId("reply-1"))
        await until(backstage.idle)
        answer = ada.inbox[-1]
        await ada.reports(answer.id, "read", "delivered", "sent")
        await ada.says("Thanks!", context={"id": answer.id})
        await until(backstage.idle)

    assert [each.text for each in ada.inbox][::2] == ["You said: Where is my order?", "On its way"]
    assert set(ada.read) == {asked["id"]}, "what people read themselves, the bot does not mark"
    told = await thread(backstage)
    assert [each.content.text for each in told if each.side is Side.CUSTOMER] == ["Where is my order?", "Thanks!"]
    assert [each.reply_to for each in told if each.side is Side.CUSTOMER] == [None, answer.id]
    assert (await states(backstage))[-1] is DeliveryState.READ
    found = await backstage.conversations.load(ADA)
    assert found is not None
    assert (found.customer.username, found.customer.phone, found.reply_until) == ("ada.n", "+48600100200", NOW + DAY)


async def test_a_webhook_shown_again_after_a_restart_and_after_a_week_is_one(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[2] [3] The first time, the store is away: 503, and WhatsApp comes again."""
    ada = line.person(user_id="PL.77")
    payload = line.payload(messages=[ada.message("text", {"body": "once"})], people=[ada])

    async with backstage.working("one"):
        await line.deliver(payload)
        await until(backstage.idle)
    async with backstage.working("two"):
        await line.deliver(payload)
        await until(backstage.idle)
        backstage.clock.move_on(timedelta(days=7))
        await line.deliver(payload)
        await until(backstage.idle)

    assert [each.text for each in ada.inbox] == ["You said: once"]


async def test_an_operator_may_answer_for_a_day_and_not_a_second_longer(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[9] At 23:59:59 it goes out; at 24:00:01 nothing is even asked of WhatsApp; a new message begins a new day."""
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        await backstage.desk.accept(ADA, SIOBHAN)
        await until(backstage.idle)
        before = len(line.calls)
        for number, step in enumerate((DAY - timedelta(seconds=1), timedelta(seconds=2))):
            backstage.clock.move_on(step)
            await backstage.desk.reply(ADA, SIOBHAN, f"answer {number}", EventId(f"reply-{number}"))
            await until(backstage.idle)
        calls = len(line.calls) - before
        await ada.says("Hello?")
        await backstage.desk.reply(ADA, SIOBHAN, "answer 2", EventId("reply-2"))
        await until(backstage.idle)

    assert [each.text for each in ada.inbox[-2:]] == ["answer 0", "answer 2"]
    assert calls == 1
    late = {each.content.text: each.delivery for each in await thread(backstage)}["answer 1"]
    assert late is not None
    assert late.state is DeliveryState.FAILED
    assert "templates only" in (late.reason or "")


async def test_whom_nothing_reaches_is_left_alone_until_they_write_again(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[11]"""
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("first")
        await until(backstage.idle)
        failed = ada.status(ada.inbox[0].id, "failed", errors=[UNDELIVERABLE.failure()])
        await line.deliver(line.payload(statuses=[failed]))
        await until(backstage.idle)
        gone = await backstage.conversations.load(ADA)
        await ada.says("again")
        await until(backstage.idle)

    back = await backstage.conversations.load(ADA)
    assert gone is not None
    assert back is not None
    assert (gone.customer.left, back.customer.left) == (True, False)
    assert [each.text for each in ada.inbox] == ["You said: first", "You said: again"]
    assert (await states(backstage))[0] is DeliveryState.FAILED


async def test_after_an_outage_a_backlog_goes_to_people_and_poison_stops_nobody(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[13] 200 messages of ten people in one request, one of them unreadable, an hour late."""
    people = [line.person(f"4870000000{number}", user_id=f"PL.{number}") for number in range(10)]
    messages = [each.message("text", {"body": f"{turn}"}) for turn in range(20) for each in people]
    messages[77]["text"] = "poison"
    backstage.clock.move_on(timedelta(hours=1))

    async with backstage.working():
        await line.deliver(line.payload(messages=messages, people=people))
        await until(backstage.idle)

    [letter] = await backstage.dead_letters.recent(10)
    assert "text" in letter.error
    kept = 0
    for number in range(10):
        found = await backstage.conversations.load(ConversationId(f"whatsapp:main:PL.{number}"))
        assert found is not None
        assert not isinstance(found.session, WithBot)
        rows = await backstage.history.page(found, before=None, limit=500)
        said = [int(each.content.text) for each in rows if each.side is Side.CUSTOMER]
        assert said == sorted(said)
        assert [each.happening for each in rows].count(Happening.LATE) == 1
        kept += len(said)
    assert kept == 199
