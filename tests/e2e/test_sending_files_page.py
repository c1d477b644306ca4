"""An operator attaches files in the browser, and the customer has them in Telegram."""

import struct
import zlib

from playwright.async_api import Browser, FilePayload, Page, expect

from tests.e2e.screens import at_work
from tests.world import World


def png() -> bytes:
    """One grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header, point = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", point) + chunk(b"IEND", b"")


_FILES = "const files = new DataTransfer(); files.items.add(new File([text], name));"


async def drop(page: Page, name: str, text: str) -> None:
    field = page.get_by_label("Reply", exact=True).and_(page.locator("textarea"))
    await field.evaluate(
        f"""(field, [name, text]) => {{ {_FILES}
        for (const type of ["dragover", "drop"])
          field.dispatchEvent(new DragEvent(type, {{ dataTransfer: files, bubbles: true, cancelable: true }})); }}""",
        [name, text],
    )


async def paste(page: Page, name: str, text: str) -> None:
    field = page.get_by_label("Reply", exact=True).and_(page.locator("textarea"))
    await field.evaluate(
        f"""(field, [name, text]) => {{ {_FILES}
        const how = {{ clipboardData: files, bubbles: true, cancelable: true }};
        field.dispatchEvent(new ClipboardEvent("paste", how)); }}""",
        [name, text],
    )


async def test_files_are_attached_sent_and_seen(chromium: Browser, world: World, clear_desk: None) -> None:
    customer = world.customer(31, name="Hedy")
    await customer.says("I want a human")
    await world.in_state(customer, "waiting")
    console = await at_work(chromium, world, "siobhan")
    await console.get_by_role("listitem").filter(has_text="Hedy").click()
    await console.get_by_role("button", name="Take", exact=False).first.click()
    picker = console.locator("input[type=file]")

    await picker.set_input_files([
        FilePayload(name="sofa.png", mimeType="image/png", buffer=png()),
        FilePayload(name="setup.exe", mimeType="image/png", buffer=b"MZ" + bytes(9)),
    ])  # fmt: skip
    attached = console.get_by_role("list", name="Attached files")
    await expect(attached.get_by_text("Programs are not sent.")).to_be_visible()
    await expect(console.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    await console.get_by_role("button", name="Remove setup.exe").click()
    await drop(console, "notes.txt", "three metres")
    await paste(console, "list.csv", "a;b")
    await expect(attached.get_by_role("listitem")).to_have_count(3)
    preview = attached.get_by_role("listitem").filter(has_text="sofa.png").locator("img")
    assert await preview.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await console.get_by_label("Reply", exact=True).and_(console.locator("textarea")).fill("Is it this one?")
    await expect(console.get_by_role("button", name="Send", exact=True)).to_be_enabled()  # all have been uploaded
    await console.keyboard.press("Enter")

    await expect(attached).to_have_count(0)
    picture = console.get_by_role("img", name="sofa.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await customer.hears("Is it this one?")
    photo, album = world.cloud.called("sendPhoto")[-1], world.cloud.called("sendMediaGroup")[-1]  # of documents only
    uploads = [(upload.name, upload.data) for call in (photo, album) for upload in call.uploads.values()]
    assert uploads == [("sofa.png", png()), ("notes.txt", b"three metres"), ("list.csv", b"a;b")]
    assert "Is it this one?" in album.text("media")
    await console.close()
