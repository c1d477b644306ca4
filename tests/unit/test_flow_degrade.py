"""What channels make of what is said, and that nothing gets lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cutting import split, width
from flows.degrade import Fitted, Loss, fit
from flows.effects import Button, Media, Note, Say
from flows.limits import CHANNELS
from flows.words import FlowId, StepId

WHATSAPP, TELEGRAM, VIBER = CHANNELS["whatsapp"], CHANNELS["telegram"], CHANNELS["viber"]


def buttons(*labels: str, url: str | None = None) -> tuple[Button, ...]:
    return tuple(
        Button(label=label, flow=FlowId("f"), step=StepId("s"), choice=str(place), url=url)
        for place, label in enumerate(labels)
    )


def losses(fitted: Fitted) -> list[str]:
    return [each.loss for each in fitted.degradations]


def only(fitted: Fitted) -> Say:
    (say,) = fitted.effects
    assert isinstance(say, Say)
    return say


@pytest.mark.parametrize(
    ("labels", "shape", "kept", "lost"),
    [
        (["a"] * 0, "buttons", 0, []),
        (["a", "b", "c"], "buttons", 3, []),
        (["a", "b", "c", "d"], "list", 4, [Loss.BUTTONS_TO_LIST]),
        ([str(n) for n in range(10)], "list", 10, [Loss.BUTTONS_TO_LIST]),
        ([str(n) for n in range(11)], "buttons", 0, [Loss.BUTTONS_TO_NUMBERS]),
        (["x" * 20], "buttons", 1, []),
        (["x" * 21], "buttons", 1, [Loss.LABEL_SHORTENED]),
        (["x" * 21 + "a", "x" * 21 + "b"], "list", 2, [Loss.BUTTONS_TO_LIST]),
        (["x" * 30 + "a", "x" * 30 + "b"], "buttons", 0, [Loss.BUTTONS_TO_NUMBERS]),
    ],
)
def test_buttons_on_whatsapp(labels: list[str], shape: str, kept: int, lost: list[Loss]) -> None:
    fitted = fit(Say(text="Which?", buttons=buttons(*labels), expects="choice"), WHATSAPP)
    say = only(fitted)
    assert (say.shape, len(say.buttons), losses(fitted)) == (shape, kept, lost)
    limit = WHATSAPP.row_label if shape == "list" else WHATSAPP.label
    assert all(width(each.label) <= limit for each in say.buttons)
    assert say.expects == "choice"


def test_numbers_stand_for_the_buttons_in_their_order() -> None:
    say = only(fit(Say(text="Which?", buttons=buttons(*(f"Shop {n}" for n in range(11)))), WHATSAPP))
    assert say.text.startswith("Which?\n1. Shop 0\n2. Shop 1\n")
    assert say.text.endswith("\n11. Shop 10")


def test_what_fits_is_left_alone() -> None:
    say = Say(text="Which?", buttons=buttons(*"abcd"), media=(Media(kind="photo", url="https://a/b.jpg"),))
    assert fit(say, TELEGRAM) == Fitted(effects=(say,))
    assert fit(Note(text="x" * 9999), WHATSAPP) == Fitted(effects=(Note(text="x" * 9999),))


def test_a_link_button_becomes_its_address() -> None:
    fitted = fit(Say(text="See", buttons=buttons("Shop", url="https://shop.example")), WHATSAPP)
    assert only(fitted).text == "See\nShop: https://shop.example"
    assert losses(fitted) == [Loss.LINK_TO_TEXT]


def test_a_file_that_cannot_be_shown_is_sent_as_its_address() -> None:
    fitted = fit(Say(text="Listen", media=(Media(kind="audio", url="https://a/b.ogg"),)), VIBER)
    assert only(fitted) == Say(text="Listen\nhttps://a/b.ogg")
    assert losses(fitted) == [Loss.MEDIA_TO_LINK]


def test_a_caption_too_long_comes_after_its_picture() -> None:
    photo = (Media(kind="photo", url="https://a/b.jpg"),)
    fitted = fit(Say(text="x" * 1025, media=photo, buttons=buttons("a")), TELEGRAM)
    assert fitted.effects == (Say(text="", media=photo), Say(text="x" * 1025, buttons=buttons("a")))
    assert losses(fitted) == [Loss.CAPTION_APART]


def test_a_long_question_keeps_its_buttons_with_its_end() -> None:
    text = "One more sentence is here. " * 60
    fitted = fit(Say(text=text.strip(), buttons=buttons("a"), expects="choice"), WHATSAPP)
    *first, last = fitted.effects
    assert all(isinstance(each, Say) and not each.buttons and each.text.endswith("here.") for each in first)
    assert isinstance(last, Say)
    assert (len(last.buttons), last.expects) == (1, "choice")
    assert losses(fitted) == [Loss.TEXT_SPLIT]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 5, []),
        ("abcdefgh👨‍👩‍👧", 14, ["abcdefgh", "👨‍👩‍👧"]),
        ("aaa🇵🇱🇬🇷", 9, ["aaa🇵🇱", "🇬🇷"]),
        ("short", 5, ["short"]),
        ("One two. Three four.", 12, ["One two.", "Three four."]),
        ("Первое! Второе?", 10, ["Первое!", "Второе?"]),
        ("Intro here.\n\nRest. More of it.", 22, ["Intro here.", "Rest. More of it."]),
        ("no sentence ends here", 12, ["no sentence", "ends here"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("😀😀😀", 3, ["😀", "😀", "😀"]),
        ("It costs 2. 50 for all", 14, ["It costs 2. 50", "for all"]),
    ],
)
def test_texts_are_cut_where_it_hurts_least(text: str, limit: int, pieces: list[str]) -> None:
    assert split(text, limit) == pieces


@given(st.text(alphabet="ab. !\n😀ж", max_size=200), st.integers(2, 40))
def test_no_piece_is_too_long_and_no_letter_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(width(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(
    st.text(alphabet="ab. \n", max_size=9000),
    st.lists(st.text(alphabet="abc ", min_size=1, max_size=40), max_size=14, unique=True),
    st.sampled_from(sorted(CHANNELS)),
)
def test_every_channel_can_show_what_it_gets(text: str, labels: list[str], channel: str) -> None:
    limits = CHANNELS[channel]
    for say in fit(Say(text=text, buttons=buttons(*labels)), limits).effects:
        assert isinstance(say, Say)
        most, label = (limits.rows, limits.row_label) if say.shape == "list" else (limits.buttons, limits.label)
        assert width(say.text) <= (limits.text_with_buttons if say.buttons else limits.text)
        assert len(say.buttons) <= most
        assert all(width(each.label) <= label for each in say.buttons)
