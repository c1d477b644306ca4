"""Calls to other systems: against a server that misbehaves, and names that change what they mean."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.calling import HttpCaller, wire
from bot.calling.answers import DEEPEST, LARGEST
from bot.calling.register import Register
from bot.calling.signing import HEADER, verify
from flows.effects import Call, StartProcess
from flows.errors import SecretsLocked
from flows.happenings import CallFinished
from flows.ports import KeptSecret
from flows.systems import Systems
from handoff.ids import ConversationId

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ID = "telegram:main:501-7:3"
KEY = "Bearer very-secret"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
TALK = ConversationId("telegram:main:501")


class Kept:
    """Secrets of one scope, in memory."""

    def __init__(self, values: Mapping[str, str], *, locked: bool = False) -> None:
        self.values, self.locked = dict(values), locked

    async def get(self, name: str) -> str | None:
        if self.locked:
            raise SecretsLocked("There is no key to keep secrets with.")
        return self.values.get(name)

    async def kept(self) -> Sequence[KeptSecret]:
        return [KeptSecret(name=name, saved_at=NOW, by="nikos") for name in self.values]

    async def put(self, name: str, value: str, *, by: str, at: datetime) -> None:
        self.values[name] = value

    async def delete(self, name: str) -> None:
        self.values.pop(name, None)


@dataclass(slots=True)
class Fixed:
    systems: Systems

    async def current(self) -> Systems:
        return self.systems

    async def save(self, systems: Systems, *, by: str, at: datetime) -> Systems:
        self.systems = systems
        return systems


def says(**known: Any) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(**known)

    return answer


def says_json(value: Any, status: int = 200) -> Answer:
    return says(body=orjson.dumps(value), status=status, content_type="application/json")


@dataclass(slots=True)
class Heard:
    """What reached the other system."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Server:
    """Another system. `answers` are given in turn, the last one for ever."""

    base: str = ""
    answers: list[Answer] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.heard.append(Heard(request.method, request.path_qs, request.headers.copy(), await request.read()))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return await answer(request)

    @property
    def port(self) -> int:
        return int(self.base.rsplit(":", 1)[1])


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server, app = Server(), web.Application()
    app.router.add_route("*", "/{rest:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    server.answers = [says_json({"status": "on_the_way"})]
    yield server
    await runner.cleanup()


@dataclass(slots=True)
class Pauses:
    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def caller(server: Server, pauses: Pauses) -> AsyncIterator[HttpCaller]:
    register = Register(
        systems=Fixed(
            Systems(
                processes={"refund": f"{server.base}/start", "unsigned": server.base},
                private_hosts=frozenset({"127.0.0.1", "shop.internal"}),
            )
        ),
        named=Kept({"orders_api": KEY, "broken": "two\r\nlines of a secret"}),
        processes=Kept({"refund": "shared"}),
        hooks=Kept({}),
    )
    out = wire()
    yield HttpCaller(
        register=register, wire=out, base="https://help.example.com", clock=lambda: NOW, sleep=pauses
    )  # fmt: skip
    await out.aclose()


def call(url: str, **more: Any) -> Call:
    return Call(**{"id": ID, "method": "GET", "url": url, "timeout": timedelta(seconds=5), **more})


def with_resolver(caller: HttpCaller, *answers: Sequence[str], out: httpx.AsyncBaseTransport) -> HttpCaller:
    """The name means something else each time it is asked for."""
    left = list(answers)

    async def resolve(host: str, port: int) -> Sequence[str]:
        return left.pop(0)

    return HttpCaller(
        register=caller.register, wire=out, base=caller.base, clock=caller.clock, sleep=caller.sleep, resolve=resolve
    )


@dataclass(slots=True)
class Line(httpx.AsyncBaseTransport):
    """The last wire: notes where a connection would be made."""

    made: list[httpx.Request] = field(default_factory=list)
    broken: frozenset[str] = frozenset()
    status: int = 200

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.made.append(request)
        if request.url.host in self.broken:
            raise httpx.ConnectError("No route")
        return httpx.Response(self.status, stream=httpx.ByteStream(b"fine"))


# -- what is sent, and what comes back ---------------------------------------------------------------------------------


async def test_a_call_brings_the_answer_and_carries_its_key_and_its_secret(caller: HttpCaller, server: Server) -> None:
    effect = call(
        f"{server.base}/orders?q=%D0%B0", method="POST", headers={"X-Name": "Жанна"},
        secret_headers={"Authorization": "orders_api"}, body={"order": "MP-100001"},
    )  # fmt: skip

    result = await caller.call(effect)

    assert result == CallFinished(call=ID, ok=True, status=200, body={"status": "on_the_way"})
    [heard] = server.heard
    assert (heard.method, heard.path, heard.body) == ("POST", "/orders?q=%D0%B0", b'{"order":"MP-100001"}')
    assert heard.headers["Authorization"] == KEY
    assert heard.headers["Idempotency-Key"] == ID
    assert heard.headers["Content-Type"] == "application/json"
    assert heard.headers["X-Name"].encode(errors="surrogateescape").decode() == "Жанна"
    assert heard.headers["Host"] == f"127.0.0.1:{server.port}"


async def test_a_flow_says_what_it_sends_and_a_secret_wins_over_it(caller: HttpCaller, server: Server) -> None:
    headers = {"content-type": "application/merge-patch+json", "authorization": "Bearer guess"}

    await caller.call(call(server.base, headers=headers, secret_headers={"Authorization": "orders_api"}, body={}))

    assert server.heard[0].headers.getall("Content-Type") == ["application/merge-patch+json"]  # type: ignore[attr-defined]
    assert server.heard[0].headers.getall("Authorization") == [KEY]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (says(text='{"a": 1}', content_type="application/problem+json"), {"a": 1}),
        (says(text='{"a": 1}', content_type="text/plain"), '{"a": 1}'),
        (says(body=b"\xff\xfe", content_type="application/octet-stream"), "��"),
        (says(status=204), None),
    ],
)
async def test_an_answer_is_json_only_when_it_says_so(
    caller: HttpCaller, server: Server, answer: Answer, body: Any
) -> None:
    server.answers = [answer]

    result = await caller.call(call(server.base))

    assert (result.ok, result.body, result.error) == (True, body, "")


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        ({"secret_headers": {"Authorization": "gone"}}, "The secret “gone” is missing."),
        ({"headers": {"Host": "internal"}}, "The header Host is not a flow's to set."),
        ({"headers": {"idempotency-key": "mine"}}, "The header idempotency-key is not a flow's to set."),
        ({"secret_headers": {"X": "broken"}}, "A header has a line break or another sign that can't be sent."),
        ({"headers": {"Bad header": "x"}}, "A header has a line break or another sign that can't be sent."),
        ({"body": {"n": 2**70}}, "What is to be sent can't be written as JSON."),
        ({"url": "ftp://shop.example/x"}, "The address has to begin with https:// or http://."),
        ({"url": "https://"}, "The address has to begin with https:// or http://."),
        ({"url": "http://[::1/"}, "The address or a header has signs that can't be sent."),
        (
            {"url": "http://name:word@127.0.0.1/"},
            "Only http:// and https:// addresses without a name and password in them can be called.",
        ),
    ],
)
async def test_a_call_that_cannot_be_made_says_why_and_is_not_tried_again(
    caller: HttpCaller, server: Server, effect: dict[str, Any], error: str
) -> None:
    result = await caller.call(call(**{"url": server.base, "retries": 5, **effect}))

    assert result == CallFinished(call=ID, ok=False, error=error)
    assert server.heard == []


