"""By how many calls a message's files go, and in which order."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.operator_bot.parcels import parcels
from handoff.ids import FileId, MessageId, SessionId
from handoff.messages import Attachment, Card, Content, FileKind, Message, Place, Side

MEGABYTE = 1024 * 1024


def file(kind: FileKind, mime: str, *, size: int = 10, ours: bool = True) -> Attachment:
    return Attachment(kind=kind, name="x", mime=mime, size=size, file_id=FileId("1") if ours else None)


PHOTO, FILM = file(FileKind.PHOTO, "image/jpeg"), file(FileKind.VIDEO, "video/mp4")
PAPER, VOICE = file(FileKind.DOCUMENT, "application/pdf"), file(FileKind.VOICE, "audio/ogg")
HUGE, LOST = file(FileKind.PHOTO, "image/jpeg", size=11 * MEGABYTE), file(FileKind.PHOTO, "image/jpeg", ours=False)


def message(*files: Attachment, place: Place | None = None, cards: tuple[Card, ...] = ()) -> Message:
    return Message(
        id=MessageId("a/1"), number=1, session_id=SessionId("a#1"), side=Side.CUSTOMER,
        at=datetime(2026, 3, 2, tzinfo=UTC), content=Content(attachments=files, place=place, cards=cards),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("files", "sizes"),
    [
        ([], []),
        ([PHOTO], [1]),
        ([PHOTO, FILM, PHOTO], [3]),
        ([PHOTO] * 12, [10, 2]),
        ([PAPER, VOICE], [1, 1]),
        ([PHOTO, PAPER, PHOTO, PHOTO], [1, 1, 2]),
        ([PHOTO, HUGE, PHOTO], [1, 1, 1]),
        ([PHOTO, LOST], [1, 1]),
    ],
)
def test_pictures_and_films_that_stand_together_are_albums(files: Sequence[Attachment], sizes: Sequence[int]) -> None:
    assert [len(each.files) for each in parcels(message(*files))] == sizes


def test_a_place_and_cards_come_after_the_files() -> None:
    """Telegram shows no contact without a number: such a one is in the words."""
    place, card, other = Place(latitude=1, longitude=2), Card(name="Bob", phone="+1"), Card(name="Eve", phone="+2")
    found = parcels(message(PHOTO, place=place, cards=(card, Card(name="Shop", phone=""), other)))
    assert [(each.files, each.place, each.card) for each in found] == [
        ((PHOTO,), None, None), ((), place, None), ((), None, card), ((), None, other)
    ]  # fmt: skip
