"""Files that operators send to the bot, on their way to a customer: fetched from Telegram, and kept as our own.

What a file is, is read from its bytes, under the same rules as for files from the console.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from telegram import Message
from telegram.error import BadRequest
from telegram.ext import ExtBot

from handoff.files import HEAD, FileRefused, check_size, check_type, kind_of, safe_name, sniff
from handoff.ids import ConversationId
from handoff.messages import Attachment, FileKind
from handoff.ports import Files

FETCHED = 20 * 1024 * 1024
"""Bytes that Telegram lets bots fetch."""
TOO_BIG = "file_too_big"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file of a Telegram message; `kind` as it was sent."""

    id: str
    kind: FileKind
    name: str
    mime: str
    size: int


class Luggage:
    def __init__(self, bot: ExtBot[bool], files: Files) -> None:
        self._bot, self._files = bot, files

    async def keep(self, messages: Sequence[Message], owner: ConversationId) -> tuple[Attachment, ...]:
        """All of them, or none: raises FileRefused."""
        fetched = [(piece, await self._fetch(piece)) for piece in map(piece_of, messages) if piece is not None]
        return tuple([await self._keep(piece, data, owner) for piece, data in fetched])

    async def _fetch(self, piece: Piece) -> bytes:
        if piece.size > FETCHED:
            raise FileRefused(TOO_BIG, piece.name)
        try:
            file = await self._bot.get_file(piece.id)
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise FileRefused(TOO_BIG, piece.name) from error
            raise
        data = bytes(await file.download_as_bytearray())
        check_size(piece.name, len(data))
        check_type(piece.name, sniff(data[:HEAD], piece.name, piece.mime))
        return data

    async def _keep(self, piece: Piece, data: bytes, owner: ConversationId) -> Attachment:
        mime = sniff(data[:HEAD], piece.name, piece.mime)

        async def whole() -> AsyncIterator[bytes]:
            yield data

        kept = await self._files.keep(owner, piece.name, mime, whole())
        is_voice = piece.kind is FileKind.VOICE and mime == "audio/ogg"
        kind = FileKind.VOICE if is_voice else FileKind.DOCUMENT if piece.kind is FileKind.DOCUMENT else kind_of(mime)
        return Attachment(kind=kind, name=kept.name, mime=mime, size=kept.size, file_id=kept.id)


def piece_of(message: Message) -> Piece | None:
    """The message's file, if it has one. A GIF comes as an animation and as a document at once."""
    if message.photo:
        largest = max(message.photo, key=lambda each: each.width * each.height)
        return _piece(largest.file_id, FileKind.PHOTO, None, "photo.jpg", "image/jpeg", largest.file_size)
    if film := message.video or message.animation:
        return _piece(
            film.file_id, FileKind.VIDEO, film.file_name, "video.mp4", film.mime_type or "video/mp4", film.file_size
        )
    if note := message.video_note:
        return _piece(note.file_id, FileKind.VIDEO, None, "video.mp4", "video/mp4", note.file_size)
    if voice := message.voice:
        mime = voice.mime_type or "audio/ogg"
        return _piece(voice.file_id, FileKind.VOICE, None, "voice.ogg", mime, voice.file_size)
    if audio := message.audio:
        mime = audio.mime_type or "audio/mpeg"
        return _piece(audio.file_id, FileKind.AUDIO, audio.file_name, "audio.mp3", mime, audio.file_size)
    if sticker := message.sticker:
        moving = sticker.is_animated or sticker.is_video
        name, mime = ("sticker.webm", "video/webm") if moving else ("sticker.webp", "image/webp")
        return _piece(sticker.file_id, FileKind.STICKER, None, name, mime, sticker.file_size)
    if paper := message.document:
        mime = paper.mime_type or "application/octet-stream"
        return _piece(paper.file_id, FileKind.DOCUMENT, paper.file_name, "file", mime, paper.file_size)
    return None


def _piece(id: str, kind: FileKind, name: str | None, usual: str, mime: str, size: int | None) -> Piece:
    return Piece(id=id, kind=kind, name=safe_name(name, usual), mime=mime, size=size or 0)
