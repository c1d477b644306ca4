"""chatapi.viber.com for tests: strict about what bots send, and as unpleasant as the real one when a test asks.

Unlike the real one it calls webhooks over plain HTTP on this machine, and repeats quickly what was not answered.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from inspect import isawaitable
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.telegram.faults import Fault, Faults
from tests.fakes.viber.checks import Refusal, check_message, invalid_url, read
from tests.fakes.viber.users import PATIENCE, Received, User

TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"
HOUR = timedelta(hours=1)
UNANSWERED = 100
"""Messages an hour that a person may get without writing back."""
TRIES = 12
"""How often a callback is repeated that nobody answers with 200; the real one goes on for an hour."""
OPTIONAL = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")


@dataclass(slots=True, kw_only=True)
class Call:
    method: str
    body: dict[str, Any]
    status: int = -1


@dataclass(slots=True, kw_only=True)
class Bot:
    token: str
    webhook: str = ""
    events: tuple[str, ...] = OPTIONAL
    with_name: bool = False
    users: dict[str, User] = field(default_factory=dict)


class ViberCloud:
    """`async with ViberCloud() as cloud:` then `cloud.base` is what clients call."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.clock = clock
        self.base = ""
        self.calls: list[Call] = []
        self.faults = Faults()
        self.answers: list[int] = []
        """The HTTP status that each call of a webhook got."""
        self.media: dict[str, tuple[int, bytes]] = {}
        self._copies = 1
        self._bots: dict[str, Bot] = {}
        self._tokens = itertools.count(5_800_000_000_000_000_001)
        self._news = asyncio.Condition()
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_post("/pa/{method}", self._called)
        app.router.add_get("/media/{name}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"
        self.base = f"{self._origin}/pa"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()
        await self._runner.cleanup()

    # -- who is there --------------------------------------------------------------------------------------------------

    def bot(self, token: str = TOKEN) -> Bot:
        return self._bots.setdefault(token, Bot(token=token))

    def user(self, number: int = 7, name: str = "Ada", *, bot: Bot | None = None, api_version: int = 10) -> User:
        """This person, talking to `bot` or else to the first there is. Their id is another with each bot."""
        bot = bot or next(iter(self._bots.values()), None) or self.bot()
        digest = hashlib.md5(f"{bot.token}/{number}".encode(), usedforsecurity=False).digest()
        # As half of the real ones do, an id has letters that mean something in addresses.
        id_ = b64encode(b"\xfb\xff" + digest[2:]).decode()
        return bot.users.setdefault(id_, User(self, bot, id_, name, api_version))

    # -- trouble -------------------------------------------------------------------------------------------------------

    def lose_answers(self, times: int = 1, *, method: str = "send_message") -> None:
        """Carry out the next calls, then drop the connection."""
        self.faults.add(Fault(method=method, lost=True), times)

    def fail(self, times: int = 1, status: int = 502, *, method: str = "send_message") -> None:
        """Refuse the next calls with this HTTP status and a proxy's page."""
        self.faults.add(Fault(method=method, status=status, html=True), times)

    def delay(self, seconds: float, times: int = 1, *, method: str = "send_message") -> None:
        """Carry out the next calls and answer them late."""
        self.faults.add(Fault(method=method, delay=seconds), times)

    def after(self, then: Callable[[], object], *, method: str = "send_message") -> None:
        """Let something happen when the next call is carried out and not yet answered."""
        self.faults.add(Fault(method=method, then=then), 1)

    def copies(self, number: int) -> None:
        """Show each callback so many times at once."""
        self._copies = number

    # -- what happened -------------------------------------------------------------------------------------------------

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def until(self, true: Callable[[], bool], wait: float = PATIENCE) -> None:
        """Wait until something is true, looking again at each piece of news."""
        deadline = time.monotonic() + wait
        async with self._news:
            while not true():
                try:
                    await asyncio.wait_for(self._news.wait(), deadline - time.monotonic())
                except TimeoutError:
                    raise AssertionError("It did not happen") from None

    async def tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    # -- callbacks -----------------------------------------------------------------------------------------------------

    def token(self) -> int:
        return next(self._tokens)

    def link(self, name: str, data: bytes, status: int = 200) -> str:
        self.media[name] = (status, data)
        return f"{self._origin}/media/{name}?Expires=1700003600&Signature=abc~def"

    async def call_back(self, bot: Bot, event: str, **content: Any) -> bytes:
        """Call the webhook until it says 200, for its answer. Nothing happens when the bot wants no such event."""
        if event not in (*bot.events, "message", "webhook"):
            return b""
        stamp = int(self.clock().timestamp() * 1000)
        body = {"event": event, "timestamp": stamp, "chat_hostname": "SN-CHAT-05_", **content}
        # Viber escapes what is not ASCII, so that a body read and written again is another body.
        raw = json.dumps(body, separators=(",", ":")).encode()
        for _ in range(TRIES):
            answers = await asyncio.gather(*(self._post(bot, raw) for _ in range(self._copies)))
            if all(status == 200 for status, _ in answers):
                return next((answer for _, answer in answers if answer), b"")
            await asyncio.sleep(0.02)
        raise AssertionError(f"Nobody took {event}")

    async def _post(self, bot: Bot, raw: bytes) -> tuple[int, bytes]:
        signature = hmac.new(bot.token.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"X-Viber-Content-Signature": signature, "Content-Type": "application/json"}
        try:
            async with self._client.post(bot.webhook, data=raw, headers=headers) as response:
                answer = response.status, await response.read()
        except aiohttp.ClientError:
            answer = 0, b""
        self.answers.append(answer[0])
        await self.tell()
        return answer

    # -- the API -------------------------------------------------------------------------------------------------------

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self.faults.take(method)
        if fault and fault.status:
            return web.Response(status=fault.status, text="<html>Bad Gateway</html>", content_type="text/html")
        call = Call(method=method, body={})
        self.calls.append(call)
        try:
            answer = await self._perform(call, request.headers.get("X-Viber-Auth-Token"), await request.read())
        except Refusal as refusal:
            answer = {"status": refusal.status, "status_message": refusal.message}
        call.status = answer["status"]
        if fault and fault.then and isawaitable(after := fault.then()):
            await after
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        await self.tell()
        if fault and fault.lost and request.transport:
            request.transport.abort()
        return web.json_response({**answer, "chat_hostname": "SN-CHAT-05_"})

    async def _perform(self, call: Call, token: str | None, raw: bytes) -> dict[str, Any]:
        if token is None:
            raise Refusal(2, "missing_auth_token")
        if token not in self._bots:
            raise Refusal(2, "invalidAuthToken")
        call.body = dict(read(raw))
        bot = self._bots[token]
        match call.method:
            case "set_webhook":
                return await self._set_webhook(bot, call.body)
            case "get_account_info":
                known = {"status": 0, "status_message": "ok", "id": "pa:75346594275468546724", "name": "Marlow & Pine"}
                return {**known, "uri": "marlow", "webhook": bot.webhook, "event_types": [*bot.events, "message"]}
            case "send_message":
                return self._send(bot, call.body)
            case _:
                raise Refusal(3, "no such method")

    async def _set_webhook(self, bot: Bot, body: dict[str, Any]) -> dict[str, Any]:
        before, bot.webhook = bot.webhook, body["url"]
        if not bot.webhook:
            return {"status": 0, "status_message": "ok"}
        if not bot.webhook.startswith(("https://", "http://127.0.0.1")):
            raise invalid_url("URL not valid or not HTTPS")
        unknown = set(body.get("event_types", ())) - set(OPTIONAL)
        if unknown:
            raise Refusal(3, f"unknown event types: {unknown}")
        stamp = int(self.clock().timestamp() * 1000)
        raw = json.dumps({"event": "webhook", "timestamp": stamp, "message_token": self.token()}).encode()
        status, _ = await self._post(bot, raw)
        if status != 200:
            bot.webhook = before
            raise invalid_url(f"webhook did not return 200 but {status}")
        bot.events, bot.with_name = tuple(body.get("event_types", OPTIONAL)), body.get("send_name", False)
        return {"status": 0, "status_message": "ok", "event_types": [*bot.events, "message"]}

    def _send(self, bot: Bot, body: dict[str, Any]) -> dict[str, Any]:
        check_message(body)
        if not bot.webhook:
            raise Refusal(10, "webhookNotSet")
        user = bot.users.get(body["receiver"])
        if user is None:
            raise Refusal(5, "receiverNotRegistered")
        if not user.subscribed:
            raise Refusal(6, "notSubscribed")
        if body.get("min_api_version", 1) > user.api_version:
            raise Refusal(13, "apiVersionNotSupported")
        recent = [at for at in user.unanswered if at > self.clock() - HOUR]
        if len(recent) >= UNANSWERED:
            raise Refusal(12, "tooManyRequests")
        user.unanswered = [*recent, self.clock()]
        token = self.token()
        user.inbox.append(Received(token=token, raw=body))
        return {"status": 0, "status_message": "ok", "message_token": token, "billing_status": 1}

    async def _download(self, request: web.Request) -> web.Response:
        fault = self.faults.take("media")
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        status, data = self.media.get(request.match_info["name"], (403, b""))
        return web.Response(status=status, body=data, content_type="application/octet-stream")
