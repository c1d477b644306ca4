"""(e) What customers write, by messenger: from webhook to "in the thread", a second, beside the floor in the same run.

The customers are with operators, so that nothing is answered: what is measured is the way in. The floor checks the same
signature, recognises a repeat and keeps one document (`floor.py`, `/inbound`).
"""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.app import App, open_app
from bot.calling.signing import HEADER, sign
from bot.channels.viber.people import external_id
from bot.demo.seed import seed
from bot.settings import read_settings
from handoff.conversation import begin
from handoff.customer import Address, Customer
from handoff.ids import LineId
from handoff.operator import Operator
from handoff.session import WithBot
from storage.processes import Server, start_mongo, start_redis
from tests.bench.cloud import SECRET, Cloud
from tests.bench.product import a_port, python_path, started

CUSTOMERS = 32
KEY = "a secret of at least thirty-two signs"
NUMBER, GROUP = "106540352242922", 190215
_numbers = itertools.count(1)
Request = tuple[Mapping[str, str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Messages a second into the thread, and the milliseconds until a webhook has its 200."""

    channel: str
    per_second: float
    p50: float
    p99: float
    floor: float


def _telegram(customer: int, text: str) -> Request:
    person = {"id": customer, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    message = {"message_id": next(_numbers), "from": person, "chat": {"id": customer, "type": "private"}}
    update = {"update_id": next(_numbers), "message": {**message, "date": int(time.time()), "text": text}}
    return {"X-Telegram-Bot-Api-Secret-Token": SECRET}, json.dumps(update).encode()


def _viber(customer: int, text: str) -> Request:
    sender = {"id": _viber_id(customer), "name": "Ada", "language": "en", "country": "PL", "api_version": 10}
    event = {"event": "message", "timestamp": int(time.time() * 1000), "message_token": next(_numbers) + 10**18}
    body = json.dumps({**event, "sender": sender, "message": {"type": "text", "text": text}, "silent": False}).encode()
    return {"X-Viber-Content-Signature": _hexed(body)}, body


def _viber_id(customer: int) -> str:
    return base64.b64encode(f"customer {customer:07}".encode()).decode()


def _whatsapp(customer: int, text: str) -> Request:
    message = {"from": str(customer), "id": f"wamid.{next(_numbers)}", "timestamp": str(int(time.time()))}
    value = {
        "messaging_product": "whatsapp", "metadata": {"display_phone_number": "1", "phone_number_id": NUMBER},
        "contacts": [{"profile": {"name": "Ada"}, "wa_id": str(customer)}],
        "messages": [{**message, "type": "text", "text": {"body": text}}],
    }  # fmt: skip
    entry = {"id": "1", "changes": [{"value": value, "field": "messages"}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    return {"X-Hub-Signature-256": f"sha256={_hexed(body)}"}, body


def _custom(customer: int, text: str) -> Request:
    event = {"id": f"m-{next(_numbers)}", "type": "message", "customer": {"id": str(customer), "name": "Ada"}}
    body = json.dumps({**event, "text": text}).encode()
    return {HEADER: sign(KEY, body, datetime.now(UTC))}, body


def _hexed(body: bytes) -> str:
    return hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()


WRITES: Mapping[str, Callable[[int, str], Request]] = {
    "telegram": _telegram, "viber": _viber, "whatsapp": _whatsapp, "custom": _custom
}  # fmt: skip


def _address(channel: str, customer: int) -> Address:
    named = {"viber": external_id(_viber_id(customer))}
    return Address(channel=channel, account="main", external_id=named.get(channel, str(customer)))


async def measure(messages: int = 2000) -> list[Inbound]:
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo, redis = await start_mongo(data), await start_redis(data)
        stack.push_async_callback(mongo.stop)
        stack.push_async_callback(redis.stop)
        cloud = await stack.enter_async_context(Cloud().running())
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=30))
        settings = read_settings().model_copy(
            update={"mongo_url": mongo.url, "redis_url": redis.url, "rasa_url": "http://127.0.0.1:9", "demo": False}
        )
        app = await stack.enter_async_context(open_app(settings))
        await seed(app)
        port, floor_port = a_port(), a_port()
        environment = _environment(mongo, redis, cloud, port, data)
        log, floor_log = data / "product.log", data / "floor.log"
        base = await stack.enter_async_context(started("product", ["-m", "bot", "run"], port, log, **environment))
        floor = await stack.enter_async_context(
            started("floor", ["-m", "tests.bench.floor", str(floor_port)], floor_port, floor_log, **environment)
        )
        return [await _of(channel, app, client, base, floor, messages) for channel in WRITES]


def _environment(mongo: Server, redis: Server, cloud: Cloud, port: int, data: Path) -> dict[str, str]:
    here = f"http://127.0.0.1:{port}"
    return {
        "MONGO_URL": mongo.url, "REDIS_URL": redis.url, "RASA_URL": "http://127.0.0.1:9", "HELPLINE_PORT": str(port),
        "HELPLINE_DATA_DIR": str(data), "HELPLINE_DEMO": "false", "OPERATOR_BOT_TOKEN": "",
        "TELEGRAM_TOKEN": "1:bench", "TELEGRAM_API_BASE": cloud.base, "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_URL": f"{here}/channels/telegram", "TELEGRAM_PER_SECOND": "1000",
        "VIBER_TOKEN": KEY, "VIBER_NAME": "Shop", "VIBER_WEBHOOK_URL": f"{here}/channels/viber",
        "VIBER_API_BASE": cloud.base, "WHATSAPP_TOKEN": "t", "WHATSAPP_APP_SECRET": KEY, "WHATSAPP_VERIFY_TOKEN": "v",
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER, "WHATSAPP_API_BASE": cloud.base,
        "CUSTOM_WEBHOOK_URL": f"{cloud.base}/hook", "CUSTOM_SECRET": KEY, **python_path(),
    }  # fmt: skip


async def _of(
    channel: str, app: App, client: httpx.AsyncClient, base: str, floor: str, messages: int
) -> Inbound:  # fmt: skip
    customers = range(70_000, 70_000 + CUSTOMERS)
    siobhan = await app.operators.by_login("siobhan")
    assert siobhan is not None
    await held(app, siobhan, [_address(channel, customer) for customer in customers])
    before = await _heard(app)

    messages -= messages % CUSTOMERS

    async def stored() -> bool:
        return await _heard(app) >= before + messages

    least, _ = await _load(client, f"{floor}/inbound", channel, messages, _at_once)
    rate, taken = await _load(client, f"{base}/channels/{channel}", channel, messages, stored)
    cuts = statistics.quantiles([1000 * each for each in taken], n=100)
    return Inbound(channel=channel, per_second=rate, p50=cuts[49], p99=cuts[98], floor=least)


async def held(app: App, operator: Operator, addresses: Sequence[Address]) -> None:
    """Conversations that this operator has."""
    for address in addresses:
        at = app.clock()
        start = begin(address, Customer(name="Ada", language="en"), at=at)
        assert isinstance(start.session, WithBot)
        waiting = start.session.hand_off(LineId("delivery"), at=at)
        taken = start.with_session(waiting.assign(operator.id, at=at))
        await app.conversations.commit(taken, taken)


async def _at_once() -> bool:
    return True


async def _heard(app: App) -> int:
    return await app.db.messages.count_documents({"side": "customer"})


async def _load(
    client: httpx.AsyncClient, url: str, channel: str, messages: int, done: Callable[[], Awaitable[bool]]
) -> tuple[float, list[float]]:
    """Each customer writes one message after another; the rate ends when the last is in the thread."""
    taken: list[float] = []

    async def writes(customer: int) -> None:
        for turn in range(messages // CUSTOMERS):
            began = time.perf_counter()
            await _post(client, url, *WRITES[channel](customer, f"message {turn}"))
            taken.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(writes(customer) for customer in range(70_000, 70_000 + CUSTOMERS)))
    while not await done():
        await asyncio.sleep(0.02)
    return messages / (time.perf_counter() - began), taken


async def _post(client: httpx.AsyncClient, url: str, headers: Mapping[str, str], body: bytes) -> None:
    answer = await client.post(url, content=body, headers={"Content-Type": "application/json", **headers})
    answer.raise_for_status()


def table(found: Sequence[Inbound]) -> str:
    lines = [f"{'into the thread':18}{'messages/s':>11}{'200 p50 ms':>12}{'p99 ms':>9}{'floor/s':>9}{'of it':>8}"]
    for each in found:
        share = each.per_second / each.floor
        lines.append(
            f"{each.channel:18}{each.per_second:11.0f}{each.p50:12.1f}{each.p99:9.1f}{each.floor:9.0f}{share:8.2f}"
        )
    return "\n".join(lines)
