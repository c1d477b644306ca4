"""A database that is away, or can't write, is told to whoever asks as what it is: not as a fault of ours."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from pymongo.errors import AutoReconnect, OperationFailure
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from bot import web
from storage.errors import Unwell


class _NoParts:
    def __getattr__(self, name: str) -> Any:
        return None


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    app, _ = web.build(cast(Any, _Desk()), with_gateway=False, with_console=False)

    @app.get("/breaks/{number}")
    async def breaks(number: int) -> None:
        raise BROKEN[number]

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        yield client


class _Desk(_NoParts):
    settings = _NoParts()


BROKEN = [
    AutoReconnect("connection closed"),
    RedisConnectionError("refused"),
    Unwell(),
    OperationFailure("No space left on device", 14031),
    ResponseError("MISCONF Errors writing to the AOF file"),
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
async def test_it_is_away_for_the_moment(browser: httpx.AsyncClient, number: int) -> None:
    answer = await browser.get(f"/breaks/{number}")

    assert (answer.status_code, answer.json()["detail"]["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
