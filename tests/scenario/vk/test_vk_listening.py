"""What happens in VK, as it is told to us. Numbers in brackets are those of the adapters' test list."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import httpx
import pytest
import structlog

from bot.channels import base
from bot.channels.base import (
    Channel,
    Corrects,
    Heard,
    Listens,
    Malformed,
    Reads,
    Welcomes,
)
from bot.channels.vk.channel import VkChannel
from bot.events import Said
from storage.mongo.client import Database
from tests.fakes.vk import User, VkCloud
from tests.fakes.vk.cloud import GROUP
from tests.parts import NOW, Clock, events_to, texts_of
from tests.vking import SECRET, Desk, listening, made


async def test_the_channel_is_what_the_gateway_expects(cloud: VkCloud, channel: VkChannel) -> None:
    plain: Channel = channel
    assert all(isinstance(plain, each) for each in (Listens, Welcomes, Reads, Corrects, base.Tested))
    assert await channel.test() == "Marlow & Pine"


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
