"""What a person is told: listed, counted, read, and put on their screens as it happens; and who may keep a screen."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from handoff.console import live as live_module
from handoff.messages import Happening
from handoff.notices import notices_of
from handoff.operator import Role
from storage.redis.heartbeats import Heartbeats
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.site import Gateway
from tests.parts import ANNA, BORIS, NOW, held, until


@pytest.fixture
async def host(console: Console, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """Served, with the feeds running beside, and with beats that come quickly."""
    monkeypatch.setattr(live_module, "BEAT", timedelta(milliseconds=50))
    server = Gateway(console.app)
    await server.start()
    running = asyncio.create_task(console.live.run())

    async def subscribed() -> bool:
        return all(count for _, count in await redis.pubsub_numsub("changed", "told"))

    await until(subscribed)
    yield f"127.0.0.1:{server.port}"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.stop()


@asynccontextmanager
async def screen(host: str, browser: Browser) -> AsyncIterator[ClientConnection]:
    async with connect(
        f"ws://{host}/api/live", additional_headers={"Cookie": browser.cookie}, proxy=None
    ) as socket:  # fmt: skip
        yield socket


async def frame(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next of its kind."""
    async with asyncio.timeout(10):
        while True:
            found: dict[str, Any] = json.loads(await socket.recv())
            if found["type"] == kind:
                return found


async def tell(backstage: Backstage, *operators: Any, minutes: int = 0) -> None:
    """As a worker does when the journal is settled."""
    at = NOW + timedelta(minutes=minutes)
    told = held().reports(Happening.SLA_WARNING, at=at, tells=operators, target="resolution", percent="80")
    message = replace(told.journal[-1], id=type(told.journal[-1].id)(f"telegram:main:501/{minutes}"))
    await backstage.notices.add(notices_of(told, message))


async def test_a_person_is_shown_their_own_notices_newest_first(console: Console, backstage: Backstage) -> None:
    await tell(backstage, ANNA.id, BORIS.id)
    await tell(backstage, ANNA.id, minutes=1)
    anna, boris = await console.sign_in("anna"), await console.sign_in("boris")

    shown = (await anna.get("/notices")).json()

    assert [each["at"] for each in shown["items"]] == ["2026-11-23T09:31:00Z", "2026-11-23T09:30:00Z"]
    assert (shown["items"][0]["happening"], shown["items"][0]["details"]["percent"]) == ("sla_warning", "80")
    assert (shown["unread"], (await boris.get("/notices")).json()["unread"]) == (2, 1)


async def test_what_was_read_is_read_and_what_came_later_is_not(console: Console, backstage: Backstage) -> None:
    await tell(backstage, ANNA.id)
    await tell(backstage, ANNA.id, minutes=1)
    anna = await console.sign_in("anna")

    assert (await anna.send("POST", "/notices/read", {"until": "2026-11-23T09:30:00Z"})).json() == {"unread": 1}

    backstage.clock.move_on(timedelta(minutes=2))
    assert (await anna.send("POST", "/notices/read", {})).json() == {"unread": 0}
    assert {each["read_at"] is None for each in (await anna.get("/notices")).json()["items"]} == {False}


async def test_a_notice_comes_up_on_the_screens_of_whom_it_is_for(
    console: Console, backstage: Backstage, host: str
) -> None:
    anna, boris = await console.sign_in("anna"), await console.sign_in("boris")

    async with screen(host, anna) as annas, screen(host, boris) as boriss:
        await asyncio.gather(frame(annas, "hello"), frame(boriss, "hello"))
        await tell(backstage, ANNA.id)
        await tell(backstage, BORIS.id, minutes=1)

        at_annas, at_boriss = await frame(annas, "notice"), await frame(boriss, "notice")

    assert (at_annas["unread"], [each["at"] for each in at_annas["items"]]) == (1, ["2026-11-23T09:30:00Z"])
    assert [each["at"] for each in at_boriss["items"]] == ["2026-11-23T09:31:00Z"]


async def test_while_a_screen_is_open_its_operator_is_there(console: Console, backstage: Backstage, host: str) -> None:
    heartbeats = Heartbeats(backstage.redis)
    anna = await console.sign_in("anna")

    async with screen(host, anna) as socket:
        await frame(socket, "ping")
        assert await heartbeats.last_seen() == {ANNA.id: NOW}
        backstage.clock.move_on(timedelta(seconds=15))
        await frame(socket, "ping")
        await frame(socket, "ping")
        assert await heartbeats.last_seen() == {ANNA.id: NOW + timedelta(seconds=15)}

    async def goodbye() -> bool:
        return (await heartbeats.last_seen())[ANNA.id] < NOW + timedelta(seconds=15)

    await until(goodbye)


@pytest.mark.parametrize("how", ["signed out", "deactivated", "another role"])
async def test_a_screen_is_closed_when_its_person_may_not_have_it_any_more(
    console: Console, backstage: Backstage, host: str, how: str
) -> None:
    anna = await console.sign_in("anna")
    found = await backstage.operators.get(ANNA.id)
    assert found is not None

    async with screen(host, anna) as socket:
        await frame(socket, "ping")
        match how:
            case "signed out":
                await anna.send("POST", "/logout")
            case "deactivated":
                await backstage.operators.change(replace(found, active=False), base=found.version)
            case _:
                await backstage.operators.change(replace(found, role=Role.SUPERVISOR), base=found.version)
        with pytest.raises(ConnectionClosed) as ended:
            await frame(socket, "goodbye")  # there is no such frame: it listens until it can't

    assert ended.value.rcvd is not None
    assert ended.value.rcvd.code == 4401
