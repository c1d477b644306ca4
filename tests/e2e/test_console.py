"""The console in a real browser: articles that answer at once, and a connection that breaks."""

from playwright.async_api import Browser, expect

from tests.e2e.test_whole_story import sign_in
from tests.world import World


async def test_an_article_written_and_published_answers_within_a_second(chromium: Browser, world: World) -> None:
    console = await sign_in(chromium, world, "admin")
    await console.goto(f"{world.base}/console/knowledge")
    await console.get_by_role("link", name="New", exact=True).click()
    await console.get_by_label("Title").fill("Hiring a gardener robot")
    await console.get_by_label("Key").fill("gardener-robot")
    await console.get_by_label("Ways to ask for it").fill(
        "Can I hire a gardener robot?\nrobot for the garden for a weekend"
    )
    await console.get_by_label("Text").fill("A gardener robot costs 15 euro a day. Book it a week ahead.")
    await console.get_by_role("button", name="Save draft").click()
    await console.get_by_role("button", name="Publish", exact=True).click()
    await expect(console.get_by_text("The bot answers with it from now on")).to_be_visible()
    await console.wait_for_timeout(1000)  # the promise: within a second, on every worker

    customer = world.customer()
    await customer.says("can I hire a gardener robot for the weekend?")
    await customer.hears("A gardener robot costs 15 euro a day.")
    await console.close()


async def test_a_lost_connection_is_shown_and_caught_up_with(chromium: Browser, world: World) -> None:
    console = await sign_in(chromium, world, "siobhan")
    first = world.customer(1, name="Grace")
    await first.says("I want a human")
    await expect(console.get_by_role("listitem").filter(has_text="Grace")).to_be_visible()

    await console.context.set_offline(True)
    await console.evaluate("window.dispatchEvent(new Event('offline'))")
    await expect(console.get_by_text("Reconnecting")).to_be_visible()
    second = world.customer(2, name="Katherine")
    await second.says("I want a human")
    await world.in_state(second, "waiting")
    await expect(console.get_by_role("listitem").filter(has_text="Katherine")).to_have_count(0)

    await console.context.set_offline(False)
    await expect(console.get_by_role("listitem").filter(has_text="Katherine")).to_be_visible()
    await expect(console.get_by_text("Reconnecting")).to_have_count(0)
    await console.close()


async def test_the_second_to_take_a_session_is_told_who_was_faster(chromium: Browser, world: World) -> None:
    siobhan, eleni = await sign_in(chromium, world, "siobhan"), await world.staff("eleni")
    customer = world.customer(name="Edith")
    await customer.says("I want a human")
    conversation = await world.in_state(customer, "waiting")
    await siobhan.get_by_role("listitem").filter(has_text="Edith").click()
    take = siobhan.get_by_role("button", name="Take it").first
    await expect(take).to_be_visible()

    async def too_late(route: object) -> None:
        await eleni.does(conversation.id, "accept")
        await route.continue_()  # type: ignore[attr-defined]

    await siobhan.route("**/accept", too_late)
    await take.click()
    await expect(siobhan.get_by_text("Ελένη Παππά has this session now.")).to_be_visible()
    await siobhan.close()
