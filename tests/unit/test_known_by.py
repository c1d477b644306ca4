"""The words that customers are found by."""

from dataclasses import replace

import pytest

from handoff.customer import Customer
from storage.mongo.known_by import asked_for, words_of
from tests.parts import conversation

JAN = Customer(
    name="Jan van Dijk", username="jvd_91", phone="+48 (500) 600-700", email="Jan@Example.com",
    verified=frozenset({"phone:+4915112345678", "email:jan@work.example"}),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["jan", "JAN", "v", "dijk van", "jvd_91", "example", "jan@example.com", "work", "+48 500", "500 600", "48500600700",
     "491511", "telegram", "telegram:501", "501"],
)  # fmt: skip
def test_whoever_is_called_so_is_found(text: str) -> None:
    words = words_of(replace(conversation(501), customer=JAN))

    assert asked_for(text)
    assert set(asked_for(text)) <= set(words)


@pytest.mark.parametrize("text", ["ijk", "janek", "600-700", "jan smith", "whatsapp", "99"])
def test_nobody_else_is(text: str) -> None:
    assert not set(asked_for(text)) <= set(words_of(replace(conversation(501), customer=JAN)))


@pytest.mark.parametrize("text", ["", " ", "()", "🙂", ".*"])
def test_a_search_without_a_word_asks_for_nothing(text: str) -> None:
    assert list(asked_for(text)) == []


def test_the_rarest_word_is_asked_for_first() -> None:
    assert asked_for("Jo Kowalska-Nowak Li")[0] == "kowalska"


def test_a_long_word_is_found_by_its_beginning() -> None:
    long = Customer(name="Wolfeschlegelsteinhausen")
    words = words_of(replace(conversation(501), customer=long))

    assert max(map(len, words)) == 12
    assert set(asked_for("Wolfeschlegelsteinhausen")) <= set(words)
