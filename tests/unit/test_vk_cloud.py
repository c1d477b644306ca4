"""VK's stand-in is as strict as VK: what it refuses, in which words, and what it takes for the same."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.fakes.vk import User, VkCloud
from tests.fakes.vk.cloud import A_SECOND, TOKEN
from tests.parts import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cloud(clock: Clock) -> AsyncIterator[VkCloud]:
    async with VkCloud(clock) as cloud:
        yield cloud


@pytest.fixture
def ada(cloud: VkCloud) -> User:
    ada = cloud.user(7)
    ada.allows = True
    return ada


async def call(cloud: VkCloud, method: str, token: str = TOKEN, **params: Any) -> Any:
    async with httpx.AsyncClient(trust_env=False) as client:
        asked = {"access_token": token, "v": "5.199"}
        response = await client.post(f"{cloud.base}/{method}", params=asked, data=params)
    assert response.status_code == 200, "refusals are no errors of HTTP"
    return response.json()


async def send(cloud: VkCloud, **params: Any) -> Any:
    return await call(cloud, "messages.send", **{"peer_ids": 7, "random_id": 5, "message": "hello", **params})


@pytest.mark.parametrize(
    ("params", "code", "words"),
    [
        ({"token": "x"}, 5, "User authorization failed: invalid access_token (4)."),
        ({"message": ""}, 100, "One of the parameters specified was missing or invalid: message is empty or invalid"),
        ({"random_id": ""}, 100, "random_id is a required parameter"),
        ({"attachment": "photo-1_2"}, 100, "attachment is invalid"),
        ({"keyboard": "{"}, 911, "Keyboard format is invalid"),
        ({"keyboard": '{"inline": true, "buttons": [[], []]}'}, 911, "too many buttons in a row, or rows"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("ada")
async def test_what_is_wrong_is_told_by_number(cloud: VkCloud, params: dict[str, Any], code: int, words: str) -> None:
    error = (await send(cloud, **params))["error"]
    assert error["error_code"] == code
    assert words in error["error_msg"]
    assert "access_token" not in {each["key"] for each in error["request_params"]}


async def test_whom_it_may_not_write_to_is_told_within_the_answer(cloud: VkCloud, ada: User) -> None:
    ada.allows = False
    [unwilling] = (await send(cloud))["response"]
    [stranger] = (await send(cloud, peer_ids=8))["response"]
    ada.allows, ada.black_listed = True, True
    [listed] = (await send(cloud))["response"]
    [long] = (await send(cloud, message="x" * 4097))["response"]
    assert [each["error"]["code"] for each in (unwilling, stranger, listed, long)] == [901, 936, 900, 914]


async def test_the_same_number_within_an_hour_is_the_same_message(cloud: VkCloud, clock: Clock, ada: User) -> None:
    first = await send(cloud)
    assert await send(cloud) == first
    clock.now += timedelta(hours=1)
    assert await send(cloud) != first
    assert await send(cloud, random_id=0) != await send(cloud, random_id=0)
    assert len(ada.inbox) == 4


async def test_a_community_may_make_so_many_calls_a_second(cloud: VkCloud) -> None:
    cloud.strict_rate = True
    answers = [await call(cloud, "groups.getById") for _ in range(A_SECOND + 1)]
    assert ["error" in each for each in answers] == [False] * A_SECOND + [True]
    assert answers[-1]["error"]["error_code"] == 6
