"""Calls to other systems: what is sent, what comes back, and what is tried again."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.calling import HttpCaller
from bot.calling.signing import HEADER, verify
from flows.effects import StartProcess
from flows.happenings import CallFinished
from handoff.ids import ConversationId
from tests.other_system import ID, KEY, Answer, Kept, Pauses, Server, call, open_caller, open_server, says, says_json
from tests.parts import NOW

TALK = ConversationId("telegram:main:501")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with open_server() as server:
        yield server


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def caller(server: Server, pauses: Pauses) -> AsyncIterator[HttpCaller]:
    async with open_caller(server, pauses) as caller:
        yield caller


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
    assert isinstance(caller.register.named, Kept)
    caller.register.named.locked = True

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
