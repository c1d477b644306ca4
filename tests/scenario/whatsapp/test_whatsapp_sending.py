"""Sending through the WhatsApp channel. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import (
    Channel,
    Gone,
    Listens,
    Reads,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
    Verifies,
    Welcomes,
)
from bot.channels.whatsapp import WhatsAppChannel, WhatsAppSettings
from bot.channels.whatsapp.errors import LOCKED_OUT_REASON
from bot.events import Pressed, Said
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.fakes.whatsapp.errors import PAIR_RATE, UNDELIVERABLE, WINDOW, GraphError, invalid
from tests.parts import Clock, until
from tests.whatsapping import UNUSED, Shelf, heard, message, opened, to


def test_the_channel_is_what_the_gateway_and_the_worker_expect() -> None:
    settings = WhatsAppSettings(token="t", app_secret="s", verify_token="v", phone_number_id="1")
    channel: Channel = WhatsAppChannel(settings, Clock(), templates=Shelf(), files=UNUSED, redis=UNUSED)

    for more in (Listens, Reads, Verifies, Welcomes):
        assert isinstance(channel, more)


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


async def test_an_answer_names_what_it_answers_and_looks_as_it_was_written(
    channel: WhatsAppChannel, ada: Person
) -> None:
    await channel.send(to(), message("first"))
    [first] = ada.inbox

    long = "**Two** days, see [the list](https://shop.example/list). " + "x" * 4096
    await channel.send(to(), message(long, reply_to=first.id))

    [_, second, third] = ada.inbox
    assert second.text.startswith("*Two* days, see the list (https://shop.example/list).")
    assert (second.answers, third.answers) == (first.id, "")


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


async def test_a_burst_to_one_customer_is_cut_off_by_the_cloud(clock: Clock, around: Mapping[str, Any]) -> None:
    """[8] 45 messages may be borrowed, and are paid back at one in six seconds."""
    async with WhatsAppCloud(clock=clock, strict_rates=True) as cloud, opened(cloud, around=around) as channel:
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
    cloud: WhatsAppCloud, ada: Person, around: Mapping[str, Any]
) -> None:
    """[3]"""
    async with opened(cloud, around=around, patience=timedelta(seconds=0.3)) as channel:
        cloud.lose_answers()
        with pytest.raises(Unknown):
            await channel.send(to(), message("lost"))
        cloud.delay(1)
        with pytest.raises(Unknown):
            await channel.send(to(), message("late"))

    assert [each.text for each in ada.inbox] == ["lost", "late"]


async def test_with_nobody_listening_nothing_was_sent(cloud: WhatsAppCloud, around: Mapping[str, Any]) -> None:
    async with opened(cloud, around=around, api_base="http://127.0.0.1:9/v25.0") as channel:
        with pytest.raises(Unreachable):
            await channel.send(to(), message("hello"))


async def test_a_wrong_token_is_rejected_without_naming_it(
    cloud: WhatsAppCloud, ada: Person, around: Mapping[str, Any]
) -> None:
    async with opened(cloud, around=around, token="EAAG-another-secret") as channel:
        with pytest.raises(Rejected) as caught:
            await channel.send(to(), message("hello"))

    assert caught.value.reason == LOCKED_OUT_REASON


TWO_PARTS = "a" * 4096 + " b"


async def test_a_short_wait_between_parts_is_waited_out(
    cloud: WhatsAppCloud, ada: Person, around: Mapping[str, Any]
) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        cloud.refuse(ada, None)

    async with opened(cloud, pause, around=around) as channel:
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
