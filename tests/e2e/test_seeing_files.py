"""Files on their way between a visitor and an operator, each in a real browser; and files that mean harm."""

import io
import re
import zipfile

from playwright.async_api import Browser, FilePayload, Page, expect

from tests.e2e.screens import at_work
from tests.e2e.test_whole_story import open_shop, says, texts
from tests.pictures import from_a_phone, picture
from tests.world import World

PWNED = "(window.opener || window.top).pwned = true"
"""Wherever it runs, the page that showed it has a mark afterwards."""
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("../../evil.html", f"<script>{PWNED}</script>")
    return packed.getvalue()


HOSTILE: dict[str, bytes] = {
    "page.jpg": f"<!doctype html><script>{PWNED}</script>".encode(),
    "drawing.svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{PWNED}"><script>{PWNED}</script></svg>'.encode(),
    "both.gif": f"GIF89a/*{' ' * 20}*/=1;{PWNED}//<script>{PWNED}</script>".encode(),
    "both.jpg": picture(40, 30) + f"<script>{PWNED}</script>".encode(),
    "evil.zip": archive(),
    "gpj.\u202etxt.html": f"<script>{PWNED}</script>".encode(),
    "eicar.txt": EICAR,
    '"><img src=x onerror=top.pwned=true>.txt': b"a name",
}


async def taken(chromium: Browser, world: World) -> tuple[Page, Page]:
    """A visitor who wants a person, and the operator who has their session."""
    shop = await open_shop(chromium, world, "en")
    await says(shop, "I want a human")
    handed_off = texts.say("handoff_asked", "en")
    await expect(shop.get_by_role("log")).to_contain_text(handed_off)
    console = await at_work(chromium, world, "siobhan")
    await console.get_by_role("listitem").filter(has_text=handed_off[:20]).last.click()
    await console.get_by_role("button", name=re.compile("^Take it")).first.click()
    await expect(console.get_by_label("Reply", exact=True).and_(console.locator("textarea"))).to_be_visible()
    return shop, console


async def sends(shop: Page, *files: FilePayload) -> None:
    await shop.locator("helpline-chat input[type=file]").set_input_files(files)
    send = shop.get_by_role("button", name="Send", exact=True)
    await expect(send).to_be_enabled()
    await send.click()


async def test_a_visitors_photo_is_seen_small_and_large(chromium: Browser, world: World, clear_desk: None) -> None:
    shop, console = await taken(chromium, world)
    log = console.get_by_role("log")

    await sends(
        shop,
        FilePayload(name="sofa.jpg", mimeType="image/jpeg", buffer=from_a_phone(1200, 800)),
        FilePayload(name="lamp.png", mimeType="image/png", buffer=picture(900, 300, "PNG", colour="#c63")),
    )  # fmt: skip

    small = log.get_by_role("img", name="sofa.jpg")
    await expect(small).to_be_visible()
    assert await small.evaluate("image => image.decode().then(() => [image.naturalWidth, image.width])") == [427, 187]
    assert "preview=1" in str(await small.get_attribute("src"))

    await log.get_by_role("button", name="Show sofa.jpg large").focus()
    await console.keyboard.press("Enter")
    large = console.get_by_role("dialog").get_by_role("img", name="sofa.jpg")
    await expect(large).to_be_visible()
    assert await large.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    await expect(console.get_by_text("1 of 2")).to_be_visible()
    await console.keyboard.press("+")
    await expect(console.get_by_role("button", name="Fit to the screen")).to_be_visible()
    await console.keyboard.press("ArrowRight")
    await expect(console.get_by_role("dialog").get_by_role("img", name="lamp.png")).to_be_visible()
    await console.keyboard.press("Escape")
    await expect(console.get_by_role("dialog")).to_have_count(0)
    await expect(log.get_by_role("button", name="Show sofa.jpg large")).to_be_focused()

    address = str(await small.get_attribute("src")).partition("?")[0]
    asked = "address => fetch(address, {headers: {Range: 'bytes=0-1'}})"
    part = await console.evaluate(f"{asked}.then(async a => [a.status, (await a.arrayBuffer()).byteLength])", address)
    assert part == [206, 2]

    await console.get_by_label("Reply", exact=True).and_(console.locator("textarea")).fill("Like this one?")
    await console.locator("input[type=file]").set_input_files([
        FilePayload(name="ours.png", mimeType="image/png", buffer=picture(500, 400, "PNG")),
    ])  # fmt: skip
    await expect(console.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    await console.get_by_role("button", name="Send", exact=True).click()
    seen = shop.get_by_role("log").get_by_role("img", name="ours.png")
    await expect(seen).to_be_visible()
    assert await seen.evaluate("image => image.decode().then(() => image.naturalWidth)") == 500

    await choose_note(console)
    await console.locator("input[type=file]").set_input_files([
        FilePayload(name="inner.png", mimeType="image/png", buffer=picture(50, 40, "PNG")),
    ])  # fmt: skip
    await console.get_by_role("button", name="Save the note").or_(console.get_by_label("Save note")).first.click()
    await expect(log.get_by_role("img", name="inner.png")).to_be_visible()
    await expect(shop.get_by_role("img", name="inner.png")).to_have_count(0)
    await shop.close()
    await console.close()


async def choose_note(console: Page) -> None:
    await console.get_by_role("region", name="Write").get_by_text("Private note", exact=True).click()


async def test_nothing_that_a_visitor_sends_runs_at_the_desk(chromium: Browser, world: World, clear_desk: None) -> None:
    shop, console = await taken(chromium, world)
    log = console.get_by_role("log")

    await sends(shop, *(FilePayload(name=n, mimeType="image/jpeg", buffer=data) for n, data in HOSTILE.items()))

    await expect(log.get_by_role("img", name="both.jpg")).to_be_visible()
    # What is no picture is a file to save, under a name that shows what it is.
    downloads = log.locator("a[download]")
    await expect(downloads).to_have_count(len(HOSTILE) - 1)
    assert "gpj.txt.html" in await downloads.evaluate_all("all => all.map(each => each.download)")
    addresses = await downloads.evaluate_all("all => all.map(each => each.href)")
    shown = str(await log.get_by_role("img", name="both.jpg").get_attribute("src"))
    addresses += [f"{world.base}{shown}", f"{world.base}{shown.partition('?')[0]}"]
    for address in addresses:
        # In a frame, as whatever a page may make of an address, and by itself.
        await console.evaluate(
            """address => Promise.race([new Promise(done => setTimeout(done, 300)), Promise.all(
              ["iframe", "embed", "object", "script", "img"].map(kind => new Promise(done => {
                const made = document.createElement(kind);
                made.onload = made.onerror = done;
                made[kind === "object" ? "data" : "src"] = address;
                document.body.append(made);
              })))])""",
            address,
        )
        await console.evaluate("address => void window.open(address)", address)
    await console.wait_for_timeout(1_000)  # what has not run by now would need somebody's help

    assert await console.evaluate("() => window.pwned") is None
    assert await shop.evaluate("() => window.pwned") is None
    await shop.close()
    await console.close()
