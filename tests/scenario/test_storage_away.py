"""A database goes away in the middle of a turn: what this process knows is not forgotten, and no event is blamed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pymongo.errors import AutoReconnect, OperationFailure
from redis.exceptions import ResponseError

from bot import delivery
from bot import worker as worker_module
from bot.delivery import Postman
from handoff.messages import DeliveryState
from storage.mongo.conversations import MongoConversations
from storage.mongo.intake import MongoIntake
from storage.processes import Server, free_port, start_mongo
from storage.redis.mailbox import Mailbox
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.parts import ANNA, NOW, held, said, until
from tests.roles import Role


@pytest.fixture
async def ada(backstage: Backstage) -> User:
    return await backstage.customer()


@pytest.fixture
def postman(backstage: Backstage) -> Postman:
    return backstage.postman


def away(part: Any, name: str, monkeypatch: pytest.MonkeyPatch, *, done: bool) -> None:
    """The next call loses its connection: before it is carried out, or before its answer comes."""
    real: Callable[..., Awaitable[Any]] = getattr(part, name)

    async def broken(*args: Any, **known: Any) -> Any:
        monkeypatch.setattr(type(part), name, lambda _, *args, **known: real(*args, **known))
        if done:
            await real(*args, **known)
        raise AutoReconnect("connection reset")

    monkeypatch.setattr(type(part), name, lambda _, *args, **known: broken(*args, **known))


async def fates(backstage: Backstage) -> list[DeliveryState]:
    return [each.delivery.state for each in await backstage.thread() if each.delivery]


@pytest.mark.parametrize(
    ("part", "call", "done"),
    [
        pytest.param("conversations", "mark_sending", True, id="the try is written, and nobody hears so"),
        pytest.param("conversations", "mark_sending", False, id="the try is not written"),
        pytest.param("history", "write", False, id="it is sent, and can't be written into the history"),
        pytest.param("history", "write", True, id="it is in the history, and nobody hears so"),
    ],
)
async def test_who_lives_on_knows_whether_it_was_sent(
    backstage: Backstage, postman: Postman, ada: User, monkeypatch: pytest.MonkeyPatch, part: str, call: str, done: bool
) -> None:
    now = await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))
    away(getattr(postman, part), call, monkeypatch, done=done)

    with pytest.raises(AutoReconnect):
        await postman.deliver(now)
    await postman.deliver(now)

    assert [each.text for each in ada.inbox] == ["Hello"]
    assert await fates(backstage) == [DeliveryState.ACCEPTED]


async def test_who_comes_after_the_dead_does_not_know(
    backstage: Backstage, postman: Postman, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))
    away(postman.history, "write", monkeypatch, done=False)

    with pytest.raises(AutoReconnect):
        await postman.deliver(now)
    await backstage.postman.deliver(now)

    assert [each.text for each in ada.inbox] == ["Hello"], "and nobody sends it again"
    assert await fates(backstage) == [DeliveryState.UNKNOWN]


async def test_a_turn_that_runs_out_of_time_does_not_cut_short_what_is_being_sent(
    backstage: Backstage, postman: Postman, ada: User
) -> None:
    now = await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))
    called, answering = asyncio.Event(), asyncio.Event()

    async def takes_its_time() -> None:
        called.set()
        await answering.wait()

    backstage.cloud.after(takes_its_time)
    turn = asyncio.create_task(postman.deliver(now))
    await called.wait()
    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    again = asyncio.create_task(postman.deliver(now))
    await asyncio.sleep(0)
    answering.set()
    await again

    assert [each.text for each in ada.inbox] == ["Hello"]
    assert await fates(backstage) == [DeliveryState.ACCEPTED]


async def test_a_turn_that_runs_out_of_time_leaves_no_try_half_made_and_nobody_guessing(
    backstage: Backstage, postman: Postman, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where it was cut while the try was noted, though another worker has the conversation meanwhile."""
    now = await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))
    noting, noted, mark = asyncio.Event(), asyncio.Event(), postman.conversations.mark_sending

    async def slowly(*args: Any) -> bool:
        first = await mark(*args)
        noting.set()
        await noted.wait()
        return first

    monkeypatch.setattr(postman.conversations, "mark_sending", slowly)
    turn = asyncio.create_task(postman.deliver(now))
    await noting.wait()
    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    monkeypatch.setattr(postman.conversations, "mark_sending", mark)
    await backstage.postman.deliver(now)
    assert await fates(backstage) == [DeliveryState.UNKNOWN]

    noted.set()
    await ada.hears("Hello")
    monkeypatch.setattr(delivery, "_LEFT_AFTER", timedelta())
    await until(lambda: says_so(backstage, postman))

    assert [each.text for each in ada.inbox] == ["Hello"]


