"""What we say, as WhatsApp can show it. Numbers in brackets are those of the adapters' test list."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Rejected
from bot.channels.whatsapp.compose import compose
from handoff.ids import FileId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from tests.fakes.whatsapp.checks import check_message

NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
LONG = "Delivery of furniture and of large appliances to a door above the third floor"


def message(text: str, *labels: str, files: tuple[Attachment, ...] = ()) -> Message:
    return Message(
        id=MessageId("whatsapp:main:1/1"), number=1, session_id=SessionId("whatsapp:main:1#1"), side=Side.BOT, at=NOW,
        content=Content(text=text, attachments=files),
        buttons=tuple(Button(action=f"choice_{place}#1", label=label) for place, label in enumerate(labels, 1)),
    )  # fmt: skip


def a_file(kind: FileKind) -> Attachment:
    return Attachment(kind=kind, name="plan.pdf", mime="x/y", url="https://shop.example/plan")


def bodies(calls: list[Any]) -> list[str]:
    return [call["text"]["body"] if call["type"] == "text" else call["interactive"]["body"]["text"] for call in calls]


@pytest.mark.parametrize(("text", "parts"), [("x" * 4096, 1), ("x" * 4097, 2), ("🙂" * 2048, 1), ("🙂" * 2049, 2)])
def test_a_text_is_cut_at_the_limit_and_not_before(text: str, parts: int) -> None:
    """[6]"""
    calls = compose(message(text))

    assert len(calls) == parts
    assert "".join(bodies(calls)) == text


@pytest.mark.parametrize("sign", ["👩‍👩‍👧‍👦", "é", "السلام عليكم. ", "слово "])
def test_a_long_text_loses_nothing_but_white_space_at_its_cuts(sign: str) -> None:
    """[6] Joined emoji, combining marks, right to left."""
    text = (sign * 3000).strip()

    joined = "".join(bodies(compose(message(text))))

    assert joined.replace(" ", "") == text.replace(" ", "")


def test_a_long_answer_ends_its_parts_with_sentences_and_has_its_buttons_under_the_last() -> None:
    """[6] [7]"""
    text = " ".join(f"This is sentence {number} of many." for number in range(100))

    *first, last = compose(message(text, "Thanks"))

    assert [call["type"] for call in first] == ["text"] * len(first)
    assert all(body.endswith(".") for body in bodies([*first, last]))
    assert last["interactive"]["type"] == "button"


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "button"), (3, "button"), (4, "list"), (10, "list"), (11, "text")], ids=str
)
def test_buttons_become_a_list_and_then_numbers(count: int, shown: str) -> None:
    """[7]"""
    [call] = compose(message("Which?", *(f"Line {number}" for number in range(count))))

    assert (call["type"] if call["type"] == "text" else call["interactive"]["type"]) == shown
    if shown == "text":
        assert bodies([call])[0].splitlines()[-1] == "11. Line 10"


@pytest.mark.parametrize(("label", "shown"), [("x" * 20, "x" * 20), ("x" * 21, "x" * 19 + "…")])
def test_a_label_of_a_button_has_20_characters(label: str, shown: str) -> None:
    """[7]"""
    [call] = compose(message("?", label))

    assert call["interactive"]["action"]["buttons"][0]["reply"] == {"id": "choice_1#1", "title": shown}


def test_a_long_label_of_a_row_is_whole_in_its_description() -> None:
    """[7] 24 characters of title, 72 of description."""
    [call] = compose(message("?", LONG, "Returns", "Payments", "Other"))

    first, second, *_ = call["interactive"]["action"]["sections"][0]["rows"]
    assert first["title"] == "Delivery of furniture an"[:23].rstrip() + "…"
    assert first["description"] == LONG[:71].rstrip() + "…"
    assert second == {"id": "choice_2#1", "title": "Returns"}


def test_labels_that_would_look_the_same_are_written_out() -> None:
    """[7]"""
    same = "Delivery of large furniture to "

    [call] = compose(message("Where to?", f"{same}Warsaw", f"{same}Kraków"))

    assert call["type"] == "text"
    assert bodies([call])[0].endswith("2. Delivery of large furniture to Kraków")


@pytest.mark.parametrize(
    ("text", "opens"),
    [("Which one is it about?", "Choose"), ("Чем мы можем помочь?", "Выбрать"), ("Με τι αφορά;", "Επιλογή"),
     ("Czego dotyczy twoja wiadomość?", "Wybierz")],
)  # fmt: skip
def test_a_list_opens_with_a_word_of_the_texts_language(text: str, opens: str) -> None:
    [call] = compose(message(text, "1", "2", "3", "4"))

    assert call["interactive"]["action"]["button"] == opens


def test_a_button_that_opens_an_address_becomes_the_address() -> None:
    link = Button(action="", label="Pay", url="https://pay.example/7")

    [call] = compose(replace(message("Pay here:"), buttons=(link,)))

    assert bodies([call]) == ["Pay here:\nPay: https://pay.example/7"]


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (FileKind.PHOTO, ["image: See"]), (FileKind.VIDEO, ["video: See"]), (FileKind.DOCUMENT, ["document: See"]),
        (FileKind.AUDIO, ["audio: ", "text: See"]), (FileKind.VOICE, ["audio: ", "text: See"]),
    ],
)  # fmt: skip
def test_a_file_goes_by_its_address_with_the_text_under_it_where_that_is_possible(
    kind: FileKind, sent: list[str]
) -> None:
    calls = compose(message("See", files=(a_file(kind),)))

    shown = [(call["type"], call[call["type"]]) for call in calls]
    assert [f"{kind}: {content.get('caption') or content.get('body', '')}" for kind, content in shown] == sent
    assert calls[0][calls[0]["type"]]["link"] == "https://shop.example/plan"


@pytest.mark.parametrize(
    ("kind", "mime", "megabytes", "sent"),
    [
        (FileKind.PHOTO, "image/png", 5, "image"), (FileKind.PHOTO, "image/png", 6, "document"),
        (FileKind.PHOTO, "image/webp", 1, "document"), (FileKind.VIDEO, "video/mp4", 16, "video"),
        (FileKind.VIDEO, "video/mp4", 17, "document"), (FileKind.AUDIO, "audio/mpeg", 17, "document"),
    ],
)  # fmt: skip
def test_a_file_of_ours_that_whatsapp_would_not_show_goes_as_a_document(
    kind: FileKind, mime: str, megabytes: int, sent: str
) -> None:
    ours = replace(a_file(kind), mime=mime, size=megabytes * 1024 * 1024, file_id=FileId("f"))

    [call] = compose(message("", files=(ours,)))

    assert call["type"] == sent
    check_message({"messaging_product": "whatsapp", "to": "1", **call})


def test_under_a_file_buttons_come_in_a_message_of_their_own() -> None:
    """No albums, and no buttons under a picture: one medium to a message."""
    calls = compose(message("Which?", "A", "B", files=(a_file(FileKind.PHOTO), a_file(FileKind.PHOTO))))

    assert [call["type"] for call in calls] == ["image", "image", "interactive"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_to_say_is_rejected(text: str) -> None:
    with pytest.raises(Rejected):
        compose(message(text))


LABELS = st.lists(st.text(min_size=1, max_size=90).filter(str.strip).map(str.strip), max_size=14, unique=True)


@given(text=st.text(min_size=1, max_size=5000).filter(str.strip), labels=LABELS)
def test_whatever_we_say_the_cloud_takes(text: str, labels: list[str]) -> None:
    for call in compose(message(text, *labels)):
        check_message({"messaging_product": "whatsapp", "to": "48600100200", **call})
