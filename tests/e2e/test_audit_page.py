"""An admin reads who did what, and erases a customer: the deeds stay, and nobody can tell any more to whom."""

from playwright.async_api import Browser, expect

from tests.e2e.screens import at_work, choose
from tests.world import World


async def test_who_did_what_is_read_and_a_customer_erased(chromium: Browser, world: World, clear_desk: None) -> None:
    customer = world.customer(1, name="Quirina Erasmus")
    await customer.says("I want a human")
    await world.in_state(customer, "waiting")
    her, anna = world.conversation_id(customer), await world.staff("anna")
    await anna.does(her, "accept")
    await anna.does(her, "close", {"reason": "solved", "topic": "other"})
    await world.in_state(customer, "closed")

    admin = await at_work(chromium, world, "admin", "settings/audit")
    rows = admin.get_by_role("list", name="Audit").get_by_role("listitem")
    about_her = rows.filter(has_text=her)
    await expect(about_her).to_have_count(2)
    await expect(about_her.first).to_contain_text("Anna Kowalska")
    await expect(about_her.first).to_contain_text("closed a session")
    await choose(admin.get_by_role("combobox", name="Action"), "took a session")
    await expect(about_her).to_have_count(1)

    await admin.goto(f"{world.base}/console/inbox/closed/{her}")
    about = admin.get_by_role("complementary", name="About the customer")
    await about.get_by_role("button", name="Their data").click()
    async with admin.expect_download() as download:
        await admin.get_by_role("menuitem", name="Export all that is kept").click()
    assert (await download.value).suggested_filename == "customer.zip"
    await about.get_by_role("button", name="Their data").click()
    await admin.get_by_role("menuitem", name="Erase customer…").click()
    dialog = admin.get_by_role("dialog", name="Erase this customer?")
    await expect(dialog).to_contain_text("Quirina Erasmus")
    await dialog.get_by_role("button", name="Erase for good").click()
    await expect(admin.get_by_text("The customer was erased.")).to_be_visible()
    await expect(admin.get_by_text("Quirina Erasmus")).to_have_count(0)

    await admin.goto(f"{world.base}/console/settings/audit")
    await expect(rows.filter(has_text="erased a customer").first).to_contain_text("Nikos Admin")
    await expect(rows.filter(has_text="an erased customer")).to_have_count(4)
    await expect(about_her).to_have_count(0)
    await admin.close()
