"""The widget in a real browser, on a page of another origin, with a scripted desk behind it."""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from motor.motor_asyncio import AsyncIOMotorDatabase
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from redis.asyncio import Redis

from bot.channels.site import SiteSettings
from bot.events import FromCustomer, Pressed, Receipt, Said, Started
from handoff.customer import Address
from handoff.messages import Button, Source
from tests.fakes.site import Gateway, SiteDesk, eventually, serving

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
GREETING = "Hello! Ask me anything."
ANSWER = "Send it back within 30 days: https://shop.example/returns.\n\nFrom our help pages: How to return something"
CHOICES = (Button(action="helped#1", label="Yes"), Button(action="not_helped#1", label="No"))
CITED = (Source(article_id="return-how.en", title="How to return something"),)
HOSTILE = '<img src=x onerror="document.title=1"> javascript:alert(1) https://shop.example/"onclick="x'


async def answer(desk: SiteDesk, event: FromCustomer) -> None:
    """The bot of these tests."""
    match event:
        case Started():
            await desk.bot_says(event.address, GREETING)
        case Said() if "return" in event.content.text:
            await desk.bot_says(event.address, ANSWER, buttons=CHOICES, sources=CITED)
        case Said():
            await desk.bot_says(event.address, f"You said: {event.content.text}")
        case Pressed():
            await desk.bot_says(event.address, "I'm glad to hear it!")


@dataclass(slots=True)
class Site:
    """The running gateway, its desk, and a browser to visit with."""

    gateway: Gateway
    desk: SiteDesk
    browser: Browser

    async def visitor(self, size: dict[str, int] = DESKTOP, **options: Any) -> BrowserContext:
        context = await self.browser.new_context(viewport=size, locale="en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        return context

    async def page(self, context: BrowserContext) -> Page:
        page = await context.new_page()
        # `localhost` is another origin than the address that the script and the socket come from.
        await page.goto(f"http://localhost:{self.gateway.port}/shop")
        return page

    @property
    def address(self) -> Address:
        """Whoever wrote first."""
        return next(iter(self.desk.events.values())).address


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def site(mongo: AsyncIOMotorDatabase[dict[str, Any]], redis: Redis, browser: Browser) -> AsyncIterator[Site]:
    settings = SiteSettings(help_page="https://shop.example/help/{language}/{key}")
    desk = SiteDesk(mongo, redis, settings, answer=answer)
    async with serving(desk, change=_add_shop) as gateway:
        yield Site(gateway, desk, browser)


def _add_shop(app: FastAPI) -> None:
    """A page of the shop, with a strict content security policy."""

    @app.get("/shop")
    def shop(request: Request) -> HTMLResponse:
        port = request.url.port
        script = f'<script src="http://127.0.0.1:{port}/widget.js" data-language="en" async></script>'
        head = '<!doctype html><html lang="pl"><meta name="viewport" content="width=device-width"><title>Shop</title>'
        body = f'{head}<body><h1>Shop</h1><a href="#">A link</a>{script}'
        policy = (
            f"default-src 'none'; script-src http://127.0.0.1:{port}; "
            f"connect-src http://127.0.0.1:{port} ws://127.0.0.1:{port}"
        )
        return HTMLResponse(body, headers={"Content-Security-Policy": policy})


async def open_chat(page: Page) -> None:
    await page.get_by_role("button", name="Open chat").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Your message").fill(text)
    await page.keyboard.press("Enter")


# -- a conversation ----------------------------------------------------------------------------------------------------


async def test_a_visitor_opens_asks_and_is_answered(site: Site) -> None:
    page = await site.page(await site.visitor())
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    await open_chat(page)
    log = page.get_by_role("log")
    await expect(log).to_contain_text(GREETING)
    await say(page, "how do I return a sofa?")
    await expect(log).to_contain_text("how do I return a sofa?")
    await expect(log.get_by_role("link", name="How to return something")).to_have_attribute(
        "href", "https://shop.example/help/en/return-how"
    )
    # The full stop belongs to the sentence.
    await expect(log.get_by_role("link", name="https://shop.example/returns")).to_have_attribute(
        "href", "https://shop.example/returns"
    )
    await expect(log.get_by_role("img", name="Sent")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="onnect")).to_be_hidden()
    assert errors == []


