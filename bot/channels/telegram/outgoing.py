"""A message of ours as the calls that bring it: files by their addresses, then the text, cut where it is too long.

A short text goes under the last file, so that they stay together. The buttons are with what comes last.
"""

from collections.abc import Iterator, Sequence

from aiogram.methods import SendAudio, SendDocument, SendMessage, SendPhoto, SendVideo
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.text import split
from handoff.messages import Attachment, FileKind, Message

CAPTION = 1024
SendFile = SendPhoto | SendVideo | SendAudio | SendDocument


def calls(chat: str, message: Message) -> Sequence[SendMessage | SendFile]:
    """In order; none where there is nothing to say."""
    return list(_calls(chat, message))


def as_text(call: SendFile) -> SendMessage:
    """For a file that Telegram could not fetch: its address, with what was to be written under it."""
    text = "\n".join(filter(None, (call.caption, _address(call))))
    markup = call.reply_markup if isinstance(call.reply_markup, InlineKeyboardMarkup) else None
    return _text(str(call.chat_id), text, markup)


def _calls(chat: str, message: Message) -> Iterator[SendMessage | SendFile]:
    files = [each for each in message.content.attachments if each.url]
    parts, markup = split(message.content.text), keyboard(message.buttons)
    under = files and len(parts) <= 1 and sum(len(part.encode("utf-16-le")) // 2 for part in parts) <= CAPTION
    for place, file in enumerate(files, 1):
        with_text = under and place == len(files)
        yield _file(chat, file, parts[0] if with_text and parts else None, markup if with_text else None)
    for place, part in enumerate([] if under else parts, 1):
        yield _text(chat, part, markup if place == len(parts) else None)


def _text(chat: str, text: str, markup: InlineKeyboardMarkup | None) -> SendMessage:
    preview = LinkPreviewOptions(is_disabled=True)
    return SendMessage(chat_id=chat, text=text, link_preview_options=preview, reply_markup=markup)


def _file(chat: str, file: Attachment, caption: str | None, markup: InlineKeyboardMarkup | None) -> SendFile:
    url = file.url or ""
    match file.kind:
        case FileKind.PHOTO:
            return SendPhoto(chat_id=chat, photo=url, caption=caption, reply_markup=markup)
        case FileKind.VIDEO:
            return SendVideo(chat_id=chat, video=url, caption=caption, reply_markup=markup)
        case FileKind.AUDIO:
            return SendAudio(chat_id=chat, audio=url, caption=caption, reply_markup=markup)
        case _:
            return SendDocument(chat_id=chat, document=url, caption=caption, reply_markup=markup)


def _address(call: SendFile) -> str:
    match call:
        case SendPhoto(photo=file) | SendVideo(video=file) | SendAudio(audio=file) | SendDocument(document=file):
            return str(file)
