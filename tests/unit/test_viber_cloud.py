"""The stand-in for Viber is strict, or tests against it would prove nothing."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.viber import User, ViberCloud
from tests.fakes.viber.checks import Refusal, check_message
from tests.parts import Clock

TOKEN = "445da6az1s345z78-of-a-test"
TEXT = {"receiver": "A=", "sender": {"name": "Shop"}, "type": "text", "text": "hello"}
BUTTON = {"Columns": 6, "Rows": 1, "ActionType": "reply", "ActionBody": "yes", "Text": "Yes"}


def under(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {**TEXT, "keyboard": {"Type": "keyboard", "Buttons": list(buttons)}}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**TEXT, "receiver": ""}, 4),
        ({**TEXT, "sender": {}}, 4),
        ({**TEXT, "sender": {"name": "x" * 29}}, 3),
        ({**TEXT, "tracking_data": "x" * 4001}, 3),
        ({**TEXT, "type": "poll"}, 3),
        ({**TEXT, "text": ""}, 4),
        ({**TEXT, "text": "x" * 7001}, 3),
        ({**TEXT, "text": "🙂" * 3501}, 3),
        ({**TEXT, "type": "picture", "media": "https://a.example/b.webp"}, 3),
        ({**TEXT, "type": "video", "media": "https://a.example/b.mp4"}, 4),
        ({**TEXT, "type": "file", "media": "https://a.example/b.pdf", "size": 1}, 4),
        ({**TEXT, "type": "url", "media": "https://a.example/" + "b" * 2000}, 3),
        ({**TEXT, "type": "rich_media", "rich_media": {"Type": "rich_media", "Buttons": [BUTTON]}}, 14),
        (under(), 4),
        (under({**BUTTON, "Columns": 7}), 3),
        (under({**BUTTON, "Rows": 3}), 3),
        (under({**BUTTON, "ActionBody": ""}), 4),
        (under({**BUTTON, "ActionBody": "x" * 101}), 3),
        (under({**BUTTON, "ActionType": "open-url", "ActionBody": "x" * 251}), 3),
        (under({**BUTTON, "ActionType": "dance"}), 3),
        (under({**BUTTON, "Text": "x" * 251}), 3),
        (under({**BUTTON, "Silent": True}), 14),
        (under(*[BUTTON] * 13), 3),
    ],
)
def test_what_viber_does_not_take_is_refused(body: dict[str, Any], status: int) -> None:
    check_message(TEXT)
    check_message(under(*[BUTTON] * 12))

    with pytest.raises(Refusal) as caught:
        check_message(body)

    assert caught.value.status == status


def test_a_welcome_has_no_receiver() -> None:
    with pytest.raises(Refusal):
        check_message(TEXT, welcome=True)


@pytest.fixture
async def cloud() -> AsyncIterator[ViberCloud]:
    async with ViberCloud(Clock()) as cloud:
        cloud.bot(TOKEN)
        yield cloud


async def call(cloud: ViberCloud, method: str, body: dict[str, Any], token: str = TOKEN) -> int:
    async with (
        aiohttp.ClientSession(headers={"X-Viber-Auth-Token": token}) as client,
        client.post(f"{cloud.base}/{method}", json=body) as response,
    ):
        assert response.status == 200, "whatever is wrong, HTTP says 200"
        return int((await response.json())["status"])


async def to(cloud: ViberCloud, user: User, **body: Any) -> int:
    return await call(cloud, "send_message", {**TEXT, "receiver": user.id, **body})


async def test_each_state_of_a_person_has_its_status(cloud: ViberCloud) -> None:
    ada = cloud.user()
    assert await call(cloud, "send_message", TEXT, token="unknown") == 2
    assert await to(cloud, ada) == 10
    cloud.bot(TOKEN).webhook = "https://nobody.example"

    assert await to(cloud, ada, receiver="B=") == 5
    assert await to(cloud, ada) == 6
    ada.subscribed = True
    assert await to(cloud, ada) == 0
    assert await to(cloud, ada, min_api_version=11) == 13
    assert await to(cloud, ada, text="x" * 6000 + "ж" * 1000, tracking_data="ж" * 4000) == 3


async def test_the_limit_of_unanswered_messages_ends_with_its_hour(cloud: ViberCloud) -> None:
    clock = Clock()
    cloud.clock = clock
    ada = cloud.user()
    cloud.bot(TOKEN).webhook, ada.subscribed = "https://nobody.example", True
    ada.unanswered = [clock()] * 100

    assert await to(cloud, ada) == 12
    clock.move_on(timedelta(hours=1))
    assert await to(cloud, ada) == 0


async def test_a_webhook_is_called_at_once_with_a_true_signature_and_must_answer(cloud: ViberCloud) -> None:
    signed: list[bool] = []
    status = 500

    async def hook(request: web.BaseRequest) -> web.Response:
        expected = hmac.new(TOKEN.encode(), await request.read(), hashlib.sha256).hexdigest()
        signed.append(request.headers["X-Viber-Content-Signature"] == expected)
        return web.Response(status=status)

    runner = web.ServerRunner(web.Server(hook, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://{}:{}".format(*runner.addresses[0][:2])
    try:
        assert await call(cloud, "set_webhook", {"url": "http://far.example"}) == 1
        assert await call(cloud, "set_webhook", {"url": url, "event_types": ["dance"]}) == 3
        assert await call(cloud, "set_webhook", {"url": url}) == 1
        status = 200
        assert await call(cloud, "set_webhook", {"url": url}) == 0
    finally:
        await runner.cleanup()

    assert signed == [True, True]
