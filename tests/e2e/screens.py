"""Staff at their screens in a real browser, in step with the world's clock."""

from playwright.async_api import Browser, Locator, Page

from tests.e2e.test_whole_story import sign_in
from tests.world import World


async def at_work(chromium: Browser, world: World, login: str, path: str = "inbox/waiting") -> Page:
    """Signed in, in English, at a place of the console; their watch shows the world's time."""
    page = await sign_in(chromium, world, login)
    await in_step(page, world)
    await page.goto(f"{world.base}/console/{path}")
    return page


async def in_step(page: Page, world: World) -> None:
    await page.clock.set_system_time(world.clock())


async def choose(field: Locator, option: str) -> None:
    """From a list that opens under a field."""
    await field.click()
    await field.page.get_by_role("option", name=option, exact=True).click()


async def save_chapter(page: Page, why: str) -> None:
    """All that is changed on a page of rules, with a word why."""
    await page.get_by_role("button", name="Save…").click()
    dialog = page.get_by_role("dialog", name="Save these changes")
    await dialog.get_by_label("Why?").fill(why)
    await page.keyboard.press("Enter")
    await dialog.wait_for(state="hidden")
