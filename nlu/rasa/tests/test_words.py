"""What the assistant says, and in which words."""

import pytest
import yaml

from components.replies import choose, fill, read
from environment import PROJECT

REPLIES = read(PROJECT / "replies")
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", sorted(REPLIES))
def test_every_language_has_words_for_every_reply(language):
    assert set(REPLIES[language]) == set(DOMAIN["actions"])
    assert all(text.strip() for variants in REPLIES[language].values() for text in variants)


def test_every_language_that_is_understood_is_spoken():
    assert {path.parent.name for path in PROJECT.glob("data/*/nlu.yml")} == set(REPLIES)


def test_an_event_gets_the_same_words_each_time_and_other_events_get_others():
    said = [choose(REPLIES, "en", "utter_greet", f"telegram:main:{n}") for n in range(50)]

    assert said == [choose(REPLIES, "en", "utter_greet", f"telegram:main:{n}") for n in range(50)]
    assert set(said) == set(REPLIES["en"]["utter_greet"])


@pytest.mark.parametrize(("asked", "spoken"), [("pl", "pl"), ("pl-PL", "pl"), ("fi", "en"), (None, "en")])
def test_a_language_without_words_falls_back_to_english(asked, spoken):
    assert choose(REPLIES, asked, "utter_thanks", "e") in REPLIES[spoken]["utter_thanks"]


def test_a_command_is_filled_with_what_is_known():
    command = {"name": "answer", "topic": "{topic}", "otherwise": None}

    assert fill(command, {"topic": "refund"}) == {"name": "answer", "topic": "refund", "otherwise": None}
    assert fill(command, {"topic": None}) == {"name": "answer", "topic": None, "otherwise": None}
