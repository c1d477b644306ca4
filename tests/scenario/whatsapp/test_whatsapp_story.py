"""From WhatsApp's webhook to people and back. Numbers in brackets are those of the adapters' test list."""

from datetime import timedelta

from bot.channels.whatsapp import WhatsAppChannel
from handoff.ids import ConversationId, EventId
from handoff.messages import DeliveryState, Happening, Side
from handoff.session import WithBot
from tests.backstage import Backstage
from tests.fakes.whatsapp import WhatsAppCloud
from tests.fakes.whatsapp.errors import UNDELIVERABLE
from tests.parts import NOW, SIOBHAN, until
from tests.whatsapping import ADA, DAY, at_the_gateway, states, thread


async def test_meta_is_answered_when_the_webhook_is_entered(
    backstage: Backstage, cloud: WhatsAppCloud, channel: WhatsAppChannel
) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": cloud.verify, "hub.challenge": "1158201444"}
    changes = ({}, {"hub.verify_token": "no"}, {"hub.verify_token": "не"}, {"hub.mode": "unsubscribe"})

    async with at_the_gateway(backstage, channel) as client:
        right, *wrong = [await client.get("/channels/whatsapp", params={**asked, **each}) for each in changes]

    assert (right.status_code, right.text) == (200, "1158201444")
    assert right.headers["content-type"].startswith("text/plain")
    assert [each.status_code for each in wrong] == [403, 403, 403]


