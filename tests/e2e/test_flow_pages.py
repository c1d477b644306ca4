"""Flows in a real browser: drawn, tried, published, walked through by customers, and kept from getting lost."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, Page, expect

from flows.files import FORMAT
from handoff.operator import Role
from tests.e2e.drawing import (
    begin_with_words,
    box,
    canvas,
    connect,
    drag_step,
    is_saved,
    keep_as,
    lead,
    new_flow,
    properties,
    publish,
    write,
)
from tests.e2e.screens import at_work, choose
from tests.e2e.test_whole_story import open_shop, says
from tests.world import World

ASKED = {"en": "How many records shall it play?", "ru": "Сколько пластинок он должен играть?"}
SMALL = {"en": "Then the small one will do.", "ru": "Тогда хватит маленького."}

SEXTANTS = {
    "id": "sextants",
    "name": {"en": "Sextants"},
    "languages": ["en"],
    "triggers": [{"id": "words", "kind": "words", "words": ["sextant"], "leads_to": "which"}],
    "steps": {
        "which": {"kind": "question", "text": {"en": "Brass or steel?"}},
        "noted": {"kind": "message", "variants": [{"en": "Noted."}]},
        "bye": {"kind": "message", "variants": [{"en": "Fair winds."}]},
        "person": {"kind": "handoff"},
    },
    "edges": [
        {"step": "which", "port": "next", "to": "noted"},
        {"step": "which", "port": "failed", "to": "person"},
        {"step": "noted", "port": "next", "to": "bye"},
    ],
}


@pytest.fixture
async def flows_as_they_were(world: World, as_it_was: None) -> AsyncIterator[None]:
    """Afterwards the flows that a test made begin no more: other tests share the product."""
    admin = await world.staff("admin")
    known = {each["id"] for each in await admin.get("/flows")}
    yield
    for flow in await admin.get("/flows"):
        if flow["id"] not in known and not flow["archived"]:
            archived = await admin.post(f"/flows/{flow['id']}/archive", {"base": flow["version"]})
            assert archived.status_code == 200, archived.text


async def test_a_flow_is_drawn_by_mouse_tried_published_walked_through_and_counted(
    chromium: Browser, world: World, flows_as_they_were: None
) -> None:
    admin = await at_work(chromium, world, "admin", "flows")
    await new_flow(admin, "Gramophones")
    await draw_gramophones(admin)
    await mend(admin)
    await try_it(admin)
    await publish(admin, "Gramophones are asked for every day")

    # In the site chat few records go one way, and in the customer's language.
    shop = await open_shop(chromium, world, "ru")
    log = shop.get_by_role("log")
    await says(shop, "Какой граммофон мне взять?")
    await expect(log).to_contain_text(ASKED["ru"])
    await says(shop, "3")
    await expect(log).to_contain_text(SMALL["ru"])
    await shop.close()

    # In Telegram many go the other way: to people, who see what was asked already.
    customer = world.customer(name="Emile")
    await customer.says("Which gramophone do you sell?")
    await customer.hears(ASKED["en"])
    await customer.says("25")
    session = await world.in_state(customer, "waiting")
    assert session.line == "technical"
    operator = await at_work(chromium, world, "siobhan")
    await operator.get_by_role("listitem").filter(has_text="Emile").click()
    await expect(operator.get_by_role("complementary")).to_contain_text(re.compile(r"records\s*25"))
    await operator.close()

    await admin.get_by_role("tab", name="Heat").click()
    heat = admin.get_by_role("region", name="Where sessions go")
    for name, sessions in (("Question", 2), ("Condition", 2), ("Hand off to people", 1), ("Message", 1)):
        row = heat.get_by_role("row").filter(has=admin.get_by_role("rowheader", name=re.compile(f"^{name}")))
        await expect(row.get_by_role("cell").first).to_have_text(str(sessions))
    counts = canvas(admin).locator("b").filter(has_text=re.compile(r"^\d+$"))
    await expect(counts).to_have_text(["2", "2", "1", "1"])
    await admin.close()


async def test_a_flow_is_drawn_by_keys_alone(chromium: Browser, world: World, flows_as_they_were: None) -> None:
    page = await at_work(chromium, world, "admin", "flows")
    await new_flow(page, "Barometers")
    palette = page.get_by_role("region", name="Steps to add")
    boxes, edges = page.locator(".react-flow__node"), page.locator(".react-flow__edge")

    # A message out of the palette; what it leads to is made where it is chosen.
    await palette.get_by_role("textbox", name="Find a step").press_sequentially("message")
    await page.keyboard.press("Enter")
    await write(page, "Texts 1", en="Do look at the barometer.", ru="Взгляните на барометр.")
    await properties(page).get_by_role("combobox", name="Next").press_sequentially("rating")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(properties(page).get_by_role("heading", name="Ask for a rating")).to_be_visible()
    await expect(edges).to_have_count(1)

    # Undone step by step, and done again.
    await box(page, "Ask for a rating").press("Control+z")
    await expect(boxes).to_have_count(2)
    await expect(edges).to_have_count(0)
    await box(page, "Do look").press("Control+Shift+z")
    await expect(edges).to_have_count(1)

    # Both steps copied with what joins them, taken away again, and pasted into another flow.
    await box(page, "Do look").press("Control+a")
    await page.keyboard.press("Control+c")
    await page.keyboard.press("Control+v")
    await expect(boxes).to_have_count(5)
    await expect(edges).to_have_count(2)
    await page.keyboard.press("Delete")
    await expect(boxes).to_have_count(3)
    await is_saved(page)
    await page.get_by_role("link", name="All flows").press("Enter")
    await new_flow(page, "Hygrometers")
    await box(page, "Starts with").press("Control+v")
    await expect(box(page, "Do look at the barometer.")).to_be_visible()
    await expect(edges).to_have_count(1)

    # Found by a word, wherever it is.
    await page.keyboard.press("Control+f")
    await page.get_by_role("textbox", name="Find in steps").press_sequentially("rating")
    await page.keyboard.press("Enter")
    await expect(properties(page).get_by_role("heading", name="Ask for a rating")).to_be_visible()
    await page.close()


async def test_who_saves_second_joins_both_and_goes_back_by_one_click(
    chromium: Browser, world: World, flows_as_they_were: None
) -> None:
    siobhan = await world.app.operators.by_login("siobhan")
    assert siobhan
    await world.app.operators.save(replace(siobhan, role=Role.ADMIN))
    colleague = await world.staff("siobhan")
    made = await colleague.post("/flows/import", {"file": {"format": FORMAT, "flow": SEXTANTS}, "overwrite": False})
    assert made.status_code == 200, made.text
    there = made.json()
    published = await colleague.post(
        "/flows/sextants/publish", {"version": there["version"], "comment": "As it began", "move_over": False}
    )
    assert published.status_code == 200, published.text
    admin = await at_work(chromium, world, "admin", "flows/sextants")
    await expect(box(admin, "Brass or steel?")).to_be_visible()

    # The colleague changes the question and what follows it; the admin changes the question, too, and what ends it.
    theirs = there["flow"]
    theirs["steps"]["which"]["text"]["en"] = "Of brass or of steel?"
    theirs["steps"]["noted"]["variants"] = [{"en": "Noted by Siobhán."}]
    saved = await colleague.put(
        "/flows/sextants", {"flow": theirs, "layout": there["layout"], "base": there["version"]}
    )
    assert saved.status_code == 200, saved.text
    await box(admin, "Fair winds.").click()
    await properties(admin).get_by_role("textbox", name="Texts 1: English").fill("Fair winds, sailor.")
    dialog = admin.get_by_role("dialog", name=re.compile("Siobhán Byrne saved this flow"))
    await dialog.get_by_role("button", name="Later").click()
    await box(admin, "Brass or steel?").click()
    await properties(admin).get_by_role("textbox", name="Question: English").fill("Which metal?")
    await admin.get_by_role("button", name="Siobhán Byrne saved, too").click()
    await expect(dialog).to_contain_text("Both of you changed one thing.")
    await expect(dialog).to_contain_text("Of brass or of steel?")
    await expect(dialog).to_contain_text("Which metal?")
    await dialog.get_by_role("button", name="Merge and save").click()
    await is_saved(admin)
    for text in ("Which metal?", "Noted by Siobhán.", "Fair winds, sailor."):
        await expect(box(admin, text)).to_be_visible()
    kept = (await colleague.get("/flows/sextants"))["flow"]["steps"]
    assert kept["which"]["text"]["en"] == "Which metal?"
    assert kept["noted"]["variants"] == [{"en": "Noted by Siobhán."}]
    assert kept["bye"]["variants"] == [{"en": "Fair winds, sailor."}]

    await publish(admin, "Another question")
    await admin.wait_for_timeout(1000)  # the promise: in force within a second, on every worker
    first = world.customer(name="Tycho")
    await first.says("Do you have a sextant?")
    await first.hears("Which metal?")

    await admin.get_by_role("tab", name="History").click()
    beginning = admin.get_by_role("article", name="Revision 1")
    await expect(beginning).to_contain_text("As it began")
    await beginning.get_by_role("button", name="Roll back").click()
    back = admin.get_by_role("dialog", name="Roll back to revision 1")
    await expect(back).to_contain_text("1 session is in this flow now")
    await back.get_by_role("button", name="Roll back").click()
    await expect(admin.get_by_role("article", name="Revision 3")).to_contain_text("in force")
    await admin.wait_for_timeout(1000)
    second = world.customer(2, name="Hevelius")
    await second.says("Do you have a sextant?")
    await second.hears("Brass or steel?")
    await first.says("Brass")  # who was in the flow goes on in the revision that they began with
    await first.hears("Noted by Siobhán.")
    await expect(box(admin, "Which metal?")).to_be_visible()  # and the draft is as it was
    await admin.close()


async def draw_gramophones(page: Page) -> None:
    """A question, a condition, a hand-off and a message, from an empty canvas, with the mouse."""
    for _ in range(2):
        await page.get_by_role("button", name="Zoom out").click()
    await drag_step(page, "Question", 0.1, 0.1)
    await write(page, "Question", **ASKED)
    await choose(properties(page).get_by_role("combobox", name="Kind of answer"), "Number")
    await keep_as(page, "records")
    await drag_step(page, "Condition", 0.7, 0.1)
    await properties(page).get_by_role("textbox", name="When").fill("recrods > 10")
    await drag_step(page, "Hand off to people", 0.1, 0.6)
    await choose(properties(page).get_by_role("combobox", name="Line"), "Technical help")
    await choose(properties(page).get_by_role("combobox", name="On the card"), "records")
    await drag_step(page, "Message", 0.5, 0.7)
    await properties(page).get_by_role("textbox", name="Texts 1: English").fill(SMALL["en"])
    await begin_with_words(page, "gramophone", "граммофон")

    start, question, condition = box(page, "Starts with"), box(page, ASKED["en"]), box(page, "Condition")
    await connect(page, start.get_by_label("Words"), question)
    await connect(page, question.get_by_label("Answered"), condition)
    await connect(page, condition.get_by_label("recrods > 10"), box(page, "Hand off to people"))
    await connect(page, condition.get_by_label("Otherwise"), box(page, SMALL["en"]))


async def mend(page: Page) -> None:
    """The linter keeps what is wrong from being published, leads to each thing, and is content when all is mended."""
    await page.get_by_role("button", name="Publish", exact=True).click()
    refused = page.get_by_role("dialog", name="Publish the flow")
    await expect(refused.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    await refused.get_by_role("button", name="Cancel").click()

    await page.get_by_role("button", name=re.compile("^Problems")).click()
    problems = page.get_by_role("region", name="Problems")
    await problems.get_by_role("button", name=re.compile("recrods")).click()
    await properties(page).get_by_role("textbox", name="When").fill("records > 10")
    await problems.get_by_role("button", name=re.compile("“No answer of this kind”")).click()
    await lead(page, "No answer of this kind", re.compile("^Hand off to people: technical"))
    await problems.get_by_role("button", name=re.compile("every language")).click()
    await write(page, "Texts 1", **SMALL)
    await expect(problems).to_contain_text("No problems")
    await problems.get_by_role("button", name="Close").click()
    await is_saved(page)


async def try_it(page: Page) -> None:
    """The draft answers beside the canvas, and its way lights up there."""
    await page.get_by_role("tab", name="Try it").click()
    chat = page.get_by_role("log", name="Dialogue of the try")
    words = page.get_by_role("textbox", name="Write as the customer")
    await words.fill("Which gramophone do you sell?")
    await page.keyboard.press("Enter")
    await expect(chat).to_contain_text(ASKED["en"])
    await expect(page.get_by_text("Waits for an answer:")).to_be_visible()
    await words.fill("12")
    await page.keyboard.press("Enter")
    await expect(chat).to_contain_text("Handed off to people")
    await page.get_by_role("button", name="Show the whole flow").click()
    for passed in (ASKED["en"], "records > 10", "Hand off to people"):
        await expect(box(page, passed).locator("[data-glow=on]")).to_be_visible()
    await expect(box(page, SMALL["en"]).locator("[data-glow=off]")).to_be_visible()
    await page.get_by_role("tab", name="Properties").click()
