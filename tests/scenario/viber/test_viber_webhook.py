"""Viber's webhook, and newcomers. Numbers in brackets are those of the adapters' test list."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

import httpx
import pytest
import structlog
from redis.asyncio import Redis

from bot.channels.base import (
    Channel,
    Listens,
    Rejected,
    Welcomes,
)
from bot.channels.viber import ViberChannel, ViberSettings
from bot.channels.viber.channel import NOT_YET
from bot.channels.viber.listening import ELSEWHERE
from bot.events import FromCustomer, Pressed, Said, Started
from storage.mongo.dead_letters import MongoDeadLetters
from tests.fakes.viber import User, ViberCloud
from tests.parts import NOW, Clock
from tests.vibering import TOKEN, Desk, address, listening, message, opened, serving


def test_the_channel_is_what_the_gateway_expects() -> None:
    settings = ViberSettings(token=TOKEN, name="Shop", webhook_url="https://help.example/channels/viber")
    channel: Channel = ViberChannel(settings, Clock(), redis=cast(Redis, None))

    assert isinstance(channel, Listens)
    assert isinstance(channel, Welcomes)


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


async def test_a_webhook_that_viber_forgot_is_set_again_and_one_that_was_taken_is_told_of(
    cloud: ViberCloud, desk: Desk
) -> None:
    """Two installations that take it from each other would both lose messages."""
    told: list[str | None] = []
    before, ours = len(cloud.called("set_webhook")), cloud.bot(TOKEN).webhook

    async def nobody(events: Sequence[FromCustomer]) -> None: ...

    task = asyncio.create_task(desk.channel.listen(nobody, told.append))
    await cloud.until(lambda: len(cloud.called("set_webhook")) == before + 1)
    cloud.bot(TOKEN).webhook = ""
    await cloud.until(lambda: len(cloud.called("set_webhook")) == before + 2)
    assert cloud.bot(TOKEN).webhook == ours
    cloud.fail(method="get_account_info")
    cloud.bot(TOKEN).webhook = "https://elsewhere.example/"
    await cloud.until(lambda: told[-1] == ELSEWHERE)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert len(cloud.called("set_webhook")) == before + 2
    assert cloud.bot(TOKEN).webhook == "https://elsewhere.example/"
    await desk.channel.unregister()
    assert cloud.bot(TOKEN).webhook == "https://elsewhere.example/", "it is not ours to take away"
    cloud.bot(TOKEN).webhook = ours
    await desk.channel.unregister()
    assert cloud.bot(TOKEN).webhook == ""


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
