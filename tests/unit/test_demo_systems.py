"""The demo company's own systems, and its flows that call them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.demo.flows import PUBLISHED, at_home
from bot.demo.orders_api import KEYS, PREFIX, router
from flows import gallery
from flows.lint import lint
from tests.parts import Clock
from tests.unit.test_flow_templates import DEMO

BASE = f"http://127.0.0.1:8080{PREFIX}"


@pytest.fixture
async def systems() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router(Clock()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE + "/") as client:
        yield client


def key(secret: str) -> dict[str, str]:
    return {"Authorization": KEYS[secret]}


@pytest.mark.parametrize(
    ("number", "status", "day"),
    [
        ("MP-100001", "on_the_way", "2026-11-25"),
        (" mp100001 ", "on_the_way", "2026-11-25"),
        ("MP-100002", "delivered", "2026-11-20"),
        ("MP-100003", "preparing", None),
        ("MP-999999", "unknown", None),
    ],
)
async def test_an_order_is_where_the_flow_expects_it(
    systems: httpx.AsyncClient, number: str, status: str, day: str | None
) -> None:
    answer = await systems.get(f"orders/{number}", headers=key("orders_api"))

    assert (answer.status_code, answer.json()) == (200, {"status": status, "delivery_date": day})


async def test_a_return_has_the_same_number_when_it_is_asked_for_again(systems: httpx.AsyncClient) -> None:
    wishes = [{"order": order, "reason": "wrong"} for order in ("MP-100001", "mp100001", "MP-100002")]
    answers = [await systems.post("returns", json=wish, headers=key("orders_api")) for wish in wishes]

    numbers = [answer.json()["number"] for answer in answers]
    assert numbers[0] == numbers[1] != numbers[2]
    assert all(number.startswith("R-") and len(number) == 8 for number in numbers)


@pytest.mark.parametrize(
    ("path", "body", "secret", "status"),
    [
        ("login-reminders", {"phone": "+48600123456", "language": "pl"}, "account_api", 202),
        ("password-resets", {"email": "ada@example.com", "language": "en"}, "account_api", 202),
        ("password-resets", {"language": "en"}, "account_api", 422),
        ("password-resets", {"email": "ada@example.com"}, "orders_api", 401),
        ("returns", {"order": "MP-100001", "reason": "wrong"}, "account_api", 401),
        ("returns", {"order": "MP-100001", "reason": "damaged"}, "orders_api", 422),
        ("returns", {"order": "MP-555555", "reason": "wrong"}, "orders_api", 404),
    ],
)
async def test_requests_are_taken_from_who_knows_the_key(
    systems: httpx.AsyncClient, path: str, body: dict[str, Any], secret: str, status: int
) -> None:
    assert (await systems.post(path, json=body, headers=key(secret))).status_code == status
    assert (await systems.post(path, json=body)).status_code == 401


@pytest.mark.parametrize("id", gallery.TEMPLATES)
def test_a_flow_of_the_demo_calls_the_demo_and_is_fit_to_be_published(id: str) -> None:
    flow = at_home(gallery.load(id), BASE)

    assert lint(flow, DEMO) == ()
    assert gallery.needs(flow).hosts <= {"127.0.0.1"}
    assert gallery.needs(flow).secrets <= set(KEYS)
    assert flow.model_copy(update={"steps": {}}) == gallery.load(id).model_copy(update={"steps": {}})


def test_what_is_published_is_among_the_templates() -> None:
    assert set(PUBLISHED) < set(gallery.TEMPLATES)
