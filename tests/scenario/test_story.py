"""The main job by Telegram, with a really trained Rasa: the bot answers, a person takes over, the customer is back."""

import asyncio

import pytest

from bot.texts import FileTexts
from handoff.messages import Happening, Side
from handoff.session import Closed, Waiting, WithBot, WithOperator
from tests.fakes.telegram import User
from tests.stories import STORIES, Story
from tests.world import World

texts = FileTexts()
in_each_language = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)


def ada(world: World, story: Story) -> User:
    return world.customer(name="Ada", language=story.language)


@in_each_language
async def test_a_typical_question_is_answered_from_the_right_article_and_yes_closes(world: World, story: Story) -> None:
    customer = ada(world, story)
    await customer.says(story.question)

    answer = await customer.hears(texts.say("helped_question", story.language))
    article = await world.app.articles.get(f"{story.answered_by}.{story.language}")
    assert article.wording.title in answer.text
    assert article.wording.answer in answer.text
    assert answer.buttons == [[story.yes, story.no]]

    await customer.presses(story.yes)
    await customer.hears(texts.say("helped_closed", story.language))
    conversation = await world.in_state(customer, "closed")
    assert isinstance(conversation.session, Closed)
    assert conversation.session.reason == "helped"
    assert conversation.customer.language == story.language


@in_each_language
async def test_an_answer_that_did_not_help_leads_to_a_person(world: World, story: Story) -> None:
    customer = ada(world, story)
    await customer.says(story.question)
    await customer.hears(texts.say("helped_question", story.language))

    await customer.presses(story.no)
    offer = await customer.hears(
        lambda heard: heard.buttons == [[story.yes, story.no]] and "?" in heard.text[-1:] + "?"
    )
    assert offer.buttons
    await customer.presses(story.yes)

    conversation = await world.in_state(customer, "waiting")
    assert isinstance(conversation.session, Waiting)
    assert conversation.session.line == "delivery"


@in_each_language
async def test_asking_for_a_person_opens_a_session_on_a_line(world: World, story: Story) -> None:
    customer = ada(world, story)
    await customer.says(story.asks_for_person)

    heard = await customer.hears(texts.say("handoff_asked", story.language))
    waiting = (await world.in_state(customer, "waiting")).session
    assert isinstance(waiting, Waiting)
    line = next(line for line in await world.app.lines.all() if line.id == waiting.line)
    place = await world.app.queues.place(line.id, world.conversation_id(customer))
    key = "queue_next" if place == 1 else "queue_place"
    assert texts.say(key, story.language, line=line.name_in(story.language), place=str(place)) in heard.text


@in_each_language
async def test_what_the_knowledge_base_does_not_have_is_passed_on_honestly(world: World, story: Story) -> None:
    customer = ada(world, story)
    for _ in range(2):
        await customer.says(story.unanswerable)
        heard = await customer.hears()
        if (await world.conversation(customer)).session.state == "waiting":
            break
        assert heard.text in (texts.say("rephrase", story.language), texts.say("choose_article", story.language))
    await world.in_state(customer, "waiting")
    said = await world.texts(customer, Side.BOT)
    assert not any(texts.say("helped_question", story.language) in each for each in said), said


@in_each_language
async def test_when_unsure_the_customer_chooses_among_the_likeliest_articles(world: World, story: Story) -> None:
    customer = ada(world, story)
    await customer.says(story.vague)
    offer = await customer.hears(texts.say("choose_article", story.language))
    titles = [button for row in offer.buttons for button in row]
    assert titles[-1] == texts.say("person_button", story.language)

    await customer.presses(titles[0])
    answer = await customer.hears(texts.say("helped_question", story.language))
    assert titles[0] in answer.text
    conversation = await world.conversation(customer)
    assert isinstance(conversation.session, WithBot)
    assert conversation.session.asked == "helped"


@in_each_language
async def test_two_failures_in_a_row_bring_a_person(world: World, story: Story) -> None:
    customer = ada(world, story)
    await customer.says(story.nonsense)
    await customer.hears()
    assert isinstance((await world.conversation(customer)).session, WithBot)

    await customer.says(story.nonsense + " !!")
    await customer.hears(texts.say("handoff_failed", story.language))
    await world.in_state(customer, "waiting")


