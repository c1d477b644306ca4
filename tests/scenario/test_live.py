"""The console's live feed: a frame for each change, to those who may see it, and to no other site."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pymongo.errors import AutoReconnect
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from handoff.console.live import Screen
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import Content
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.site import Gateway
from tests.parts import ANNA, NOW, PAYMENTS, held, until, waiting


@pytest.fixture
async def host(console: Console, redis: Redis) -> AsyncIterator[str]:
    """Served, with the feed running beside."""
    server = Gateway(console.app)
    await server.start()
    running = asyncio.create_task(console.live.run())

    async def subscribed() -> bool:
        return all(heard for _, heard in await redis.pubsub_numsub("changed", "moved"))

    await until(subscribed)
    yield f"127.0.0.1:{server.port}"
    assert not running.done(), "the feed ends with the process only"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()


@asynccontextmanager
async def screen(host: str, browser: Browser, origin: str | None = None) -> AsyncIterator[ClientConnection]:
    """An open console, past its greeting."""
    headers = {"Cookie": browser.cookie, **({"Origin": origin} if origin else {})}
    async with connect(f"ws://{host}/api/live", additional_headers=headers, proxy=None) as socket:
        assert await frame(socket) == {"type": "hello"}
        yield socket


async def frame(socket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 10))
    return found


async def changes(backstage: Backstage, after: Conversation) -> Conversation:
    before = await backstage.conversations.load(after.id)
    committed = await backstage.conversations.commit(before or after, after)
    await backstage.live.publish(after.id)
    return committed


async def test_a_change_is_shown_to_those_who_may_see_it(console: Console, backstage: Backstage, host: str) -> None:
    anna, maria = await console.sign_in("anna"), await console.sign_in("maria")

    async with screen(host, anna) as annas, screen(host, maria) as marias:
        await changes(backstage, held(by=ANNA).received(Content(text="my card number is"), at=NOW))

        shown = await frame(annas)
        assert (shown["type"], shown["row"]["last"]["text"]) == ("changed", "my card number is")

        await changes(backstage, waiting(502, line=PAYMENTS))
        first = await frame(marias)
        assert first["row"]["id"] == "telegram:main:502", "of the other line not even who writes"


async def test_a_session_that_moves_to_another_line_leaves_one_screen_and_comes_up_on_the_other(
    console: Console, backstage: Backstage, host: str
) -> None:
    anna, maria = await console.sign_in("anna"), await console.sign_in("maria")

    async with screen(host, anna) as annas, screen(host, maria) as marias:
        await changes(backstage, waiting())
        assert (await frame(annas))["type"] == "changed"

        await backstage.desk.transfer_to_line(waiting().id, ANNA, PAYMENTS)
        assert await frame(annas) == {"type": "hidden", "conversation_id": "telegram:main:501"}
        assert (await frame(marias))["type"] == "changed"


async def test_a_row_says_the_same_as_the_list(console: Console, backstage: Backstage, host: str) -> None:
    anna = await console.sign_in("anna")

    async with screen(host, anna) as annas:
        await changes(backstage, held(by=ANNA).received(Content(text="hello"), at=NOW))
        shown = (await frame(annas))["row"]

    assert [shown] == (await anna.get("/conversations", view="mine")).json()["items"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1.evil.example", "null"])
async def test_another_sites_page_is_refused(console: Console, host: str, origin: str) -> None:
    """A browser sends its cookie wherever it is asked to, and says from where."""
    anna = await console.sign_in("anna")

    with pytest.raises(InvalidStatus) as caught:
        async with screen(host, anna, origin=origin):
            pass
    assert caught.value.response.status_code == 403

    async with screen(host, anna, origin=f"http://{host}"):
        pass


async def test_who_is_not_signed_in_is_refused(console: Console, host: str) -> None:
    signed_out = await console.sign_in("anna")
    cookie = signed_out.cookie
    await signed_out.send("POST", "/logout")

    for browser in (console.browser(), signed_out):
        with pytest.raises(InvalidStatus):
            async with screen(host, browser):
                pass
    with pytest.raises(InvalidStatus):
        async with connect(f"ws://{host}/api/live", additional_headers={"Cookie": cookie}, proxy=None):
            pass


async def test_a_closed_screen_is_forgotten_and_the_others_go_on(
    console: Console, backstage: Backstage, host: str
) -> None:
    anna = await console.sign_in("anna")

    async with screen(host, anna) as stays:
        async with screen(host, anna):
            pass
        await changes(backstage, held(by=ANNA))

        assert (await frame(stays))["type"] == "changed"


async def test_a_database_that_is_away_for_a_moment_ends_nothing(
    console: Console, backstage: Backstage, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await console.sign_in("anna")
    load, outages = backstage.conversations.load, 2

    async def away_at_first(conversation_id: ConversationId) -> Conversation | None:
        nonlocal outages
        if outages:
            outages -= 1
            raise AutoReconnect("The database is away")
        return await load(conversation_id)

    async with screen(host, anna) as annas:
        await changes(backstage, held(by=ANNA))
        await frame(annas)
        monkeypatch.setattr(backstage.conversations, "load", away_at_first)
        for _ in range(3):
            await backstage.live.publish(held().id)

        assert (await frame(annas))["type"] in ("changed", "reread")
    assert outages == 0


async def test_a_screen_that_is_far_behind_is_told_to_read_again() -> None:
    slow = Screen(operator=ANNA, frames=asyncio.Queue(3))

    for number in range(5):
        slow.show(str(number))

    assert [slow.frames.get_nowait() for _ in range(slow.frames.qsize())] == ['{"type":"reread"}', "4"]