async def test_secrets_without_a_key_are_a_failure_that_says_so(caller: HttpCaller, server: Server) -> None:
    caller.register.named.locked = True  # type: ignore[attr-defined]

    result = await caller.call(call(server.base, secret_headers={"Authorization": "orders_api"}))

    assert (result.ok, result.error) == (False, "There is no key to keep secrets with.")


async def test_neither_logs_nor_errors_name_a_secret(caller: HttpCaller, server: Server) -> None:
    server.answers = [says(status=500)]
    with capture_logs() as logs:
        failed = [
            await caller.call(call(server.base, secret_headers={"Authorization": name}, retries=1))
            for name in ("orders_api", "broken")
        ]

    said = repr((logs, failed))
    assert len(logs) == 3
    assert "very-secret" not in said
    assert "lines of a secret" not in said


# -- tries -------------------------------------------------------------------------------------------------------------


async def test_a_server_that_fails_is_asked_again_with_the_same_key_after_growing_pauses(
    caller: HttpCaller, server: Server, pauses: Pauses
) -> None:
    server.answers = [says(status=500), says(status=503), says_json({"number": "R-1"})]

    result = await caller.call(call(server.base, method="POST", body={"order": "MP-100001"}, retries=2))

    assert (result.ok, result.body) == (True, {"number": "R-1"})
    assert pauses.taken == [0.5, 1]
    assert {heard.headers["Idempotency-Key"] for heard in server.heard} == {ID}
    assert [heard.body for heard in server.heard] == [b'{"order":"MP-100001"}'] * 3


