"""The page of channels in a real browser: a second bot is connected by hand, heard, looked after and switched off."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.screens import at_work
from tests.world import World

TOKEN = "20002:lisbon"
TITLE = "Shop in Lisbon"


@pytest.fixture
async def disconnected(world: World, clear_desk: None) -> AsyncIterator[None]:
    """Afterwards nothing is connected but what the environment says: other tests share the product."""
    yield
    for each in await world.app.connections.all():
        await world.app.connections.delete(each)
    await world.app.channels.refresh()


async def test_a_second_bot_is_connected_by_hand_and_its_customers_are_told_apart(
    chromium: Browser, world: World, disconnected: None
) -> None:
    bot = world.cloud.bot(TOKEN, username="lisbon_bot")
    admin = await at_work(chromium, world, "admin", "settings/channels")
    await admin.get_by_role("link", name="Connect", exact=True).click()
    await admin.get_by_role("link", name="Telegram").click()
    connect, test = (admin.get_by_role("button", name=each, exact=True) for each in ("Connect", "Test the connection"))
    token = admin.get_by_role("textbox", name="Bot token")
    await admin.get_by_role("textbox", name="Title").fill(TITLE)
    await expect(admin.get_by_role("textbox", name="Id")).to_have_value("shop-in-lisbon")

    await token.fill("rubbish")
    await connect.click()
    await expect(token).to_have_attribute("aria-invalid", "true")
    await token.fill("20002:of-somebody-else")
    await test.click()
    await expect(admin.get_by_text("Telegram does not accept the bot's token.")).to_be_visible()
    await token.fill(TOKEN)
    await test.click()
    await expect(admin.get_by_text("@lisbon_bot")).to_be_visible()
    await connect.click()
    await expect(admin.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(token).to_have_value("")  # what is kept is never shown

    bella = world.cloud.user(world.first_customer + 1, "Bella", bot=bot)
    await bella.says("Hello")
    await bella.hears()
    await expect(admin.get_by_role("banner").or_(admin.locator("header")).get_by_text("Works")).to_be_visible()
    await expect(admin.locator("dl > div", has_text="In, last hour")).to_contain_text("1")
    inbox = await at_work(chromium, world, "siobhan", "inbox/bot")
    row = inbox.get_by_role("button", name="Bella")
    await expect(row).to_contain_text(TITLE)
    await row.click()
    await expect(inbox.get_by_text(f"Telegram – {TITLE}")).to_be_visible()
    await inbox.close()

    await admin.get_by_role("button", name="Switch off").click()
    dialog = admin.get_by_role("dialog", name=f"Switch off “{TITLE}”?")
    await expect(dialog.get_by_text("Open sessions of its customers")).to_be_visible()
    await dialog.get_by_role("button", name="Switch off").click()
    await expect(admin.locator("header").get_by_text("Off", exact=True)).to_be_visible()
    entry = next(each for each in await world.app.connections.all() if each.title == TITLE)
    assert not entry.on
    await admin.close()


async def test_only_admins_look_after_channels(chromium: Browser, world: World) -> None:
    supervisor = await at_work(chromium, world, "siobhan", "settings/lines")
    await expect(supervisor.get_by_role("link", name="Routing")).to_be_visible()
    await expect(supervisor.get_by_role("link", name="Channels")).to_have_count(0)
    await supervisor.goto(f"{world.base}/console/settings/channels")
    await expect(supervisor.get_by_text("This is not for your role")).to_be_visible()
    await supervisor.close()
