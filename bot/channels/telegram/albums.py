"""Which of our files go together: photos and videos in one album, documents in one, sounds in one, ten at most.

A file with an address of its own goes alone: Telegram fetches it, and where it can't, only that one fails.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import groupby

from aiogram.types import (
    InputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MessageEntity,
)

from bot.channels.telegram.stored import LARGEST_PHOTO
from handoff.ids import FileId
from handoff.messages import Attachment, FileKind

MOST = 10
Uploads = Mapping[FileId, InputFile]
Medium = InputMediaPhoto | InputMediaVideo | InputMediaAudio | InputMediaDocument
_SPOKEN = ("audio/ogg", "audio/mpeg", "audio/mp4")


class Shown(Enum):
    """As what Telegram shows a file."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    DOCUMENT = "document"


_TOGETHER = {Shown.PHOTO: "seen", Shown.VIDEO: "seen", Shown.AUDIO: "heard", Shown.DOCUMENT: "read"}


def shown(file: Attachment) -> Shown:
    match file.kind:
        case FileKind.PHOTO if file.url is not None or (file.size or 0) <= LARGEST_PHOTO:
            return Shown.PHOTO
        case FileKind.VIDEO:
            return Shown.VIDEO
        case FileKind.AUDIO:
            return Shown.AUDIO
        case FileKind.VOICE:
            return Shown.VOICE if file.mime in _SPOKEN else Shown.AUDIO
        case _:
            return Shown.DOCUMENT


def pieces(files: Sequence[Attachment]) -> list[list[Attachment]]:
    """What goes by one call each, in order."""
    found: list[list[Attachment]] = []
    for together, group in groupby(files, _together):
        alike = list(group)
        size = MOST if together else 1
        found += [alike[start : start + size] for start in range(0, len(alike), size)]
    return found


def media(
    files: Sequence[Attachment], caption: str | None, entities: list[MessageEntity] | None, uploads: Uploads
) -> list[Medium]:
    """Telegram shows a text under the whole album where only its first item has one; of documents, the last."""
    place = len(files) - 1 if shown(files[0]) is Shown.DOCUMENT else 0
    return [
        _medium(file, caption if at == place else None, entities if at == place else None, uploads)
        for at, file in enumerate(files)
    ]


def source(file: Attachment, uploads: Uploads) -> str | InputFile:
    return file.url or uploads[FileId(file.file_id or "")]


def _medium(file: Attachment, caption: str | None, entities: list[MessageEntity] | None, uploads: Uploads) -> Medium:
    given = source(file, uploads)
    match shown(file):
        case Shown.PHOTO:
            return InputMediaPhoto(media=given, caption=caption, caption_entities=entities)
        case Shown.VIDEO:
            return InputMediaVideo(media=given, caption=caption, caption_entities=entities)
        case Shown.AUDIO | Shown.VOICE:
            return InputMediaAudio(media=given, caption=caption, caption_entities=entities)
        case Shown.DOCUMENT:
            return InputMediaDocument(media=given, caption=caption, caption_entities=entities)


def _together(file: Attachment) -> str | None:
    return None if file.url else _TOGETHER.get(shown(file))