async def test_a_button_is_pressed_once_and_shows_it(site: Site) -> None:
    context = await site.visitor()
    page = await site.page(context)
    await open_chat(page)
    await say(page, "return")
    await page.get_by_role("button", name="Yes").click()
    await expect(page.get_by_role("log")).to_contain_text("I'm glad to hear it!")
    for view in (page, await site.page(context)):
        if view is not page:
            await open_chat(view)
        await expect(view.get_by_role("button", name="Chosen Yes")).to_be_disabled()
        await expect(view.get_by_role("button", name="No", exact=True)).to_be_disabled()
    pressed = [event for event in site.desk.events.values() if isinstance(event, Pressed)]
    assert [(event.action, event.label) for event in pressed] == [("helped#1", "Yes")]


async def test_buttons_are_over_once_the_visitor_writes_instead(site: Site) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    await say(page, "return")
    await expect(page.get_by_role("button", name="Yes")).to_be_enabled()
    await say(page, "something else")
    await expect(page.get_by_role("button", name="Yes")).to_be_disabled()


async def test_an_operator_has_a_name_and_a_typing_bot_has_dots(site: Site) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    await say(page, "hello")
    log = page.get_by_role("log")
    await expect(log).to_contain_text("You said: hello")
    await site.desk.channel.typing(site.address)
    await expect(log).to_contain_text("Writing an answer…")
    await site.desk.operator_says(site.address, "Anna here.")
    await expect(log.get_by_role("article").last).to_contain_text("Anna")
    await expect(log).not_to_contain_text("Writing an answer…")


async def test_markup_in_messages_stays_text(site: Site) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    await say(page, HOSTILE)
    await expect(page.get_by_role("log")).to_contain_text(f"You said: {HOSTILE}")
    assert await page.title() == "Shop"
    addresses = await page.get_by_role("log").get_by_role("link").evaluate_all("links => links.map(link => link.href)")
    assert set(addresses) == {"https://shop.example/"}


async def _bubbles(page: Page) -> list[str]:
    """What the thread shows once it is up to date."""
    log = page.get_by_role("log")
    await expect(log).to_have_attribute("aria-busy", "false")
    return await log.locator(".bubble").all_inner_texts()


def _read(desk: SiteDesk) -> list[str]:
    return [event.provider_id for event in desk.events.values() if isinstance(event, Receipt)]


# -- bad connections ---------------------------------------------------------------------------------------------------


async def test_what_is_written_and_said_while_the_line_is_cut_arrives_once(site: Site) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    log = page.get_by_role("log")
    await say(page, "one")
    await expect(log).to_contain_text("You said: one")

    await site.gateway.stop()
    await expect(page.get_by_text("No connection. Trying again")).to_be_visible()
    await say(page, "two")
    await expect(log.get_by_role("img", name="Sending…")).to_be_visible()
    await site.desk.operator_says(site.address, "said while you were away")
    await site.gateway.start()

    await expect(log).to_contain_text("You said: two", timeout=20_000)
    await expect(page.get_by_text("No connection. Trying again")).to_be_hidden()
    assert await site.desk.thread(site.address.conversation_id) == [
        GREETING, "one", "You said: one", "said while you were away", "two", "You said: two",
    ]  # fmt: skip
    assert await _bubbles(page) == await site.desk.thread(site.address.conversation_id)


async def test_an_unsent_message_survives_a_reload(site: Site) -> None:
    context = await site.visitor()
    page = await site.page(context)
    await open_chat(page)
    await expect(page.get_by_role("log")).to_contain_text(GREETING)
    site.desk.down = True
    await say(page, "keep me")
    await expect(page.get_by_role("img", name="Sending…")).to_be_visible()
    await page.reload()
    await open_chat(page)
    await expect(page.get_by_role("img", name="Sending…")).to_be_visible()
    site.desk.down = False
    await expect(page.get_by_role("log")).to_contain_text("You said: keep me", timeout=20_000)
    await expect(page.get_by_role("log").get_by_text("keep me", exact=True)).to_have_count(1)


async def test_a_message_that_nobody_takes_can_be_sent_again(site: Site) -> None:
    page = await site.page(await site.visitor())
    await page.clock.install()
    await open_chat(page)
    await expect(page.get_by_role("log")).to_contain_text(GREETING)
    site.desk.down = True
    await say(page, "hello")
    async with asyncio.timeout(20):
        while not await page.get_by_text("Not sent.").is_visible():
            await page.clock.run_for(5_000)  # the widget waits by the page's clock, the answers come in ours
            await asyncio.sleep(0.05)
    site.desk.down = False
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("log")).to_contain_text("You said: hello")
    assert [type(event) for event in site.desk.events.values()] == [Started, Said]


