"""A message of ours as the calls that bring it: files first, then the text, cut where it is too long.

A short text goes under the last file, or under an album, so that they stay together. The buttons are with what comes
last, the quote is with what comes first.
"""

from collections.abc import Iterator, Sequence

from aiogram.methods import SendAudio, SendDocument, SendMediaGroup, SendMessage, SendPhoto, SendVideo, SendVoice
from aiogram.types import (
    InlineKeyboardMarkup,
    InputFile,
    InputMediaVideo,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)

from bot.channels.telegram import albums
from bot.channels.telegram.albums import Shown, Uploads, shown, source
from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.text import entities, split
from flows.cutting import width
from handoff.formatting import Formatted
from handoff.messages import Attachment, Message

CAPTION = 1024
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
SendFile = SendPhoto | SendVideo | SendAudio | SendVoice | SendDocument
Call = SendMessage | SendFile | SendMediaGroup


def calls(chat: str, message: Message, uploads: Uploads) -> Sequence[Call]:
    """In order; none where there is nothing to say. Files of ours are among the `uploads`, all others have a URL."""
    found = list(_calls(chat, message, uploads))
    if found and message.reply_to and message.reply_to.isdecimal():
        answered = ReplyParameters(message_id=int(message.reply_to), allow_sending_without_reply=True)
        found[0] = found[0].model_copy(update={"reply_parameters": answered})
    return found


def instead(call: Call) -> Sequence[Call]:
    """What to try where Telegram refuses a file: it could not fetch it, but the customer can; or it does not take it
    for what it is, but for a document."""
    if isinstance(call, SendMediaGroup):
        found = list(_one_by_one(call))
    elif isinstance(call, SendMessage):
        return []
    elif isinstance(file := file_of(call), str):
        found = [_address(call, file)]
    elif isinstance(call, SendDocument):
        return []
    else:
        found = [
            SendDocument(
                chat_id=call.chat_id, document=file, caption=call.caption, caption_entities=call.caption_entities,
                reply_markup=call.reply_markup,
            )
        ]  # fmt: skip
    return [found[0].model_copy(update={"reply_parameters": call.reply_parameters}), *found[1:]]


def uploading(call: Call) -> bool:
    """Whether bytes of ours go along, which takes its time."""
    match call:
        case SendMessage():
            return False
        case SendMediaGroup():
            return True
        case _:
            return isinstance(file_of(call), InputFile)


def file_of(call: SendFile) -> str | InputFile:
    match call:
        case SendPhoto():
            return call.photo
        case SendVideo():
            return call.video
        case SendAudio():
            return call.audio
        case SendVoice():
            return call.voice
        case SendDocument():
            return call.document


def _calls(chat: str, message: Message, uploads: Uploads) -> Iterator[Call]:
    files = [each for each in message.content.attachments if each.url or each.file_id in uploads]
    pieces = albums.pieces(files)
    parts, markup = split(message.content.text), keyboard(message.buttons)
    under = files and len(parts) <= 1 and sum(width(part.text) for part in parts) <= CAPTION
    if pieces and len(pieces[-1]) > 1 and markup:
        under = False  # an album has no buttons
    for place, piece in enumerate(pieces, 1):
        with_text = under and place == len(pieces)
        caption = parts[0] if with_text and parts else None
        if len(piece) > 1:
            words, formats = _caption(caption)
            yield SendMediaGroup(chat_id=chat, media=list(albums.media(piece, words, formats, uploads)))
        else:
            yield _file(chat, piece[0], caption, markup if with_text else None, uploads)
    for place, part in enumerate([] if under else parts, 1):
        yield SendMessage(
            chat_id=chat, text=part.text, entities=entities(part), link_preview_options=NO_PREVIEW,
            reply_markup=markup if place == len(parts) else None,
        )  # fmt: skip


def _file(
    chat: str, file: Attachment, text: Formatted | None, markup: InlineKeyboardMarkup | None, uploads: Uploads
) -> SendFile:
    given, (caption, formats) = source(file, uploads), _caption(text)
    match shown(file):
        case Shown.PHOTO:
            return SendPhoto(chat_id=chat, photo=given, caption=caption, caption_entities=formats, reply_markup=markup)
        case Shown.VIDEO:
            return SendVideo(chat_id=chat, video=given, caption=caption, caption_entities=formats, reply_markup=markup)
        case Shown.AUDIO:
            return SendAudio(chat_id=chat, audio=given, caption=caption, caption_entities=formats, reply_markup=markup)
        case Shown.VOICE:
            return SendVoice(chat_id=chat, voice=given, caption=caption, caption_entities=formats, reply_markup=markup)
        case Shown.DOCUMENT:
            return SendDocument(
                chat_id=chat, document=given, caption=caption, caption_entities=formats, reply_markup=markup
            )


def _one_by_one(album: SendMediaGroup) -> Iterator[Call]:
    """An album's items, each as what is refused last."""
    for each in album.media:
        match each:
            case InputMediaVideo():
                yield SendVideo(
                    chat_id=album.chat_id,
                    video=each.media,
                    caption=each.caption,
                    caption_entities=each.caption_entities,
                )
            case _:
                yield SendDocument(
                    chat_id=album.chat_id, document=each.media, caption=each.caption,
                    caption_entities=each.caption_entities,
                )  # fmt: skip


def _caption(text: Formatted | None) -> tuple[str | None, list[MessageEntity] | None]:
    return (text.text, entities(text)) if text else (None, None)


def _address(call: SendFile, url: str) -> SendMessage:
    """The file's address, with what was to be written under it."""
    text = "\n".join(filter(None, (call.caption, url)))
    markup = call.reply_markup if isinstance(call.reply_markup, InlineKeyboardMarkup) else None
    return SendMessage(
        chat_id=call.chat_id, text=text, entities=call.caption_entities, link_preview_options=NO_PREVIEW,
        reply_markup=markup,
    )  # fmt: skip
