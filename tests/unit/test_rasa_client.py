"""The dialogue's side of the wire to Rasa: one call a turn, and every way in which Rasa may be away is told as one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from nlu.dialogue import DialogueUnavailable, Outcome, State, Stay
from nlu.rasa_client import PATH, RasaDialogue

ANSWER = {
    "replies": [{"text": "Hello!"}],
    "commands": [{"name": "stay"}],
    "understood": {"intent": "greet", "confidence": 0.9, "ranking": [{"name": "greet", "confidence": 0.9}]},
}
Answering = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def rasa(answer: Answering, **how: Any) -> AsyncIterator[RasaDialogue]:
    app = web.Application()
    app.router.add_post(PATH, answer)
    app.router.add_get("/webhooks/helpline/", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    dialogue = RasaDialogue(f"http://127.0.0.1:{runner.addresses[0][1]}", **how)
    try:
        yield dialogue
    finally:
        await dialogue.close()
        await runner.cleanup()


async def turn(dialogue: RasaDialogue) -> Outcome:
    return await dialogue.turn(session="s1", event="e1", text="πού είναι;", language="el", state=State(failures=1))


async def test_a_turn_is_one_call_that_brings_everything() -> None:
    asked: list[tuple[Any, str | None, str | None]] = []

    async def answer(request: web.Request) -> web.Response:
        peer = request.transport.get_extra_info("peername") if request.transport else None
        asked.append((await request.json(), request.headers.get("Authorization"), str(peer)))
        return web.json_response(ANSWER)

    async with rasa(answer, token="secret") as dialogue:
        first, _ = await turn(dialogue), await turn(dialogue)

    body = {"sender": "s1", "message": "πού είναι;", "event_id": "e1", "language": "el"}
    assert asked[0][:2] == ({**body, "state": {"asked": None, "failures": 1}}, "Bearer secret")
    assert asked[0][2] == asked[1][2], "over the same connection"
    assert (first.understood.intent, first.replies, first.commands) == ("greet", ["Hello!"], [Stay()])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (web.Response(status=500), "answered 500"),
        (web.Response(text="<html>"), "can't be read"),
        (web.json_response({"understood": {}}), "can't be read"),
    ],
)
async def test_an_answer_that_is_none(answer: web.Response, reason: str) -> None:
    async def say(_: web.Request) -> web.Response:
        return answer

    async with rasa(say) as dialogue:
        with pytest.raises(DialogueUnavailable, match=reason):
            await turn(dialogue)


async def test_no_answer_in_time() -> None:
    async def sleep(_: web.Request) -> web.Response:
        await asyncio.sleep(10)
        return web.Response()

    async with rasa(sleep, timeout=timedelta(milliseconds=100)) as dialogue:
        with pytest.raises(DialogueUnavailable, match="in time"):
            await turn(dialogue)
        assert not await dialogue.healthy()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", ""])
async def test_nobody_there(url: str) -> None:
    dialogue = RasaDialogue(url)

    with pytest.raises(DialogueUnavailable, match="can't be reached"):
        await turn(dialogue)
    assert not await dialogue.healthy()
    await dialogue.close()


async def test_a_connection_that_is_lost_meanwhile() -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with rasa(hang_up) as dialogue:
        with pytest.raises(DialogueUnavailable, match="can't be reached"):
            await turn(dialogue)
