"""The second factor, at the screens: set up from the account page, asked for at the next sign-in."""

from collections.abc import AsyncIterator

import pyotp
import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo.people import PASSWORD
from handoff.ids import OperatorId
from storage.mongo.second_factors import MongoSecondFactors
from tests.e2e.screens import at_work
from tests.world import World

PIOTR = OperatorId("piotr")


@pytest.fixture
async def factors(world: World) -> AsyncIterator[MongoSecondFactors]:
    """He is signed in nowhere before; afterwards he signs in as everybody does."""
    await world.app.logins.remove_all(PIOTR)
    factors = MongoSecondFactors(world.app.db, world.app.settings.secrets_key)
    yield factors
    await factors.remove(PIOTR)


async def show_password(page: Page, world: World) -> None:
    await page.goto(f"{world.base}/console/account")
    await page.get_by_label("Login").fill("piotr")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")


async def test_a_phone_is_set_up_and_asked_for_at_the_next_sign_in(
    chromium: Browser, world: World, factors: MongoSecondFactors
) -> None:
    office = await at_work(chromium, world, "piotr", "account")
    await office.get_by_role("button", name="Set up").click()
    dialog = office.get_by_role("dialog", name="Second factor")
    await expect(dialog.get_by_role("img", name="A QR code for your authenticator app")).to_be_visible()
    phone = pyotp.TOTP((await dialog.locator("pre").inner_text()).replace(" ", ""))
    await dialog.get_by_label("The code that the app shows").fill(phone.at(world.clock()))
    await office.keyboard.press("Enter")
    codes = dialog.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(codes).to_have_count(10)
    spare = await codes.first.inner_text()
    await dialog.get_by_role("button", name="I have kept them").click()
    await expect(office.get_by_text("10 recovery codes are left")).to_be_visible()

    home = await (await chromium.new_context(locale="en")).new_page()
    await show_password(home, world)
    code = home.get_by_label("Code")
    await code.fill(phone.at(world.clock()))
    await home.keyboard.press("Enter")
    await expect(home.get_by_role("alert")).to_contain_text("wrong, or was used already")
    await home.reload()
    await code.fill(phone.at(world.clock(), counter_offset=1))
    await home.keyboard.press("Enter")
    places = home.get_by_role("region", name="Where you are signed in").get_by_role("listitem")
    await expect(places).to_have_count(2)

    await places.filter(has_text="last seen").get_by_role("button").click()
    await expect(places).to_have_count(1)
    await office.reload()
    await show_password(office, world)
    await office.get_by_label("Code").fill(spare)
    await office.keyboard.press("Enter")
    await expect(office.get_by_text("9 recovery codes are left")).to_be_visible()
