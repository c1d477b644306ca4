"""Makes the calls that flows ask for. Whatever happens, it ends in a result, in time for the flow that waits for it."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import orjson
import structlog

from bot.calling import answers
from bot.calling.answers import Answer
from bot.calling.callbacks import Callback
from bot.calling.guard import Forbidden, Guarded, Resolve, resolve
from bot.calling.register import Register
from bot.calling.signing import HEADER, sign
from flows.effects import Call, StartProcess
from flows.errors import SecretsLocked
from flows.happenings import CallFinished
from flows.steps.http import SPARE
from handoff.ids import ConversationId
from handoff.ports import Clock

log = structlog.get_logger()
IDEMPOTENCY = "Idempotency-Key"
PAUSE = timedelta(seconds=0.5)
"""Before the second try; twice as long before each further one."""
PAUSES = SPARE - timedelta(seconds=10)
"""All of them together. The flow gives up after the tries and SPARE, and the result should be there before."""
START_TIMEOUT, START_RETRIES = timedelta(seconds=10), 3
_OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding", IDEMPOTENCY.lower()})
"""Headers that a flow does not set."""


class Unfit(Exception):
    """The call can't even be tried; the message says why, in words for an admin."""


def wire() -> httpx.AsyncHTTPTransport:
    """The way out, for all callers of a process. A connection is used once: pinned to an address, the next call to that
    address may be meant for another name, whose certificate nobody would look at."""
    return httpx.AsyncHTTPTransport(
        verify=ssl.create_default_context(),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=0),
        trust_env=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpCaller:
    """Fulfils `flows.ports.Caller`."""

    register: Register
    wire: httpx.AsyncBaseTransport
    base: str
    """Our own address, as other systems see it; they call back there."""
    clock: Clock
    resolve: Resolve = resolve
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    conversation: ConversationId | None = None
    """Where a process's callback belongs."""

    def about(self, conversation: ConversationId) -> "HttpCaller":
        return replace(self, conversation=conversation)

    async def call(self, effect: Call) -> CallFinished:
        try:
            headers = [*_permitted(effect.headers).items(), *(await self._secret_headers(effect)).items()]
            content = b"" if effect.body is None else _json(effect.body)
            request = _request(effect.method, effect.url, content, headers, key=effect.id)
        except (Unfit, SecretsLocked) as error:
            return _result(effect.id, Answer(error=str(error)))
        return _result(effect.id, await self._tries(request, within=effect.timeout, retries=effect.retries))

    async def start(self, effect: StartProcess) -> CallFinished | None:
        """None as soon as the other system has taken it; its callback brings the result."""
        try:
            request = await self._starting(effect)
        except (Unfit, SecretsLocked) as error:
            return _result(effect.id, Answer(error=str(error)))
        answer = await self._tries(request, within=START_TIMEOUT, retries=START_RETRIES)
        return None if answer.ok else _result(effect.id, answer)

    async def _starting(self, effect: StartProcess) -> httpx.Request:
        process = await self.register.process(effect.process)
        if process is None:
            raise Unfit(f"There is no process “{effect.process}” among the flows' systems.")
        if not process.secret:
            raise Unfit(f"The process “{effect.process}” has no secret to sign with.")
        if self.conversation is None:
            raise Unfit("A process starts only from a conversation: there is none that it could call back to.")
        callback = Callback(process=effect.process, call=effect.id, conversation=self.conversation)
        address = callback.address(self.base, process.secret)
        told = {"id": effect.id, "process": effect.process, "data": dict(effect.data), "callback": address}
        body = _json(told)
        signature = (HEADER, sign(process.secret, body, self.clock()))
        return _request("POST", process.url, body, [signature], key=effect.id)

    async def _secret_headers(self, effect: Call) -> Mapping[str, str]:
        found = {}
        for header, name in _permitted(effect.secret_headers).items():
            value = await self.register.named.get(name)
            if value is None:
                raise Unfit(f"The secret “{name}” is missing.")
            found[header] = value
        return found

    async def _tries(self, request: httpx.Request, *, within: timedelta, retries: int) -> Answer:
        private_hosts = await self.register.private_hosts()
        guarded = Guarded(self.wire, private_hosts=private_hosts, resolve=self.resolve)
        tries, left = 0, PAUSES
        async with httpx.AsyncClient(transport=guarded, timeout=within.total_seconds(), trust_env=False) as client:
            while True:
                answer, tries = await self._try(client, request, within), tries + 1
                pause = max(PAUSE * 2 ** (tries - 1), answer.retry_after or PAUSE)
                log.info(
                    "Another system called", action="system_called", host=request.url.host, status=answer.status,
                    tries=tries, error=answer.error,
                )  # fmt: skip
                if not answer.again or tries > retries or pause > left:
                    return answer
                left -= pause
                await self.sleep(pause.total_seconds())

    async def _try(self, client: httpx.AsyncClient, request: httpx.Request, within: timedelta) -> Answer:
        # Errors of libraries may quote a header, and so a secret: their words stay here.
        try:
            async with asyncio.timeout(within.total_seconds()):
                response = await client.send(request, stream=True)
                try:
                    return await answers.read(response, self.clock())
                finally:
                    await response.aclose()
        except Forbidden as error:
            return Answer(error=str(error))
        except (TimeoutError, httpx.TimeoutException):
            return Answer(error=f"It did not answer within {within.total_seconds():g} s.", again=True)
        except httpx.LocalProtocolError:
            return Answer(error="A header has a line break or another sign that can't be sent.")
        except httpx.ConnectError as error:
            return Answer(error=_unreachable(error), again=True)
        except httpx.TransportError:
            return Answer(error="The connection broke.", again=True)


def _permitted(headers: Mapping[str, str]) -> Mapping[str, str]:
    for name in headers:
        if name.lower() in _OURS:
            raise Unfit(f"The header {name} is not a flow's to set.")
    return headers


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError as error:  # a whole number of more than 64 bits
        raise Unfit("What is to be sent can't be written as JSON.") from error


def _request(
    method: str, url: str, content: bytes, headers: Sequence[tuple[str, str]], *, key: str
) -> httpx.Request:  # fmt: skip
    sent = httpx.Headers({"User-Agent": "Helpline", "Accept": "application/json"})
    if content:
        sent["Content-Type"] = "application/json"
    try:
        for name, value in (*headers, (IDEMPOTENCY, key), ("Accept-Encoding", "gzip")):
            sent[name] = value
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unfit("The address or a header has signs that can't be sent.") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise Unfit("The address has to begin with https:// or http://.")
    return httpx.Request(method, address, headers=sent, content=content or None)


def _unreachable(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return "It has no certificate that can be trusted."
        error = error.__cause__ or error.__context__
    return "It can't be reached."


def _result(call: str, answer: Answer) -> CallFinished:
    return CallFinished(call=call, ok=answer.ok, status=answer.status, body=answer.body, error=answer.error)
