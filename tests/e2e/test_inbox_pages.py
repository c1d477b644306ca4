"""The inbox at an operator's screen: lists narrowed down, taking and writing at once, a database that is away."""

import asyncio
import re

from playwright.async_api import Browser, Route, expect

from tests.e2e.screens import at_work
from tests.world import World

AWAY = {"detail": {"code": "unavailable", "message": "The database is away for the moment: please try again."}}


async def test_a_list_stays_narrowed_down_to_a_messenger_until_it_is_widened(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    ada = world.customer(51, name="Ada")
    await ada.says("I want a human")
    await world.in_state(ada, "waiting")
    page = await at_work(chromium, world, "siobhan")
    row = page.get_by_role("listitem").filter(has_text="Ada")
    await expect(row).to_be_visible()

    await page.get_by_role("button", name="Filter").click()
    await page.get_by_role("combobox", name="Channel").click()
    assert await page.get_by_role("option").all_inner_texts() == ["Site chat", "Telegram"]
    await page.get_by_role("option", name="Site chat").click()
    await page.keyboard.press("Escape")
    await expect(row).to_have_count(0)

    await page.get_by_role("link", name="Knowledge").click()
    await page.get_by_role("link", name="Inbox").click()
    await page.get_by_role("tab", name="Waiting").click()
    chip = page.get_by_role("list", name="The list shows only").get_by_role("button")
    await expect(chip).to_have_text("Site chat")
    await expect(row).to_have_count(0)
    await chip.click()
    await expect(row).to_be_visible()
    await page.close()


async def test_who_takes_a_session_writes_at_once_however_late_the_server_answers(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    hedy = world.customer(52, name="Hedy")
    await hedy.says("I want a human")
    await world.in_state(hedy, "waiting")
    page = await at_work(chromium, world, "siobhan")
    await page.get_by_role("listitem").filter(has_text="Hedy").click()

    async def late(route: Route) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await page.route(re.compile("/api/conversations/"), late)
    await page.get_by_role("button", name="Take it").first.click()
    await expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    await page.keyboard.type("Good morning, Hedy")
    await page.keyboard.press("Enter")
    await hedy.hears("Good morning, Hedy")
    await page.close()


async def test_a_database_that_is_away_is_told_of_and_waited_for(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    page = await at_work(chromium, world, "siobhan")
    await expect(page.get_by_role("heading", name="Nobody is waiting")).to_be_visible()
    told = page.get_by_text("The database is away")

    async def away(route: Route) -> None:
        await route.fulfill(status=503, json=AWAY)

    await page.route(re.compile("/api/"), away)
    await page.get_by_role("tab", name="Closed").click()
    await expect(told).to_be_visible()

    await page.unroute(re.compile("/api/"))
    await expect(told).to_have_count(0)
    await expect(page.get_by_role("listitem").or_(page.get_by_text("Nothing closed yet")).first).to_be_visible()
    await page.close()
