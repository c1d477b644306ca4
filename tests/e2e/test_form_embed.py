"""The form on a company's page, of another origin, with its own style and policy: one line puts it there."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.async_api import Browser, Page, expect
from redis.asyncio import Redis

from bot import web
from bot.channels import form
from bot.shield import Shield
from storage.mongo.client import Database
from storage.processes import free_port
from storage.redis.rate import RedisThrottle
from tests.backstage import Backstage, open_backstage
from tests.parts import until

PAGE = """<!doctype html><html lang="ru"><head><style>
  * {{ display: none !important; }} html, body, h1, iframe, a {{ display: block !important; }}
  body {{ font-size: 40px; }}
</style></head><body><h1>Marlow &amp; Pine</h1>
<script src="http://127.0.0.1:{port}/form.js" async></script></body></html>"""


@asynccontextmanager
async def shop(backstage: Backstage, *origins: str) -> AsyncIterator[str]:
    """The address of a page that has the form on it; `origins` may show it."""
    app, port = web.Web(), free_port()
    assert isinstance(app, FastAPI)
    app.add_middleware(Shield, https=False)
    app.include_router(
        form.router(
            backstage.reception, backstage.books, backstage.redis, RedisThrottle(backstage.redis), backstage.clock,
            company="Marlow & Pine", origins=[origin.format(port=port) for origin in origins],
        )
    )  # fmt: skip

    @app.get("/shop")
    def page() -> HTMLResponse:
        ours = f"http://127.0.0.1:{port}"
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {ours}; frame-src {ours}"
        return HTMLResponse(PAGE.format(port=port), headers={"Content-Security-Policy": policy})

    server = asyncio.create_task(web.serve(app, "127.0.0.1", port))
    address = f"http://localhost:{port}/shop"  # another origin than the script's
    async with httpx.AsyncClient(trust_env=False) as client:
        await until(lambda: _answers(client, address.replace("localhost", "127.0.0.1")))
    try:
        yield address
    finally:
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)


async def _answers(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(address)).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture
async def backstage(mongo: Database, redis: Redis) -> AsyncIterator[Backstage]:
    async with open_backstage(mongo, redis) as backstage:
        yield backstage


@pytest.fixture
async def visitor(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield await context.new_page()
    await context.close()


async def test_the_form_is_filled_in_on_a_foreign_page(backstage: Backstage, visitor: Page) -> None:
    async with shop(backstage, "http://localhost:{port}") as address, backstage.working():
        await visitor.goto(address)
        frame = visitor.frame_locator("iframe")
        await expect(frame.get_by_role("heading", name="Напишите нам")).to_be_visible()
        body = await frame.locator("body").bounding_box()
        place = visitor.get_by_title("Напишите нам")
        assert body
        await expect(place).to_have_css("height", f"{-(-body['height'] // 1):.0f}px")
        assert body["width"] <= 390
        assert await frame.locator("body").evaluate("each => getComputedStyle(each).fontSize") == "16px"

        backstage.clock.move_on(timedelta(seconds=30))
        await frame.get_by_label("Ваше имя").fill("Ада")
        await frame.get_by_label("Сообщение").fill("Лампа пришла разбитой.")
        await frame.get_by_role("button").click()
        await expect(frame.get_by_role("alert")).to_be_visible()
        await frame.get_by_label(re.compile("почта", re.IGNORECASE)).fill("ada@example.com")
        await frame.get_by_role("button").click()
        await expect(frame.get_by_role("status")).to_be_visible()
        await expect(place).to_be_in_viewport()
        await until(backstage.idle)

    [stored] = await backstage.db.conversations.find({}).to_list(None)
    assert stored["customer"]["name"] == "Ада"


async def test_where_the_form_may_not_be_shown_there_is_a_link_to_it(backstage: Backstage, visitor: Page) -> None:
    async with shop(backstage, "https://another.example") as address:
        await visitor.clock.install()
        await visitor.goto(address)
        await expect(visitor.locator("iframe")).to_be_attached()
        await visitor.clock.fast_forward(10_000)
        link = visitor.get_by_role("link", name="Напишите нам")
        await expect(link).to_be_visible()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/form\?lang=ru", await link.get_attribute("href") or "")
    assert await visitor.locator("iframe").count() == 0
