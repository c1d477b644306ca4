"""How texts are cut and buttons laid out for Telegram. Numbers in brackets are those of the adapters' test list."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import text as texts
from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.text import LIMIT, entities
from handoff.messages import Button


def split(text: str, limit: int = LIMIT) -> list[str]:
    return [piece.text for piece in texts.split(text, limit)]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_text_at_the_limit_stays_whole_and_one_more_makes_two() -> None:
    """[6]"""
    assert split("a" * LIMIT) == ["a" * LIMIT]
    assert list(map(len, split("a" * (LIMIT + 1)))) == [LIMIT, 1]


def test_an_emoji_counts_twice() -> None:
    """[6]"""
    assert split("🙂" * 2048) == ["🙂" * 2048]
    assert split("🙂" * 2049) == ["🙂" * 2048, "🙂"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One two.\n\nThree. Four five", ["One two.", "Three. Four five"]),
        ("One two three.\nFour. Five", ["One two three.", "Four. Five"]),
        ("One two. Three four five", ["One two.", "Three four five"]),
        ("One two three four five", ["One two three", "four five"]),
        ("A.\n\nOne two three four", ["A.\n\nOne two", "three four"]),
    ],
    ids=["paragraph", "line", "sentence", "word", "no scrap of a first part"],
)
def test_the_cut_is_where_a_reader_would_pause(text: str, parts: list[str]) -> None:
    assert split(text, limit=16) == parts


@pytest.mark.parametrize(
    "sign",
    ["👨‍👩‍👧‍👦", "👍🏽", "🇺🇦", "e\u0301", "นี้"],
    ids=["family", "skin tone", "flag", "combining accent", "Thai vowel and tone"],
)
def test_no_sign_is_torn_apart(sign: str) -> None:
    """[6]"""
    for before in range(1, 30):
        parts = split("x" * before + sign * 12, limit=32)
        assert all(sign * (len(part.lstrip("x")) // len(sign)) == part.lstrip("x") for part in parts)


def test_text_from_right_to_left_is_cut_between_words() -> None:
    """[6]"""
    assert split("שלום לכולם היום", limit=11) == ["שלום לכולם", "היום"]


def test_white_space_alone_is_nothing_to_send() -> None:
    assert split(" \n\t ") == []


@given(text=st.text(max_size=200), limit=st.integers(4, 40))
def test_nothing_but_white_space_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.strip() and units(part) <= limit for part in parts)


LETTER = st.characters(categories=["Lo"])
MARKS = st.text(st.characters(categories=["Mn"]), max_size=2)


@given(st.lists(st.tuples(LETTER, MARKS).map("".join), min_size=10, max_size=60))
def test_a_mark_stays_with_its_letter(letters: list[str]) -> None:
    """[6]"""
    parts = split("".join(letters), limit=16)

    assert not [part for part in parts if unicodedata.category(part[0]) == "Mn"]


def rows(*labels: str) -> list[list[str]]:
    markup = keyboard([Button(action=f"b:{number}", label=label) for number, label in enumerate(labels)])
    assert markup is not None
    return [[button.text for button in row] for row in markup.inline_keyboard]


@pytest.mark.parametrize(
    ("labels", "laid_out"),
    [
        (["Yes", "No"], [["Yes", "No"]]),
        (["1", "2", "3", "4"], [["1", "2", "3"], ["4"]]),
        (
            ["Track an order", "Return an item", "Opening hours"],
            [["Track an order", "Return an item"], ["Opening hours"]],
        ),
        (["Talk to a person, please", "No"], [["Talk to a person, please"], ["No"]]),
    ],
)
def test_buttons_share_a_row_only_where_their_labels_fit(labels: list[str], laid_out: list[list[str]]) -> None:
    """[7]"""
    assert rows(*labels) == laid_out


def test_no_button_is_lost_or_moved() -> None:
    """[7]"""
    labels = [f"{'x' * (number % 19)}{number}" for number in range(60)]

    assert [label for row in rows(*labels) for label in row] == labels
    assert max(map(len, rows(*labels))) <= 3


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert keyboard([]) is None


def formats(text: str, limit: int = LIMIT) -> list[list[tuple[str, int, int]]]:
    return [
        [(each.type, each.offset, each.length) for each in entities(piece) or ()] for piece in texts.split(text, limit)
    ]


def test_formats_are_counted_as_telegram_counts() -> None:
    assert formats("🙂 **жирно** и `код`") == [[("bold", 3, 5), ("code", 11, 3)]]


def test_a_format_goes_on_behind_a_cut() -> None:
    """[6]"""
    assert split("One **two three four** five", limit=12) == ["One two", "three four", "five"]
    assert formats("One **two three four** five", limit=12) == [[("bold", 4, 3)], [("bold", 0, 10)], []]


def test_the_limit_counts_what_is_left_when_the_signs_are_gone() -> None:
    """[6]"""
    assert split(f"**{'a' * LIMIT}**") == ["a" * LIMIT]


def test_beyond_the_hundredth_words_are_plain() -> None:
    [piece] = texts.split(" ".join(["**a**"] * 120), LIMIT)

    assert len(entities(piece) or ()) == 100
    assert piece.text == " ".join("a" * 120)
