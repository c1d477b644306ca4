"""The little Markdown of the desk: what is a sign, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.formatting import Style, plain, read


def styled(text: str) -> tuple[str, list[tuple[Style, str, str]]]:
    found = read(text)
    return found.text, [(each.style, found.text[each.start : each.end], each.url) for each in found.spans]


@pytest.mark.parametrize(
    ("text", "words", "styles"),
    [
        ("**Yes**, of course", "Yes, of course", [(Style.BOLD, "Yes", "")]),
        ("_maybe_ 🙂", "maybe 🙂", [(Style.ITALIC, "maybe", "")]),
        ("run `rm *_*` now", "run rm *_* now", [(Style.CODE, "rm *_*", "")]),
        ("see [our page](https://a.example/x_y)", "see our page", [(Style.LINK, "our page", "https://a.example/x_y")]),
        ("**https://a.example/_b_**.", "https://a.example/_b_.", [(Style.BOLD, "https://a.example/_b_", "")]),
        ("**all of _this_**", "all of this", [(Style.BOLD, "all of this", ""), (Style.ITALIC, "this", "")]),
        ("[**bold** link](http://a.example)", "bold link", [
            (Style.LINK, "bold link", "http://a.example"), (Style.BOLD, "bold", ""),
        ]),
        ("First:\n```py\na = **b**\n  c\n```\n**then**", "First:\na = **b**\n  c\nthen", [
            (Style.BLOCK, "a = **b**\n  c", ""), (Style.BOLD, "then", ""),
        ]),
    ],
)  # fmt: skip
def test_signs_become_styles(text: str, words: str, styles: list[tuple[Style, str, str]]) -> None:
    assert styled(text) == (words, styles)


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4 and 2*3*4", "*one star*", "__init__ and snake_case_name", "a ** b ** c", "** lone", "`open",
        "```\nopen",
        "- one\n- two\n\n  1. three", "[no](javascript:alert(1))", "[no](/a/path)", "[] and ()", "<b>&amp;</b>",
        "https://shop.example/*1*_2_ <b>", "https://a.example/_b_/c", "http://a.example/x_y_z, and _",
        "C:\\_tmp\\*", "\\*\\*", "a\r\nb\tc  \n\n\n d", "~~gone~~ ||secret||", "# Title", "> quoted", "![picture](https://a.example/b.png",
    ],
)  # fmt: skip
def test_what_people_write_for_themselves_stays(text: str) -> None:
    assert styled(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Yes**, _see_ [our page](https://a.example), `code`", "Yes, see our page (https://a.example), code"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("nothing", "nothing"),
    ],
)
def test_where_nothing_is_formatted_the_words_remain(text: str, words: str) -> None:
    assert plain(text) == words


SIGNS = st.text(st.sampled_from("ab *_`[]()\n🙂\\") | st.characters(), max_size=60)


@given(text=SIGNS)
def test_any_text_is_read_and_its_styles_lie_within_it(text: str) -> None:
    found = read(text)

    assert all(0 <= each.start < each.end <= len(found.text) for each in found.spans)
    for one in found.spans:
        for other in found.spans:
            apart = one.end <= other.start or other.end <= one.start
            assert apart or (one.start - other.start) * (one.end - other.end) <= 0, "they cross"


@given(text=SIGNS, cut=st.integers(0, 60))
def test_a_cut_loses_no_style(text: str, cut: int) -> None:
    whole = read(text)
    halves = [whole.between(0, cut), whole.between(cut, len(whole.text))]

    def letters(formatted: object) -> int:
        return sum(each.end - each.start for each in formatted.spans)  # type: ignore[attr-defined]

    assert "".join(each.text for each in halves) == whole.text
    assert sum(map(letters, halves)) == letters(whole)