async def test_after_the_last_try_its_failure_is_the_result(caller: HttpCaller, server: Server, pauses: Pauses) -> None:
    server.answers = [says_json({"why": "maintenance"}, status=503)]

    result = await caller.call(call(server.base, retries=1))

    assert result == CallFinished(
        call=ID, ok=False, status=503, body={"why": "maintenance"}, error="It answered 503 Service Unavailable."
    )
    assert len(server.heard) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422])
async def test_what_would_be_refused_again_is_not_asked_again(caller: HttpCaller, server: Server, status: int) -> None:
    server.answers = [says_json({"detail": "no"}, status=status)]

    result = await caller.call(call(server.base, retries=5))

    assert (result.ok, result.status, result.body) == (False, status, {"detail": "no"})
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        ("7", 7),
        ("0", 0.5),
        ("Mon, 23 Nov 2026 09:30:20 GMT", 20),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0.5),
        ("soon", 0.5),
    ],
)
async def test_a_server_that_says_when_to_come_again_is_listened_to(
    caller: HttpCaller, server: Server, pauses: Pauses, retry_after: str, pause: float
) -> None:
    server.answers = [says(status=429, headers={"Retry-After": retry_after}), says_json(1)]

    result = await caller.call(call(server.base, retries=1))

    assert result.ok
    assert pauses.taken == [pause]


async def test_a_pause_that_the_flow_would_not_outlast_is_not_begun(
    caller: HttpCaller, server: Server, pauses: Pauses
) -> None:
    server.answers = [says(status=429, headers={"Retry-After": "30"})]

    result = await caller.call(call(server.base, retries=5))

    assert (result.ok, result.status) == (False, 429)
    assert pauses.taken == [30]  # a second one would be past the minute that the flow has to spare


async def test_a_server_that_hangs_up_is_asked_again(caller: HttpCaller, server: Server, pauses: Pauses) -> None:
    async def hangs_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    server.answers = [hangs_up, says_json(1)]

    assert (await caller.call(call(server.base, retries=1))).ok
    assert pauses.taken == [0.5]


async def test_nobody_there_is_a_failure_with_a_reason(caller: HttpCaller, pauses: Pauses) -> None:
    result = await caller.call(call("http://127.0.0.1:9/", retries=1))

    assert (result.ok, result.status, result.error) == (False, 0, "It can't be reached.")
    assert pauses.taken == [0.5]


async def test_a_name_that_means_nothing_is_a_failure_with_a_reason(caller: HttpCaller) -> None:
    result = await caller.call(call(f"https://{'long' * 20}.example/"))

    assert (result.ok, result.error) == (False, "It can't be reached.")


# -- a server that means harm ------------------------------------------------------------------------------------------


async def _dawdles(request: web.Request) -> web.StreamResponse:
    """A byte now and then, for ever: each arrives in time, the whole never does."""
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    while True:
        await response.write(b".")
        await asyncio.sleep(0.02)


async def _floods(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65536)


async def test_the_time_counts_for_the_whole_of_a_try(caller: HttpCaller, server: Server, pauses: Pauses) -> None:
    server.answers = [_dawdles, says_json("there")]

    result = await caller.call(call(server.base, timeout=timedelta(seconds=0.15)))
    again = await caller.call(call(server.base, timeout=timedelta(seconds=0.15), retries=1))

    assert (result.ok, result.error) == (False, "It did not answer within 0.15 s.")
    assert again.body == "there"


