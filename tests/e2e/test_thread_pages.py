"""What messengers can do, at an operator's screen: answers to one message, corrections, what was lost, templates."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.rasa_process import RasaProcess
from handoff.ids import OperatorId
from handoff.operator import Presence
from storage.processes import Server
from tests.e2e.screens import at_work
from tests.fakes.whatsapp import WhatsAppCloud
from tests.fakes.whatsapp.errors import parameter
from tests.fakes.whatsapp.people import Person
from tests.fakes.whatsapp.templates import Stored
from tests.world import World, open_world

REMINDER = Stored(
    name="delivery_reminder", header="Order {{1}}", body="Hello {{1}}, it comes {{2}}. Is that still right?"
)
STOPPED = Stored(name="tell_us", body="How was it?", status="PAUSED")


@pytest.fixture(scope="module")
async def whatsapp() -> AsyncIterator[WhatsAppCloud]:
    async with WhatsAppCloud() as cloud:
        cloud.templates.stored = [REMINDER, STOPPED]
        yield cloud


@pytest.fixture(scope="module")
async def desk(
    whatsapp: WhatsAppCloud, mongo_server: Server, servers_folder: Path, rasa: RasaProcess
) -> AsyncIterator[World]:
    """A product of its own: the one that pages share has no WhatsApp."""
    async with open_world(
        mongo_url=mongo_server.url, database="with_whatsapp", folder=servers_folder / "whatsapp",
        rasa_url=rasa.url, whatsapp_token=whatsapp.token, whatsapp_app_secret=whatsapp.secret,
        whatsapp_verify_token=whatsapp.verify, whatsapp_phone_number_id=whatsapp.number_id,
        whatsapp_business_account_id=whatsapp.account_id, whatsapp_api_base=whatsapp.base,
    ) as world:  # fmt: skip
        whatsapp.clock = world.clock
        whatsapp.posts(f"{world.base}/channels/whatsapp")
        yield world


def said(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


async def writes(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Reply").fill(text)
    await page.keyboard.press("Enter")


async def takes(page: Page, name: str) -> None:
    await page.get_by_role("listitem").filter(has_text=name).click()
    await page.get_by_role("button", name="Take", exact=False).first.click()


async def a_day_later(chromium: Browser, world: World, conversation: str) -> Page:
    """At work again, with the same session still in hand."""
    day = timedelta(hours=24, minutes=1)
    await world.app.operators.set_presence(OperatorId("siobhan"), Presence.ONLINE, None, world.clock() + day)
    world.clock.move_on(day)
    return await at_work(chromium, world, "siobhan", f"inbox/mine/{conversation}")


async def chooses(page: Page, message: Locator, deed: str) -> None:
    await message.locator("time").hover()
    await message.get_by_role("button", name="More about this message").click()
    await page.get_by_role("menuitem", name=deed).click()


async def heard(world: World, person: Person, text: str) -> str:
    """The id of a message on the person's screen, once it is there."""

    async def found() -> str | None:
        return next((each.id for each in person.inbox if text in each.text), None)

    id_: str = await world.until(found, f"{text!r} never came")
    return id_


async def test_whatsapp_shows_what_is_answered_what_was_lost_and_templates_when_the_day_is_over(
    chromium: Browser, whatsapp: WhatsAppCloud, desk: World
) -> None:
    ada = whatsapp.person(name="Ada")
    await ada.says("I want a human")
    page = await at_work(chromium, desk, "siobhan")
    await takes(page, "Ada")

    await writes(page, "Good morning, **Ada**!")
    greeting = await heard(desk, ada, "Good morning")
    await ada.reports(greeting, "delivered", "read")
    await expect(said(page, "Good morning").get_by_role("img", name="Read")).to_be_visible()
    await expect(said(page, "Good morning").locator("strong")).to_have_text("Ada")

    asked = await ada.says("Good for you. Where is my sofa?", context={"from": whatsapp.display, "id": greeting})
    quote = page.get_by_role("button", name="Answers Siobhán Byrne: Good morning, Ada!")
    await quote.click()
    await ada.sends("reaction", {"message_id": greeting, "emoji": "👍"})
    await expect(page.get_by_role("list", name="The customer’s reactions")).to_have_text("👍")

    await chooses(page, said(page, "Where is my sofa?"), "Reply")
    await expect(page.get_by_text("Reply to Ada")).to_be_visible()
    await page.keyboard.type("On its way")
    await page.keyboard.press("Enter")
    await heard(desk, ada, "On its way")
    assert whatsapp.calls[-1]["context"] == {"message_id": asked["id"]}

    whatsapp.refuse(ada, parameter("Parameter value is not valid"))
    await writes(page, "It comes at noon")
    lost = said(page, "It comes at noon").filter(has_text="Not delivered")
    await expect(lost).to_be_visible()
    whatsapp.refuse(ada, None)
    await lost.get_by_role("button", name="Retry").click()
    await heard(desk, ada, "It comes at noon")
    await expect(lost.get_by_role("button", name="Sent again")).to_be_visible()
    await expect(lost.get_by_role("button", name="Retry")).to_have_count(0)

    await expect(page.get_by_text(re.compile(r"^23h \d+m left to reply$"))).to_be_visible()
    await page.close()
    page = await a_day_later(chromium, desk, f"whatsapp:main:{ada.wa_id}")
    await expect(page.get_by_role("textbox", name="Reply")).to_have_count(0)
    await expect(page.get_by_role("button", name="tell_us")).to_be_disabled()
    await page.get_by_role("button", name=REMINDER.name).click()
    await page.get_by_label("Heading, place 1").fill("1042")
    await page.get_by_label("Place 1", exact=True).fill("Ada")
    await page.get_by_role("button", name="Send template").click()
    await expect(page.get_by_text("Fill this in.")).to_be_visible()
    await page.get_by_label("Place 2").fill("tomorrow")
    await expect(page.get_by_label("As the customer will see it")).to_contain_text("Hello Ada, it comes tomorrow.")
    await page.get_by_role("button", name="Send template").click()
    await heard(desk, ada, "Order 1042\n\nHello Ada, it comes tomorrow. Is that still right?")
    await expect(said(page, "it comes tomorrow")).to_contain_text(f"Template {REMINDER.name}")
    await page.close()


async def test_telegram_is_told_of_corrections_and_of_what_is_taken_back(
    chromium: Browser, world: World, clear_desk: None
) -> None:
    customer = world.customer(41, name="Hedy")
    await customer.says("I want a human")
    await world.in_state(customer, "waiting")
    page = await at_work(chromium, world, "siobhan")
    await takes(page, "Hedy")

    await writes(page, "It is at the depoy")
    await customer.hears("depoy")
    await expect(said(page, "depoy").get_by_role("img", name="Sent")).to_be_visible()
    await page.get_by_role("textbox", name="Reply").press("ArrowUp")
    await expect(page.get_by_text("Editing your message")).to_be_visible()
    await writes(page, "It is at the depot")
    await customer.hears("It is at the depot")
    await expect(said(page, "depot").get_by_role("button", name="edited")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Reply")).to_be_focused()

    # By the keyboard alone: up to the latest message, its menu, and what it offers.
    await page.get_by_role("log", name="Messages").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Delete").press("Enter")
    await page.get_by_role("dialog", name="Delete this message?").get_by_role("button", name="Delete").press("Enter")
    await expect(said(page, "depot")).to_contain_text("Deleted")
    assert [each.text for each in customer.inbox if "depo" in each.text] == []
    await page.close()
