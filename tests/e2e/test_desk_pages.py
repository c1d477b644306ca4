"""What an operator and a supervisor do with sessions, in a real browser: hold, close, pass on."""

import re

from playwright.async_api import Browser, Page, expect

from tests.e2e.screens import at_work
from tests.fakes.telegram import User
from tests.world import World


async def waits(world: World, number: int, name: str) -> User:
    customer = world.customer(number, name=name)
    await customer.says("I want a human")
    await world.in_state(customer, "waiting")
    return customer


async def test_a_session_on_hold_comes_back_with_the_customers_answer(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    customer = await waits(world, 1, "Hedda")
    siobhan = await at_work(chromium, world, "siobhan")
    await siobhan.get_by_role("listitem").filter(has_text="Hedda").click()
    await siobhan.get_by_role("button", name="Take it").first.click()
    await expect(siobhan.get_by_role("region", name="Write")).to_be_visible()

    await siobhan.get_by_role("button", name="Put on hold").click()
    dialog = siobhan.get_by_role("dialog", name="Put on hold")
    await dialog.get_by_role("radio", name="In three hours").check()
    await dialog.get_by_role("button", name="Put on hold").click()
    await expect(dialog).to_contain_text("Say what the session waits for.")
    await dialog.get_by_label("What does it wait for?").fill("The serial number")
    await dialog.get_by_role("button", name="Put on hold").click()
    await expect(dialog).to_be_hidden()
    row = siobhan.get_by_role("listitem").filter(has_text="Hedda")
    await siobhan.get_by_role("tab", name="On hold").click()
    await expect(row).to_contain_text(re.compile(r"until 12:\d\d"))

    await customer.says("It is 4711")
    await expect(row).to_have_count(0)
    await siobhan.get_by_role("tab", name="Mine").click()
    await expect(row).to_contain_text("It is 4711")
    await row.click()
    thread = siobhan.get_by_label("Messages", exact=True)
    await expect(thread).to_contain_text("Back from hold: the customer wrote")
    await _not_solved(siobhan)
    await expect(thread).to_contain_text("Siobhán Byrne closed the session")

    await siobhan.goto(f"{world.base}/console/team/work?period=today")
    work = siobhan.get_by_role("row").filter(has_text="Siobhán Byrne")
    unresolved = work.get_by_role("cell").nth(3)
    await expect(unresolved).to_have_text(re.compile(r"^[1-9]"))
    await siobhan.close()


async def _not_solved(page: Page) -> None:
    """Closes the open session; without a word of what was offered it can't be."""
    await page.get_by_role("button", name="Close", exact=True).click()
    dialog = page.get_by_role("dialog", name="Close the session")
    await dialog.get_by_text("Not solved").click()
    await dialog.get_by_label("What was it about?").first.fill("Warranty")
    await page.keyboard.press("Tab")
    await dialog.get_by_role("button", name="Close the session").click()
    await expect(dialog).to_contain_text("Say what the customer was offered.")
    await dialog.get_by_label("What was the customer offered?").fill("A new one at half the price")
    await dialog.get_by_role("button", name="Close the session").click()
    await expect(dialog).to_be_hidden()


async def test_a_supervisor_passes_two_sessions_on_and_sends_somebody_away(
    chromium: Browser, world: World, as_it_was: None
) -> None:
    for number, name in enumerate(("Gretel", "Hansel"), start=1):
        await waits(world, number, name)
    siobhan = await at_work(chromium, world, "siobhan", "team")
    tile = siobhan.get_by_role("list", name="Lines").get_by_role("listitem").filter(has_text="Delivery and returns")
    in_hand = tile.get_by_role("link").filter(has_text="in hand").locator("b")
    before = int(await in_hand.inner_text())
    for name in ("Gretel", "Hansel"):
        await siobhan.get_by_role("checkbox", name=f"Choose {name}").check()
    chosen = siobhan.get_by_role("region", name="Chosen sessions")
    await expect(chosen).to_contain_text("2 sessions")
    await chosen.get_by_role("combobox").first.click()
    await siobhan.get_by_role("option", name="Anna Kowalska").click()

    people = siobhan.get_by_role("region", name="People")
    anna = people.get_by_role("listitem").filter(has_text="Anna Kowalska")
    await expect(anna.get_by_role("link", name="Gretel")).to_be_visible()
    await expect(anna.get_by_role("link", name="Hansel")).to_be_visible()
    await expect(in_hand).to_have_text(str(before + 2))
    await expect(chosen).to_have_count(0)

    await siobhan.get_by_role("button", name="More for Anna Kowalska").click()
    await siobhan.get_by_role("menuitem", name="Send away").click()
    await expect(anna).to_contain_text("by choice")
    await siobhan.get_by_role("button", name="More for Anna Kowalska").click()
    await siobhan.get_by_role("menuitem", name="All 2 sessions back to the queues").click()
    await expect(anna).to_contain_text("Nothing in hand")
    await expect(in_hand).to_have_text(str(before))
    await siobhan.close()
