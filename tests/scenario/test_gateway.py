"""`POST /channels/{name}`: 200 means "stored", 503 means "send it again", and a forgery is refused."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from prometheus_client import REGISTRY
from pymongo.errors import OperationFailure
from redis.asyncio import Redis

from bot import gateway
from bot.channels.base import Channel
from bot.connecting.ledger import Ledger
from bot.intake import Reception
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.intake import MongoIntake
from storage.redis import client as redis_client
from storage.redis.mailbox import Mailbox
from tests.backstage import SECRET, Backstage
from tests.parts import NOW, Clock, address, texts_of, until

FIXTURES = Path(__file__).parent.parent / "fixtures" / "telegram"
SIGNED = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
Post = Callable[..., Awaitable[httpx.Response]]


def client(
    channels: Mapping[str, Channel], intake: Reception, dead_letters: MongoDeadLetters, ledger: Ledger
) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(gateway.router(channels, intake, dead_letters, ledger, Clock()))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")


@pytest.fixture
async def web(backstage: Backstage) -> AsyncIterator[httpx.AsyncClient]:
    async with client(backstage.channels, backstage.reception, backstage.dead_letters, backstage.ledger) as web:
        yield web


def update(number: int, text: str = "hello", customer: int = 501) -> dict[str, Any]:
    """As Telegram writes it."""
    person = {"id": customer, "first_name": "Ada"}
    message = {
        "message_id": number, "date": int(NOW.timestamp()), "text": text,
        "chat": {**person, "type": "private"}, "from": {**person, "is_bot": False, "language_code": "en"},
    }  # fmt: skip
    return {"update_id": number, "message": message}


async def stored(backstage: Backstage) -> int:
    return int(await backstage.db.intake.count_documents({}))


def refused(why: str) -> float:
    found = REGISTRY.get_sample_value("helpline_webhooks_refused_total", {"channel": "telegram", "why": why})
    return found or 0.0


async def test_a_signed_update_is_stored_before_it_is_acknowledged(
    backstage: Backstage, web: httpx.AsyncClient
) -> None:
    response = await web.post("/channels/telegram", json=update(1), headers=SIGNED)

    assert response.status_code == 200
    assert response.content == b"", "an answer with content would be a call to Telegram"
    assert await stored(backstage) == 1
    assert await backstage.mailbox().depth() == 1


@pytest.mark.parametrize("headers", [{}, {**SIGNED, "X-Telegram-Bot-Api-Secret-Token": "wrong"}], ids=["no", "wrong"])
async def test_a_forgery_is_refused_and_counted(
    backstage: Backstage, web: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    before = refused("signature")

    response = await web.post("/channels/telegram", json=update(1), headers=headers)

    assert response.status_code == 403
    assert refused("signature") == before + 1
    assert await stored(backstage) == 0
    assert await backstage.dead_letters.recent(10) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"update_id": "x"}', b"\xff\xfe", b'{"update_id": 1, "message": {"text": "\\ud800"}}']
)
async def test_what_cannot_be_read_is_kept_aside_and_acknowledged(
    backstage: Backstage, web: httpx.AsyncClient, body: bytes
) -> None:
    """The messenger would repeat it for a day, and hold up what comes after."""
    before = refused("malformed")

    for _ in range(2):
        response = await web.post("/channels/telegram", content=body, headers=SIGNED)
        assert response.status_code == 200

    assert refused("malformed") == before + 2
    [letter] = await backstage.dead_letters.recent(10)
    assert letter.error
    assert await stored(backstage) == 0


async def test_what_breaks_the_parser_is_kept_aside_too(
    backstage: Backstage, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser with a bug breaks each time: repeating never helps."""

    def broken(*_: object) -> None:
        raise KeyError("chat")

    monkeypatch.setattr(backstage.channels["telegram"], "parse", broken)

    response = await web.post("/channels/telegram", json=update(1), headers=SIGNED)

    assert response.status_code == 200
    [letter] = await backstage.dead_letters.recent(10)
    assert letter.error == "KeyError: 'chat'"


async def test_an_update_without_news_is_acknowledged(backstage: Backstage, web: httpx.AsyncClient) -> None:
    for name in ("group_message", "pinned", "unknown_update"):
        body = (FIXTURES / f"{name}.json").read_bytes()
        assert (await web.post("/channels/telegram", content=body, headers=SIGNED)).status_code == 200

    assert await stored(backstage) == 0


