"""Which language a message is in."""

import pytest

from nlu.language import detect, plain_letters

KNOWN = ("en", "ru", "pl", "el")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my order?", "en"),
        ("hello", "en"),
        ("Где мой заказ?", "ru"),
        ("да", "ru"),
        ("Πού είναι η παραγγελία μου;", "el"),
        ("ποτε θα ερθει", "el"),
        ("Gdzie jest moje zamówienie?", "pl"),
        ("gdzie jest moje zamowienie", "pl"),
        ("dzień dobry", "pl"),
        ("чем отличается Google Pay от Apple Pay", "ru"),
        ("δεν δουλεύει το SPRING10", "el"),
        ("I paid for MP-123456 with a card, where's the invoice", "en"),
    ],
)
def test_a_message_shows_its_language(text, language):
    others = [each for each in KNOWN if each != language]

    assert [detect(text, KNOWN, fallback) for fallback in others] == [language] * 3


@pytest.mark.parametrize(
    "text", ["", "ok", "123", "MP-123456", "👍", "?", "a@b.example", "https://shop.example/the/order", "中文"]
)
@pytest.mark.parametrize("fallback", KNOWN)
def test_a_message_that_says_too_little_changes_nothing(text, fallback):
    assert detect(text, KNOWN, fallback) == fallback


def test_a_language_that_is_not_offered_is_never_chosen():
    assert detect("Gdzie jest moje zamówienie?", ("en", "ru"), "ru") == "ru"
    assert detect("Where is my order?", ("pl", "el"), "el") == "el"
    assert detect("Где мой заказ?", ("en", "pl"), "pl") == "pl"


def test_letters_are_compared_without_accents():
    assert plain_letters("Łódź, ΠΌΤΕ, Ёлка") == "lodz, ποτε, елка"
