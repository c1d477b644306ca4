"""What a message has besides words, as Telegram shows it: an album, a film, a voice note, a sticker, a place, a card.

Files come from our own copies: a messenger's links and ids are never passed on, and another bot's mean nothing here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from telegram import InputFile, InputMediaPhoto, InputMediaVideo
from telegram import Message as Sent
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.operator_bot.spot import Spot
from handoff.ids import ConversationId
from handoff.messages import Attachment, Card, FileKind, Message, Place
from handoff.ports import Files, StoredFile

_PHOTO_LIMIT, _FILE_LIMIT = 10 * 1024 * 1024, 50 * 1024 * 1024
"""Bytes that a bot may send."""
_PHOTOS = ("image/jpeg", "image/png")
_ALBUM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What goes by one call: files (several are an album), or a place, or a card."""

    files: tuple[Attachment, ...] = ()
    place: Place | None = None
    card: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    attachment: Attachment
    stored: StoredFile
    data: bytes

    @property
    def input(self) -> InputFile:
        return InputFile(self.data, self.stored.name)

    @property
    def is_photo(self) -> bool:
        """Telegram makes photos smaller than ten megabytes of these."""
        return self.attachment.mime in _PHOTOS and len(self.data) <= _PHOTO_LIMIT


def parcels(message: Message) -> Sequence[Parcel]:
    """In the order in which they stand."""
    return [*_files(message.content.attachments), *_others(message)]


def _files(attachments: Sequence[Attachment]) -> Iterator[Parcel]:
    for in_album, group in groupby(attachments, _goes_into_albums):
        alike, most = tuple(group), _ALBUM if in_album else 1
        yield from (Parcel(files=alike[start : start + most]) for start in range(0, len(alike), most))


def _goes_into_albums(file: Attachment) -> bool:
    if file.file_id is None:
        return False
    if file.kind is FileKind.VIDEO:
        return file.mime == "video/mp4"
    return file.kind is FileKind.PHOTO and file.mime in _PHOTOS and (file.size or 0) <= _PHOTO_LIMIT


def _others(message: Message) -> Iterator[Parcel]:
    if message.content.place:
        yield Parcel(place=message.content.place)
    for card in message.content.cards:
        if card.phone:  # Telegram knows no contact without
            yield Parcel(card=card)


async def send_parcel(
    bot: ExtBot[bool], files: Files, spot: Spot, parcel: Parcel, owner: ConversationId, caption: str, *, at_once: bool
) -> tuple[Sent, ...]:
    """Empty where a file is not there, is another conversation's, or is too large. Raises Telegram's errors."""
    chat, thread = spot.chat, spot.thread
    if place := parcel.place:
        return (
            await bot.send_location(
                chat, place.latitude, place.longitude, message_thread_id=thread, rate_limit_args=at_once
            ),
        )
    if card := parcel.card:
        return (await bot.send_contact(chat, card.phone, card.name, message_thread_id=thread, rate_limit_args=at_once),)
    loaded = [await _load(files, each, owner) for each in parcel.files]
    there = [each for each in loaded if each is not None]
    if len(there) < len(loaded):
        return ()
    if len(there) == 1:
        return (await _send_file(bot, spot, there[0], caption, at_once=at_once),)
    try:
        media = [_medium(each) for each in there]
        return await bot.send_media_group(
            chat, media, message_thread_id=thread, caption=caption or None, rate_limit_args=at_once
        )
    except BadRequest as error:
        if not _about_the_file(error):
            raise
    return tuple([await _send_file(bot, spot, each, caption, at_once=at_once) for each in there])


async def _load(files: Files, attachment: Attachment, owner: ConversationId) -> _Loaded | None:
    stored = await files.find(attachment.file_id) if attachment.file_id else None
    if stored is None or stored.conversation_id != owner or stored.size > _FILE_LIMIT:
        return None
    data = b"".join([chunk async for chunk in files.read(stored.id)])
    return _Loaded(attachment=attachment, stored=stored, data=data)


def _medium(file: _Loaded) -> InputMediaPhoto | InputMediaVideo:
    if file.attachment.kind is FileKind.VIDEO:
        return InputMediaVideo(file.data, filename=file.stored.name)
    return InputMediaPhoto(file.data, filename=file.stored.name)


async def _send_file(bot: ExtBot[bool], spot: Spot, file: _Loaded, caption: str, *, at_once: bool) -> Sent:
    """What Telegram does not take for what it is, it takes as a document, in which anything arrives unchanged."""
    chat, thread, under = spot.chat, spot.thread, caption or None
    try:
        match file.attachment.kind, file.attachment.mime:
            case FileKind.PHOTO, _ if file.is_photo:
                return await bot.send_photo(
                    chat, file.input, caption=under, message_thread_id=thread, rate_limit_args=at_once
                )
            case FileKind.VIDEO, "video/mp4":
                return await bot.send_video(
                    chat, file.input, caption=under, message_thread_id=thread, rate_limit_args=at_once
                )
            case FileKind.VOICE, "audio/ogg":
                return await bot.send_voice(
                    chat, file.input, caption=under, message_thread_id=thread, rate_limit_args=at_once
                )
            case FileKind.AUDIO, "audio/mpeg" | "audio/mp4":
                return await bot.send_audio(
                    chat, file.input, caption=under, message_thread_id=thread, rate_limit_args=at_once
                )
            case FileKind.STICKER, "image/webp" | "video/webm":
                return await bot.send_sticker(chat, file.input, message_thread_id=thread, rate_limit_args=at_once)
    except BadRequest as error:
        if not _about_the_file(error):
            raise
    return await bot.send_document(chat, file.input, caption=under, message_thread_id=thread, rate_limit_args=at_once)


def _about_the_file(error: BadRequest) -> bool:
    said = error.message.upper()
    return any(each in said for each in ("PHOTO_", "IMAGE_PROCESS", "VOICE_", "STICKER_", "VIDEO_", "WRONG FILE"))
