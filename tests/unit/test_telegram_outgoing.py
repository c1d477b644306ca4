"""How our messages go to Telegram: albums, captions, answers, and what is tried instead. Numbers in brackets are those
of the adapters' test list."""

from dataclasses import replace
from typing import Any

import pytest
from aiogram.methods import EditMessageCaption, EditMessageText, SendMediaGroup
from aiogram.types import BufferedInputFile

from bot.channels.base import Rejected
from bot.channels.telegram.changing import edits
from bot.channels.telegram.outgoing import Call, calls, instead
from handoff.ids import FileId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from tests.parts import NOW

P, V, A, D = FileKind.PHOTO, FileKind.VIDEO, FileKind.AUDIO, FileKind.DOCUMENT
SPOKEN = FileKind.VOICE
MB = 1024 * 1024


def file(number: int, kind: FileKind, **known: Any) -> Attachment:
    mime = {"mime": "audio/ogg" if kind is SPOKEN else "application/octet-stream"}
    return Attachment(kind=kind, name=f"{number}", file_id=FileId(f"f{number}"), **{"size": 9, **mime, **known})


def message(text: str = "", *files: Attachment, **known: Any) -> Message:
    return Message(
        id=MessageId("c/3"), number=3, session_id=SessionId("c#1"), side=Side.OPERATOR, at=NOW,
        content=Content(text=text, attachments=files), **known,
    )  # fmt: skip


def sent(message: Message) -> list[Call]:
    uploads = {each.file_id: BufferedInputFile(b"x", each.name) for each in message.content.attachments if each.file_id}
    return list(calls("7", message, uploads))


def outline(found: list[Call]) -> list[str]:
    """`sendPhoto`, or of an album its kinds by their first letters."""
    return [
        "".join(each.type[0] for each in call.media) if isinstance(call, SendMediaGroup) else call.__api_method__
        for call in found
    ]


@pytest.mark.parametrize(
    ("kinds", "calls_made"),
    [
        ([P], ["sendPhoto"]),
        ([P, V, P], ["pvp"]),
        ([D, D], ["dd"]),
        ([A, A], ["aa"]),
        ([SPOKEN, SPOKEN], ["sendVoice", "sendVoice"]),
        ([P, P, D, V], ["pp", "sendDocument", "sendVideo"]),
        ([P] * 10, ["p" * 10]),
        ([P] * 11, ["p" * 10, "sendPhoto"]),
        ([D] * 23, ["d" * 10, "d" * 10, "ddd"]),
    ],
)
def test_what_can_be_shown_together_is_an_album(kinds: list[FileKind], calls_made: list[str]) -> None:
    assert outline(sent(message("", *(file(number, kind) for number, kind in enumerate(kinds))))) == calls_made


def test_a_photo_over_10_mb_is_a_document_and_a_file_with_an_address_goes_alone() -> None:
    """[10]"""
    big, own = file(1, P, size=10 * MB + 1), file(2, P)
    elsewhere = Attachment(kind=P, name="a", mime="image/png", url="https://shop.example/a.png")

    assert outline(sent(message("", own, big, elsewhere))) == ["sendPhoto", "sendDocument", "sendPhoto"]


@pytest.mark.parametrize(("kind", "place"), [(P, 0), (D, 1)])
def test_the_words_are_under_the_whole_album(kind: FileKind, place: int) -> None:
    [album] = sent(message("**Two** of them", file(1, kind), file(2, kind)))

    assert isinstance(album, SendMediaGroup)
    assert [each.caption for each in album.media] == (["Two of them", None] if place == 0 else [None, "Two of them"])
    [bold] = album.media[place].caption_entities or []
    assert (bold.type, bold.offset, bold.length) == ("bold", 0, 3)


def test_words_too_long_for_a_caption_come_after_the_files() -> None:
    """[6]"""
    assert outline(sent(message("a" * 1024, file(1, P)))) == ["sendPhoto"]
    assert outline(sent(message("a" * 1025, file(1, P)))) == ["sendPhoto", "sendMessage"]


def test_buttons_come_after_an_album() -> None:
    found = sent(message("Which?", file(1, P), file(2, P), buttons=(Button(action="a", label="A"),)))

    assert outline(found) == ["pp", "sendMessage"]


def test_the_first_call_is_the_answer() -> None:
    found = sent(message("a" * 5000, file(1, P), file(2, P), reply_to="41"))

    replies = [call.reply_parameters for call in found]
    assert replies[0] is not None
    assert (replies[0].message_id, replies[0].allow_sending_without_reply) == (41, True)
    assert replies[1:] == [None, None]


def test_an_answer_to_what_is_no_message_of_telegrams_is_no_answer() -> None:
    assert sent(message("x", reply_to="f3b2-uuid"))[0].reply_parameters is None


def test_an_album_that_is_refused_goes_item_by_item_and_stays_an_answer() -> None:
    [album] = sent(message("Two", file(1, P), file(2, V), reply_to="41"))

    first, second = instead(album)

    assert (first.__api_method__, second.__api_method__) == ("sendDocument", "sendVideo")
    assert first.reply_parameters is not None
    assert second.reply_parameters is None
    assert [each.__api_method__ for each in instead(second)] == ["sendDocument"]
    assert instead(first) == []


# -- corrections -------------------------------------------------------------------------------------------------------


def corrected(before: Message, text: str, ids: str) -> list[EditMessageText | EditMessageCaption]:
    after = replace(before, content=replace(before.content, text=text))
    return edits("7", ids.split(), before, after)


def test_a_text_is_edited_with_its_buttons() -> None:
    [edit] = corrected(message("one", buttons=(Button(action="a", label="A"),)), "two", "41")

    assert isinstance(edit, EditMessageText)
    assert (edit.message_id, edit.text) == (41, "two")
    assert edit.reply_markup is not None


def test_a_caption_is_edited_where_it_stands() -> None:
    [edit] = corrected(message("one", file(1, P), file(2, P)), "two", "41 42")

    assert isinstance(edit, EditMessageCaption)
    assert (edit.message_id, edit.caption) == (41, "two")


def test_only_the_parts_that_change_are_edited() -> None:
    """[6]"""
    start = "a" * 4000

    edited = corrected(message(f"{start}\n\n{'b' * 3000}"), f"{start}\n\n{'c' * 200}", "41 42")

    assert [(each.message_id, each.text) for each in edited if isinstance(each, EditMessageText)] == [(42, "c" * 200)]
    assert len(edited) == 1


@pytest.mark.parametrize(
    ("before", "text", "ids"),
    [
        (message("short"), "a" * 5000, "41"),
        (message("a" * 5000), "short", "41 42"),
        (message("short", file(1, P)), "a" * 2000, "41"),
        (message("one"), "two", "41 42"),
    ],
    ids=["more parts", "fewer parts", "caption too long", "not as it was sent"],
)
def test_what_would_go_in_other_parts_is_refused(before: Message, text: str, ids: str) -> None:
    with pytest.raises(Rejected, match="other parts"):
        corrected(before, text, ids)
