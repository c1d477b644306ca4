"""What operators correct and take back changes in visitors' windows: at once where they are open, else later."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorDatabase
from redis.asyncio import Redis

from bot.speaking import carry_out
from handoff.messages import Message
from tests.fakes.site import ANNA, Gateway, SiteDesk, now, serving
from tests.scenario.test_site_channel import SETTINGS, Widget, hears_live, window


@pytest.fixture
async def desk(mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis) -> SiteDesk:
    return SiteDesk(mongo, redis, SETTINGS)


@pytest.fixture
async def gateway(desk: SiteDesk) -> AsyncIterator[Gateway]:
    async with serving(desk) as gateway:
        yield gateway


async def first(desk: SiteDesk, widget: Widget) -> Message:
    conversation = await desk.conversations.load(widget.address.conversation_id)
    assert conversation is not None
    return (await desk.history.since(conversation, 0))[0]


async def orders(desk: SiteDesk, widget: Widget, *, text: str | None) -> None:
    """As a postman carries it out."""
    conversation = await desk.conversations.load(widget.address.conversation_id)
    assert conversation is not None
    said = await first(desk, widget)
    if text is None:
        order = conversation.withdrawn(said, ANNA, at=now()).journal[-1]
    else:
        order = conversation.corrected(said, text, ANNA, at=now()).journal[-1]
    await carry_out(desk.channel, widget.address, said, order)
    await desk.history.carry_out(order)


async def hears_change(widget: Widget) -> dict[str, Any]:
    while (frame := await widget.hears())["type"] != "changed":
        pass
    return frame


async def test_open_windows_show_other_words_and_then_none(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await hears_live(widget)
        await desk.operator_says(widget.address, "on Monday")
        assert await widget.hears_texts(1) == ["on Monday"]

        await orders(desk, widget, text="on **Tuesday**")
        frame = await hears_change(widget)
        assert (frame["number"], frame["text"], frame["edited"], frame["deleted"]) == (1, "on Tuesday", True, False)

        await orders(desk, widget, text=None)
        frame = await hears_change(widget)
        assert (frame["number"], frame["text"], frame["deleted"]) == (1, "", True)


@pytest.mark.parametrize(("text", "shown"), [("on Tuesday", "on Tuesday"), (None, "")])
async def test_a_window_that_was_away_is_told_when_it_is_back(
    desk: SiteDesk, gateway: Gateway, text: str | None, shown: str
) -> None:
    async with window(gateway) as widget:
        await desk.operator_says(widget.address, "on Monday")
        await widget.hears_texts(1)
    await orders(desk, widget, text=text)

    async with window(gateway, widget.secret, after=1) as back:
        [frame] = await hears_live(back)
    async with window(gateway, widget.secret) as reloaded:
        [anew] = await hears_live(reloaded)

    assert (frame["type"], frame["number"], frame["text"]) == ("changed", 1, shown)
    assert anew == {**frame, "type": "message"}


async def test_a_quote_is_shown_as_one(desk: SiteDesk, gateway: Gateway) -> None:
    async with window(gateway) as widget:
        await widget.says("Which colour?")
        await widget.hears_texts(1)
        asked = await first(desk, widget)
        await desk.changes(widget.address, lambda c: c.operator_says("Blue", ANNA, at=now(), quoting=asked))
        while (frame := await widget.hears()).get("text") != "Blue":
            pass

    assert frame["quote"] == {"side": "customer", "text": "Which colour?"}
