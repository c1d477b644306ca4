"""The files of a Telegram message, as our attachments. A GIF comes as `animation` and `document` at once."""

from collections.abc import Iterator

from aiogram.types import Message, Sticker

from bot.channels.file_names import safe_name
from handoff.messages import Attachment, FileKind


def attachments(message: Message) -> tuple[Attachment, ...]:
    return tuple(_found(message))


def _found(message: Message) -> Iterator[Attachment]:
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        yield _attachment(FileKind.PHOTO, photo.file_id, None, "photo.jpg", None, "image/jpeg", photo.file_size)
    if clip := message.animation or message.video:
        yield _attachment(
            FileKind.VIDEO, clip.file_id, clip.file_name, "video.mp4", clip.mime_type, "video/mp4", clip.file_size
        )
    elif document := message.document:
        yield _attachment(
            FileKind.DOCUMENT, document.file_id, document.file_name, "file",
            document.mime_type, "application/octet-stream", document.file_size,
        )  # fmt: skip
    if note := message.video_note:
        yield _attachment(FileKind.VIDEO, note.file_id, None, "video.mp4", None, "video/mp4", note.file_size)
    if voice := message.voice:
        yield _attachment(
            FileKind.VOICE, voice.file_id, None, "voice.ogg", voice.mime_type, "audio/ogg", voice.file_size
        )
    if audio := message.audio:
        yield _attachment(
            FileKind.AUDIO, audio.file_id, audio.file_name, "audio.mp3", audio.mime_type, "audio/mpeg", audio.file_size
        )
    if sticker := message.sticker:
        name, mime = _sticker_type(sticker)
        yield _attachment(FileKind.STICKER, sticker.file_id, None, name, None, mime, sticker.file_size)


def _attachment(
    kind: FileKind, file_id: str, name: str | None, usual_name: str, mime: str | None, usual_mime: str, size: int | None
) -> Attachment:
    return Attachment(
        kind=kind, name=safe_name(name, usual_name), mime=mime or usual_mime, size=size, provider_ref=file_id
    )


def _sticker_type(sticker: Sticker) -> tuple[str, str]:
    if sticker.is_animated:
        return "sticker.tgs", "application/x-tgsticker"
    return ("sticker.webm", "video/webm") if sticker.is_video else ("sticker.webp", "image/webp")
