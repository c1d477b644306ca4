"""A message of ours as the calls that bring it: files first, then the text, cut where it is too long.

A short text goes under the last file, or under an album, so that they stay together. The buttons are with what comes
last. Photos that we upload are an album where there are several; each other file is a call of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from aiogram.methods import SendAudio, SendDocument, SendMediaGroup, SendMessage, SendPhoto, SendVideo
from aiogram.types import InlineKeyboardMarkup, InputFile, InputMediaPhoto, LinkPreviewOptions

from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.stored import LARGEST_PHOTO
from bot.channels.telegram.text import split
from handoff.ids import FileId
from handoff.messages import Attachment, FileKind, Message

CAPTION = 1024
SendFile = SendPhoto | SendVideo | SendAudio | SendDocument
Call = SendMessage | SendFile | SendMediaGroup
Uploads = Mapping[FileId, InputFile]


def calls(chat: str, message: Message, uploads: Uploads) -> Sequence[Call]:
    """In order; none where there is nothing to say. Files of ours are among the `uploads`, all others have a URL."""
    return list(_calls(chat, message, uploads))


def instead(call: Call) -> Sequence[Call]:
    """What to try where Telegram refuses a file: it could not fetch it, but the customer can; or it does not take it
    for a photo, but for a document."""
    match call:
        case SendMediaGroup(media=photos):
            documents = [each for each in photos if isinstance(each, InputMediaPhoto)]
            return [SendDocument(chat_id=call.chat_id, document=each.media, caption=each.caption) for each in documents]
        case SendPhoto(photo=InputFile() as photo):
            return [
                SendDocument(chat_id=call.chat_id, document=photo, caption=call.caption, reply_markup=call.reply_markup)
            ]
        case SendPhoto(photo=str(url)) | SendVideo(video=str(url)) | SendAudio(audio=str(url)):
            return [_address(call, url)]
        case SendDocument(document=str(url)):
            return [_address(call, url)]
        case _:
            return []


def uploading(call: Call) -> bool:
    """Whether bytes of ours go along, which takes its time."""
    match call:
        case (
            SendMediaGroup()
            | SendPhoto(photo=InputFile())
            | SendVideo(video=InputFile())
            | SendAudio(audio=InputFile())
            | SendDocument(document=InputFile())
        ):
            return True
        case _:
            return False


def _calls(chat: str, message: Message, uploads: Uploads) -> Iterator[Call]:
    files = [each for each in message.content.attachments if each.url or each.file_id in uploads]
    pieces = _pieces(files)
    parts, markup = split(message.content.text), keyboard(message.buttons)
    under = files and len(parts) <= 1 and sum(len(part.encode("utf-16-le")) // 2 for part in parts) <= CAPTION
    if pieces and len(pieces[-1]) > 1 and markup:
        under = False  # an album has no buttons
    for place, piece in enumerate(pieces, 1):
        with_text = under and place == len(pieces)
        caption = parts[0] if with_text and parts else None
        if len(piece) > 1:
            yield _album(chat, piece, caption, uploads)
        else:
            yield _file(chat, piece[0], caption, markup if with_text else None, uploads)
    for place, part in enumerate([] if under else parts, 1):
        yield _text(chat, part, markup if place == len(parts) else None)


def _pieces(files: Sequence[Attachment]) -> list[list[Attachment]]:
    """What goes by one call each."""
    pieces: list[list[Attachment]] = []
    for in_album, group in groupby(files, _in_album):
        alike = list(group)
        pieces += [alike] if in_album else [[each] for each in alike]
    return pieces


def _in_album(file: Attachment) -> bool:
    return file.url is None and _is_photo(file)


def _is_photo(file: Attachment) -> bool:
    return file.kind is FileKind.PHOTO and (file.url is not None or (file.size or 0) <= LARGEST_PHOTO)


def _text(chat: str, text: str, markup: InlineKeyboardMarkup | None) -> SendMessage:
    preview = LinkPreviewOptions(is_disabled=True)
    return SendMessage(chat_id=chat, text=text, link_preview_options=preview, reply_markup=markup)


def _album(chat: str, files: Sequence[Attachment], caption: str | None, uploads: Uploads) -> SendMediaGroup:
    """Telegram shows a text under the whole album where only its first photo has one."""
    captions = [caption, *(None for _ in files[1:])]
    photos = [
        InputMediaPhoto(media=_source(file, uploads), caption=text)
        for file, text in zip(files, captions, strict=True)
    ]  # fmt: skip
    return SendMediaGroup(chat_id=chat, media=list(photos))


def _file(
    chat: str, file: Attachment, caption: str | None, markup: InlineKeyboardMarkup | None, uploads: Uploads
) -> SendFile:
    source = _source(file, uploads)
    match file.kind:
        case FileKind.PHOTO if _is_photo(file):
            return SendPhoto(chat_id=chat, photo=source, caption=caption, reply_markup=markup)
        case FileKind.VIDEO:
            return SendVideo(chat_id=chat, video=source, caption=caption, reply_markup=markup)
        case FileKind.AUDIO:
            return SendAudio(chat_id=chat, audio=source, caption=caption, reply_markup=markup)
        case _:
            return SendDocument(chat_id=chat, document=source, caption=caption, reply_markup=markup)


def _source(file: Attachment, uploads: Uploads) -> str | InputFile:
    return file.url or uploads[FileId(file.file_id or "")]


def _address(call: SendFile, url: str) -> SendMessage:
    """The file's address, with what was to be written under it."""
    text = "\n".join(filter(None, (call.caption, url)))
    markup = call.reply_markup if isinstance(call.reply_markup, InlineKeyboardMarkup) else None
    return _text(str(call.chat_id), text, markup)
