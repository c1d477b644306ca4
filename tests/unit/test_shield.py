"""What stands before every route."""

import httpx
import pytest
from fastapi import FastAPI, Request

from bot import shield
from bot.shield import DEEPEST_JSON, LARGEST_JSON, Shield


def desk(*, https: bool = False) -> httpx.AsyncClient:
    app = FastAPI()
    app.add_middleware(Shield, https=https)

    @app.post("/api/echo")
    @app.post("/api/conversations/1/files")
    @app.post("/channels/telegram")
    async def echo(request: Request) -> int:
        return len(await request.body())

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk")


async def test_what_fits_comes_through_whole() -> None:
    body = b'{"a": [1, {"b": "[[[[{{{{"}]}' + b" " * 100_000
    async with desk() as browser:
        answer = await browser.post("/api/echo", content=body)
    assert (answer.status_code, answer.json()) == (200, len(body))


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * DEEPEST_JSON + b"]" * DEEPEST_JSON, 200, None),
        (b"[" * (DEEPEST_JSON + 2) + b"]" * (DEEPEST_JSON + 2), 422, "too_deep"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, 422, "too_deep"),
        (b"[" * 20_000, 422, "too_deep"),
        (b"[" * 100 + b"no JSON: the route says so", 200, None),
        (b'["' + b"[" * 20_000 + b'"]', 200, None),  # words, not levels
        (b"x" * LARGEST_JSON, 200, None),
        (b"x" * (LARGEST_JSON + 1), 413, "too_large"),
    ],
    ids=lambda value: str(value[:12]) if isinstance(value, bytes) else None,
)
async def test_what_is_too_deep_or_too_large_is_refused_in_the_apis_words(body: bytes, status: int, code: str) -> None:
    async with desk() as browser:
        answer = await browser.post("/api/echo", content=body)
    assert answer.status_code == status
    if code:
        assert (answer.json()["detail"]["code"], answer.json()["detail"]["field"]) == (code, "body")


async def test_files_and_webhooks_have_bounds_of_their_own() -> None:
    async with desk() as browser:
        for path in ("/api/conversations/1/files", "/channels/telegram"):
            answer = await browser.post(path, content=b"x" * (LARGEST_JSON + 1))
            assert answer.status_code == 200, path


async def test_a_body_is_not_read_further_than_its_bound() -> None:
    read = 0

    async def endless() -> dict[str, object]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 65536, "more_body": True}

    assert await shield._read(endless) is None  # type: ignore[arg-type]
    assert read == LARGEST_JSON // 65536 + 1


@pytest.mark.parametrize("https", [True, False])
async def test_every_answer_has_the_headers_and_a_refusal_too(https: bool) -> None:
    async with desk(https=https) as browser:
        answers = [await browser.post(path, content=b"[" * 99 + b"]" * 99) for path in ("/api/echo", "/nowhere")]
    assert [answer.status_code for answer in answers] == [422, 404]
    for answer in answers:
        assert {name: answer.headers[name] for name in shield.HEADERS} == dict(shield.HEADERS)
        assert ("strict-transport-security" in answer.headers) == https
    assert [answer.headers.get("cache-control") for answer in answers] == ["no-store", None]
