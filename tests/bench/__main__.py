"""`make bench`: messages a second and latency from webhook to the call that sends the reply; and what the desk costs.

    floor   a bare webhook: dedupe in Redis, one document, one reply
    (a)     a session with an operator: the customer's message reaches the operator, whose answer is sent
    (b)     an answer from the knowledge base
    (c)     a reply of Rasa's rules; beside Rasa's own REST channel alone

    routing    decisions a second, by how many operators and rules there are
    freeing    from an operator's room to their next session, by how many wait
    lateness   of timed steps, by how many sessions are open
    flows      steps of the engine, and replayed dialogues, a second
    channels   what customers write, by messenger: into the thread, a second
    throttled  a thousand chats answered while the messenger throttles one of them for a minute
    canvas     from frame to frame in the flow editor, by how many steps it shows
    inbox      the staff's API over a hundred thousand sessions: lists, filters, searches

All in one run, in alternation, on real servers; ratios are what is worth comparing, since machines differ.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path

import httpx
import uvloop

from bot.app import App, open_app
from bot.demo.seed import seed
from bot.rasa_process import PYTHON, RasaProcess, train
from bot.settings import read_settings
from handoff.ids import ConversationId, EventId
from storage.processes import Server, start_mongo, start_redis
from tests.bench import canvas, channels, flows, freeing, growth, inbox, lateness, routing, throttled
from tests.bench.cloud import SECRET, Cloud
from tests.bench.load import Result, measure
from tests.bench.product import a_port, python_path, started

CUSTOMERS = 32
ALONE = "Rasa alone (REST)"
QUESTIONS = (
    "How much does delivery cost?", "When will I get my money back?", "How do I return a lamp?", "Can I pay by card?",
    "I forgot my password", "How long is the warranty?", "Where is my order?", "Can I change the delivery address?",
)  # fmt: skip


SECTIONS = ("messages", "channels", "throttled", "routing", "freeing", "lateness", "flows", "canvas", "inbox")


async def main(only: Sequence[str], messages: int, as_json: bool) -> None:
    if "messages" in only:
        await conversations(messages, as_json)
    if "flows" in only:
        rates = flows.measure()
        if not as_json:
            print(flows.table(rates), end="\n\n")
        print(json.dumps({"flows": [asdict(each) for each in rates]}))
    if "channels" in only:
        inbound = await channels.measure(messages)
        if not as_json:
            print(channels.table(inbound), end="\n\n")
        print(json.dumps({"channels": [asdict(each) for each in inbound]}))
    if "throttled" in only:
        spreads = await throttled.measure()
        if not as_json:
            print(throttled.table(spreads), end="\n\n")
        print(json.dumps({"throttled": [asdict(each) for each in spreads]}))
    if "inbox" in only:
        answers = await inbox.measure()
        if not as_json:
            print(inbox.table(answers), end="\n\n")
        print(json.dumps({"inbox": [asdict(each) for each in answers]}))
    growths = routing.measure() if "routing" in only else []
    growths += await freeing.measure() if "freeing" in only else []
    growths += await lateness.measure() if "lateness" in only else []
    growths += await canvas.measure() if "canvas" in only else []
    if not growths:
        return
    if not as_json:
        print(growth.table(growths), end="\n\n")
    print(json.dumps({"growths": [asdict(each) for each in growths], "within n log n": growth.verdicts(growths)}))


async def conversations(messages: int, as_json: bool) -> None:
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
    if not as_json:
        print(table(results), end="\n\n")
    print(json.dumps([asdict(each) for each in results]))


async def floor(cloud: Cloud, mongo: Server, redis: Server, data: Path, messages: int) -> list[Result]:
    port = a_port()
    environment = {"MONGO_URL": mongo.url, "REDIS_URL": redis.url, "TELEGRAM_API_BASE": cloud.base, **python_path()}
    async with started(
        "floor", ["-m", "tests.bench.floor", str(port)], port, data / "floor.log", **environment
    ) as base:
        url = f"{base}/channels/telegram"
        cloud.only(lambda _: True)
        return [
            await measure(
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
    cloud.only(lambda _: True)
    chats = range(2000, 2000 + CUSTOMERS)
    siobhan = await app.operators.by_login("siobhan")
    assert siobhan is not None
    for chat in chats:
        await cloud.exchange(url, chat, "I want to talk to a person")
        await app.desk.accept(ConversationId(f"telegram:main:{chat}"), siobhan)
    await asyncio.sleep(2)  # "... is with you now" is on its way
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
        result = await measure(
            "(a) with an operator", lambda customer, turn: cloud.exchange(url, 2000 + customer, f"question {turn}"),
            customers=CUSTOMERS, messages=messages,
        )  # fmt: skip
        answering.cancel()
    return result


async def answers(cloud: Cloud, url: str, messages: int) -> Result:
    cloud.only(lambda _: True)
    return await measure(
        "(b) knowledge-base answer",
        lambda customer, turn: cloud.exchange(url, 3000 + customer, QUESTIONS[(customer + turn) % len(QUESTIONS)]),
        customers=CUSTOMERS, messages=messages,
    )  # fmt: skip


async def replies(cloud: Cloud, url: str, messages: int) -> Result:
    cloud.only(lambda _: True)
    return await measure(
        "(c) Rasa reply", lambda customer, turn: cloud.exchange(url, 4000 + customer, "hello there"),
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

        return await measure(ALONE, exchange, customers=CUSTOMERS, messages=messages)


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


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--messages", type=int, default=2000, help="messages per load (half of it where Rasa takes part)"
    )
    options.add_argument("--only", action="append", choices=SECTIONS, help="a section; all of them if none is named")
    options.add_argument("--json", action="store_true", help="no table")
    chosen = options.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(chosen.only or SECTIONS, chosen.messages, chosen.json))
