"""Being there, being away and for how long, what one has in hand and what waits; and warnings of promised times."""

from datetime import timedelta

from handoff.ids import OperatorId
from handoff.messages import Happening
from handoff.operator import Presence, Role
from tests.fakes.telegram import User
from tests.office import SUE, Office, accepted, at_the_bot, person, waits


async def test_who_is_away_says_why_and_supervisors_see_it(office: Office, anna: User) -> None:
    await office.operators.save(person("sue", SUE, "delivery", "en", Role.SUPERVISOR))
    sue = await at_the_bot(office, SUE, "Sue")
    async with office.bot():
        await anna.says("/away the dentist")
        await anna.hears("You are away")
        await sue.says("/team")
        assert "Anna: away (the dentist), 0 of 5" in (await sue.hears("People")).text
        await anna.says("/online")
        await anna.hears("You are online.")
        await sue.says("/team")
        assert "Anna: online, 0 of 5" in (await sue.hears("People")).text
    assert (await office.operator("anna")).presence is Presence.ONLINE


async def test_a_break_has_an_end_that_others_can_see(office: Office, anna: User) -> None:
    async with office.bot():
        await anna.says("/break 30m lunch")
        back = office.now() + timedelta(minutes=30)
        told = (await anna.hears("You are away: lunch, until ")).text
        assert f"{back:%H:%M}" in told or f"{back - timedelta(minutes=1):%H:%M}" in told
        await anna.says("/break")
        await anna.hears("You are away: a break.")
    assert (await office.operator("anna")).presence is Presence.AWAY


async def test_how_one_stands_is_shown_with_buttons_to_change_it(office: Office, anna: User) -> None:
    async with office.bot():
        await accepted(office, anna, "Ada")
        await office.waits("Bob")
        await anna.hears(waits("Bob"))
        await anna.says("/status")
        shown = await anna.hears("You are online.")
        assert "In your lines 1 wait." in shown.text
        assert shown.buttons == [["I am away", "I am not working"]]
        press = await anna.presses("I am away")
        await anna.hears("You are away")
        assert await press.answer() == ""
    assert (await office.operator("anna")).presence is Presence.AWAY


async def test_the_queue_shows_who_is_next_and_takes_to_their_card(office: Office, anna: User) -> None:
    async with office.bot():
        await office.waits("Ada")
        await office.waits("Bob")
        await office.waits("Cid", "payments")  # not Anna's line
        await anna.hears(waits("Bob"))
        await anna.says("/queue")
        queue = await anna.hears("Delivery: 2 waiting")
        assert [row[0].split(" · ")[0] for row in queue.buttons] == ["Ada", "Bob"]
        assert "Payments" not in queue.text
        await anna.presses(queue.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        card = await anna.hears("Language: en")
        assert card.text.startswith("Ada")
        assert card.buttons == [["Accept"]]


async def test_a_warning_reaches_the_holder_and_the_supervisor(office: Office, anna: User) -> None:
    await office.operators.save(person("sue", SUE, "delivery", "en", Role.SUPERVISOR))
    sue = await at_the_bot(office, SUE, "Sue")
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        tells = (OperatorId("anna"), OperatorId("sue"))
        due = office.now() + timedelta(minutes=5, seconds=30)
        await office.becomes(
            ada,
            lambda before: before.reports(
                Happening.SLA_WARNING, at=office.now(), tells=tells, target="next_response", due=due.isoformat()
            ),
        )
        await anna.hears("Next response: 5 min left")
        heard = await sue.hears("Next response: 5 min left")
        assert heard.buttons == [["Open"]]


async def test_signs_and_withdrawals_of_the_customer_are_told(office: Office, anna: User) -> None:
    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await office.hears(ada, "Never mind", provider_id="11")
        await anna.hears("Never mind")
        await office.settles(ada)
        await office.history.react(ada, "11", ["👍"])
        await office.live.publish(ada)
        await anna.hears("👍 to “Never mind”")
        await office.history.react(ada, "11", [])
        await office.history.withdraw(ada, "11", office.now())
        await office.live.publish(ada)
        await anna.hears("The customer took this back: “Never mind”")
