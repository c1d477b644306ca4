"""A larger installation: each role as a process of its own, `helpline {role}`, told where the databases are."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.app import open_app
from bot.demo.seed import seed
from bot.settings import read_settings
from storage.processes import Server, start_mongo, start_redis
from tests.bench.cloud import SECRET, Cloud
from tests.bench.product import a_port, python_path, running


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    folder: Path
    mongo: Server
    redis: Server
    cloud: Cloud
    rasa: str

    @property
    def environment(self) -> Mapping[str, str]:
        """Told to every process. The messenger registers nothing, so that its webhook may go to any gateway."""
        return {
            "MONGO_URL": self.mongo.url, "REDIS_URL": self.redis.url, "RASA_URL": self.rasa,
            "TELEGRAM_TOKEN": "1:bench", "TELEGRAM_API_BASE": self.cloud.base, "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "TELEGRAM_WEBHOOK_URL": "https://desk.example/channels/telegram", "TELEGRAM_PER_SECOND": "1000",
            "OPERATOR_BOT_TOKEN": "", "HELPLINE_DEMO": "false", "HELPLINE_DATA_DIR": str(self.folder), **python_path(),
        }  # fmt: skip

    @asynccontextmanager
    async def role(self, name: str) -> AsyncIterator[Server]:
        """A process, once it can work."""
        port = a_port()
        environment = {**self.environment, "HELPLINE_PORT": str(port)}
        log = self.folder / f"{name}-{port}.log"
        async with running(name, ["-m", "bot", name], port, log, **environment) as server:
            async with httpx.AsyncClient(trust_env=False) as client:
                (await client.get(f"{server.url}/healthz")).raise_for_status()
            yield server


@asynccontextmanager
async def installed(rasa: str) -> AsyncIterator[Installation]:
    """With the demo company, and no process of the product yet."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo, redis = await start_mongo(folder), await start_redis(folder)
        stack.push_async_callback(mongo.stop)
        stack.push_async_callback(redis.stop)
        cloud = await stack.enter_async_context(Cloud().running())
        told = {"mongo_url": mongo.url, "redis_url": redis.url, "rasa_url": rasa, "telegram_token": "", "demo": False}
        async with open_app(read_settings().model_copy(update=told)) as app:
            await seed(app)
        yield Installation(folder=folder, mongo=mongo, redis=redis, cloud=cloud, rasa=rasa)
