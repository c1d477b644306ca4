"""Visitors' files in the widget: chosen, pasted and dropped, with their progress, refusals and previews."""

from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from bot.events import Said
from storage.mongo.files import MongoFiles
from tests.e2e.test_widget import Site, browser, open_chat, say, site
from tests.fakes.site import eventually
from tests.pictures import from_a_phone, picture

__all__ = ["browser", "site"]
PHOTO = FilePayload(name="sofa.jpg", mimeType="image/jpeg", buffer=from_a_phone(1200, 800))
_FILES = "const files = new DataTransfer(); files.items.add(new File([text], name));"


async def gives(page: Page, how: str, name: str, text: str) -> None:
    """Drops or pastes a file."""
    init = {"drop": "dataTransfer", "paste": "clipboardData"}[how]
    events = '["dragover", "drop"]' if how == "drop" else '["paste"]'
    kind = "DragEvent" if how == "drop" else "ClipboardEvent"
    await page.get_by_role("textbox", name="Your message").evaluate(
        f"""(field, [name, text]) => {{ {_FILES}
        const how = {{ {init}: files, bubbles: true, cancelable: true, composed: true }};
        for (const type of {events}) field.dispatchEvent(new {kind}(type, how)); }}""",
        [name, text],
    )


async def test_a_visitor_sends_a_photo_and_sees_it_again_after_a_reload(site: Site, tmp_path: Path) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    await expect(page.get_by_text("Hello! Ask me anything.")).to_be_visible()

    await page.locator("input[type=file]").set_input_files([PHOTO])
    attached = page.get_by_role("list", name="Files to send").get_by_role("listitem")
    await expect(attached).to_have_count(1)
    send = page.get_by_role("button", name="Send", exact=True)
    await expect(send).to_be_enabled()
    await send.click()

    await expect(page.get_by_text("You said:")).to_be_visible()
    await expect(attached).to_have_count(0)
    await eventually(lambda: any(isinstance(each, Said) for each in site.desk.events.values()))
    [said] = [each for each in site.desk.events.values() if isinstance(each, Said)]
    [file] = said.content.attachments
    assert (file.name, file.width, file.height) == ("sofa.jpg", 800, 1200)
    assert file.file_id is not None
    kept = await MongoFiles(site.desk.mongo).find(file.file_id)
    assert kept is not None
    assert kept.conversation_id == site.address.conversation_id

    await page.reload()
    await page.get_by_role("button", name="Open chat").click()
    await expect(page.get_by_role("link", name="sofa.jpg")).to_be_visible()


async def test_what_is_not_taken_says_why_and_stops_nothing(site: Site) -> None:
    page = await site.page(await site.visitor())
    await open_chat(page)
    await expect(page.get_by_text("Hello! Ask me anything.")).to_be_visible()

    await page.locator("input[type=file]").set_input_files([
        FilePayload(name="setup.exe", mimeType="image/png", buffer=b"MZ" + bytes(9)),
        FilePayload(name="empty.txt", mimeType="text/plain", buffer=b""),
    ])  # fmt: skip
    await gives(page, "drop", "notes.txt", "three metres")
    await gives(page, "paste", "list.csv", "a;b")

    attached = page.get_by_role("list", name="Files to send")
    await expect(attached.get_by_text("Programs are not taken.")).to_be_visible()
    await expect(attached.get_by_text("It is empty.")).to_be_visible()
    send = page.get_by_role("button", name="Send", exact=True)
    await expect(send).to_be_disabled()
    for name in ("setup.exe", "empty.txt"):
        await attached.get_by_role("button", name=f"Remove {name}").click()
    await expect(attached.get_by_role("listitem")).to_have_count(2)
    await expect(send).to_be_enabled()
    await say(page, "Both of these")

    await expect(page.get_by_text("You said: Both of these")).to_be_visible()
    [said] = [each for each in site.desk.events.values() if isinstance(each, Said)]
    assert [each.name for each in said.content.attachments] == ["notes.txt", "list.csv"]


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
async def test_files_fit_the_panel(site: Site, size: dict[str, int], tmp_path: Path) -> None:
    page = await site.page(await site.visitor(size, bypass_csp=True))
    await open_chat(page)
    await expect(page.get_by_text("Hello! Ask me anything.")).to_be_visible()
    wide = FilePayload(name="a very long name " * 6 + ".png", mimeType="image/png", buffer=picture(3000, 900, "PNG"))
    await page.locator("input[type=file]").set_input_files([PHOTO, wide])
    send = page.get_by_role("button", name="Send", exact=True)
    await expect(send).to_be_enabled()
    await page.screenshot(path=tmp_path / "attached.png")
    await send.click()

    pictures = page.get_by_role("log").locator("a img")
    await expect(pictures).to_have_count(2)
    for shown in await pictures.all():
        await shown.scroll_into_view_if_needed()
        assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") in (427, 640)
    await page.screenshot(path=tmp_path / "sent.png")
    panel = await page.get_by_role("dialog").bounding_box()
    assert panel is not None
    for shown in await pictures.all():
        box = await shown.bounding_box()
        assert box is not None
        assert box["x"] >= panel["x"]
        assert box["x"] + box["width"] <= panel["x"] + panel["width"]
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