async def test_who_writes_very_fast_waits_and_loses_nothing(site: Site) -> None:
    page = await site.page(await site.visitor())
    await page.clock.install()
    await open_chat(page)
    words = [f"message {number}" for number in range(21)]  # and the opening makes one more than may be sent
    for word in words:
        await say(page, word)
    await eventually(lambda: len(site.desk.events) == 20)
    await expect(page.get_by_role("img", name="Sending…")).to_have_count(2)
    async for limit in site.desk.redis.scan_iter(match="rate:site:*"):
        await site.desk.redis.delete(limit)  # the minute is over
    async with asyncio.timeout(20):
        while len(site.desk.events) < 22:
            await page.clock.run_for(5_000)
            await asyncio.sleep(0.05)
    said = [event.content.text for event in site.desk.events.values() if isinstance(event, Said)]
    assert said == words


async def test_a_visitor_comes_back_to_unread_messages_and_is_greeted_once(site: Site) -> None:
    context = await site.visitor()
    page = await site.page(context)
    await open_chat(page)
    await say(page, "hello")
    await expect(page.get_by_role("log")).to_contain_text("You said: hello")
    await page.close()
    await site.desk.operator_says(site.address, "one")
    await site.desk.operator_says(site.address, "two")

    page = await site.page(context)
    await page.get_by_role("button", name="Open chat, 2 new messages").click()
    assert await _bubbles(page) == [GREETING, "hello", "You said: hello", "one", "two"]
    await page.get_by_role("button", name="Close chat").click()
    await expect(page.get_by_role("button", name="Open chat", exact=True)).to_be_visible()
    await eventually(lambda: _read(site.desk) == ["4", "5"])


async def test_someone_who_only_looks_at_the_page_costs_no_connection(site: Site) -> None:
    page = await site.page(await site.visitor())
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    await page.reload()
    await expect(page.get_by_role("button", name="Open chat")).to_be_visible()
    assert sockets == []
    await open_chat(page)
    await expect(page.get_by_role("log")).to_contain_text(GREETING)
    assert sockets == [f"ws://127.0.0.1:{site.gateway.port}/channels/site/socket"]


# -- for everybody -----------------------------------------------------------------------------------------------------


async def test_the_keyboard_is_enough(site: Site) -> None:
    page = await site.page(await site.visitor())
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Open chat")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Your message")).to_be_focused()
    await expect(page.get_by_role("log")).to_contain_text(GREETING)
    await page.keyboard.type("return")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("of a lamp")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("return\nof a lamp")
    await expect(page.get_by_role("button", name="Yes")).to_be_enabled()
    for _ in range(10):
        if await page.get_by_role("button", name="Yes").evaluate("it => it.matches(':focus')"):
            break
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("I'm glad to hear it!")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("button", name="Open chat")).to_be_focused()


async def test_everything_has_a_role_and_a_name(site: Site) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    await say(page, "return")
    await expect(page.get_by_role("button", name="Yes")).to_be_enabled()
    dialog = page.get_by_role("dialog", name="Chat with us")
    await expect(dialog.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    await expect(dialog.get_by_role("log")).to_have_attribute("aria-busy", "false")
    snapshot = await dialog.aria_snapshot()
    assert not re.search(r"- (button|link|textbox|img)(:| \[|$)", snapshot, re.MULTILINE), snapshot


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_text_can_be_read(site: Site, scheme: Any) -> None:
    """WCAG 2.2 AA asks for a contrast of 4.5 to 1."""
    page = await site.page(await site.visitor(color_scheme=scheme, reduced_motion="reduce"))
    await open_chat(page)
    await say(page, "return")
    await expect(page.get_by_role("button", name="Yes")).to_be_enabled()
    await say(page, "thanks")
    await expect(page.get_by_role("log")).to_contain_text("You said: thanks")
    measured = json.loads(await page.evaluate(_CONTRASTS))
    assert len(measured) >= 8
    assert {text: ratio for text, ratio in measured.items() if ratio < 4.5} == {}


async def test_on_a_phone_the_panel_is_the_screen(site: Site) -> None:
    page = await site.page(await site.visitor(PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce"))
    await page.get_by_role("button", name="Open chat").tap()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("log")).to_contain_text(GREETING)
    box = await dialog.bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    # The keyboard would hide what there is to read.
    await expect(page.get_by_role("textbox", name="Your message")).not_to_be_focused()
    for button in await dialog.get_by_role("button").all():
        size = await button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
    # What the browser does when its keyboard comes.
    await page.set_viewport_size({"width": 390, "height": 480})
    composer = await page.get_by_role("textbox", name="Your message").bounding_box()
    assert composer is not None
    assert composer["y"] + composer["height"] <= 480


_CONTRASTS = (Path(__file__).parent / "contrasts.js").read_text()