async def test_no_more_is_read_than_fits_into_a_conversation(caller: HttpCaller, server: Server) -> None:
    server.answers = [_floods]

    result = await caller.call(call(server.base, retries=3))

    assert (result.ok, result.body, result.error) == (False, None, "It answered more than 256 kB.")
    assert len(server.heard) == 1


def _zipped(content: bytes, **more: Any) -> Answer:
    return says(body=content, headers={"Content-Encoding": "gzip", "Content-Type": "application/json", **more})


async def test_a_small_body_that_unpacks_to_a_huge_one_is_cut(caller: HttpCaller, server: Server) -> None:
    server.answers = [
        _zipped(gzip.compress(b" " * LARGEST + b"1")),
        _zipped(gzip.compress(b" " * (LARGEST - 1) + b"1")),
    ]

    bomb, fits = await caller.call(call(server.base)), await caller.call(call(server.base))

    assert (bomb.ok, bomb.error) == (False, "It answered more than 256 kB.")
    assert (fits.ok, fits.body) == (True, 1)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (_zipped(b"not zipped"), "It answered with what it calls compressed, but is not."),
        (_zipped(gzip.compress(b"[1, 2]")[:-9]), "Its answer broke off."),
        (
            says(body=b"\x0b", headers={"Content-Encoding": "br"}),
            "It answered in a compression that it was not asked for.",
        ),
        (
            says(text="<html>", content_type="application/json"),
            "It answered with what it calls JSON, but is not.",
        ),
        (says(text="NaN", content_type="application/json"), "It answered with what it calls JSON, but is not."),
        (
            says(text="[" * 40 + "]" * 40, content_type="application/json"),
            f"It answered JSON of more than {DEEPEST} levels.",
        ),
    ],
)
async def test_an_answer_that_is_not_what_it_says_is_a_failure(
    caller: HttpCaller, server: Server, answer: Answer, error: str
) -> None:
    server.answers = [answer]

    result = await caller.call(call(server.base))

    assert (result.ok, result.status, result.body, result.error) == (False, 200, None, error)


async def test_a_redirect_is_not_followed(caller: HttpCaller, server: Server) -> None:
    server.answers = [says(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})]

    result = await caller.call(call(server.base, secret_headers={"X-Key": "orders_api"}, retries=2))

    assert (result.ok, result.status) == (False, 302)
    assert result.error.startswith("It answered 302, a redirect")
    assert len(server.heard) == 1


async def test_a_certificate_that_nobody_vouches_for_is_refused(caller: HttpCaller, server: Server) -> None:
    # What answers is no TLS at all; a wrong certificate ends in the same kind of error.
    result = await caller.call(call(server.base.replace("http://", "https://")))

    assert (result.ok, result.error) == (False, "It has no certificate that can be trusted.")
    assert issubclass(ssl.SSLCertVerificationError, ssl.SSLError)


# -- private networks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
    ],
)
async def test_a_private_address_is_refused_however_it_is_written(caller: HttpCaller, server: Server, url: str) -> None:
    result = await caller.call(call(url.format(port=server.port), retries=5))

    assert (result.ok, result.status) == (False, 0)
    assert "is in a private network" in result.error
    assert server.heard == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse(caller: HttpCaller) -> None:
    line = Line()

    result = await with_resolver(caller, ("1.1.1.1", "10.0.0.1"), out=line).call(call("https://shop.example/"))

    assert "shop.example is in a private network" in result.error
    assert line.made == []


async def test_the_connection_is_made_to_the_very_address_that_was_looked_at(caller: HttpCaller) -> None:
    line = Line()
    rebinding = with_resolver(caller, ("1.1.1.1",), ("127.0.0.1",), out=line)

    result = await rebinding.call(call("https://shop.example:8443/orders/1?x=y"))

    [made] = line.made
    assert result.ok
    assert str(made.url) == "https://1.1.1.1:8443/orders/1?x=y"
    assert made.headers["host"] == "shop.example:8443"
    assert made.extensions["sni_hostname"] == "shop.example"


