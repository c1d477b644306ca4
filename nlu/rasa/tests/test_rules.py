"""What is decided in each situation, asked through the door as the product asks."""

from typing import Any

import pytest
import yaml

from components.replies import read
from environment import PROJECT

REPLIES = read(PROJECT / "replies")
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
TOPICS = [mapping["intent"] for mapping in DOMAIN["slots"]["topic"]["mappings"]]

HELPED, PERSON = {"asked": "helped"}, {"asked": "offer_person"}
CLOSE = {"name": "close", "reason": "helped"}
NOT_HELPED = {"name": "hand_off", "reason": "not_helped", "topic": None}
ASKED = {"name": "hand_off", "reason": "asked", "topic": None}
COMPLAINT = {"name": "hand_off", "reason": "complaint", "topic": None}


def answer(topic: str | None, otherwise: str) -> dict[str, Any]:
    return {"name": "answer", "topic": topic, "otherwise": otherwise}


@pytest.mark.parametrize(
    ("intent", "state", "reply", "command"),
    [
        ("greet", {}, "utter_greet", None),
        ("goodbye", {}, "utter_goodbye", None),
        ("bot_challenge", {}, "utter_bot_challenge", None),
        ("bot_challenge", HELPED, "utter_bot_challenge", None),
        ("affirm", {}, "utter_affirm", None),
        ("affirm", HELPED, None, CLOSE),
        ("affirm", PERSON, None, NOT_HELPED),
        ("deny", {}, "utter_deny", None),
        ("deny", HELPED, None, {"name": "offer_person"}),
        ("deny", PERSON, None, {"name": "stay"}),
        ("thanks", {}, "utter_thanks", None),
        ("thanks", HELPED, None, CLOSE),
        ("thanks", PERSON, "utter_thanks", None),
        ("ask_human", {}, None, ASKED),
        ("ask_human", HELPED, None, ASKED),
        ("ask_human", PERSON | {"failures": 2}, None, ASKED),
        ("complaint", {}, "utter_complaint", COMPLAINT),
        ("complaint", HELPED, "utter_complaint", COMPLAINT),
        ("out_of_scope", {}, "utter_out_of_scope", answer(None, "replies")),
        ("out_of_scope", {"failures": 1}, "utter_out_of_scope", answer(None, "hand_off")),
        ("nlu_fallback", {}, None, answer(None, "rephrase")),
        ("nlu_fallback", {"failures": 1}, None, answer(None, "hand_off")),
        ("nlu_fallback", HELPED | {"failures": 3}, None, answer(None, "hand_off")),
    ],
)
def test_an_intent_is_decided_by_what_was_asked_and_how_often_we_failed(rasa, intent, state, reply, command):
    answered = rasa.says(f"/{intent}", **state)

    assert answered["commands"] == ([command] if command else [])
    assert [said["text"] in REPLIES["en"][reply] for said in answered["replies"]] == ([True] if reply else [])


@pytest.mark.parametrize("state", [{}, HELPED, PERSON, {"failures": 2}])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_question_is_answered_whatever_was_asked_before(rasa, topic, state):
    answered = rasa.says(f"/{topic}", **state)

    assert answered["commands"] == [answer(topic, "hand_off")]
    assert answered["replies"] == []
    assert answered["understood"]["topic"] == topic


@pytest.mark.parametrize("asked", [None, "helped", "offer_person"])
@pytest.mark.parametrize("failures", [0, 1, 2])
@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_no_situation_is_left_without_a_decision(rasa, intent, failures, asked):
    answered = rasa.says(f"/{intent}", asked=asked, failures=failures)

    assert answered["commands"] or answered["replies"]


IN_WORDS = [
    ("en", "how long does delivery take?", {}, answer("delivery", "hand_off")),
    ("en", "can I talk to a real person please", {}, ASKED),
    ("en", "yes, it helped", HELPED, CLOSE),
    ("en", "no, it doesn't help", HELPED, {"name": "offer_person"}),
    ("ru", "сколько стоит доставка?", {}, answer("delivery", "hand_off")),
    ("ru", "позовите живого человека", {}, ASKED),
    ("ru", "да, помогло", HELPED, CLOSE),
    ("ru", "нет, не помогло", HELPED, {"name": "offer_person"}),
    ("pl", "ile kosztuje dostawa?", {}, answer("delivery", "hand_off")),
    ("pl", "chcę rozmawiać z człowiekiem", {}, ASKED),
    ("pl", "tak, pomogło", HELPED, CLOSE),
    ("pl", "nie, nie pomogło", HELPED, {"name": "offer_person"}),
    ("el", "πόσο κοστίζουν τα μεταφορικά;", {}, answer("delivery", "hand_off")),
    ("el", "θέλω να μιλήσω με άνθρωπο", {}, ASKED),
    ("el", "ναι, βοήθησε", HELPED, CLOSE),
    ("el", "όχι, δεν βοήθησε", HELPED, {"name": "offer_person"}),
]


@pytest.mark.parametrize(("language", "message", "state", "command"), IN_WORDS)
def test_customers_are_understood_in_their_own_words(rasa, language, message, state, command):
    assert rasa.says(message, language=language, **state)["commands"] == [command]


@pytest.mark.parametrize(
    ("language", "greeting"), [("en", "hello"), ("ru", "здравствуйте"), ("pl", "dzień dobry"), ("el", "καλημέρα")]
)
def test_small_talk_is_returned_in_the_customers_language(rasa, language, greeting):
    [said] = rasa.says(greeting, language=language)["replies"]

    assert said["text"] in REPLIES[language]["utter_greet"]


def test_an_unknown_language_is_spoken_to_in_english(rasa):
    [said] = rasa.says("/greet", language="fi")["replies"]

    assert said["text"] in REPLIES["en"]["utter_greet"]


def test_a_handoff_carries_the_last_topic_of_the_session(rasa):
    rasa.says("/warranty", sender="carries")
    rasa.says("/thanks", sender="carries")

    answered = rasa.says("/ask_human", sender="carries")

    assert answered["commands"] == [ASKED | {"topic": "warranty"}]
    assert answered["understood"]["topic"] == "warranty"


def test_a_topic_told_by_the_product_stands_in_for_a_forgotten_one(rasa):
    assert rasa.says("/ask_human", topic="refund")["commands"] == [ASKED | {"topic": "refund"}]
