"""What of an article's Markdown reaches a chat."""

import pytest

from nlu.knowledge.markdown import first_paragraph, plain_text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("Two days.\n\nDetails.", "Two days.", id="the first of two"),
        pytest.param("Two\ndays.", "Two days.", id="a line break in the source is a space"),
        pytest.param("# Delivery\n\nTwo days.", "Two days.", id="a heading is passed over"),
        pytest.param("It takes **two** _days_, `MP-1`.", "It takes two days, MP-1.", id="emphasis and code"),
        pytest.param("See [our page](https://a.example/b).", "See our page (https://a.example/b).", id="link"),
        pytest.param("<https://a.example>", "https://a.example", id="a bare address is said once"),
        pytest.param("See [below](#below).", "See below.", id="a link within the page says nothing"),
        pytest.param("1 < 2 & <b>bold</b>", "1 < 2 & <b>bold</b>", id="HTML is text"),
        pytest.param("- one\n- two", "one", id="a list begins with its first item"),
        pytest.param("Street  \nTown", "Street\nTown", id="a hard break stays"),
        pytest.param("", "", id="nothing"),
        pytest.param("# Only a heading", "", id="only a heading"),
    ],
)
def test_the_first_paragraph_is_the_chat_answer(body, said):
    assert first_paragraph(body) == said


def test_plain_text_holds_every_block():
    assert plain_text("# A\n\nB\n\n- C\n- D\n\n```\nE\n```") == "A\nB\nC\nD\nE"