async def test_an_unknown_channel_is_not_there(web: httpx.AsyncClient) -> None:
    assert (await web.post("/channels/pigeon", json=update(1), headers=SIGNED)).status_code == 404


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "in pieces"])
async def test_a_body_that_is_too_large_is_refused(backstage: Backstage, web: httpx.AsyncClient, stream: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(gateway.LARGEST_BODY // 65536 + 1):
            yield b" " * 65536

    body = pieces() if stream else b" " * (gateway.LARGEST_BODY + 1)

    assert (await web.post("/channels/telegram", content=body, headers=SIGNED)).status_code == 413
    fits = json.dumps(update(1)).encode()
    fits += b" " * (gateway.LARGEST_BODY - len(fits))
    assert (await web.post("/channels/telegram", content=fits, headers=SIGNED)).status_code == 200
    assert await stored(backstage) == 1


@pytest.mark.parametrize("body", [update(1), {"no": "update"}], ids=["readable", "unreadable"])
async def test_without_mongo_nothing_is_acknowledged(backstage: Backstage, redis: Redis, body: dict[str, Any]) -> None:
    away: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient("mongodb://127.0.0.1:9", serverSelectionTimeoutMS=50)
    intake = Reception(store=MongoIntake(away.nowhere), mailbox=Mailbox(redis), clock=Clock())

    async with client(backstage.channels, intake, MongoDeadLetters(away.nowhere), backstage.ledger) as web:
        response = await web.post("/channels/telegram", json=body, headers=SIGNED)

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert await backstage.mailbox().depth() == 0
    away.close()


async def test_a_database_that_hangs_is_as_good_as_away(backstage: Backstage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "STORED_WITHIN", timedelta(seconds=0.05))

    async def hangs(_: object) -> None:
        await asyncio.Event().wait()

    async with client(backstage.channels, cast(Any, hangs), backstage.dead_letters, backstage.ledger) as web:
        response = await web.post("/channels/telegram", json=update(1), headers=SIGNED)

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


async def test_a_database_whose_disk_is_full_is_as_good_as_away(backstage: Backstage) -> None:
    async def full(_: object) -> None:
        raise OperationFailure("No space left on device", 14031)

    async with client(backstage.channels, cast(Any, full), backstage.dead_letters, backstage.ledger) as web:
        response = await web.post("/channels/telegram", json=update(1), headers=SIGNED)

    assert response.status_code == 503


async def test_without_redis_nothing_is_acknowledged_and_nothing_is_lost(backstage: Backstage) -> None:
    away = redis_client.connect("redis://127.0.0.1:9")
    intake = Reception(store=backstage.intake, mailbox=Mailbox(away), clock=backstage.clock)

    async with client(backstage.channels, intake, backstage.dead_letters, backstage.ledger) as web:
        response = await web.post("/channels/telegram", json=update(1), headers=SIGNED)

    assert response.status_code == 503
    assert await stored(backstage) == 1, "the search for lost events finds it, if the messenger does not come again"
    await away.aclose()


async def test_the_same_update_three_times_at_once_has_one_effect(backstage: Backstage, web: httpx.AsyncClient) -> None:
    ada = await backstage.customer()

    async with backstage.working("one", "two"):
        answers = await asyncio.gather(
            *(web.post("/channels/telegram", json=update(1), headers=SIGNED) for _ in range(3))
        )
        await until(backstage.idle)

    assert [answer.status_code for answer in answers] == [200] * 3
    assert await stored(backstage) == 1
    assert texts_of(await backstage.thread()) == ["hello", "You said: hello"]
    assert len(ada.inbox) == 1


async def test_hundreds_of_customers_at_once_are_all_heard(backstage: Backstage, web: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(web.post("/channels/telegram", json=update(n, customer=n), headers=SIGNED) for n in range(1, 301))
    )

    assert {answer.status_code for answer in answers} == {200}
    assert await stored(backstage) == 300
    assert await backstage.mailbox().depth() == 300


async def test_a_customer_who_writes_through_telegram_gets_an_answer_there(
    backstage: Backstage, web: httpx.AsyncClient
) -> None:
    """From the recorded update to the messenger's call, with nothing of ours left out."""
    body = json.loads((FIXTURES / "text.json").read_bytes())
    body["message"]["date"] = int(NOW.timestamp())
    customer = body["message"]["chat"]["id"]
    user = await backstage.customer(customer)

    async with backstage.working():
        assert (await web.post("/channels/telegram", json=body, headers=SIGNED)).status_code == 200
        await until(backstage.idle)

    assert user.inbox[0].text.endswith(body["message"]["text"])
    assert (await backstage.conversation(customer)).address == address(customer)
