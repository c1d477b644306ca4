"""Offers in a real browser: over any screen, declined to a colleague, accepted by Enter, missed."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from handoff.ids import LineId, OperatorId
from handoff.line import Distribution, Line
from handoff.operator import Presence
from handoff.ports import ROUTING
from handoff.routing.conditions import Says
from handoff.routing.rules import Outcome, Rule
from handoff.session import Waiting
from tests.e2e.screens import at_work, in_step
from tests.fakes.telegram import User
from tests.world import World

PARTS = LineId("spare-parts")
ACCEPT_WITHIN = timedelta(seconds=20)


@pytest.fixture
async def spare_parts(world: World, as_it_was: None) -> None:
    """A line of two people that nobody else's sessions come to; its rule is asked first."""
    app = world.app
    line = Line(
        id=PARTS, names={"en": "Spare parts"}, distribution=Distribution.PUSH, accept_within=ACCEPT_WITHIN, capacity=3
    )
    await app.lines.save(line)
    for login in ("boris", "piotr"):
        person = await app.operators.get(OperatorId(login))
        assert person
        await app.operators.save(replace(person, lines=person.lines | {PARTS}))
    version, rules = await app.chapters.current(ROUTING)
    rule = Rule(id="parts", name="Flywheels", when=Says(words=("flywheel*",)), then=Outcome(line=PARTS))
    changed = replace(rules, rules=(rule, *rules.rules))
    await app.chapters.save(ROUTING, changed, base=version, by=None, at=world.clock())


@pytest.fixture
async def screens(chromium: Browser, world: World, spare_parts: None) -> AsyncIterator[dict[str, Page]]:
    """Both are busy with something else."""
    pages = {login: await at_work(chromium, world, login, "knowledge") for login in ("boris", "piotr")}
    for page in pages.values():
        await expect(page.get_by_role("heading", name="Knowledge base")).to_be_visible()
    yield pages
    for page in pages.values():
        await page.close()


def offer_on(page: Page) -> Locator:
    return page.get_by_role("region", name="Offers").get_by_role("article", name="Offered to you")


async def asks(world: World, customer: User) -> None:
    await customer.says("I want a human, the flywheel has come off")


async def offered(world: World, customer: User, *, besides: str = "") -> OperatorId:
    """To whom; not to the one who let it go."""

    async def there() -> OperatorId | None:
        session = (await world.conversation(customer)).session
        offer = session.offer if isinstance(session, Waiting) else None
        return offer.operator if offer and offer.operator != besides else None

    found: OperatorId = await world.until(there, "never offered")
    return found


async def test_an_offer_declined_comes_to_the_colleague_who_accepts_by_enter(
    world: World, screens: dict[str, Page]
) -> None:
    customer = world.customer(name="Wilbur")
    await asks(world, customer)
    first = screens.pop(await offered(world, customer))
    (second,) = screens.values()
    await expect(offer_on(first)).to_contain_text("Wilbur")
    await expect(offer_on(first)).to_contain_text("Spare parts")
    await expect(offer_on(first).get_by_role("timer")).to_have_accessible_name(re.compile(r"\d+ seconds left"))
    await expect(first.get_by_role("heading", name="Knowledge base")).to_be_visible()
    await expect(offer_on(second)).to_have_count(0)

    await offer_on(first).get_by_role("button", name="Decline").click()
    await expect(offer_on(first)).to_have_count(0)
    await expect(offer_on(second)).to_contain_text("Wilbur")
    # A key that was meant for something else does not accept what has just appeared: a second later it does.
    world.clock.move_on(timedelta(seconds=1))
    await in_step(second, world)
    await second.keyboard.press("Enter")
    await expect(second.get_by_label("Messages", exact=True)).to_contain_text("the flywheel has come off")
    await expect(second.get_by_role("region", name="Write")).to_be_visible()
    # The offer is over: nothing is left to read.
    await expect(second.get_by_role("button", name="No new notices")).to_be_visible()
    await first.close()


async def test_who_misses_an_offer_is_away_until_they_come_back(world: World, screens: dict[str, Page]) -> None:
    customer = world.customer(name="Orville")
    await asks(world, customer)
    late = await offered(world, customer)
    await expect(offer_on(screens[late])).to_be_visible()
    world.clock.move_on(ACCEPT_WITHIN + timedelta(seconds=1))
    for page in screens.values():
        await in_step(page, world)

    await expect(screens[late].get_by_text("You missed an offer and are away now.")).to_be_visible()
    other = await offered(world, customer, besides=late)
    await expect(offer_on(screens[other])).to_contain_text("Orville")
    await screens[late].get_by_role("button", name="Come back").click()
    await expect(screens[late].get_by_text("You missed an offer")).to_have_count(0)
    person = await world.app.operators.get(late)
    assert person
    assert person.presence is Presence.ONLINE
    await offer_on(screens[other]).get_by_role("button", name="Accept").click()
    await expect(screens[other].get_by_label("Messages", exact=True)).to_contain_text("flywheel")


async def test_who_stays_away_after_a_missed_offer_puts_the_card_away(world: World, screens: dict[str, Page]) -> None:
    customer = world.customer(name="Amelia")
    await asks(world, customer)
    late = await offered(world, customer)
    page = screens[late]
    await expect(offer_on(page)).to_be_visible()
    world.clock.move_on(ACCEPT_WITHIN + timedelta(seconds=1))
    for each in screens.values():
        await in_step(each, world)

    missed = page.get_by_text("You missed an offer and are away now.")
    await expect(missed).to_be_visible()
    await expect(page.get_by_role("button", name="Hide that an offer was missed")).to_be_visible()
    await page.locator("body").press("Escape")
    await expect(missed).to_have_count(0)
    await page.reload()
    await page.get_by_role("button", name=re.compile(r", away$")).click()
    await expect(page.get_by_text("an offer was missed")).to_be_visible()
    await expect(missed).to_have_count(0)
    person = await world.app.operators.get(late)
    assert person
    assert person.presence is Presence.AWAY
