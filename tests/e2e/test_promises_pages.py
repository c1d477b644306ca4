"""Promised times in a real browser: filled in as a spreadsheet, counted down on a row, and told when they run out."""

import re
from datetime import timedelta

from playwright.async_api import Browser, Locator, expect

from tests.e2e.screens import at_work, in_step, save_chapter
from tests.world import World

MINUTE = timedelta(minutes=1)
FILLED_IN = ["any", "any", "7 min", "8 min", "10 min", "1 hr 30 min", ""]


def cells(sheet: Locator, row: int) -> Locator:
    """Those of facts and limits, without the one for the row's button."""
    return sheet.get_by_role("row").nth(row).locator("[data-place]")


async def test_limits_filled_in_by_hand_and_from_a_spreadsheet_warn_and_break(
    chromium: Browser, world: World, as_it_was: None
) -> None:
    admin = await at_work(chromium, world, "admin", "settings/sla")
    await admin.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await admin.get_by_role("button", name=re.compile("^Customers For all sessions")).click()
    sheet = admin.get_by_role("grid").first  # of the first response: the last of its rows is for everybody
    await expect(sheet.get_by_role("columnheader")).to_contain_text(
        ["customer tier", "channel", "Critical", "High", "Normal", "Low", "Any priority"]
    )

    # By hand: arrows to the cell, the figure, Enter.
    await cells(sheet, 4).nth(0).click()
    for key in ("ArrowRight", "ArrowRight", "7", "Enter"):
        await admin.keyboard.press(key)
    await expect(cells(sheet, 4).nth(2)).to_have_text("7 min")

    # From a spreadsheet: a block, pasted at the cell of high priority.
    await admin.evaluate("navigator.clipboard.writeText('8m\\t10m\\t1:30')")
    await admin.keyboard.press("ArrowRight")
    await admin.keyboard.press("Control+v")
    await expect(cells(sheet, 4)).to_have_text(FILLED_IN)
    await save_chapter(admin, "Ten minutes are enough")
    await admin.reload()
    await admin.get_by_role("button", name=re.compile("^Customers For all sessions")).click()
    await expect(cells(sheet, 4)).to_have_text(FILLED_IN)
    await admin.close()

    siobhan = await at_work(chromium, world, "siobhan")
    customer = world.customer(name="Promilla")
    await customer.says("I want a human")
    await world.in_state(customer, "waiting")
    row = siobhan.get_by_role("listitem").filter(has_text="Promilla")
    light = row.locator("[data-light]")
    await expect(light).to_have_attribute("data-light", "green")
    await expect(light).to_contain_text(re.compile(r"First response.*(10|9)m left"))

    world.clock.move_on(8 * MINUTE)
    await in_step(siobhan, world)
    await expect(light).to_have_attribute("data-light", "amber")
    world.clock.move_on(1.2 * MINUTE)
    await in_step(siobhan, world)
    bell = siobhan.get_by_role("button", name=re.compile("^Notices: "))
    await bell.click()
    notices = siobhan.get_by_role("dialog").get_by_role("listitem").filter(has_text="Promilla")
    await expect(notices.filter(has_text="First response: 90% of the time has passed")).to_be_visible()

    world.clock.move_on(MINUTE)
    await in_step(siobhan, world)
    await expect(light).to_have_attribute("data-light", "red")
    await expect(notices.filter(has_text="First response: the promised time is over")).to_be_visible()
    await notices.first.click()
    await expect(siobhan.get_by_label("Messages", exact=True)).to_contain_text("the promised time is over")
    await siobhan.close()
