"""What becomes of a message on its way to Viber. Numbers in brackets are those of the adapters' test list."""

from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Gone, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.viber import errors
from bot.channels.viber.compose import compose
from bot.channels.viber.errors import LockedOut
from bot.channels.viber.keyboard import read_press
from handoff.ids import MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from tests.fakes.viber.checks import LARGEST, check_message
from tests.parts import NOW

SENDER = {"name": "x" * 28, "avatar": "https://shop.example/" + "a" * 200}


def message(text: str = "", *buttons: Button, files: tuple[Attachment, ...] = ()) -> Message:
    return Message(
        id=MessageId("1"), number=1, session_id=SessionId("1"), side=Side.BOT, at=NOW,
        content=Content(text=text, attachments=files), buttons=buttons,
    )  # fmt: skip


def button(label: str, url: str | None = None) -> Button:
    return Button(action=f"choice_{len(label)}#7", label=label, url=url)


def sent(composed: Message) -> list[dict[str, Any]]:
    """The parts, each looked at by the stand-in's strict eyes."""
    parts = [{"receiver": "A" * 24, **part, "sender": SENDER} for part in compose(composed)]
    for part in parts:
        check_message(part)
        assert len(orjson.dumps(part)) <= LARGEST
    return parts


def texts(composed: Message) -> list[str]:
    return [part["text"] for part in sent(composed)]


# -- texts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "parts"), [("x" * 7000, 1), ("x" * 7001, 2), ("🙂" * 3500, 1), ("🙂" * 3501, 2)])
def test_a_text_at_the_limit_is_one_and_over_it_two(text: str, parts: int) -> None:
    """[6]"""
    assert len(texts(message(text))) == parts
    assert "".join(texts(message(text))) == text


@pytest.mark.parametrize("sign", ["👨‍👩‍👧", "🇺🇦", "e\u0301", "👍🏽", "שָׁ"])
def test_a_cut_keeps_what_a_reader_sees_as_one_sign_whole(sign: str) -> None:
    """[6]"""
    for shift in range(8):
        first, second = texts(message("x" * (7000 - shift) + sign + "y" * 50))
        assert sign in first or sign in second


def test_a_text_that_json_makes_larger_than_viber_takes_is_sent_in_more_parts() -> None:
    """[6] Seven thousand signs, and each six bytes."""
    bells = "\x07" * 7000

    assert "".join(texts(message(bells))) == bells


def test_nothing_to_say_is_nothing_to_send() -> None:
    assert sent(message("  \n", button("Yes"))) == []


@settings(max_examples=40)
@given(
    text=st.text(min_size=1, max_size=300).map(lambda text: text * 40),
    labels=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1), max_size=60),
)
def test_viber_takes_whatever_we_make_of_a_message(text: str, labels: list[str]) -> None:
    parts = sent(message(text, *map(button, labels)))

    shown = [part.get("keyboard", part.get("rich_media", {})) for part in parts]
    assert "".join("".join(str(part.get("text", "")) for part in parts).split()) == "".join(text.split())
    assert sum(len(grid.get("Buttons", ())) for grid in shown) == (len(labels) if parts else 0)


# -- buttons -----------------------------------------------------------------------------------------------------------


def grid(composed: Message) -> list[tuple[int, str]]:
    keyboard = sent(composed)[-1]["keyboard"]
    return [(each["Columns"], each["Text"]) for each in keyboard["Buttons"]]


def test_short_labels_share_a_row_and_long_ones_have_their_own() -> None:
    """[7]"""
    labels = ["Yes", "No", "Perhaps", "Where is my order?", "Talk to a person", "Go back"]

    assert grid(message("?", *map(button, labels))) == [
        (2, "Yes"), (2, "No"), (2, "Perhaps"), (6, "Where is my order?"), (3, "Talk to a person"), (3, "Go back"),
    ]  # fmt: skip


def test_the_buttons_are_under_the_last_part() -> None:
    first, last = sent(message("a" * 7000 + " b", button("Yes")))

    assert "keyboard" not in first
    assert "keyboard" in last


@pytest.mark.parametrize(("count", "messages"), [(12, [0]), (13, [7]), (42, [7]), (43, [7, 1])])
def test_more_rows_than_fit_become_pages_to_leaf_through(count: int, messages: list[int]) -> None:
    """[7]"""
    labels = [f"Question number {number} of a long list" for number in range(count)]
    text, *pages = sent(message("Which?", *map(button, labels)))

    assert ("keyboard" in text) is (count == 12)
    assert [page["rich_media"]["ButtonsGroupRows"] for page in pages] == [rows for rows in messages if rows]
    shown = [each["Text"] for page in pages for each in page["rich_media"]["Buttons"]]
    assert shown == ([] if count == 12 else labels)


