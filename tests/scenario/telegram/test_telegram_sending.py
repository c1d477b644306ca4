"""Messages to Telegram, against the Bot API's stand-in. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import (
    Channel,
    Gone,
    Listens,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.events import Pressed
from handoff.ids import EventId
from handoff.messages import Button, Message
from tests.fakes.telegram import TelegramCloud, User
from tests.telegramming import NOW, TOKEN, address, message, opened


def test_the_channel_is_what_the_gateway_expects() -> None:
    channel: Channel = TelegramChannel(TelegramSettings(token=TOKEN))

    assert isinstance(channel, Listens)


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
