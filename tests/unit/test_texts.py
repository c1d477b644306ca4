"""What the product says, in every language."""

import re
from datetime import UTC, datetime

import pytest
import yaml

from bot import texts
from bot.texts import FALLBACK, LANGUAGES, FileTexts

SAY = FileTexts()
WARSAW = "Europe/Warsaw"


def read(language: str) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((texts._HERE / f"{language}.yml").read_text("utf-8"))
    return found


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)}", text))


ENGLISH = read(FALLBACK)
OTHERS = [language for language in LANGUAGES if language != FALLBACK]


def test_the_four_languages_are_there() -> None:
    assert set(LANGUAGES) == {"el", "en", "pl", "ru"}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_everything_that_english_says_and_nothing_else(language: str) -> None:
    assert read(language).keys() == ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ENGLISH)
def test_a_text_has_words_and_the_placeholders_of_the_english_one(language: str, key: str) -> None:
    text = read(language)[key]

    assert isinstance(text, str), "an unquoted yes or no is not a text"
    assert text.strip() == text != ""
    assert placeholders(text) == placeholders(ENGLISH[key])


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(language: str) -> None:
    assert [key for key, text in read(language).items() if text == ENGLISH[key]] == []


@pytest.mark.parametrize("language", ["de", "", "../../secret"])
def test_another_language_hears_english(language: str) -> None:
    assert SAY.say("yes", language) == "Yes"


def test_a_customers_own_braces_are_no_placeholders() -> None:
    assert SAY.say("operator_joined", "en", name="{line} {0}") == "{line} {0} is with you now."


def test_a_key_that_does_not_exist_is_loud() -> None:
    with pytest.raises(KeyError):
        SAY.say("no_such_text", "en")


NOW = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # Friday, half past eleven at night in Warsaw
TONIGHT = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "at", "said"),
    [
        ("en", TONIGHT, "today at 23:45"),
        ("en", SATURDAY, "tomorrow at 10:00"),
        ("en", MONDAY, "on Monday, 23 November at 09:00"),
        ("pl", TONIGHT, "dziś o 23:45"),
        ("pl", SATURDAY, "jutro o 10:00"),
        ("ru", TONIGHT, "сегодня в 23:45"),
        ("ru", SATURDAY, "завтра в 10:00"),
        ("el", TONIGHT, "σήμερα στις 23:45"),
        ("el", SATURDAY, "αύριο στις 10:00"),
    ],
)
def test_when_somebody_is_back(language: str, at: datetime, said: str) -> None:
    assert SAY.when(at, NOW, WARSAW, language) == said


@pytest.mark.parametrize(
    ("language", "weekday", "date"),
    [("pl", "poniedziałek", "23 listopada"), ("ru", "понедельник", "23 ноября"), ("el", "Δευτέρα", "23 Νοεμβρίου")],
)
def test_a_day_is_named_in_the_customers_language(language: str, weekday: str, date: str) -> None:
    said = SAY.when(MONDAY, NOW, WARSAW, language)

    assert weekday[:-1].casefold() in said.casefold()
    assert date in said
    assert "09:00" in said


def test_today_is_today_where_the_line_is() -> None:
    """Half past eleven at night in Warsaw is tomorrow already in Tokyo."""
    assert SAY.when(SATURDAY, NOW, "Asia/Tokyo", "en") == "today at 18:00"
