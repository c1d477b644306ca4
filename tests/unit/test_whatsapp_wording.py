"""The desk's little Markdown becomes WhatsApp's own signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.wording import worded
from handoff.formatting import read


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("plain *as it is*", "plain *as it is*"),
        ("**bold**, _italic_ and `code`", "*bold*, _italic_ and `code`"),
        ("**very _both_**", "*very _both_*"),
        ("**two\nlines**", "*two*\n*lines*"),
        ("```\na = 1\nb = 2\n```", "```a = 1\nb = 2```"),
        ("see [the list](https://shop.example/list)", "see the list (https://shop.example/list)"),
        ("see **[the list](https://shop.example/list)**", "see *the list* (https://shop.example/list)"),
        ("[https://shop.example](https://shop.example)", "https://shop.example"),
    ],
)
def test_each_style_has_its_sign(written: str, sent: str) -> None:
    assert worded(written) == sent


@given(st.text(alphabet="ab *_`[]()\n:/ht", max_size=60))
def test_no_word_is_lost_whatever_is_written(written: str) -> None:
    signs = str.maketrans("", "", "*_`")

    for word in read(written).text.translate(signs).split():
        assert word in worded(written).translate(signs)
