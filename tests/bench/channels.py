"""(e) What customers write, by messenger: until it is "in the thread", a second, beside the floor in the same run.

The customers are with operators, so that nothing is answered: what is measured is the way in. The floor checks the same
signature, recognises a repeat and keeps one document (`floor.py`, `/inbound`). E-mail is another story: each letter
opens a session on a line, and its floor is whoever reads the same mailbox and keeps each letter.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.app import App, open_app
from bot.demo.seed import seed
from bot.settings import read_settings
from handoff.conversation import begin
from handoff.customer import Address, Customer
from handoff.ids import LineId
from handoff.operator import Operator
from handoff.session import WithBot
from storage.processes import Server, start_mongo, start_redis
from tests.bench import letters
from tests.bench.cloud import SECRET, Cloud
from tests.bench.product import a_port, python_path, started
from tests.bench.writing import KEY, NUMBER, TELEGRAM, WAYS, ByWebhook, Way, posted
from tests.fakes.vk.cloud import GROUP, TOKEN, VkCloud

CUSTOMERS = 32
_FIRST = 70_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Messages a second into the thread, and the milliseconds until the messenger is told that they are stored."""

    channel: str
    per_second: float
    p50: float | None
    p99: float | None
    floor: float


async def measure(messages: int = 2000) -> list[Inbound]:
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo, redis = await start_mongo(data), await start_redis(data)
        stack.push_async_callback(mongo.stop)
        stack.push_async_callback(redis.stop)
        cloud, vk = await stack.enter_async_context(Cloud().running()), await stack.enter_async_context(VkCloud())
        for customer in range(_FIRST, _FIRST + CUSTOMERS):
            vk.user(customer)
        client = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        settings = read_settings().model_copy(
            update={"mongo_url": mongo.url, "redis_url": redis.url, "rasa_url": "http://127.0.0.1:9", "demo": False}
        )
        app = await stack.enter_async_context(open_app(settings))
        await seed(app)
        port, floor_port = a_port(), a_port()
        environment = _environment(mongo, redis, cloud, vk, port, data)
        log, floor_log = data / "product.log", data / "floor.log"
        base = await stack.enter_async_context(started("product", ["-m", "bot", "run"], port, log, **environment))
        floor = await stack.enter_async_context(
            started("floor", ["-m", "tests.bench.floor", str(floor_port)], floor_port, floor_log, **environment)
        )
        found = [await _of(way, app, client, base, floor, messages) for way in WAYS]
    rate, least = await letters.measure(min(messages, 400))
    return [*found, Inbound(channel="email", per_second=rate, p50=None, p99=None, floor=least)]


def _environment(mongo: Server, redis: Server, cloud: Cloud, vk: VkCloud, port: int, data: Path) -> dict[str, str]:
    here = f"http://127.0.0.1:{port}"
    return {
        "MONGO_URL": mongo.url, "REDIS_URL": redis.url, "RASA_URL": "http://127.0.0.1:9", "HELPLINE_PORT": str(port),
        "HELPLINE_DATA_DIR": str(data), "HELPLINE_DEMO": "false", "OPERATOR_BOT_TOKEN": "",
        "TELEGRAM_TOKEN": "1:bench", "TELEGRAM_API_BASE": cloud.base, "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_URL": f"{here}/channels/telegram", "TELEGRAM_PER_SECOND": "1000",
        "VIBER_TOKEN": KEY, "VIBER_NAME": "Shop", "VIBER_WEBHOOK_URL": f"{here}/channels/viber",
        "VIBER_API_BASE": cloud.base, "WHATSAPP_TOKEN": "t", "WHATSAPP_APP_SECRET": KEY, "WHATSAPP_VERIFY_TOKEN": "v",
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER, "WHATSAPP_API_BASE": cloud.base,
        "VK_TOKEN": TOKEN, "VK_GROUP_ID": str(GROUP), "VK_SECRET": SECRET, "VK_API_BASE": vk.base,
        "VK_CALLBACK_URL": f"{here}/channels/vk",
        "CUSTOM_WEBHOOK_URL": f"{cloud.base}/hook", "CUSTOM_SECRET": KEY, **python_path(),
    }  # fmt: skip


async def _of(
    way: Way, app: App, client: aiohttp.ClientSession, base: str, floor: str, messages: int
) -> Inbound:  # fmt: skip
    customers, each = range(_FIRST, _FIRST + CUSTOMERS), messages // CUSTOMERS
    siobhan = await app.operators.by_login("siobhan")
    assert siobhan is not None
    for customer in customers:
        await held(app, siobhan, way.addresses(customer, each))
    before = await _heard(app)

    least = way if isinstance(way, ByWebhook) else TELEGRAM
    began = time.perf_counter()
    await asyncio.gather(*(posted(client, f"{floor}/inbound", least.requests(one, each)) for one in customers))
    floor_rate = each * CUSTOMERS / (time.perf_counter() - began)

    began = time.perf_counter()
    taken = await asyncio.gather(*(way.writes(client, base, one, each) for one in customers))
    while await _heard(app) < before + each * CUSTOMERS:
        await asyncio.sleep(0.02)
    rate = each * CUSTOMERS / (time.perf_counter() - began)
    cuts = statistics.quantiles([1000 * seconds for some in taken for seconds in some], n=100)
    return Inbound(channel=way.channel, per_second=rate, p50=cuts[49], p99=cuts[98], floor=floor_rate)


async def held(app: App, operator: Operator, addresses: Sequence[Address]) -> None:
    """Conversations that this operator has."""
    for address in addresses:
        at = app.clock()
        start = begin(address, Customer(name="Ada", language="en"), at=at)
        assert isinstance(start.session, WithBot)
        waiting = start.session.hand_off(LineId("delivery"), at=at)
        taken = start.with_session(waiting.assign(operator.id, at=at))
        await app.conversations.commit(taken, taken)


async def _heard(app: App) -> int:
    return await app.db.messages.count_documents({"side": "customer"})


def table(found: Sequence[Inbound]) -> str:
    lines = [f"{'into the thread':18}{'messages/s':>11}{'stored p50':>12}{'p99 ms':>9}{'floor/s':>9}{'of it':>8}"]
    for each in found:
        middle, slow = ("–" if known is None else f"{known:.1f}" for known in (each.p50, each.p99))
        share = each.per_second / each.floor
        lines.append(f"{each.channel:18}{each.per_second:11.0f}{middle:>12}{slow:>9}{each.floor:9.0f}{share:8.2f}")
    return "\n".join(lines)
