"""What a customer says runs nowhere: hostile words in each of their texts, before staff and visitors in Chromium.

And no page asks its content policy for what it does not allow: the second lock is shut, should the first one fail.
"""

import re
from dataclasses import replace

import pytest
from playwright.async_api import Browser, Page, expect

from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.messages import Attachment, Card, Content, FileKind
from handoff.session import WithBot
from tests.e2e.screens import at_work
from tests.e2e.test_whole_story import open_shop, says
from tests.parts import DELIVERY
from tests.world import World

MARK = "top.pwned=true"
HOSTILE = (
    f'"><img src=x onerror={MARK}>',
    f"<script>{MARK}</script><svg onload={MARK}>",
    f"[a link](javascript:{MARK}) <a href='javascript:{MARK}'>x</a>",
    f"<iframe srcdoc='<script>{MARK}</script>'></iframe>",
    f"${{{MARK}}} {{{{constructor.constructor('{MARK}')()}}}}",
    f"javascript:{MARK}",
    f"<style>*{{display:none}}</style><math><mtext></form><img src=x onerror={MARK}>",
)
ALL = " ".join(HOSTILE)
PLACES = (
    "inbox/mine", "inbox/open", "team", "team/work", "knowledge", "flows", "flows/order_status", "settings/lines",
    "settings/staff", "settings/routing", "settings/priority", "settings/sla", "settings/customers",
    "settings/channels", "settings/parked", "settings/flows",
)  # fmt: skip


def conversation(world: World) -> Conversation:
    """Waiting in Delivery; whatever its customer could choose is hostile."""
    at = world.clock()
    file = Attachment(kind=FileKind.DOCUMENT, name=HOSTILE[0], mime=HOSTILE[1], failure=HOSTILE[3])
    customer = Customer(
        name=ALL, language="en", username=HOSTILE[0], phone=HOSTILE[1], email=HOSTILE[0], region=HOSTILE[3],
        groups=(HOSTILE[1],), attributes={HOSTILE[0]: HOSTILE[2]}, tier=HOSTILE[6],
    )  # fmt: skip
    new = begin(Address(channel="telegram", account="main", external_id="66600"), customer, at=at)
    assert isinstance(new.session, WithBot)
    session = new.session.hand_off(DELIVERY, at=at, topic=HOSTILE[0])
    handling = replace(session.handling, collected={HOSTILE[0]: HOSTILE[1]}, words=ALL, tags=HOSTILE, kind=HOSTILE[0])
    new = new.with_session(session.with_handling(handling))
    for words in HOSTILE:
        new = new.received(Content(text=words, folded=words), at=at)
    return new.received(
        Content(text=ALL, attachments=(file,), cards=(Card(name=HOSTILE[0], phone=HOSTILE[5]),)),
        at=at,
        forwarded_from=ALL,
    )


def watched(page: Page) -> list[str]:
    """What the browser has to say of content policies, from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    return said


async def nothing_ran(page: Page) -> None:
    assert await page.evaluate("window.pwned") is None
    assert await page.locator("img[src='x'], iframe, math, a[href^='javascript']").count() == 0


async def test_nothing_that_a_customer_says_runs_before_staff(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    hostile = conversation(world)
    await world.app.conversations.commit(hostile, hostile)
    page = await at_work(chromium, world, "siobhan", "inbox/waiting")
    violations = watched(page)

    await page.get_by_role("listitem").filter(has_text="onerror").first.click()
    log = page.get_by_role("log")
    await expect(log).to_contain_text("constructor.constructor")
    await nothing_ran(page)
    for link in await log.get_by_role("link").all():
        assert re.match(r"https?:|mailto:|tel:|/", await link.get_attribute("href") or "")
    for fold in await log.get_by_role("button").all():
        if await fold.is_visible() and await fold.get_attribute("aria-expanded") == "false":
            await fold.click()
    await page.get_by_role("button", name=re.compile("^Take it")).first.click()
    await page.goto(f"{world.base}/console/team")
    await expect(page.get_by_text("onerror").first).to_be_visible()
    await nothing_ran(page)
    assert violations == []
    await page.close()


async def test_nothing_that_a_visitor_types_runs_in_their_window(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    shop = await open_shop(chromium, world, "en")
    violations = watched(shop)
    for words in HOSTILE[:4]:
        await says(shop, words)
    log = shop.get_by_role("log")
    await expect(log).to_contain_text("srcdoc")
    await nothing_ran(shop)
    assert await log.locator("a[href^='javascript']").count() == 0
    assert violations == []
    await shop.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_of_the_console_asks_for_more_than_its_policy(
    chromium: Browser, world: World, clear_desk: None, scheme: str
) -> None:
    page = await at_work(chromium, world, "admin")
    violations = watched(page)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for place in PLACES:
        await page.goto(f"{world.base}/console/{place}")
        await expect(page.get_by_role("main").or_(page.get_by_role("navigation")).first).to_be_visible()
        await page.wait_for_load_state("networkidle")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog").first).to_be_visible()
    assert violations == []
    policy = (await page.request.get(f"{world.base}/console/")).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert await page.evaluate("document.querySelectorAll('style:not([nonce])').length") == 0
    await page.close()


async def test_the_apis_document_is_read_without_anybody_elses_scripts(chromium: Browser, world: World) -> None:
    page = await chromium.new_page()
    violations, asked = watched(page), []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{world.base}/docs")
    await expect(page.get_by_text("/api/conversations/{conversation_id}/reply").first).to_be_visible()

    assert violations == []
    assert [url for url in asked if not url.startswith((world.base, "data:"))] == []
    await page.close()
