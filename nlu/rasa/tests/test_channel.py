"""The door itself: repeats, bad callers, secrets and health."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import serving

from components.turn import Turns

GOOD = {
    "sender": "s",
    "message": "hello",
    "event_id": "telegram:main:1",
    "language": "en",
    "state": {"asked": None, "failures": 0},
}


def test_an_event_told_twice_gets_the_same_answer_and_moves_nothing(rasa):
    rasa.says("/warranty", sender="twice", event_id="e1")
    first = rasa.says("/refund", sender="twice", event_id="e2")

    again = rasa.says("/delivery", sender="twice", event_id="e2")

    assert again == first
    assert rasa.says("/thanks", sender="twice", event_id="e3")["understood"]["topic"] == "refund"


def test_an_event_told_twice_at_once_is_decided_once(rasa):
    with ThreadPoolExecutor() as callers:
        answers = list(
            callers.map(lambda word: rasa.says(word, sender="at once", event_id="e1"), ["/greet", "/goodbye"] * 4)
        )

    assert all(answer == answers[0] for answer in answers)


def test_the_same_state_is_decided_the_same_with_and_without_a_history(rasa):
    for number, word in enumerate(["/complaint", "/delivery", "/deny"]):
        rasa.says(word, sender="long known", event_id=f"before {number}", asked="helped", failures=2)
    turn = {"event_id": "now", "asked": "helped", "topic": "delivery"}

    assert rasa.says("no", sender="long known", **turn) == rasa.says("no", sender="never seen", **turn)


def test_order_numbers_are_found(rasa):
    answered = rasa.says("where is my order MP-482913?")

    assert answered["understood"]["entities"] == [{"entity": "order_number", "value": "MP-482913"}]


def test_what_was_understood_comes_with_the_three_likeliest_intents(rasa):
    understood = rasa.says("how long does delivery take?")["understood"]

    assert [understood["intent"], understood["confidence"]] == [
        understood["ranking"][0]["name"],
        understood["ranking"][0]["confidence"],
    ]
    assert len(understood["ranking"]) == 3


@pytest.mark.parametrize("message", ["/restart", "/back", "/session_start", "/start", "/", "/greet{", "//"])
def test_a_slash_gives_customers_no_power(rasa, message):
    rasa.says("/payment", sender=f"slash {message}", event_id="e1")

    answered = rasa.says(message, sender=f"slash {message}", event_id="e2")

    # Rasa's own /restart would have forgotten it. Words after a slash are just words: "back" may be about a return.
    assert answered["understood"]["topic"] is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sender": ""}, "sender"),
        ({"sender": 7}, "sender"),
        ({"message": "   "}, "message"),
        ({"event_id": None}, "event_id"),
        ({"language": ["en"]}, "language"),
        ({"state": "open"}, "state"),
        ({"state": {"asked": "anything"}}, "state.asked"),
        ({"state": {"failures": -1}}, "state.failures"),
        ({"state": {"failures": "1"}}, "state.failures"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_turn_is_refused_with_the_field_and_the_remedy(rasa, change, field):
    status, refusal = rasa.post(GOOD | change)

    assert status == 422
    assert [error["field"] for error in refusal["errors"]] == [field]
    assert refusal["errors"][0]["remedy"]
    assert rasa.post(GOOD)[0] == 200


@pytest.mark.parametrize("body", [b"", b"hello", b"\xff", b"[]", b"{}", b'"text"'])
def test_a_body_that_is_no_turn_is_refused(rasa, body):
    status, refusal = rasa.call("POST", "webhook", body)

    assert status == 422
    assert refusal["errors"]


def test_health_names_the_model(rasa, model):
    assert rasa.call("GET", "") == (200, {"status": "ok", "model": model.name})


def test_with_a_secret_only_those_who_know_it_get_in(model):
    with serving(model, token="open sesame") as door:
        assert door.post(GOOD)[0] == 200
        for shown in ({}, {"Authorization": "Bearer guess"}, {"Authorization": "open sesame"}):
            door._headers = shown
            status, refusal = door.post(GOOD)
            assert (status, refusal["errors"][0]["field"]) == (401, "Authorization")


def test_words_are_not_kept_and_what_is_forgotten_leaves_no_trace(model):
    with serving(model, token="open sesame") as door:
        for sender in ("ada", "bob"):
            door.says("my secret is a quince, where is my refund?", sender=sender, event_id="e1")

        def remembered(sender: str) -> str:
            return door.read(f"/conversations/{sender}/tracker?token=open%20sesame&include_events=ALL")

        assert "quince" not in remembered("ada")
        assert '"topic":"refund"' in remembered("ada").replace(" ", "")
        assert door.call("POST", "forget", b'{"senders": ["ada", "who"]}') == (200, {"forgotten": 2})
        assert '"topic":"refund"' not in remembered("ada").replace(" ", "")
        assert '"topic":"refund"' in remembered("bob").replace(" ", "")
        # It was told this event before, and would have said the same.
        again = door.says("/thanks", sender="ada", event_id="e1")
        assert again["understood"]["intent"] == "thanks"

        for body in (b"{}", b"[]", b"x", b'{"senders": [1]}'):
            assert door.call("POST", "forget", body)[0] == 422
        door._headers = {}
        assert door.call("POST", "forget", b'{"senders": []}')[0] == 401


def test_a_turn_that_failed_may_be_tried_again():
    async def scene() -> list[str]:
        turns, tries = Turns(sessions=10), []

        async def decide() -> dict[str, str]:
            tries.append("tried")
            if len(tries) == 1:
                raise LookupError("the first try fails")
            return {"answer": "second"}

        with pytest.raises(LookupError):
            await turns.once("s", "e1", decide)
        assert await turns.once("s", "e1", decide) == {"answer": "second"}
        assert await turns.once("s", "e1", decide) == {"answer": "second"}
        return tries

    assert asyncio.run(scene()) == ["tried", "tried"]


def test_only_the_sessions_spoken_with_last_are_remembered():
    async def scene() -> list[int]:
        turns, tries = Turns(sessions=2), []

        async def decide() -> dict[str, int]:
            tries.append(len(tries))
            return {"try": len(tries)}

        for sender in ("a", "b", "a", "c", "a", "b"):
            await turns.once(sender, "e", decide)
        return tries

    # a, b and c once each, and b again: it was the one not spoken with for longest when c came.
    assert len(asyncio.run(scene())) == 4
