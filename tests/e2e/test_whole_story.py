"""The whole story in a real browser: the shop's chat window on one side, the staff console on the other."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo.people import PASSWORD
from bot.texts import FileTexts
from tests.stories import STORIES, Story
from tests.world import World

texts = FileTexts()
DESKTOP = {"width": 1440, "height": 900}
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


async def open_shop(chromium: Browser, world: World, language: str) -> Page:
    """A customer on the shop's page, with the chat window open and greeted."""
    page = await chromium.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    await page.goto(f"{world.base}/demo/?lang={language}")
    await page.locator("#helpline-chat, helpline-chat").or_(page.locator("body")).get_by_role("button").last.click()
    await expect(page.get_by_role("log")).to_contain_text(texts.say("greeting", language, company="Marlow & Pine"))
    return page


async def says(shop: Page, text: str) -> None:
    await shop.get_by_role("dialog").get_by_role("textbox").fill(text)
    await shop.keyboard.press("Enter")


async def sign_in(chromium: Browser, world: World, login: str) -> Page:
    """A staff member at the console's inbox, in English, looking at who waits."""
    page = await chromium.new_page(viewport=DESKTOP, locale="en-GB")  # type: ignore[arg-type]
    await page.goto(f"{world.base}/console/")
    await page.get_by_label("Login").fill(login)
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_role("tab", name="Waiting").click()
    return page


async def writes(console: Page, text: str, *, note: bool = False) -> None:
    """An operator types into the composer and sends."""
    kind = "Private note" if note else "Reply"
    composer = console.get_by_role("region", name="Write")
    await composer.get_by_text(kind, exact=True).click()
    await composer.get_by_role("textbox", name=kind).fill(text)
    await console.keyboard.press("Enter")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
async def test_from_the_first_question_to_the_next_session(chromium: Browser, world: World, story: Story) -> None:
    language = story.language
    console = await sign_in(chromium, world, "siobhan")
    shop = await open_shop(chromium, world, language)
    log = shop.get_by_role("log")

    # The bot answers from the right article, cites it, and asks; it did not help, so a person is offered.
    await says(shop, story.question)
    article = await world.app.articles.get(f"{story.answered_by}.{language}")
    await expect(log).to_contain_text(article.wording.answer)
    await expect(log.get_by_role("link", name=article.wording.title)).to_be_visible()
    await log.get_by_role("button", name=story.no, exact=True, disabled=False).click()
    await log.get_by_role("button", name=story.yes, exact=True, disabled=False).click()
    await expect(log).to_contain_text(texts.say("handoff_asked", language))

    # It shows up in the console without reloading; the operator sees what was said and what the bot believed.
    row = console.get_by_role("listitem").filter(has_text=texts.say("handoff_asked", language)[:20]).last
    await row.click()
    thread = console.get_by_label("Messages", exact=True)
    await expect(thread).to_contain_text(story.question)
    await expect(thread).to_contain_text(re.compile(r"Delivery.*\d+ ?%", re.DOTALL))
    await console.get_by_role("button", name=re.compile("^Take it")).first.click()
    await expect(log).to_contain_text(texts.say("operator_joined", language, name="Siobhán Byrne"))

    # The operator's words reach the customer, the private note doesn't, and the bot is silent.
    await writes(console, "A note for colleagues", note=True)
    await writes(console, "Hello, I am Siobhán.")
    await expect(log).to_contain_text("Hello, I am Siobhán.")
    answers = await log.get_by_role("link", name=article.wording.title).count()
    await says(shop, story.question)
    await expect(thread.get_by_text(story.question)).to_have_count(2)
    await writes(console, "It is free from 50 euro.")
    await expect(log).to_contain_text("It is free from 50 euro.")
    assert await log.get_by_role("link", name=article.wording.title).count() == answers
    await expect(log).not_to_contain_text("A note for colleagues")

    # Closed with a topic; the next words open a new session, and the operator sees the earlier one.
    await console.get_by_role("button", name=re.compile("^Close")).first.click()
    dialog = console.get_by_role("dialog")
    await dialog.get_by_label("What was it about?").first.fill("Delivery")
    await dialog.get_by_role("button", name="Close the session").click()
    await expect(log).to_contain_text(texts.say("session_closed", language))
    await says(shop, story.asks_for_person)
    await expect(log.get_by_text(texts.say("handoff_asked", language))).to_have_count(2)
    await expect(console.get_by_text("Session 1").first).to_be_visible()
    await shop.close()
    await console.close()
