"""Updates that are fetched from Telegram. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import structlog

from bot.channels.base import (
    Heard,
    Malformed,
)
from bot.channels.telegram import TelegramChannel
from bot.events import FromCustomer, Left, Returned
from tests.fakes.telegram import TelegramCloud, User
from tests.parts import events_to
from tests.telegramming import SECRET, TOKEN, into, listening, opened, texts


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
