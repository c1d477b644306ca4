"""An admin's hands on the canvas of flows: what is dragged, connected and filled in."""

import re

from playwright.async_api import Locator, Page, expect

Spot = tuple[float, float]


async def new_flow(page: Page, name: str) -> None:
    """From the list of flows, by keys: an empty one in English and Russian, open on the canvas."""
    await page.get_by_role("button", name="New flow").first.press("Enter")
    dialog = page.get_by_role("dialog", name="New flow")
    languages = dialog.get_by_role("combobox", name="Languages")
    await expect(dialog.get_by_text("Greek")).to_be_visible()
    await languages.press("Backspace")
    await languages.press("Backspace")
    await expect(dialog.get_by_text("Polish")).to_have_count(0)
    await dialog.get_by_label("Name").fill(name)
    await page.keyboard.press("Enter")
    await expect(canvas(page).get_by_text("Starts with")).to_be_visible()


def canvas(page: Page) -> Locator:
    return page.get_by_role("region", name="Canvas")


def box(page: Page, text: str) -> Locator:
    """The step's box that says this."""
    return canvas(page).get_by_role("group").filter(has_text=text)


def properties(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Properties")


async def middle(of: Locator) -> Spot:
    bounds = await of.bounding_box()
    assert bounds is not None, "It is not on the screen."
    return bounds["x"] + bounds["width"] / 2, bounds["y"] + bounds["height"] / 2


async def drag_step(page: Page, kind: str, across: float, down: float) -> None:
    """From the palette to a place of the canvas, as shares of its width and height; then its form is open."""
    ground = canvas(page)
    bounds = await ground.bounding_box()
    assert bounds is not None
    step = page.get_by_role("region", name="Steps to add").get_by_role("button", name=kind, exact=True)
    await step.drag_to(ground, target_position={"x": bounds["width"] * across, "y": bounds["height"] * down})
    await expect(properties(page).get_by_role("heading", name=kind, exact=True)).to_be_visible()


async def connect(page: Page, way: Locator, to: Locator) -> None:
    """Draw an edge by the mouse: from the dot of a way out to the step."""
    edges = page.locator(".react-flow__edge")
    before = await edges.count()
    await page.mouse.move(*await middle(way))
    await page.mouse.down()
    await page.mouse.move(*await middle(to.get_by_label("Leads here")), steps=8)
    await page.mouse.up()
    await expect(edges).to_have_count(before + 1)


async def begin_with_words(page: Page, *words: str) -> None:
    """A trigger of the flow, by the mouse from its start; its form stays open."""
    await box(page, "Starts with").click()
    await properties(page).get_by_role("button", name="New trigger").click()
    await page.get_by_role("menuitem", name=re.compile("^Words")).click()
    for word in words:
        await properties(page).get_by_label("Words or phrases").fill(word)
        await page.keyboard.press("Enter")


async def write(page: Page, label: str, *, en: str, ru: str) -> None:
    """A text in the two languages, side by side."""
    form = properties(page)
    await form.get_by_role("textbox", name=f"{label}: English").fill(en)
    await form.get_by_role("textbox", name=f"{label}: Russian").fill(ru)


async def keep_as(page: Page, variable: str) -> None:
    """The answer goes into a variable that is made on the way."""
    field = properties(page).get_by_role("textbox", name="Keep it as")
    await field.fill(variable)
    await page.get_by_role("option", name=f"New variable: {variable}").click()
    await expect(field).to_have_value(variable)


async def lead(page: Page, way: str, to: re.Pattern[str]) -> None:
    """Choose from the list where a way out of the open step leads."""
    await properties(page).get_by_role("combobox", name=way).click()
    await page.get_by_role("option", name=to).click()


async def is_saved(page: Page) -> None:
    await expect(page.get_by_role("status").filter(has_text=re.compile("^ ?Saved$"))).to_be_visible()


async def publish(page: Page, why: str) -> None:
    await page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name="Publish the flow")
    await dialog.get_by_label("What is new").fill(why)
    await dialog.get_by_role("button", name="Publish", exact=True).click()
    await expect(dialog).to_be_hidden()
