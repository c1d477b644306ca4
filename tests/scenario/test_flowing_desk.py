"""Flows and the desk: what begins when people take, close or give back a session, and what people see."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from flows.model import Flow
from handoff.conversation import Conversation
from handoff.hours import BusinessHours, Interval
from handoff.line import Question
from handoff.operator import Role
from handoff.session import Closed, Waiting, WithBot
from tests.backstage import Backstage, as_text
from tests.fakes.telegram import User
from tests.flow_world import flow, message
from tests.flowing import HAND_OFF, hears, on_event, orders, passes, plays_again, publish, reports, told, triggered
from tests.parts import ANNA, LINES, SIOBHAN, address, person, said, until


@pytest.fixture(autouse=True)
async def _played_again(backstage: Backstage) -> AsyncIterator[None]:
    yield
    await plays_again(backstage)


RATE = flow(
    {"rate": {"kind": "rate", "text": {"en": "Were you happy?"}}, "thanks": message("Thank you!")},
    "rate.good > thanks", id="rating", triggers=on_event("rate", "session_closed"),
)  # fmt: skip


async def closes(backstage: Backstage) -> Conversation:
    """Anna takes the session, and closes it."""
    conversation = address().conversation_id
    await backstage.desk.accept(conversation, ANNA)
    await backstage.desk.close(conversation, ANNA, reason="solved", topic="delivery")
    return await hears(backstage)


async def test_a_closed_session_is_rated_and_stays_closed(backstage: Backstage, ada: User) -> None:
    await publish(backstage, RATE)
    backstage.rasa.commands["a human"] = [HAND_OFF]
    await hears(backstage, said(1, "a human"))
    await closes(backstage)

    now = await hears(backstage, said(2, "5"))

    assert (await told(backstage))[-2:] == ["Were you happy?", "Thank you!"]
    assert isinstance(now.session, Closed)
    assert now.handling.rating is not None
    assert (now.handling.rating.score, now.session.number, now.unread) == (5, 1, 0)


async def test_other_words_than_a_mark_begin_a_new_session(backstage: Backstage, ada: User) -> None:
    await publish(backstage, RATE, orders())
    backstage.rasa.commands["a human"] = [HAND_OFF]
    await hears(backstage, said(1, "a human"))
    await closes(backstage)
    backstage.clock.move_on(timedelta(minutes=1))

    now = await hears(backstage, said(2, "my order"))

    assert (now.session.number, now.handling.rating) == (2, None)
    assert [each.flow for each in now.standings] == ["orders"]
    ended = [row["trace"]["left"] async for row in backstage.db.messages.find({"trace.left": {"$gt": ""}})]
    assert ended == ["other"]


async def test_who_writes_soon_after_the_close_goes_on_with_it(backstage: Backstage, ada: User) -> None:
    await publish(backstage, RATE)
    await backstage.lines.save(replace(LINES[0], reopen_within=timedelta(hours=1)))
    backstage.rasa.commands["a human"] = [HAND_OFF]
    await hears(backstage, said(1, "a human"))
    await closes(backstage)

    now = await hears(backstage, said(2, "One more thing"))

    assert isinstance(now.session, Waiting)
    assert now.standings == ()  # nobody rates what is not over


async def test_who_takes_the_session_ends_the_question_and_hands_back_to_a_flow(
    backstage: Backstage, ada: User
) -> None:
    back = flow({"hi": message("Back again.")}, id="back", triggers=on_event("hi", "handed_back"))
    await publish(backstage, orders(), back)
    await hears(backstage, said(1, "my order"))
    conversation = address().conversation_id

    await backstage.desk.accept(conversation, SIOBHAN)
    taken = await hears(backstage)
    await backstage.desk.give_back(conversation, SIOBHAN)
    await hears(backstage)

    assert taken.standings == ()
    assert (await told(backstage))[-2:] == ["It's the assistant again. How can I help you?", "Back again."]


async def test_who_takes_the_session_while_the_bot_thinks_is_faster(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    await hears(backstage, said(1, "my order"))

    async def takes(text: str) -> None:
        backstage.rasa.meanwhile = None
        await backstage.desk.accept(address().conversation_id, SIOBHAN)

    backstage.rasa.meanwhile = takes
    now = await hears(backstage, said(2, "what do you mean?"))

    assert now.operator == SIOBHAN.id
    assert now.standings == ()
    assert await told(backstage) == ["Which order?", "Siobhan is with you now."]


async def test_silence_is_reported_once_for_each_number_of_minutes(backstage: Backstage, ada: User) -> None:
    def nudge(minutes: int) -> Flow:
        triggers = on_event("say", "customer_silent", minutes)
        return flow({"say": message(f"Still there? {minutes}")}, id=f"m{minutes}", triggers=triggers)

    await publish(backstage, nudge(5), nudge(10))
    await hears(backstage, said(1, "hello"))
    for _ in range(12):
        await passes(backstage, timedelta(minutes=2))

    assert await told(backstage) == ["You said: hello", "Still there? 5", "Still there? 10"]


async def test_an_operator_who_is_silent_is_covered_for(backstage: Backstage, ada: User) -> None:
    triggers = on_event("say", "operator_silent", 3)
    await publish(backstage, flow({"say": message("Just a moment.")}, triggers=triggers))
    backstage.rasa.commands["a human"] = [HAND_OFF]
    await hears(backstage, said(1, "a human"))
    await backstage.desk.accept(address().conversation_id, ANNA)
    await hears(backstage, said(2, "hello?"))

    await passes(backstage, timedelta(minutes=4))
    await passes(backstage, timedelta(minutes=4))

    assert (await told(backstage)).count("Just a moment.") == 1


async def closed_line(backstage: Backstage) -> None:
    tuesdays = BusinessHours(week={1: (Interval(opens=time(9), closes=time(18)),)})  # it is Monday
    asks = (Question(key="phone", texts={"en": "Which number?"}),)
    await backstage.lines.save(replace(LINES[0], hours=tuesdays, questions=asks))


async def test_out_of_hours_a_flow_asks_in_place_of_the_line(backstage: Backstage, ada: User) -> None:
    wish = {"kind": "question", "text": {"en": "What is it about?"}, "variable": "wish"}
    steps = {"ask": wish, "wait": {"kind": "wait", "until": "open"}, "over": {"kind": "handoff", "card": ["wish"]}}
    edges = "ask.next > wait, wait.next > over"
    await publish(backstage, flow(steps, edges, id="night", triggers=on_event("ask", "out_of_hours")))
    await closed_line(backstage)
    backstage.rasa.commands["a human"] = [HAND_OFF]

    asked = await hears(backstage, said(1, "a human"))
    waits = await hears(backstage, said(2, "A broken leg"))
    morning = await passes(backstage, timedelta(days=1))

    assert isinstance(asked.session, WithBot)
    assert waits.standings[0].until is not None
    assert isinstance(morning.session, Waiting)
    assert dict(morning.handling.collected) == {"wish": "A broken leg"}
    assert not any("Which number?" in text for text in await told(backstage))


async def test_a_person_wanted_again_at_night_goes_into_the_queue(backstage: Backstage, ada: User) -> None:
    wish = {"kind": "question", "text": {"en": "What is it about?"}, "variable": "wish", "answer": "number"}
    await publish(backstage, flow({"ask": wish}, id="night", triggers=on_event("ask", "out_of_hours")))
    await closed_line(backstage)
    backstage.rasa.commands["a human"] = [HAND_OFF]

    now = await hears(backstage, said(1, "a human"), said(2, "a human"))

    assert isinstance(now.session, Waiting)
    assert [text for text in await told(backstage) if text == "What is it about?"] == ["What is it about?"]


async def test_a_flow_that_breaks_leads_to_a_person_and_admins_hear_of_it(backstage: Backstage, ada: User) -> None:
    nikos = person("Nikos", role=Role.ADMIN)
    await backstage.operators.save(nikos)
    loop = {"a": {"kind": "tag", "add": ["x"]}, "b": {"kind": "tag", "add": ["y"]}}
    await publish(backstage, flow(loop, "a.next > b, b.next > a", id="loop", triggers=triggered("a", "round")))

    now = await hears(backstage, said(1, "round"))
    report = (await reports(backstage))[0]

    assert isinstance(now.session, Waiting)
    assert (report.details["did"], report.details["flow"]) == ("failed", "loop")
    assert "endless loop" in report.details["error"]
    assert report.tells == (nikos.id,)
    assert (await told(backstage))[0].startswith("Something went wrong on our side")


async def test_a_request_a_tag_a_note_and_an_attribute_reach_the_card(backstage: Backstage, ada: User) -> None:
    steps = {
        "set": {"kind": "set", "assignments": [
            {"attribute": "visits", "value": "1"}, {"attribute": "email", "value": "'a@b.pl'"},
        ]},
        "ask": {"kind": "request", "type": "return", "about": "A return", "fields": {"visits": "customer.visits + 1"}},
        "tag": {"kind": "tag", "add": ["returns"]}, "note": {"kind": "note", "text": "Be kind."},
    }  # fmt: skip
    await publish(
        backstage, flow(steps, "set.next > ask, ask.next > tag, tag.next > note", triggers=triggered("set", "return"))
    )

    now = await hears(backstage, said(1, "return"))

    made = now.handling.requests[0]
    assert (made.type, made.title, dict(made.fields)) == ("return", "A return", {"visits": "2"})
    assert (dict(now.customer.attributes), now.customer.email) == ({"visits": "1"}, "a@b.pl")
    assert (now.handling.tags, now.handling.kind) == (("returns",), "return")
    assert [each.content.text for each in await backstage.thread() if each.note] == ["Be kind."]


async def test_an_event_that_is_handled_twice_changes_nothing(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    async with backstage.working():
        for event in (said(1, "my order"), said(2, "7")):
            await backstage.mailbox().post(*as_text(event))
            await backstage.mailbox().post(*as_text(event))
        await until(backstage.idle)

    assert await told(backstage) == ["Which order?", "Number 7 is on its way."]
    assert len(await reports(backstage)) == 2


async def test_with_no_flow_the_conversation_knows_of_none(backstage: Backstage, ada: User) -> None:
    now = await hears(backstage, said(1, "hello"))

    assert (now.noticed, now.standings) == (None, ())
    assert await told(backstage) == ["You said: hello"]
