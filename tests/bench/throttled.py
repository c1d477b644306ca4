"""(f) A thousand chats are answered while the messenger throttles one of them for a minute.

Operators answer all of them at a steady pace, once without the throttled chat and once with it: the others must not
notice, and what was throttled arrives after its minute.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from aiohttp import web

from bot.app import App, open_app
from bot.demo.seed import seed
from bot.settings import read_settings
from handoff.customer import Address
from handoff.ids import EventId
from handoff.operator import Operator
from storage.processes import start_mongo, start_redis
from tests.bench.channels import held
from tests.bench.cloud import SECRET, Cloud
from tests.bench.product import a_port, python_path, started

CHATS, MINUTE = 1000, 60
THROTTLED = 80_000
PER_SECOND = 40
"""How fast operators answer: below what the machine can do, so that waiting is told from working."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Milliseconds from an operator's answer to the call that sends it; `late`: the throttled chat's, in seconds."""

    name: str
    p50: float
    p99: float
    late: float | None = None


class Throttling(Cloud):
    """Refuses one chat until its time has come."""

    def __init__(self) -> None:
        super().__init__()
        self.free_at = 0.0
        self.arrived: dict[tuple[int, str], float] = {}

    async def _called(self, request: web.Request) -> web.Response:
        if not request.path.endswith("/sendMessage"):
            return await super()._called(request)
        form = await request.json() if request.content_type == "application/json" else await request.post()
        chat, now = int(str(form["chat_id"])), time.perf_counter()
        if chat == THROTTLED and now < self.free_at:
            left = int(self.free_at - now) + 1
            told = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {left}"}
            body = orjson.dumps({**told, "parameters": {"retry_after": left}})
            return web.Response(status=429, body=body, content_type="application/json")
        self.arrived.setdefault((chat, str(form["text"])), now)
        return await super()._called(request)


@dataclass(slots=True)
class Answering:
    app: App
    cloud: Throttling
    siobhan: Operator
    said: dict[tuple[int, str], float] = field(default_factory=dict)

    async def answers(self, chats: Sequence[int], text: str) -> None:
        async with asyncio.TaskGroup() as group:
            for chat in chats:
                group.create_task(self._answer(chat, text))
                await asyncio.sleep(1 / PER_SECOND)

    async def _answer(self, chat: int, text: str) -> None:
        self.said[chat, text] = time.perf_counter()
        event = EventId(f"bench:{chat}:{text}")
        await self.app.desk.reply(_address(chat).conversation_id, self.siobhan, text, event)

    async def arrived(self, chats: Sequence[int], text: str, within: float) -> list[float]:
        """How long each took, in milliseconds."""
        keys = [(chat, text) for chat in chats]
        async with asyncio.timeout(within):
            while not all(key in self.cloud.arrived for key in keys):
                await asyncio.sleep(0.05)
        return [1000 * (self.cloud.arrived[key] - self.said[key]) for key in keys]


async def measure(chats: int = CHATS, minute: float = MINUTE) -> list[Spread]:
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo, redis = await start_mongo(data), await start_redis(data)
        stack.push_async_callback(mongo.stop)
        stack.push_async_callback(redis.stop)
        cloud = Throttling()
        await stack.enter_async_context(cloud.running())
        port = a_port()
        environment = {
            "MONGO_URL": mongo.url, "REDIS_URL": redis.url, "RASA_URL": "http://127.0.0.1:9",
            "HELPLINE_PORT": str(port), "TELEGRAM_TOKEN": "1:bench", "TELEGRAM_API_BASE": cloud.base,
            "TELEGRAM_WEBHOOK_SECRET": SECRET, "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/channels/telegram",
            "TELEGRAM_PER_SECOND": "1000", "OPERATOR_BOT_TOKEN": "", "HELPLINE_DATA_DIR": str(data),
            "HELPLINE_DEMO": "false", **python_path(),
        }  # fmt: skip
        settings = read_settings().model_copy(
            update={"mongo_url": mongo.url, "redis_url": redis.url, "rasa_url": "http://127.0.0.1:9", "demo": False}
        )
        app = await stack.enter_async_context(open_app(settings))
        await seed(app)
        siobhan = await app.operators.by_login("siobhan")
        assert siobhan is not None
        log = data / "product.log"
        await stack.enter_async_context(started("product", ["-m", "bot", "run"], port, log, **environment))
        answering = Answering(app, cloud, siobhan)
        others = range(THROTTLED + 1, THROTTLED + chats)
        await held(app, siobhan, [_address(chat) for chat in (THROTTLED, *others)])

        await answering.answers(others, "calm")
        calm = await answering.arrived(others, "calm", 120)
        cloud.free_at = time.perf_counter() + minute
        await answering.answers([THROTTLED], "throttled")
        await answering.answers(others, "beside")
        beside = await answering.arrived(others, "beside", 120)
        [late] = await answering.arrived([THROTTLED], "throttled", 2 * minute + 30)
        return [_spread("nobody throttled", calm), _spread("one throttled", beside, late / 1000)]


def _address(chat: int) -> Address:
    return Address(channel="telegram", account="main", external_id=str(chat))


def _spread(name: str, taken: Sequence[float], late: float | None = None) -> Spread:
    cuts = statistics.quantiles(taken, n=100)
    return Spread(name=name, p50=cuts[49], p99=cuts[98], late=late)


def table(found: Sequence[Spread]) -> str:
    lines = [f"{'the other chats':22}{'p50 ms':>10}{'p99 ms':>10}   the throttled one"]
    for each in found:
        late = f"after {each.late:.1f} s" if each.late is not None else ""
        lines.append(f"{each.name:22}{each.p50:10.1f}{each.p99:10.1f}   {late}")
    return "\n".join(lines)
