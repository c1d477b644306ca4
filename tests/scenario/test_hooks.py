"""`/hooks/...`: what other systems tell is proved, stored once, and only then acknowledged."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import orjson
import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI

from bot import hooks
from bot.calling import Register, open_register
from bot.calling.callbacks import Callback
from bot.calling.signing import HEADER, sign
from bot.events import EVENTS, AnyEvent, Called, Hooked
from flows.happenings import CallFinished
from flows.systems import Systems
from storage.redis.rate import RedisThrottle
from tests import parts
from tests.backstage import Backstage
from tests.parts import NOW

ADA = parts.conversation()
REFUND = Callback(process="refund", call="telegram:main:501-7:3", conversation=ADA.id)
OUT, IN = "secret of refunds", "secret of the shop"
NEWS = {"customer": {"channel": "telegram", "external_id": "501"}, "data": {"order": "MP-100001"}}


@dataclass(slots=True, kw_only=True)
class Gate:
    """The gateway, and another system that knows its secrets."""

    backstage: Backstage
    client: httpx.AsyncClient
    register: Register
    headers: dict[str, str] = field(default_factory=dict)

    async def posts(self, path: str, told: Any, *, secret: str, headers: Mapping[str, str] = {}) -> httpx.Response:
        body = told if isinstance(told, bytes) else orjson.dumps(told)
        signed = {HEADER: sign(secret, body, self.backstage.clock())}
        return await self.client.post(path, content=body, headers={**signed, **headers})

    async def calls_back(self, told: Any, *, secret: str = OUT, **changed: str) -> httpx.Response:
        address = urlsplit(REFUND.address("", OUT))
        query = {**dict(parse_qsl(address.query)), **changed}
        return await self.posts(f"{address.path}?{urlencode(query)}", told, secret=secret)

    async def tells(self, told: Any = NEWS, *, hook: str = "parcels", secret: str = IN, **more: Any) -> httpx.Response:
        return await self.posts(f"/hooks/flows/{hook}", told, secret=secret, **more)

    async def stored(self) -> list[AnyEvent]:
        rows = await self.backstage.db.intake.find().to_list(None)
        return [EVENTS.validate_json(row["event"]) for row in rows]


def gate_to(backstage: Backstage, keys: str) -> tuple[FastAPI, Register]:
    app, register = FastAPI(), open_register(backstage.db, keys)
    throttle = RedisThrottle(backstage.redis)
    app.include_router(
        hooks.router(register, backstage.conversations, backstage.reception, throttle, backstage.clock)
    )  # fmt: skip
    return app, register


@pytest.fixture
async def gate(backstage: Backstage) -> AsyncIterator[Gate]:
    app, register = gate_to(backstage, Fernet.generate_key().decode())
    systems = Systems(processes={"refund": "https://erp.example/start"}, hooks=frozenset({"parcels", "bare"}))
    await register.systems.save(systems, by="nikos", at=NOW)
    await register.processes.put("refund", OUT, by="nikos", at=NOW)
    await register.hooks.put("parcels", IN, by="nikos", at=NOW)
    await register.hooks.put("gone", IN, by="nikos", at=NOW)
    await backstage.begins(ADA)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        yield Gate(backstage=backstage, client=client, register=register)


# -- callbacks of processes --------------------------------------------------------------------------------------------


async def test_a_callback_is_stored_and_then_acknowledged(gate: Gate) -> None:
    answer = await gate.calls_back({"ok": True, "data": {"paid": 12.5}})

    assert (answer.status_code, answer.json()) == (200, {"event": f"called:{REFUND.call}"})
    [event] = await gate.stored()
    assert isinstance(event, Called)
    assert event.conversation_id == ADA.id
    assert event.result == CallFinished(call=REFUND.call, ok=True, body={"paid": 12.5})
    assert await gate.backstage.mailbox().depth() == 1


async def test_of_two_callbacks_the_first_counts(gate: Gate) -> None:
    answers = [await gate.calls_back({"ok": False, "error": "No such order"}), await gate.calls_back({"ok": True})]

    assert [answer.status_code for answer in answers] == [200, 200]
    [event] = await gate.stored()
    assert isinstance(event, Called)
    assert event.result == CallFinished(call=REFUND.call, ok=False, error="No such order")


@pytest.mark.parametrize(
    "changed", [{"token": "0" * 64}, {"process": "other"}, {"conversation": "telegram:main:502"}, {"token": "é"}]
)
async def test_an_address_that_we_never_gave_is_refused(gate: Gate, changed: dict[str, str]) -> None:
    answer = await gate.calls_back({"ok": True}, **changed)

    assert answer.status_code == 403
    assert await gate.stored() == []


async def test_the_right_address_without_the_secret_is_refused(gate: Gate) -> None:
    answer = await gate.calls_back({"ok": True}, secret="guessed")

    assert answer.status_code == 401
    assert "does not fit the body" in answer.text
    assert await gate.stored() == []


async def test_a_callback_that_was_overheard_is_of_no_use_later(gate: Gate) -> None:
    body, at = b'{"ok": true}', gate.backstage.clock() - timedelta(minutes=6)

    answer = await gate.client.post(REFUND.address("", OUT), content=body, headers={HEADER: sign(OUT, body, at)})

    assert answer.status_code == 401
    assert await gate.stored() == []


DEEP = b'{"ok": true, "data": ' + b"[" * 40 + b"]" * 40 + b"}"


@pytest.mark.parametrize("told", [b"", b"[]", b"{", {"data": 1}, {"ok": True, "more": 1}, DEEP])
async def test_what_is_no_outcome_is_refused(gate: Gate, told: Any) -> None:
    answer = await gate.calls_back(told)

    assert answer.status_code == 422
    assert await gate.stored() == []


# -- webhooks in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [NEWS, {"conversation": ADA.id, "data": {"order": "MP-100001"}}])
async def test_a_webhook_reaches_the_customer_whom_it_names(gate: Gate, told: Any) -> None:
    answer = await gate.tells(told)

    assert answer.status_code == 200
    [event] = await gate.stored()
    assert isinstance(event, Hooked)
    assert answer.json() == {"event": event.id}
    assert (event.conversation_id, event.hook, event.data) == (ADA.id, "parcels", {"order": "MP-100001"})


async def test_a_webhook_that_is_repeated_counts_once(gate: Gate) -> None:
    for _ in range(2):
        assert (await gate.tells()).status_code == 200  # the very same request
    for _ in range(2):
        assert (await gate.tells(headers={"Idempotency-Key": "news-1"})).status_code == 200
        gate.backstage.clock.move_on(timedelta(seconds=30))  # and so another signature

    assert len(await gate.stored()) == 2


@pytest.mark.parametrize(
    ("told", "status", "says"),
    [
        ({"customer": {"channel": "telegram", "external_id": "999"}}, 404, "never written here"),
        ({"conversation": "telegram:main:999"}, 404, "never written here"),
        ({"data": 1}, 422, "either the customer or the conversation"),
        ({**NEWS, "conversation": ADA.id}, 422, "either the customer or the conversation"),
        ({"customer": {"channel": "telegram"}}, 422, "customer.external_id"),
        (b"no json", 422, "body: Invalid JSON"),
        (b" " * (256 * 1024 + 1), 413, "256 kB"),
    ],
)
async def test_a_webhook_that_cannot_be_taken_is_told_why(gate: Gate, told: Any, status: int, says: str) -> None:
    answer = await gate.tells(told)

    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert await gate.stored() == []


@pytest.mark.parametrize("hook", ["unheard_of", "bare", "gone"])
async def test_a_hook_that_is_not_set_up_is_not_there(gate: Gate, hook: str) -> None:
    """One that nobody named, one without a secret, and one whose secret outlived it."""
    assert (await gate.tells(hook=hook)).status_code == 404


@pytest.mark.parametrize("secret", ["guessed", OUT])
async def test_a_webhook_with_another_secret_is_refused(gate: Gate, secret: str) -> None:
    assert (await gate.tells(secret=secret)).status_code == 401
    assert await gate.stored() == []


async def test_who_calls_too_often_has_to_wait(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "PER_MINUTE", 2)

    answers = [await gate.tells(headers={"Idempotency-Key": str(number)}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert len(await gate.stored()) == 2


async def test_secrets_that_do_not_open_are_our_trouble_and_not_the_callers(gate: Gate) -> None:
    app, _ = gate_to(gate.backstage, Fernet.generate_key().decode())  # another key than they were kept with
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
        answer = await Gate(backstage=gate.backstage, client=client, register=gate.register).tells()

    assert answer.status_code == 503
    assert IN not in answer.text
