"""The rules in a real browser: tried before they are saved, in force at once, and never lost to a colleague."""

import re
from dataclasses import replace

from playwright.async_api import Browser, Page, expect

from handoff.operator import Role
from tests.e2e.screens import at_work, choose, save_chapter
from tests.world import World


async def add_rule(page: Page, name: str, *, words: str, line: str, level: str) -> None:
    """The rule is open on the screen afterwards."""
    await page.get_by_role("button", name="Add a rule").click()
    await page.get_by_label("Name", exact=True).fill(name)
    condition = page.get_by_role("group", name="Condition")
    await condition.get_by_role("button", name="Condition", exact=True).click()
    await choose(condition.get_by_role("combobox", name="What is looked at"), "customer’s words")
    await condition.get_by_label("Words or phrases").fill(words)
    await page.keyboard.press("Enter")
    await choose(page.get_by_role("combobox", name="Line", exact=True), line)
    await choose(page.get_by_role("combobox", name="Priority, at least"), level)


async def test_a_rule_is_tried_saved_and_in_force_within_a_second(
    chromium: Browser, world: World, as_it_was: None
) -> None:
    admin = await at_work(chromium, world, "admin", "settings/routing")
    await add_rule(admin, "Crankshafts", words="crankshaft*", line="Payments", level="High")
    rule = admin.get_by_role("listitem").filter(has_text="Crankshafts").first
    await expect(rule).to_contain_text("If the customer says “crankshaft*”")
    await expect(rule).to_contain_text("Payments, at least High")

    # Tried on what is on the screen, before anybody is sent anywhere by it.
    tester = admin.get_by_role("complementary", name="Try a session")
    await tester.get_by_label("What the customer writes").fill("Two crankshafts came, and I paid for one")
    await expect(tester.locator("details").filter(has_text="Crankshafts")).to_contain_text("counts")
    await expect(tester).to_contain_text("A rule asks for at least High.")

    await save_chapter(admin, "Crankshafts are paid for by mistake")
    await expect(admin.get_by_text(re.compile(r"Version \d+ is in force"))).to_be_visible()
    await admin.wait_for_timeout(1000)  # the promise: within a second, on every worker
    customer = world.customer(name="Konrad")
    await customer.says("I want a human, my crankshaft is broken")
    waiting = await world.in_state(customer, "waiting")
    assert waiting.line == "payments"
    await admin.get_by_role("link", name="Inbox").click()
    await admin.get_by_role("tab", name="Waiting").click()
    row = admin.get_by_role("listitem").filter(has_text="Konrad")
    await expect(row).to_contain_text("High")
    await row.click()
    await expect(admin.get_by_role("complementary")).to_contain_text("Crankshafts")
    await admin.close()


async def test_who_saves_second_sees_what_the_first_did_and_can_go_back(
    chromium: Browser, world: World, as_it_was: None
) -> None:
    siobhan = await world.app.operators.by_login("siobhan")
    assert siobhan
    await world.app.operators.save(replace(siobhan, role=Role.ADMIN))
    admin = await at_work(chromium, world, "admin", "settings/routing")
    await add_rule(admin, "Gearboxes", words="gearbox*", line="Technical help", level="High")

    colleague = await world.staff("siobhan")
    there = await colleague.get("/rules/routing")
    first, *rest = there["value"]["rules"]
    theirs = {"mode": there["value"]["mode"], "rules": [{**first, "name": "Staff and their machines"}, *rest]}
    saved = await colleague.put(
        "/rules/routing", {"base": there["version"], "comment": "A better name", "value": theirs}
    )
    assert saved.status_code == 200, saved.text

    await save_chapter(admin, "Gearboxes are for technicians")
    dialog = admin.get_by_role("dialog", name=re.compile("Siobhán Byrne saved version"))
    await expect(dialog).to_contain_text("A better name")
    await expect(dialog).to_contain_text("Staff and their machines")
    await dialog.get_by_role("button", name="Overwrite with mine").click()
    await expect(dialog).to_be_hidden()
    names = [each["name"] for each in (await colleague.get("/rules/routing"))["value"]["rules"]]
    assert (names[0], names[-1]) == (first["name"], "Gearboxes")

    # One click brings back what the colleague had.
    await admin.get_by_role("button", name="Versions").click()
    versions = admin.get_by_role("dialog", name="Versions")
    await versions.get_by_role("button", name=re.compile("A better name")).click()
    await versions.get_by_role("button", name=re.compile("Go back to version")).click()
    await expect(versions).to_be_hidden()
    await expect(admin.get_by_text("Staff and their machines")).to_be_visible()
    await expect(admin.get_by_text("Gearboxes")).to_have_count(0)
    await admin.close()