async def says_so(backstage: Backstage, postman: Postman) -> bool:
    await postman.tidy_up()
    return await fates(backstage) == [DeliveryState.ACCEPTED]


async def test_who_is_taken_for_dead_and_lives_says_what_it_knows(
    backstage: Backstage, postman: Postman, ada: User
) -> None:
    now = await backstage.begins(held().operator_says("Hello", ANNA, at=NOW))
    meanwhile = list[list[DeliveryState]]()

    async def another_goes_on() -> None:
        await backstage.postman.deliver(now)
        meanwhile.append(await fates(backstage))

    backstage.cloud.after(another_goes_on)
    await postman.deliver(now)

    assert [each.text for each in ada.inbox] == ["Hello"]
    assert meanwhile == [[DeliveryState.UNKNOWN]]
    assert await fates(backstage) == [DeliveryState.ACCEPTED]


async def test_a_database_that_hangs_parks_no_event(
    backstage: Backstage, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "TURN_DEADLINE", timedelta(seconds=0.05))
    monkeypatch.setattr(worker_module, "_SLOW", timedelta(seconds=0.05))
    hanging, real = asyncio.Event(), backstage.intake.pulse
    turns = 0

    async def pulse() -> None:
        nonlocal turns
        turns += 1
        if turns > worker_module.TRIES:
            hanging.set()
        await (real() if hanging.is_set() else asyncio.sleep(10))

    async def thinks(_: str) -> None:
        await asyncio.sleep(0 if hanging.is_set() else 10)  # stands for any call of the turn

    monkeypatch.setattr(type(backstage.intake), "pulse", lambda _: pulse())
    backstage.rasa.meanwhile = thinks
    async with backstage.working():
        await backstage.receives(said(1))
        await hanging.wait()
        monkeypatch.setattr(worker_module, "TURN_DEADLINE", timedelta(seconds=20))
        await until(backstage.idle)

    assert await backstage.dead_letters.recent(10) == []
    assert ada.inbox[-1].text == "You said: message 1"


async def test_a_full_disk_parks_no_event_and_ends_no_worker(
    backstage: Backstage, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, refused = True, 0
    real_commit, real_pulse, real_letters = MongoConversations.commit, MongoIntake.pulse, Mailbox.letters

    def refuses(real: Callable[..., Awaitable[Any]], error: Exception) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **known: Any) -> Any:
            nonlocal refused
            refused += full
            if full:
                raise error
            return await real(*args, **known)

        return call

    async def often() -> bool:
        return refused > 2 * worker_module.TRIES

    monkeypatch.setattr(MongoConversations, "commit", refuses(real_commit, OperationFailure("No space left", 14031)))
    monkeypatch.setattr(MongoIntake, "pulse", refuses(real_pulse, OperationFailure("No space left", 14031)))
    async with backstage.working():
        await backstage.receives(said(1))
        await until(often)
        monkeypatch.setattr(
            Mailbox, "letters", refuses(real_letters, ResponseError("MISCONF Errors writing to the AOF"))
        )
        refused = 0
        await until(often)
        full = False
        await until(backstage.idle)

    assert await backstage.dead_letters.recent(10) == []
    assert ada.inbox[-1].text == "You said: message 1"


async def test_a_role_that_starts_before_its_database_says_so_until_it_is_there(
    redis_server: Server, servers_folder: Path, tmp_path: Path
) -> None:
    port = free_port()
    environment = {
        "MONGO_URL": f"mongodb://127.0.0.1:{port}/?serverSelectionTimeoutMS=500", "REDIS_URL": redis_server.url,
        "RASA_URL": "http://127.0.0.1:9",
    }  # fmt: skip
    console = Role("console", environment, tmp_path)
    starting = asyncio.create_task(console.start())
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{console.port}", trust_env=False) as client:

        async def is_told() -> bool:
            try:
                answer = await client.post("/api/login", json={})
            except httpx.TransportError:
                return False
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            return True

        await until(is_told, within=60)
    mongo = await start_mongo(servers_folder / "late", port)
    try:
        await starting
        assert await console.ends() == 0
    finally:
        await mongo.stop()