async def test_a_name_is_looked_at_anew_with_every_try(caller: HttpCaller) -> None:
    line = Line(status=500)
    rebinding = with_resolver(caller, ("1.1.1.1",), ("127.0.0.1",), out=line)

    result = await rebinding.call(call("https://shop.example/", retries=3))

    assert "is in a private network" in result.error
    assert [made.url.host for made in line.made] == ["1.1.1.1"]


async def test_the_next_address_is_taken_when_one_is_dead(caller: HttpCaller) -> None:
    line = Line(broken=frozenset({"2606:4700:4700::1111"}))

    result = await with_resolver(caller, ("2606:4700:4700::1111", "1.1.1.1"), out=line).call(
        call("http://shop.example/", method="POST", body={"a": 1})
    )

    assert result.ok
    assert [made.url.host for made in line.made] == ["2606:4700:4700::1111", "1.1.1.1"]


async def test_an_allowed_host_may_be_private_but_never_the_clouds_own(caller: HttpCaller) -> None:
    line = Line()
    resolved = with_resolver(caller, ("10.0.0.1",), ("169.254.169.254",), out=line)

    assert (await resolved.call(call("http://shop.internal/"))).ok
    assert "private network" in (await resolved.call(call("http://SHOP.internal/"))).error


@pytest.mark.parametrize(
    ("allowed", "url", "reached"),
    [
        ("shop.lan:8443", "https://shop.lan:8443/", True),
        ("shop.lan:8443", "https://shop.lan/", False),
        ("shop.lan:443", "https://shop.lan/", True),
        ("Shop.LAN", "http://shop.lan:1/", True),
        ("shop.lan", "http://a.shop.lan/", False),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("::1", "http://[::1]:8080/", True),
    ],
)
async def test_a_host_is_allowed_by_its_name_or_for_one_port_only(
    caller: HttpCaller, allowed: str, url: str, reached: bool
) -> None:
    line = Line()
    caller.register.systems.systems = Systems(private_hosts=frozenset({allowed}))  # type: ignore[attr-defined]

    result = await with_resolver(caller, ("::1",), out=line).call(call(url))

    assert result.ok is reached
    assert len(line.made) == reached


# -- processes ---------------------------------------------------------------------------------------------------------


async def test_a_process_is_started_by_a_signed_webhook_that_says_where_to_call_back(
    caller: HttpCaller, server: Server
) -> None:
    effect = StartProcess(id=ID, process="refund", data={"order": "MP-100002"})

    assert await caller.about(TALK).start(effect) is None

    [heard] = server.heard
    told = orjson.loads(heard.body)
    verify("shared", heard.body, heard.headers[HEADER], NOW)
    assert heard.path == "/start"
    assert heard.headers["Idempotency-Key"] == ID
    assert (told["id"], told["process"], told["data"]) == (ID, "refund", {"order": "MP-100002"})
    assert told["callback"].startswith(
        "https://help.example.com/hooks/processes/telegram%3Amain%3A501-7%3A3?process=refund"
    )


async def test_a_process_that_refuses_or_is_away_is_a_failure(
    caller: HttpCaller, server: Server, pauses: Pauses
) -> None:
    server.answers = [says(status=502)]

    result = await caller.about(TALK).start(StartProcess(id=ID, process="refund"))

    assert result == CallFinished(call=ID, ok=False, status=502, body=None, error="It answered 502 Bad Gateway.")
    assert pauses.taken == [0.5, 1, 2]


@pytest.mark.parametrize(
    ("process", "error"),
    [
        ("nothing", "There is no process “nothing” among the flows' systems."),
        ("unsigned", "The process “unsigned” has no secret to sign with."),
    ],
)
async def test_a_process_that_is_not_set_up_is_a_failure(
    caller: HttpCaller, server: Server, process: str, error: str
) -> None:
    result = await caller.about(TALK).start(StartProcess(id=ID, process=process))

    assert result == CallFinished(call=ID, ok=False, error=error)
    assert server.heard == []


async def test_nothing_is_started_that_could_not_call_back(caller: HttpCaller, server: Server) -> None:
    result = await caller.start(StartProcess(id=ID, process="refund"))

    assert result is not None
    assert "only from a conversation" in result.error
    assert server.heard == []
