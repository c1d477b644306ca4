"""Every page of the console as axe reads it: in the light on a desk, and its colours in the dark on a phone."""

from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from tests.e2e.screens import at_work
from tests.world import World

AXE = Path(__file__).parents[2] / "handoff/console/web/node_modules/axe-core/axe.min.js"
# A face's initials are a picture: the button with it is called by the whole name.
LOOK = """async (only) => {
    const drawn = () => new Promise(requestAnimationFrame);
    await drawn().then(drawn);
    const { violations } = await axe.run({
        resultTypes: ["violations"],
        ...(only ? { runOnly: only } : { rules: { "label-content-name-mismatch": { enabled: false } } }),
    });
    return violations
        .filter(({ impact }) => impact === "critical" || impact === "serious")
        .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message}`));
}"""
GO = "(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
SHOWN = """(scheme) => document.documentElement.dataset.mantineColorScheme === scheme
    && document.querySelector("h1, h2") && !document.querySelector(".mantine-Loader-root, .mantine-Skeleton-root")"""
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
PAGES = (
    "inbox/waiting", "inbox/waiting/{}", "knowledge/new", "flows", "team", "team/work", "settings/lines",
    "settings/lines/delivery", "settings/staff", "settings/staff/anna", "settings/routing", "settings/priority",
    "settings/sla", "settings/customers", "settings/channels", "settings/channels/telegram",
    "settings/channels/new/whatsapp", "settings/parked", "settings/flows", "settings/audit", "account",
)  # fmt: skip


async def test_no_page_keeps_anybody_out(chromium: Browser, world: World, clear_desk: None) -> None:
    ada = world.customer(53, name="Ada")
    await ada.says("I want a human")
    conversation = await world.in_state(ada, "waiting")
    page = await at_work(chromium, world, "admin")
    await page.emulate_media(reduced_motion="reduce")
    await page.evaluate(AXE.read_text())
    places = [path.format(conversation.id) for path in PAGES]

    await page.set_viewport_size(DESK)
    found = [f"{path}: {each}" for path in places for each in await seen(page, path, "light")]
    await page.set_viewport_size(PHONE)
    await page.emulate_media(color_scheme="dark")
    found += [f"{path}, dark: {each}" for path in places for each in await seen(page, path, "dark", "color-contrast")]
    await page.close()

    assert found == []


async def seen(page: Page, path: str, scheme: str, *rules: str) -> list[str]:
    """What axe has against a page; with rules, by these only."""
    await page.evaluate(GO, f"/console/{path}")
    await page.wait_for_function(SHOWN, arg=scheme)
    found: list[str] = await page.evaluate(LOOK, [*rules] or None)
    if found:  # perhaps of colours on their way from one scheme to the other
        await page.wait_for_timeout(500)
        found = await page.evaluate(LOOK, [*rules] or None)
    return found