async def test_out_of_hours_the_customer_hears_when_people_are_back(world: World) -> None:
    world.clock.move_to(world.clock().replace(day=22, hour=20))  # Sunday evening
    customer = world.customer()
    await customer.says("I want to talk to a human")

    heard = await customer.hears("Our people are back")
    assert "tomorrow at 09:00" in heard.text


async def test_an_operator_takes_over_and_the_bot_is_silent(world: World) -> None:
    customer = world.customer()
    anna, eleni = await world.staff("anna"), await world.staff("eleni")
    await customer.says("I need a human, my order never came")
    conversation = (await world.in_state(customer, "waiting")).id

    answers = await asyncio.gather(*(each.post(f"/conversations/{conversation}/accept") for each in (anna, eleni)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, loser = (anna, eleni) if answers[0].status_code == 200 else (eleni, anna)
    refused = next(answer for answer in answers if answer.status_code == 409).json()["detail"]
    assert refused["code"] == "already_taken"
    assert refused["by"] == winner.name

    await customer.hears(f"{winner.name} is with you now.")
    await winner.does(conversation, "note", {"id": "note-0001", "text": "Asks about a lost parcel."})
    await winner.replies(conversation, "Good morning! Which order is it?")
    await customer.hears("Which order is it?")
    await customer.says("how much is delivery?")
    await customer.says("MP-123456")

    async def both_there() -> bool:
        return (await world.texts(customer, Side.CUSTOMER))[-2:] == ["how much is delivery?", "MP-123456"]

    await world.until(both_there, "the customer's words")
    thread = await world.thread(customer)
    taken = next(message.number for message in thread if message.happening is Happening.ASSIGNED)
    assert not [message for message in thread if message.side is Side.BOT and message.number > taken]
    assert "Asks about a lost parcel." not in [message.text for message in customer.inbox]
    assert (
        await loser.post(f"/conversations/{conversation}/reply", {"id": "reply-0001", "text": "me too"})
    ).status_code == 409


async def test_handed_to_another_line_given_back_and_closed(world: World) -> None:
    customer = world.customer()
    siobhan = await world.staff("siobhan")
    await customer.says("I need a human")
    conversation = (await world.in_state(customer, "waiting")).id
    await siobhan.does(conversation, "accept")

    await siobhan.does(conversation, "transfer", {"line": "payments"})
    await customer.hears("I'm passing you on to Payments.")
    session = (await world.conversation(customer)).session
    assert isinstance(session, Waiting)
    assert session.line == "payments"

    await siobhan.does(conversation, "transfer", {"operator": "maria"})
    session = (await world.conversation(customer)).session
    assert isinstance(session, WithOperator)
    assert session.operator == "maria"

    maria = await world.staff("maria")
    await maria.does(conversation, "give-back")
    await customer.hears("It's the assistant again.")
    await customer.says("how much does delivery cost?")
    await customer.hears("Did this help?")

    await siobhan.does(conversation, "accept")
    await siobhan.does(conversation, "close", {"reason": "solved", "topic": "delivery"})
    closed = await world.in_state(customer, "closed")
    assert isinstance(closed.session, Closed)
    assert (closed.session.topic, closed.session.closed_by) == ("delivery", "siobhan")

    await customer.says("hello again")
    again = await world.in_state(customer, "with_bot")
    assert again.session.number == 2
    assert [each.topic for each in again.earlier] == ["delivery"]


async def test_the_same_update_three_times_has_one_effect(world: World) -> None:
    customer = world.customer()
    world.cloud.duplicate_next(copies=3)
    await customer.says("how much does delivery cost?")
    await customer.hears("Did this help?")
    await customer.says("thank you")
    await world.in_state(customer, "closed")

    assert await world.texts(customer, Side.CUSTOMER) == ["how much does delivery cost?", "thank you"]


async def test_a_photo_reaches_the_operator_as_our_own_copy(world: World) -> None:
    customer = world.customer()
    siobhan = await world.staff("siobhan")
    await customer.sends_photo(b"\xff\xd8\xff\xe0 a photo of a broken lamp", caption="it came broken, I want a human")
    conversation = (await world.in_state(customer, "waiting")).id

    messages = (await siobhan.get(f"/conversations/{conversation}/messages"))["items"]
    [photo] = next(each["content"]["attachments"] for each in messages if each["content"]["attachments"])
    response = await siobhan.client.get(f"/api/files/{photo['file_id']}")
    assert response.content == b"\xff\xd8\xff\xe0 a photo of a broken lamp"
    assert "sandbox" in response.headers["content-security-policy"]


async def test_an_edit_keeps_the_old_wording(world: World) -> None:
    customer = world.customer()
    number = await customer.says("I want a human, order MP-111111")
    await world.in_state(customer, "waiting")
    await customer.edits(number, "I want a human, order MP-222222")

    async def edited() -> bool:
        first = (await world.thread(customer))[0]
        return [each.text for each in first.edits] == [
            "I want a human, order MP-111111"
        ] and "222222" in first.content.text

    await world.until(edited, "the edit")


async def test_a_customer_who_blocks_us_is_marked_and_comes_back(world: World) -> None:
    customer = world.customer()
    await customer.says("I want a human")
    conversation = (await world.in_state(customer, "waiting")).id
    siobhan = await world.staff("siobhan")
    await siobhan.does(conversation, "accept")
    await customer.blocks()

    async def left() -> bool:
        return (await world.conversation(customer)).customer.left

    await world.until(left, "the block")
    await siobhan.replies(conversation, "Are you there?")

    async def failed() -> bool:
        said = [each for each in await world.thread(customer) if each.side is Side.OPERATOR]
        return bool(said) and said[-1].delivery is not None and said[-1].delivery.state == "failed"

    await world.until(failed, "the failed reply")
    await customer.unblocks()
    await customer.says("back again")

    async def back() -> bool:
        return not (await world.conversation(customer)).customer.left

    await world.until(back, "the return")


@pytest.mark.parametrize(
    "words",
    [
        "let me speak to an operator about my refund",
        "хочу оператора, верните деньги",
        "chcę rozmawiać z człowiekiem, zwrot nie doszedł",
        "θέλω να μιλήσω με άνθρωπο για την επιστροφή μου",
    ],
)
async def test_whoever_asks_for_a_person_and_names_the_matter_gets_a_person(world: World, words: str) -> None:
    customer = world.customer()
    await customer.says(words)

    session = (await world.in_state(customer, "waiting")).session

    assert session.handling.reason == "asked"
    assert session.topic in {"refund", "returns"}


async def test_an_operator_works_from_telegram(world: World) -> None:
    siobhan, phone = await world.staff("siobhan"), world.operator(91, "Siobhan")
    for row in (await siobhan.get("/conversations", view="waiting", limit=100))["items"]:  # of other tests
        await siobhan.does(row["id"], "close", {"reason": "solved", "topic": "other"})
    code = (await siobhan.post("/me/telegram-link")).json()["code"]
    await phone.starts(code)
    await phone.hears("Siobh")

    customer = world.customer(name="Grace")
    await customer.says("I need a human, please")
    await world.in_state(customer, "waiting")
    card = await phone.hears(lambda heard: "Grace" in heard.text and ["Accept"] in [row[:1] for row in heard.buttons])
    press = await phone.presses(card.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"])  # others wait, too
    assert "Grace" in await press.answer()
    await customer.hears("is with you now.")

    await phone.says("Hello Grace, how can I help?")
    await customer.hears("Hello Grace, how can I help?")
    await customer.says("My kettle leaks")
    await phone.hears("My kettle leaks")
    await phone.says("/note Sounds like warranty")
    await phone.says("/close")
    await phone.hears("How did it end?")
    await phone.presses("Solved")
    await phone.hears("What was it about?")
    await phone.presses("Delivery")
    closed = await world.in_state(customer, "closed")
    assert isinstance(closed.session, Closed)
    assert closed.session.closed_by == "siobhan"
    assert "Sounds like warranty" in [message.content.text for message in await world.thread(customer) if message.note]