async def test_a_customer_reaches_an_operator_who_sees_how_far_the_answer_came(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[2] [4] Each request is shown three times at once; `read` overtakes `delivered`, and both the first answer."""
    assert line.webhook
    line.webhook.copies = 3
    ada = line.person(user_id="PL.77", username="ada.n")

    async with backstage.working():
        asked = await ada.says("Where is my order?")
        await until(backstage.idle)
        await backstage.desk.accept(ADA, SIOBHAN)
        await backstage.desk.reply(ADA, SIOBHAN, "On its way", EventId("reply-1"))
        await until(backstage.idle)
        answer = ada.inbox[-1]
        await ada.reports(answer.id, "read", "delivered", "sent")
        await ada.says("Thanks!", context={"id": answer.id})
        await until(backstage.idle)

    assert [each.text for each in ada.inbox][::2] == ["You said: Where is my order?", "On its way"]
    assert set(ada.read) == {asked["id"]}, "what people read themselves, the bot does not mark"
    told = await thread(backstage)
    assert [each.content.text for each in told if each.side is Side.CUSTOMER] == ["Where is my order?", "Thanks!"]
    assert [each.reply_to for each in told if each.side is Side.CUSTOMER] == [None, answer.id]
    assert (await states(backstage))[-1] is DeliveryState.READ
    found = await backstage.conversations.load(ADA)
    assert found is not None
    assert (found.customer.username, found.customer.phone, found.reply_until) == ("ada.n", "+48600100200", NOW + DAY)


async def test_a_webhook_shown_again_after_a_restart_and_after_a_week_is_one(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[2] [3] The first time, the store is away: 503, and WhatsApp comes again."""
    ada = line.person(user_id="PL.77")
    payload = line.payload(messages=[ada.message("text", {"body": "once"})], people=[ada])

    async with backstage.working("one"):
        await line.deliver(payload)
        await until(backstage.idle)
    async with backstage.working("two"):
        await line.deliver(payload)
        await until(backstage.idle)
        backstage.clock.move_on(timedelta(days=7))
        await line.deliver(payload)
        await until(backstage.idle)

    assert [each.text for each in ada.inbox] == ["You said: once"]


async def test_whom_nothing_reaches_is_left_alone_until_they_write_again(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[11]"""
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("first")
        await until(backstage.idle)
        failed = ada.status(ada.inbox[0].id, "failed", errors=[UNDELIVERABLE.failure()])
        await line.deliver(line.payload(statuses=[failed]))
        await until(backstage.idle)
        gone = await backstage.conversations.load(ADA)
        await ada.says("again")
        await until(backstage.idle)

    back = await backstage.conversations.load(ADA)
    assert gone is not None
    assert back is not None
    assert (gone.customer.left, back.customer.left) == (True, False)
    assert [each.text for each in ada.inbox] == ["You said: first", "You said: again"]
    assert (await states(backstage))[0] is DeliveryState.FAILED


async def test_after_an_outage_a_backlog_goes_to_people_and_poison_stops_nobody(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[13] 200 messages of ten people in one request, one of them unreadable, an hour late."""
    people = [line.person(f"4870000000{number}", user_id=f"PL.{number}") for number in range(10)]
    messages = [each.message("text", {"body": f"{turn}"}) for turn in range(20) for each in people]
    messages[77]["text"] = "poison"
    backstage.clock.move_on(timedelta(hours=1))

    async with backstage.working():
        await line.deliver(line.payload(messages=messages, people=people))
        await until(backstage.idle)

    [letter] = await backstage.dead_letters.recent(10)
    assert "text" in letter.error
    kept = 0
    for number in range(10):
        found = await backstage.conversations.load(ConversationId(f"whatsapp:main:PL.{number}"))
        assert found is not None
        assert not isinstance(found.session, WithBot)
        rows = await backstage.history.page(found, before=None, limit=500)
        said = [int(each.content.text) for each in rows if each.side is Side.CUSTOMER]
        assert said == sorted(said)
        assert [each.happening for each in rows].count(Happening.LATE) == 1
        kept += len(said)
    assert kept == 199


async def test_a_customer_with_a_new_number_goes_on_there_and_is_written_to_no_more_at_the_old_one(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[12] Both threads say so, and are one customer's; what is still sent to the old number is not even tried."""
    ada, new = line.person(user_id="PL.77"), line.person("48700000001", user_id="PL.78")
    system = {"type": "user_changed_number", "wa_id": new.wa_id, "user_id": "PL.78", "previous_user_id": "PL.77"}
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        await backstage.desk.accept(ADA, SIOBHAN)
        await until(backstage.idle)
        before = len(ada.inbox)
        await line.deliver(line.payload(messages=[ada.message("system", system)]))
        await until(backstage.idle)
        await backstage.desk.reply(ADA, SIOBHAN, "On its way", EventId("reply-1"))
        await until(backstage.idle)
        await new.says("It is me")
        await until(backstage.idle)

    later = await backstage.conversations.load(ConversationId("whatsapp:main:PL.78"))
    assert later is not None
    rows = await backstage.history.page(later, before=None, limit=50)
    assert [each.details for each in await thread(backstage) if each.happening is Happening.NUMBER_CHANGED] == [
        {"to": "PL.78"}
    ]  # fmt: skip
    assert [each.details for each in rows if each.happening is Happening.NUMBER_CHANGED] == [{"was": "PL.77"}]
    person = await backstage.people.of(ADA)
    assert person is not None
    assert set(person.conversations) == {ADA, later.id}
    assert [each.details["how"] for each in rows if each.happening is Happening.JOINED] == ["number"]
    assert (later.customer.left, later.customer.phone) == (False, "+48700000001")
    assert len(ada.inbox) == before
    assert (await states(backstage))[-1] is DeliveryState.FAILED
    assert new.inbox[-1].text == "You said: It is me"


async def test_a_reaction_stands_at_the_message_and_goes_away_again(backstage: Backstage, line: WhatsAppCloud) -> None:
    ada = line.person(user_id="PL.77")
    seen = []
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        answer = ada.inbox[-1]
        for sign in ("👍", "❤️", ""):
            await ada.sends("reaction", {"message_id": answer.id, "emoji": sign})
            await until(backstage.idle)
            seen += [each.reactions for each in await thread(backstage) if each.delivery]

    assert seen == [("👍",), ("❤️",), ()]
    assert (await states(backstage))[-1] is DeliveryState.READ


async def test_what_was_sent_and_never_answered_for_is_known_by_its_status(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[4] It says back what we called the message; only of its last part, since the first says nothing of the whole."""
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        await backstage.desk.accept(ADA, SIOBHAN)
        await until(backstage.idle)
        line.lose_answers()
        await backstage.desk.reply(ADA, SIOBHAN, "On its way", EventId("reply-1"))
        await until(backstage.idle)
        before = (await states(backstage))[-1]
        await ada.reports(ada.inbox[-1].id, "delivered")
        await until(backstage.idle)
        after = (await thread(backstage))[-1].delivery
        line.lose_answers()
        await backstage.desk.reply(ADA, SIOBHAN, "a" * 4096 + " b", EventId("reply-2"))
        await until(backstage.idle)
        await ada.reports(ada.inbox[-1].id, "delivered")
        await until(backstage.idle)

    assert before is DeliveryState.UNKNOWN
    assert after is not None
    assert (after.state, after.provider_id, after.reason) == (DeliveryState.DELIVERED, ada.inbox[-2].id, None)
    assert [each.text[0] for each in ada.inbox[-2:]] == ["O", "a"]
    assert (await states(backstage))[-1] is DeliveryState.UNKNOWN


async def test_a_flow_that_speaks_after_the_day_is_not_sent_and_says_why(
    backstage: Backstage, line: WhatsAppCloud
) -> None:
    """[9] Whoever opens the thread sees what the customer was not told."""
    ada = line.person(user_id="PL.77")
    async with backstage.working():
        await ada.says("Where is my order?")
        await until(backstage.idle)
        before = await backstage.conversations.load(ADA)
        assert before is not None
        backstage.clock.move_on(DAY)
        late = before.bot_says("Are you still there?", at=backstage.clock())
        await backstage.postman.deliver(await backstage.conversations.commit(before, late))

    [*_, last] = await thread(backstage)
    assert last.delivery is not None
    assert (last.delivery.state, len(ada.inbox)) == (DeliveryState.FAILED, 1)
    assert "wrote too long ago" in (last.delivery.reason or "")
