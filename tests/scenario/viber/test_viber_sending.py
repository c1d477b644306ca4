"""Sending through the Viber channel, and how far it comes. Numbers in brackets are those of the adapters' test list."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from redis.asyncio import Redis

from bot.channels.base import (
    Gone,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.channels.viber import ViberChannel
from bot.events import Left, Pressed, Receipt, Returned, Said
from tests.fakes.viber import User, ViberCloud
from tests.parts import Clock
from tests.vibering import TOKEN, Desk, address, message, opened


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


async def test_after_a_hundred_unanswered_messages_in_an_hour_we_hold_back_before_viber_refuses(
    cloud: ViberCloud, channel: ViberChannel, ada: User, redis: Redis
) -> None:
    """[8] All workers count together; nobody else is held up; an answer ends it at once."""
    ben = cloud.user(8, "Ben")
    await ben.says("hello")
    async with opened(cloud, redis) as another:
        for number in range(99):
            await (another if number % 2 else channel).send(address(ada), message(str(number)))
        with pytest.raises(Throttled):
            await channel.send(address(ada), message("two parts " * 1000))
        await channel.send(address(ada), message("99"))
        with pytest.raises(Throttled, match="at 10:30 UTC") as caught:
            await another.send(address(ada), message("one too many"))
    await channel.send(address(ben), message("hello Ben"))

    assert caught.value.retry_after == timedelta(minutes=1)
    assert all(call.status == 0 for call in cloud.called("send_message")), "Viber never had to say no"
    await ada.says("I am here")
    await channel.send(address(ada), message("so are we"))
    assert ada.texts[-2:] == ["99", "so are we"]


async def test_what_was_held_back_goes_out_when_the_hour_is_over(
    cloud: ViberCloud, channel: ViberChannel, ada: User
) -> None:
    """[8]"""
    clock = cast(Clock, cloud.clock)
    for number in range(100):
        await channel.send(address(ada), message(str(number)))
    clock.move_on(timedelta(minutes=59, seconds=30))
    with pytest.raises(Throttled) as caught:
        await channel.send(address(ada), message("later"))
    assert caught.value.retry_after == timedelta(seconds=30)

    clock.move_on(timedelta(seconds=31))
    await channel.send(address(ada), message("later"))
    assert ada.texts[-1] == "later"


async def test_when_viber_counts_more_than_we_do_it_is_believed(
    cloud: ViberCloud, channel: ViberChannel, ada: User, redis: Redis
) -> None:
    """[8] Our count may be lost with its Redis."""
    for number in range(100):
        await channel.send(address(ada), message(str(number)))
    await redis.flushdb()

    with pytest.raises(Throttled) as caught:
        await channel.send(address(ada), message("one too many"))
    assert caught.value.retry_after == timedelta(minutes=1)


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
