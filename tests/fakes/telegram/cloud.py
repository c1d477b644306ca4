"""api.telegram.org for tests: strict about what bots send, and as unpleasant as the real one when a test asks."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.fakes.telegram.call import Call, call_from_answer
from tests.fakes.telegram.errors import ApiError, bad_request
from tests.fakes.telegram.faults import Fault, Faults
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.groups import Forum
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.server import Server
from tests.fakes.telegram.state import Bot, Clock, Dialog, Json, Person
from tests.fakes.telegram.users import PATIENCE, User
from tests.fakes.telegram.webhook import Delivery, Webhook

TOKEN = "10001:helpline-test"


class TelegramCloud:
    """`async with TelegramCloud() as cloud:` then `cloud.base` is what clients call.

    `pace` multiplies the seconds between webhook retries; `loopback_webhooks` lets `setWebhook` take plain HTTP on
    this machine; `strict_rates` answers 429 to who sends too fast; `clock` dates messages.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = lambda: datetime.now(UTC),
        loopback_webhooks: bool = True,
        strict_rates: bool = False,
        pace: float = 0.01,
    ) -> None:
        self.base = ""
        self.calls: list[Call] = []
        self.clock = clock
        self.files = Files()
        self.faults = Faults()
        self.rates = Rates(strict=strict_rates)
        self.loopback_webhooks = loopback_webhooks
        self._news = asyncio.Condition()
        self._bots: dict[str, Bot] = {}
        self._users: dict[tuple[str, int], User] = {}
        self._pace = pace
        self._server = Server(self, host, port)

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self.base = await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self._bots.values():
            bot.updates.stop_polls("Conflict: terminated by other getUpdates request")
            await self.deliver_to(bot, None)
        await self._client.close()
        await self._server.stop()

    # -- who is there --------------------------------------------------------------------------------------------------

    def bot(self, token: str = TOKEN, name: str = "Helpline", username: str = "helpline_bot") -> Bot:
        """The bot of this token, made when first asked for."""
        return self._bots.setdefault(token, Bot(token=token, name=name, username=username))

    def user(
        self,
        id: int,
        name: str = "Ada",
        language_code: str | None = "en",
        *,
        username: str | None = None,
        bot: Bot | None = None,
    ) -> User:
        """This person, talking to `bot` or else to the first bot there is."""
        bot = bot or next(iter(self._bots.values()), None) or self.bot()
        if (bot.token, id) not in self._users:
            person = Person(id=id, name=name, language_code=language_code, username=username)
            bot.dialogs[id] = Dialog(bot=bot, person=person)
            self._users[bot.token, id] = User(self, bot.dialogs[id])
        return self._users[bot.token, id]

    def forum(self, id: int, name: str = "Support", *, is_forum: bool = True, bot: Bot | None = None) -> Forum:
        """A supergroup with topics, whose administrator `bot` is, or else the first bot there is."""
        bot = bot or next(iter(self._bots.values()), None) or self.bot()
        return Forum(self, bot, id, name, is_forum=is_forum)

    def known(self, token: str) -> Bot:
        if token not in self._bots:
            raise ApiError(401, "Unauthorized")
        return self._bots[token]

    # -- trouble -------------------------------------------------------------------------------------------------------

    def lose_answers(self, times: int = 1, *, method: str = "sendMessage") -> None:
        """Carry out the next calls, then drop the connection."""
        self.faults.add(Fault(method=method, lost=True), times)

    def fail(self, times: int = 1, status: int = 502, *, method: str = "sendMessage", html: bool = False) -> None:
        """Refuse the next calls with a server error, as JSON or as a proxy's page."""
        self.faults.add(Fault(method=method, status=status, html=html), times)

    def delay(self, seconds: float, times: int = 1, *, method: str = "sendMessage") -> None:
        """Carry out the next calls and answer them late."""
        self.faults.add(Fault(method=method, delay=seconds), times)

    def after(self, then: Callable[[], object], *, method: str = "sendMessage") -> None:
        """Let something happen right after the next call."""
        self.faults.add(Fault(method=method, then=then), 1)

    def throttle(self, chat: int, seconds: float) -> None:
        """Answer 429 to everything sent to this chat for so long; 0 ends it."""
        self.rates.throttle(chat, seconds)

    def duplicate_next(self, times: int = 1, *, copies: int = 2, bot: Bot | None = None) -> None:
        """Show each of the next updates `copies` times."""
        (bot or self.bot()).copies.extend([copies] * times)

    # -- what happened -------------------------------------------------------------------------------------------------

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def until(
        self, true: Callable[[], bool], wait: float = PATIENCE, failure: str | Callable[[], str] = "It did not happen"
    ) -> None:
        """Wait until something is true, looking again at each piece of news; fail with a sentence."""
        deadline = time.monotonic() + wait
        async with self._news:
            while not true():
                try:
                    await asyncio.wait_for(self._news.wait(), deadline - time.monotonic())
                except TimeoutError:
                    raise AssertionError(failure if isinstance(failure, str) else failure()) from None

    async def tell(self) -> None:
        """Something has happened: let those who wait look again."""
        async with self._news:
            self._news.notify_all()

    # -- what methods do -----------------------------------------------------------------------------------------------

    async def perform(self, call: Call) -> Any:
        self.calls.append(call)
        bot = self.known(call.token)
        if call.method.lower() not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        try:
            return await METHODS[call.method.lower()](self, bot, call)
        finally:
            await self.tell()

    def arrive(self, dialog: Dialog, content: Json, markup: Json | None, at: float) -> Json:
        """A bot's message reaches the person."""
        if markup and "inline_keyboard" in markup:
            content = {**content, "reply_markup": markup}
        elif markup:
            dialog.keyboard = markup if "keyboard" in markup else None
        message = dialog.write(dialog.bot.user(), content, self.clock())
        dialog.arrived[message["message_id"]] = at
        dialog.news.add(message["message_id"])
        return message

    def change(self, dialog: Dialog, old: Json, content: Json, markup: Json | None, unchanged: str) -> Json:
        """A bot's message gets new content; without `markup` it loses its buttons, as on the real server."""
        kept = {name: value for name, value in old.items() if name not in ("reply_markup", "edit_date")}
        new = {name: value for name, value in {**kept, **content}.items() if value is not None}
        if markup and markup.get("inline_keyboard"):
            new["reply_markup"] = markup
        if new == {name: value for name, value in old.items() if name != "edit_date"}:
            raise bad_request(unchanged)
        new["edit_date"] = int(self.clock().timestamp())
        dialog.messages[old["message_id"]] = new
        dialog.news.add(old["message_id"])
        return new

    async def deliver_to(self, bot: Bot, webhook: Webhook | None) -> None:
        if bot.delivery:
            await bot.delivery.stop()
            bot.delivery = None
        if webhook:

            async def perform(answer: Json) -> None:
                call = call_from_answer(bot.token, answer)
                try:
                    await self.perform(call)
                    call.status = 200
                except ApiError as error:
                    call.status = error.code

            bot.delivery = Delivery(webhook, bot.updates, self._client, perform, self.tell, self._pace)