@given(action=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40), label=st.text())
def test_a_press_says_what_was_pressed(action: str, label: str) -> None:
    [part] = sent(message("?", Button(action=action, label=label or "Yes")))
    [pressed] = part["keyboard"]["Buttons"]

    press = read_press(pressed["ActionBody"])

    assert press is not None
    assert press.action == action
    assert (label or "Yes").startswith(press.label.removesuffix("…")) or press.label == (label or "Yes")


def test_a_label_is_shown_whole_and_never_read_as_markup() -> None:
    """[7]"""
    assert grid(message("?", button("a" * 250)))[0][1] == "a" * 250
    assert grid(message("?", button("a" * 251)))[0][1] == "a" * 249 + "…"
    assert grid(message("?", button("<b>R&D</b>")))[0][1] == "‹b>R&D‹/b>"


def test_a_link_opens_and_one_too_long_for_a_button_is_written_out() -> None:
    short, long = button("Track it", "https://shop.example/1"), button("Read on", "https://shop.example/" + "p" * 250)
    [part] = sent(message("Your order", short, long))
    [shown] = part["keyboard"]["Buttons"]

    assert (shown["ActionType"], shown["ActionBody"]) == ("open-url", "https://shop.example/1")
    assert part["text"] == f"Your order\nRead on: {long.url}"


# -- files -------------------------------------------------------------------------------------------------------------


def a_file(kind: FileKind, name: str, size: int | None = 1000) -> Attachment:
    return Attachment(kind=kind, name=name, mime="", size=size, url=f"https://shop.example/files/{name}")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (a_file(FileKind.PHOTO, "map.jpg"), "picture"),
        (a_file(FileKind.PHOTO, "map.webp", None), "url"),
        (a_file(FileKind.PHOTO, "map.jpg", 1024 * 1024 + 1), "file"),
        (a_file(FileKind.VIDEO, "film.mp4"), "video"),
        (a_file(FileKind.VIDEO, "film.mp4", None), "url"),
        (a_file(FileKind.VIDEO, "film.mp4", 26 * 1024 * 1024 + 1), "file"),
        (a_file(FileKind.DOCUMENT, "bill.pdf"), "file"),
        (a_file(FileKind.DOCUMENT, "bill.pdf", 50 * 1024 * 1024 + 1), "url"),
        (a_file(FileKind.AUDIO, "song.mp3"), "file"),
        (a_file(FileKind.DOCUMENT, "README"), "url"),
    ],
)
def test_a_file_is_sent_as_what_viber_can_show(file: Attachment, kind: str) -> None:
    """[10]"""
    shown, text = sent(message("Here it is", button("Thanks"), files=(file,) if kind != "picture" else (file, file)))[
        -2:
    ]

    assert shown["type"] == kind
    assert text["text"] == "Here it is"


def test_a_short_text_is_the_caption_of_a_picture() -> None:
    file = a_file(FileKind.PHOTO, "map.png")

    [picture] = sent(message("We are here", button("Thanks"), files=(file,)))
    assert (picture["type"], picture["text"], "keyboard" in picture) == ("picture", "We are here", True)
    assert len(sent(message("x" * 121, files=(file,)))) == 2


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        *[(200, b'{"status": %d, "status_message": "why"}' % code, LockedOut) for code in (2, 7, 8, 9, 15)],
        *[(200, b'{"status": %d, "status_message": "why"}' % code, Rejected) for code in (1, 3, 4, 11, 13, 14, 99)],
        (200, b'{"status": 5}', Gone),
        (200, b'{"status": 6}', Gone),
        (200, b'{"status": 10}', Unreachable),
        (200, b'{"status": 12}', Throttled),
        (200, b"<html>", Unknown),
        (200, b"[]", Unknown),
        (200, b"{}", Unknown),
        (404, b"", Rejected),
        (429, b"", Throttled),
        (500, b"", Unreachable),
        (503, b"", Unreachable),
        (504, b"", Unknown),
    ],
)
def test_each_refusal_is_told_apart(status: int, body: bytes, error: type[SendError]) -> None:
    """[8] [11]"""
    with pytest.raises(error) as caught:
        errors.answer(httpx.Response(status, content=body))

    assert caught.value.reason.endswith(".")
    assert isinstance(caught.value, LockedOut) is (error is LockedOut)


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (httpx.ConnectError(""), Unreachable),
        (httpx.ConnectTimeout(""), Unreachable),
        (httpx.ReadTimeout(""), Unknown),
        (httpx.ReadError(""), Unknown),
        (httpx.RemoteProtocolError(""), Unknown),
    ],
)
def test_what_never_left_is_told_from_an_answer_that_was_lost(error: httpx.HTTPError, ours: type[SendError]) -> None:
    assert type(errors.lost(error)) is ours
