"""Lines and people in a real browser, by an admin: hours that go on after midnight, somebody new."""

from playwright.async_api import Browser, expect

from tests.e2e.screens import at_work
from tests.world import World


async def test_hours_into_the_night_and_a_holiday_are_kept(chromium: Browser, world: World, as_it_was: None) -> None:
    admin = await at_work(chromium, world, "admin", "settings/lines/technical")
    monday = admin.get_by_label("Monday: closes").or_(admin.get_by_label("Mon: closes"))
    await monday.fill("02:00")
    await admin.get_by_role("button", name="Add a day").click()
    await admin.get_by_label("Date").last.fill("2026-12-31")
    await admin.get_by_role("button", name="Save", exact=True).click()
    await expect(admin.get_by_text("Saved. It is in force now.")).to_be_visible()

    await admin.reload()
    await expect(monday).to_have_value("02:00")
    dates = admin.get_by_label("Date")
    await expect(dates.first).to_be_visible()
    assert "2026-12-31" in [await each.input_value() for each in await dates.all()]
    line = next(each for each in await world.app.lines.all() if each.id == "technical")
    assert [f"{each.opens:%H:%M}-{each.closes:%H:%M}" for each in line.hours.week[0]] == ["09:00-02:00"]
    assert "2026-12-31" in {each.isoformat() for each in line.hours.holidays}
    await admin.close()


async def test_somebody_new_signs_in_with_the_password_that_was_made(
    chromium: Browser, world: World, as_it_was: None
) -> None:
    admin = await at_work(chromium, world, "admin", "settings/staff")
    await admin.get_by_role("link", name="New person").or_(admin.get_by_role("button", name="New person")).click()
    await admin.get_by_role("textbox", name="Name", exact=True).fill("Nadia New")
    await admin.get_by_role("textbox", name="Login", exact=True).fill("nadia")
    await admin.get_by_role("button", name="Add", exact=True).click()
    dialog = admin.get_by_role("dialog", name="Password for Nadia New")
    password = await dialog.get_by_label("Password", exact=True).input_value()
    await dialog.get_by_role("button", name="I have it").click()
    await expect(admin.get_by_role("heading", name="Nadia New", exact=True)).to_be_visible()
    await admin.close()

    nadia = await chromium.new_page(locale="en-GB")
    await nadia.goto(f"{world.base}/console/")
    await nadia.get_by_label("Login").fill("nadia")
    await nadia.get_by_role("textbox", name="Password").fill(password)
    await nadia.get_by_role("button", name="Sign in", exact=True).click()
    await expect(nadia.get_by_role("tab", name="Waiting")).to_be_visible()
    await nadia.close()
