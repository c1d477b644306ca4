"""Messages to VK. Numbers in brackets are those of the adapters' test list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import (
    Corrects,
    Gone,
    Invites,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.channels.vk.channel import VkChannel
from bot.events import Pressed, Said, Started
from bot.speaking import carry_out
from handoff.ids import EventId
from handoff.messages import Attachment, Content, Delivery, DeliveryState, FileKind
from storage.mongo.client import Database
from tests.fakes.vk import User, VkCloud
from tests.fakes.vk.cloud import GROUP, TOKEN
from tests.parts import Clock
from tests.vking import Desk, address, made, message, tried


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
