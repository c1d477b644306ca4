"""(a) to (c) From webhook to the call that sends the reply: all roles in one process, beside a floor and Rasa alone."""

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from bot.app import App, open_app
from bot.demo.seed import seed
from bot.rasa_process import PYTHON, RasaProcess, train
from bot.settings import read_settings
from handoff.customer import Address
from handoff.ids import EventId
from storage.processes import Server, start_mongo, start_redis
from tests.bench import channels
from tests.bench.cloud import SECRET, Cloud
from tests.bench.load import Result, chat
from tests.bench.load import measure as loaded
from tests.bench.product import a_port, python_path, started

CUSTOMERS = 32
WITH_OPERATOR, ANSWERED, TALKED_TO = 2_000_000, 3_000_000, 4_000_000
"""Where the chats of each load begin."""
ALONE = "Rasa alone (REST)"
QUESTIONS = (
    "How much does delivery cost?", "When will I get my money back?", "How do I return a lamp?", "Can I pay by card?",
    "I forgot my password", "How long is the warranty?", "Where is my order?", "Can I change the delivery address?",
)  # fmt: skip


async def measure(messages: int) -> list[Result]:
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        await train()
        rasa = RasaProcess(data / "logs")
        await rasa.start()
        stack.push_async_callback(rasa.stop)
        mongo, redis = await start_mongo(data), await start_redis(data)
        stack.push_async_callback(mongo.stop)
        stack.push_async_callback(redis.stop)
        await rasa.ready()
        cloud = await stack.enter_async_context(Cloud().running())
        results = await floor(cloud, mongo, redis, data, messages)
        results += await product(cloud, mongo, redis, rasa, data, messages)
        results.append(await rasa_alone(data, messages // 2))
    return results


async def floor(cloud: Cloud, mongo: Server, redis: Server, data: Path, messages: int) -> list[Result]:
    port = a_port()
    environment = {"MONGO_URL": mongo.url, "REDIS_URL": redis.url, "TELEGRAM_API_BASE": cloud.base, **python_path()}
    async with started(
        "floor", ["-m", "tests.bench.floor", str(port)], port, data / "floor.log", **environment
    ) as base:
        url = f"{base}/channels/telegram"
        cloud.only(lambda _: True)
        return [
            await loaded(
                "floor", lambda customer, turn: cloud.exchange(url, 1000 + customer, f"message {turn}"),
                customers=CUSTOMERS, messages=messages,
            )
        ]  # fmt: skip


async def product(
    cloud: Cloud, mongo: Server, redis: Server, rasa: RasaProcess, data: Path, messages: int
) -> list[Result]:
    port = a_port()
    environment = {
        "MONGO_URL": mongo.url, "REDIS_URL": redis.url, "RASA_URL": rasa.url, "HELPLINE_PORT": str(port),
        "TELEGRAM_TOKEN": "1:bench", "TELEGRAM_API_BASE": cloud.base, "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/channels/telegram", "OPERATOR_BOT_TOKEN": "",
        "TELEGRAM_PER_SECOND": "1000", "HELPLINE_DATA_DIR": str(data), **python_path(),
    }  # fmt: skip
    settings = read_settings().model_copy(
        update={"mongo_url": mongo.url, "redis_url": redis.url, "rasa_url": rasa.url, "telegram_token": ""}
    )
    async with open_app(settings) as app:
        await seed(app)
        log = data / "product.log"
        async with started("product", ["-m", "bot", "run"], port, log, **environment) as base:
            url = f"{base}/channels/telegram"
            await _ready(base)
            return [
                await with_operator(cloud, app, url, messages),
                await answers(cloud, url, messages // 2),
                await replies(cloud, url, messages // 2),
            ]


async def with_operator(cloud: Cloud, app: App, url: str, messages: int) -> Result:
    """Each customer has an operator, who answers every message as soon as it shows up."""
    siobhan = await app.operators.by_login("siobhan")
    assert siobhan is not None
    turns = range(messages // CUSTOMERS + 1)
    chats = {chat(WITH_OPERATOR, customer, turn) for customer in range(CUSTOMERS) for turn in turns}
    addresses = [Address(channel="telegram", account="main", external_id=str(each)) for each in sorted(chats)]
    await channels.held(app, siobhan, addresses)
    cloud.only(lambda text: text.startswith("Answer to"))
    answered: dict[str, int] = {}

    async def answer() -> None:
        async for conversation_id in app.live.changes():
            conversation = await app.conversations.load(conversation_id)
            if conversation and conversation.last and conversation.last.text.startswith("question"):
                number = conversation.count
                if answered.get(conversation_id) != number:
                    answered[conversation_id] = number
                    event = EventId(f"bench:{conversation_id}:{number}")
                    work.create_task(app.desk.reply(conversation_id, siobhan, f"Answer to {number}", event))

    async with asyncio.TaskGroup() as work:
        answering = work.create_task(answer())
        await asyncio.sleep(0.5)
        result = await loaded(
            "(a) with an operator",
            lambda customer, turn: cloud.exchange(url, chat(WITH_OPERATOR, customer, turn), f"question {turn}"),
            customers=CUSTOMERS, messages=messages,
        )  # fmt: skip
        answering.cancel()
    return result


async def answers(cloud: Cloud, url: str, messages: int) -> Result:
    cloud.only(lambda _: True)
    return await loaded(
        "(b) knowledge-base answer",
        lambda customer, turn: cloud.exchange(
            url, chat(ANSWERED, customer, turn), QUESTIONS[(customer + turn) % len(QUESTIONS)]
        ),
        customers=CUSTOMERS, messages=messages,
    )  # fmt: skip


async def replies(cloud: Cloud, url: str, messages: int) -> Result:
    cloud.only(lambda _: True)
    return await loaded(
        "(c) Rasa reply", lambda customer, turn: cloud.exchange(url, chat(TALKED_TO, customer, turn), "hello there"),
        customers=CUSTOMERS, messages=messages,
    )  # fmt: skip


async def rasa_alone(data: Path, messages: int) -> Result:
    """Rasa's own REST channel, with nothing of ours in between."""
    port = a_port()
    command = [str(Path(__file__).with_name("bare_rasa.py")), str(port), str(data / "rest.yml")]
    async with (
        started("rasa-alone", command, port, data / "rasa-alone.log", python=PYTHON) as base,
        httpx.AsyncClient(base_url=base, timeout=30, trust_env=False) as client,
    ):

        async def exchange(customer: int, turn: int) -> float:
            began = time.perf_counter()
            body = {"sender": f"bare-{customer}", "message": "hello there"}
            response = await client.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            return time.perf_counter() - began

        return await loaded(ALONE, exchange, customers=CUSTOMERS, messages=messages)


def table(results: list[Result]) -> str:
    by_name = {each.name: each for each in results}
    lines = [f"{'':28}{'messages/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}   ratio"]
    for each in results:
        beside = by_name[ALONE] if each.name.startswith("(c)") else by_name["floor"]
        ratio = f"{each.per_second / beside.per_second:6.2f} of {beside.name}"
        lines.append(f"{each.name:28}{each.per_second:11.0f}{each.p50:9.1f}{each.p95:9.1f}{each.p99:9.1f}   {ratio}")
    return "\n".join(lines)


async def _ready(base: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(60):
        while (await client.get(f"{base}/healthz")).json()["status"] != "ok":
            await asyncio.sleep(0.2)
