"""Flows that talk, in the running bot: at the messenger's wire, on real databases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import Hooked, Pressed, Started
from flows.model import Flow
from handoff.ids import EventId
from handoff.messages import Attachment, Card, Content, FileKind
from handoff.session import Waiting, WithBot
from nlu.rasa_client import RasaDialogue
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.flow_world import flow, message
from tests.flowing import ASK, HAND_OFF, hears, on_event, orders, plays_again, publish, reports, told, triggered
from tests.parts import NOW, PAYMENTS, address, said


@pytest.fixture(autouse=True)
async def _played_again(backstage: Backstage) -> AsyncIterator[None]:
    yield
    await plays_again(backstage)


async def test_a_question_a_condition_and_a_hand_off(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())

    await hears(backstage, said(1, "Where is my order?"))
    now = await hears(backstage, said(2, "1234"))

    assert (await told(backstage))[0] == "Which order?"
    assert isinstance(now.session, Waiting)
    assert (now.session.line, dict(now.handling.collected)) == (PAYMENTS, {"order": "1234"})
    assert [each.details["did"] for each in await reports(backstage)] == ["began", "ended"]
    assert now.standings == ()


async def test_words_that_are_no_answer_go_to_the_dialogue_and_the_question_comes_back(
    backstage: Backstage, ada: User
) -> None:
    await publish(backstage, orders())
    await hears(backstage, said(1, "my order"))

    now = await hears(backstage, said(2, "are you a robot?"))

    assert await told(backstage) == ["Which order?", "You said: are you a robot?", "Which order?"]
    assert now.standings[0].asks
    assert [text for _, text in backstage.rasa.heard] == ["my order", "are you a robot?"]  # asked once for each


async def test_words_that_nobody_can_reply_to_count_as_a_try(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    backstage.rasa.commands["dunno"] = [{"name": "answer", "topic": None}]

    await hears(backstage, said(1, "my order"), said(2, "dunno"))
    now = await hears(backstage, said(3, "dunno"))

    assert isinstance(now.session, Waiting)  # by the way out of the question: failed
    assert (await told(backstage))[:2] == ["Which order?", "Which order?"]


async def test_a_yes_to_another_question_is_a_try(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    backstage.rasa.rankings["yes"] = [("affirm", 0.9)]

    now = await hears(backstage, said(1, "my order"), said(2, "yes"), said(3, "yes"))

    assert isinstance(now.session, Waiting)
    assert "You said: yes" not in await told(backstage)


async def test_asking_for_a_person_works_in_the_middle(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    backstage.rasa.commands["a human"] = [HAND_OFF]

    now = await hears(backstage, said(1, "my order"), said(2, "a human"))

    assert isinstance(now.session, Waiting)
    assert now.handling.reason == "asked"
    assert (await told(backstage))[1].startswith("Of course, I'm getting a person")


async def test_a_free_answer_may_speak_of_persons(backstage: Backstage, ada: User) -> None:
    story = {"kind": "question", "text": {"en": "What happened?"}, "variable": "story"}
    await publish(
        backstage,
        flow(
            {"ask": story, "done": message("Noted: {{ story }}")}, "ask.next > done", triggers=triggered("ask", "tell")
        ),
    )
    backstage.rasa.rankings["The delivery person was rude"] = [("complaint", 0.6), ("ask_human", 0.3)]
    backstage.rasa.rankings["get me a human"] = [("ask_human", 0.97)]

    await hears(backstage, said(1, "tell"), said(2, "The delivery person was rude"))
    now = await hears(backstage, said(3, "tell"), said(4, "get me a human"))

    assert (await told(backstage))[:3] == ["What happened?", "Noted: The delivery person was rude", "What happened?"]
    assert isinstance(now.session, Waiting)


async def test_the_very_words_of_a_flow_give_way_to_a_wish_and_to_no_guess(backstage: Backstage, ada: User) -> None:
    await publish(backstage, flow({"hi": message("About gramophones.")}, triggers=triggered("hi", "gramophone")))
    asks = [{"name": "hand_off", "reason": "asked"}]
    guess, wish, beside = "gramophone please", "a human for my gramophone", "gramophone broken, get me somebody"
    backstage.rasa.commands |= {guess: asks, wish: asks}
    backstage.rasa.rankings |= {
        guess: [("ask_human", 0.41)], wish: [("ask_human", 0.77)], beside: [("returns", 0.6), ("ask_human", 0.26)],
    }  # fmt: skip

    now = await hears(backstage, said(1, guess))
    assert (await told(backstage), isinstance(now.session, WithBot)) == (["About gramophones."], True)
    now = await hears(backstage, said(2, wish))
    assert isinstance(now.session, Waiting)

    await backstage.customer(502, "Grace")
    await hears(backstage, said(3, beside, customer=502))
    assert "About gramophones." not in [each.content.text for each in await backstage.thread(502)]


async def test_without_the_dialogue_flows_go_on(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    backstage.dialogue = RasaDialogue("http://127.0.0.1:1")

    now = await hears(backstage, said(1, "my order"), said(2, "what?"), said(3, "7"))

    assert await told(backstage) == ["Which order?", "Which order?", "Number 7 is on its way."]
    assert isinstance(now.session, WithBot)


async def test_a_file_a_place_and_a_shared_number_are_answers(backstage: Backstage, ada: User) -> None:
    asks = {kind: {"kind": "question", "text": {"en": kind}, "answer": kind, "variable": kind} for kind in
            ("file", "phone")}  # fmt: skip
    await publish(
        backstage,
        flow(
            asks | {"done": message("{{ file[0].name }} {{ phone }}")}, "file.next > phone, phone.next > done",
            triggers=triggered("file", "begin"),
        ),
    )  # fmt: skip
    photo = Attachment(kind=FileKind.PHOTO, name="desk.jpg", mime="image/jpeg")
    card = Card(name="Ada", phone="+48600123456")

    await hears(backstage, said(1, "begin"))
    await hears(backstage, replace(said(2), content=Content(attachments=(photo,))))
    await hears(backstage, replace(said(3), content=Content(cards=(card,))))

    assert await told(backstage) == ["file", "phone", "desk.jpg +48600123456"]


async def test_what_the_channel_cannot_read_is_no_try(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())

    await hears(
        backstage, said(1, "my order"), *(replace(said(n, unsupported="poll"), content=Content()) for n in (2, 3, 4))
    )

    assert (await told(backstage))[-1] == "Which order?"
    assert isinstance((await backstage.conversation()).session, WithBot)


async def test_an_answer_that_was_held_up_on_its_way_is_one(backstage: Backstage, ada: User) -> None:
    await publish(backstage, orders())
    await hears(backstage, said(1, "my order"))

    await hears(backstage, replace(said(2, "5"), sent_at=NOW - timedelta(hours=2)))

    assert (await told(backstage))[-1] == "Number 5 is on its way."


def colours() -> Flow:
    choices = [{"id": each, "label": {"en": each}} for each in ("red", "blue")]
    ask = {"kind": "question", "text": {"en": "Which?"}, "answer": "choice", "choices": choices, "variable": "colour"}
    steps = {"ask": ask, "done": message("{{ colour }} it is.")}
    return flow(steps, "ask.next > done", id="colours", triggers=triggered("ask", "colour"))


def presses(number: int, action: str) -> Pressed:
    return Pressed(
        id=EventId(f"telegram:main:501-p{number}"), address=address(), at=NOW, sent_at=NOW, action=action, label="it"
    )


async def actions(backstage: Backstage) -> list[str]:
    return [button.action for each in await backstage.thread() for button in each.buttons]


async def test_a_button_answers_once_and_an_old_one_is_told_to_be_over(backstage: Backstage, ada: User) -> None:
    await publish(backstage, colours())
    await hears(backstage, said(1, "colour"))
    red = (await actions(backstage))[0]

    now = await hears(backstage, presses(1, red), presses(2, red))

    assert len(red.encode()) <= 40
    assert await told(backstage) == [
        "Which?", "red it is.", "That button belongs to an earlier question. Just write to me what you need now.",
    ]  # fmt: skip
    assert now.standings == ()


async def test_a_trigger_may_want_the_button_of_an_old_message(backstage: Backstage, ada: User) -> None:
    menu = {"kind": "message", "variants": [{"en": "Menu"}], "buttons": [{"id": "order", "label": {"en": "Order"}}]}
    shop = flow({"menu": menu}, id="shop", triggers=triggered("menu", "menu"))
    wants = [{"id": "press", "kind": "button", "flow": "shop", "step": "menu", "choice": "order", "leads_to": "ask"}]
    await publish(
        backstage, shop, orders().model_copy(update={"triggers": flow({"ask": ASK}, triggers=wants).triggers})
    )
    await hears(backstage, said(1, "menu"))
    order = (await actions(backstage))[0]

    await hears(backstage, presses(1, order))
    await hears(backstage, presses(2, order))

    assert await told(backstage) == ["Menu", "Which order?", "Which order?"]
    assert len((await backstage.conversation()).standings) == 1  # begun anew, not twice


async def test_files_and_addresses_reach_telegram(backstage: Backstage, ada: User) -> None:
    photo = {"kind": "photo", "url": "https://shop.example/desk.jpg"}
    link = {"id": "more", "label": {"en": "More"}, "url": "https://shop.example"}
    shown = {"kind": "message", "variants": [{"en": "A desk"}], "media": [photo], "buttons": [link]}
    await publish(backstage, flow({"show": shown}, triggers=triggered("show", "desk")))

    await hears(backstage, said(1, "desk"))
    backstage.cloud.fail(status=400, method="sendPhoto")
    await hears(backstage, said(2, "desk"))

    sent, again = backstage.cloud.called("sendPhoto")[0], backstage.cloud.called("sendMessage")[-1]
    assert (sent.text("photo"), sent.text("caption")) == ("https://shop.example/desk.jpg", "A desk")
    assert '"url":"https://shop.example"' in sent.text("reply_markup").replace(" ", "")
    assert again.text("text") == "A desk\nhttps://shop.example/desk.jpg"  # it could not be fetched


async def test_a_link_begins_its_flow_and_nobody_is_greeted_twice(backstage: Backstage, ada: User) -> None:
    link = [{"id": "link", "kind": "link", "payload": "spring", "leads_to": "hi", "variable": "from"}]
    await publish(backstage, flow({"hi": message("You come from {{ from }}.")}, triggers=link))

    def starts(number: int, payload: str) -> Started:
        id_ = EventId(f"telegram:main:501-s{number}")
        return Started(id=id_, address=address(), at=NOW, sent_at=NOW, payload=payload)

    await hears(backstage, starts(1, "spring"), starts(2, "other"))

    assert [text[:12] for text in await told(backstage)] == ["You come fro", "Hello! I'm t"]


async def test_a_first_message_is_welcomed_and_still_answered(backstage: Backstage, ada: User) -> None:
    welcome = flow({"hi": message("Welcome!")}, id="welcome", triggers=on_event("hi", "first_message"))
    asks = flow({"ask": ASK}, id="menu", triggers=on_event("ask", "session_opened"))
    await publish(backstage, welcome, asks, orders())

    now = await hears(backstage, said(1, "my order"))

    assert await told(backstage) == ["Welcome!", "Which order?"]
    assert [each.flow for each in now.standings] == ["orders"]  # what they want comes before the menu


async def test_a_webhook_begins_its_flow(backstage: Backstage, ada: User) -> None:
    hook = [{"id": "hook", "kind": "hook", "hook": "parcel", "leads_to": "hi", "variable": "news"}]
    await publish(backstage, flow({"hi": message("Parcel: {{ news.state }}.")}, triggers=hook))
    await hears(backstage, said(1, "hello"))
    event = Hooked(
        id=EventId("hooked:1"), conversation_id=address().conversation_id, at=NOW, hook="parcel",
        data={"state": "here"},
    )  # fmt: skip

    await hears(backstage, event, event)

    assert (await told(backstage))[1:] == ["Parcel: here."]


async def test_an_intent_begins_a_flow_and_wins_over_an_article(backstage: Backstage, ada: User) -> None:
    intent = [{"id": "intent", "kind": "intent", "intent": "order_status", "confidence": 0.8, "leads_to": "ask"}]
    await publish(backstage, orders().model_copy(update={"triggers": flow({"ask": ASK}, triggers=intent).triggers}))
    sure, unsure = [("order_status", 0.9)], [("order_status", 0.6)]
    backstage.rasa.rankings |= {"where is it": sure, "hm": unsure}

    await hears(backstage, said(1, "hm"), said(2, "where is it"))

    assert await told(backstage) == ["You said: hm", "Which order?"]
