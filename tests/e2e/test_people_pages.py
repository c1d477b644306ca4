"""One customer who writes from two places, in a real browser: merged by hand, read as one thread, split again."""

from playwright.async_api import Browser, Page, expect

from tests.e2e.screens import at_work
from tests.fakes.telegram import User
from tests.world import World


async def waits(world: World, number: int, name: str, *words: str) -> User:
    customer = world.customer(number, name=name)
    for text in (*words, "I want a human"):
        await customer.says(text)
    await world.in_state(customer, "waiting")
    return customer


async def test_two_accounts_of_one_customer_are_merged_and_split(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    first = await waits(world, 1, "Ottilie Braun")
    second = await waits(world, 2, "Braun Ottilie")
    await (await world.staff("anna")).does(world.conversation_id(second), "accept")
    siobhan = await at_work(chromium, world, "siobhan")
    await siobhan.get_by_role("listitem").filter(has_text="Ottilie Braun").click()
    await siobhan.get_by_role("button", name="Take it").first.click()
    about = siobhan.get_by_role("complementary", name="About the customer")

    await _merges(siobhan, "Braun Ottilie")
    await expect(about.get_by_text("with Anna Kowalska")).to_be_visible()
    await expect(siobhan.get_by_text("Also in Telegram, with Anna Kowalska")).to_be_visible()
    thread = siobhan.get_by_label("Messages", exact=True)
    await expect(thread).to_contain_text("Siobhán Byrne joined this with Telegram: Braun Ottilie")

    await first.says("Where is it?")
    await second.says("The same parcel")
    await about.get_by_role("button", name="All as one thread").click()
    everything = siobhan.get_by_role("dialog", name="Everything that was said")
    said = everything.get_by_role("list", name="Everything that was said")
    await expect(said.get_by_text("I want a human")).to_have_count(2)
    await expect(said).to_contain_text("The same parcel")
    await siobhan.keyboard.press("Escape")
    await expect(everything).to_be_hidden()

    await about.get_by_role("button", name="Braun Ottilie").click()
    await expect(siobhan.get_by_role("main", name="Braun Ottilie")).to_be_visible()
    await about.get_by_role("button", name="More for Telegram").first.click()
    await siobhan.get_by_role("menuitem", name="Split off").click()
    dialog = siobhan.get_by_role("dialog", name="Split this conversation off?")
    await dialog.get_by_role("button", name="Split off").click()
    await expect(dialog).to_be_hidden()
    await expect(about.get_by_role("button", name="All as one thread")).to_have_count(0)
    await expect(thread).to_contain_text("this is another customer")
    await siobhan.close()


async def _merges(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Merge with…").click()
    dialog = page.get_by_role("dialog", name="Merge with another customer")
    await expect(dialog).to_contain_text("Nobody seems to be the same.")
    await dialog.get_by_label("Who is the same?").fill(name.split()[0])
    hit = dialog.get_by_role("list", name="Customers found").get_by_role("button").filter(has_text=name)
    await expect(hit).to_contain_text("similar name")
    await hit.click()
    await dialog.get_by_role("button", name="Merge", exact=True).click()
    await expect(dialog).to_be_hidden()
