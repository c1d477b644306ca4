"""The product as a test meets it: every part real, the messenger's cloud a strict emulator, the clock in our hand."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot import roles, web
from bot.app import App, open_app
from bot.demo.people import PASSWORD
from bot.demo.seed import seed
from bot.settings import Settings, read_settings
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import Message, Side
from handoff.operator import Presence
from storage.processes import free_port, start_redis
from tests.fakes.telegram import TelegramCloud, User

TOKEN, OPERATORS_TOKEN = "10001:customers", "10002:operators"
MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # half past ten in Warsaw: the demo's people are there
PATIENCE = 15.0


class WorldClock:
    """The real clock, moved: time goes on, and tests jump."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - datetime.now(UTC)

    def __call__(self) -> datetime:
        now = datetime.now(UTC) + self._ahead
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def move_to(self, then: datetime) -> None:
        self._ahead = then - datetime.now(UTC)

    def move_on(self, step: timedelta) -> None:
        self._ahead += step


class Browser:
    """A signed-in staff member's browser, at the level of HTTP."""

    def __init__(self, client: httpx.AsyncClient, csrf: str, name: str) -> None:
        self.client, self.name = client, name
        self._headers = {"X-CSRF-Token": csrf}

    async def get(self, path: str, **params: Any) -> Any:
        response = await self.client.get(f"/api{path}", params=params)
        response.raise_for_status()
        return response.json()

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        return await self.client.post(f"/api{path}", json=body, headers=self._headers)

    async def put(self, path: str, body: Any) -> httpx.Response:
        return await self.client.put(f"/api{path}", json=body, headers=self._headers)

    async def does(self, conversation: str, action: str, body: Any = None) -> Any:
        """An action on a conversation that must work."""
        response = await self.post(f"/conversations/{conversation}/{action}", body)
        assert response.status_code == 200, response.text
        return response.json()

    async def replies(self, conversation: str, text: str) -> Any:
        return await self.does(conversation, "reply", {"id": uuid.uuid4().hex, "text": text})


class World:
    """Everything a scenario needs to say its sentences."""

    def __init__(self, app: App, cloud: TelegramCloud, clock: WorldClock, base: str) -> None:
        self.app, self.cloud, self.clock, self.base = app, cloud, clock, base
        self.first_customer = 0
        self._clients: list[httpx.AsyncClient] = []

    def customer(self, number: int = 1, name: str = "Ada", language: str = "en") -> User:
        return self.cloud.user(self.first_customer + number, name, language, bot=self.cloud.bot(TOKEN))

    def operator(self, number: int, name: str) -> User:
        """A member of staff in Telegram, talking to the operators' bot."""
        return self.cloud.user(self.first_customer + number, name, "en", bot=self.cloud.bot(OPERATORS_TOKEN))

    async def staff(self, login: str) -> Browser:
        """Sign in with a demo login."""
        client = httpx.AsyncClient(base_url=self.base, timeout=30, trust_env=False)
        self._clients.append(client)
        answer = await client.post("/api/login", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return Browser(client, answer.json()["csrf"], answer.json()["name"])

    def conversation_id(self, customer: User) -> ConversationId:
        return ConversationId(f"telegram:main:{customer.id}")

    async def conversation(self, customer: User) -> Conversation:
        found = await self.app.conversations.load(self.conversation_id(customer))
        assert found is not None, "The customer has not been heard yet."
        return found

    async def thread(self, customer: User) -> Sequence[Message]:
        return await self.app.history.page(await self.conversation(customer), before=None, limit=200)

    async def texts(self, customer: User, side: Side) -> list[str]:
        return [message.content.text for message in await self.thread(customer) if message.side is side]

    async def until(self, true: Callable[[], Any], what: str) -> Any:
        """Wait until an (async) condition holds, looking often; fails by name after fifteen seconds."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    if found := await true():
                        return found
                except AssertionError:
                    pass
                await asyncio.sleep(0.02)
        raise AssertionError(what)

    async def in_state(self, customer: User, state: str) -> Conversation:
        """The conversation, once its session is in this state and all it says is delivered."""

        async def there() -> Conversation | None:
            found = await self.conversation(customer)
            return found if found.session.state == state and not found.journal else None

        found: Conversation = await self.until(there, f"never {state}")
        return found

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()


def settings_for(**urls: Any) -> Settings:
    # The clock jumps by hours, and nobody is idle meanwhile.
    return read_settings().model_copy(update={"demo": True, "telegram_token": TOKEN, "idle_minutes": 720, **urls})


@asynccontextmanager
async def open_world(
    *, mongo_url: str, database: str, folder: Path, rasa_url: str, start: datetime = MONDAY_MORNING,
    operators_bot: bool = False, **settings: Any
) -> AsyncIterator[World]:  # fmt: skip
    """A running product with demo data: all four roles in this process, as `helpline run` has them.

    `folder` is for its Redis, which is its own: all databases of one server share their channels.
    """
    clock, port = WorldClock(start), free_port()
    base = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        cloud = await stack.enter_async_context(TelegramCloud(clock=clock))
        cloud.bot(TOKEN, username="shop_bot")
        cloud.bot(OPERATORS_TOKEN, username="desk_bot")
        redis = await start_redis(folder)
        stack.push_async_callback(redis.stop)
        complete = settings_for(
            mongo_url=mongo_url, mongo_database=database, redis_url=redis.url, rasa_url=rasa_url, port=port,
            telegram_api_base=cloud.base, telegram_webhook_url=f"{base}/channels/telegram",
            telegram_webhook_secret="a-secret-for-tests", operator_bot_api_base=cloud.base,
            operator_bot_token=OPERATORS_TOKEN if operators_bot else "", **settings,
        )  # fmt: skip
        app = await stack.enter_async_context(open_app(complete, clock))
        await seed(app)
        for operator in await app.operators.all():  # nobody has opened a screen yet, but the tests begin at work
            await app.operators.set_presence(operator.id, Presence.ONLINE, None, clock())
        await app.library.refresh()
        application, beside = web.build(app, with_gateway=True, with_console=True)
        work = [roles.worker(app), roles.scheduler(app), web.serve(application, "127.0.0.1", port)]
        tasks = [asyncio.create_task(each) for each in (*work, *(each() for each in beside), roles.operators_bot(app))]
        world = World(app, cloud, clock, base)
        await _answers(base)
        tasks.append(asyncio.create_task(roles.gateway(app)))
        await cloud.until(
            lambda: bool(cloud.called("setWebhook")) or not complete.telegram_webhook_url, PATIENCE, "no webhook"
        )
        try:
            yield world
        finally:
            await world.close()
            await ended(tasks)


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel them; one that does not end is named, with the place where it is, instead of waited for."""
    for task in tasks:
        task.cancel()
    _, alive = await asyncio.wait(tasks, timeout=60)
    assert not alive, "\n\n".join(map(_place, asyncio.all_tasks()))


def _place(task: asyncio.Task[Any]) -> str:
    """Where a task is: all coroutines that wait for each other, not only the first as `Task.get_stack` has it."""
    lines, inner = [repr(task)[:200]], task.get_coro()
    while (frame := getattr(inner, "cr_frame", None)) is not None:
        lines.append(f"  {frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}")
        inner = inner.cr_await  # type: ignore[union-attr]
    return "\n".join([*lines, f"  {inner!r}"])


async def _answers(base: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(PATIENCE):
        while True:
            try:
                await client.get(f"{base}/healthz")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.05)
