"""What is to be called to change what was sent: it went as certain parts, and each keeps its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aiogram.methods import EditMessageCaption, EditMessageText, SendMediaGroup, SendMessage
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, MessageEntity

from bot.channels.base import Rejected
from bot.channels.telegram.outgoing import NO_PREVIEW, Call, calls
from handoff.ids import FileId
from handoff.messages import Message

Edit = EditMessageText | EditMessageCaption
SAME = "message is not modified"
GONE = "message to delete not found"
OTHER_PARTS = "With these words the message would have to be sent in other parts than it was. Send a new one instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The words of one of the messenger's messages: a text, or what is under a file."""

    under_file: bool
    text: str
    entities: list[MessageEntity] | None
    markup: InlineKeyboardMarkup | None = None


def edits(chat: str, ids: Sequence[str], before: Message, after: Message) -> list[Edit]:
    """The calls that make one of the other. Raises Rejected where it takes more than other words."""
    was, wanted = _parts_of(chat, before), _parts_of(chat, after)
    kinds = [each.under_file for each in was]
    if len(ids) != len(was) or kinds != [each.under_file for each in wanted]:
        raise Rejected(OTHER_PARTS)
    changed = [(id_, new) for id_, old, new in zip(ids, was, wanted, strict=True) if old != new]
    return [_edit(chat, int(id_), part) for id_, part in changed]


def _edit(chat: str, message_id: int, part: _Part) -> Edit:
    if part.under_file:
        return EditMessageCaption(
            chat_id=chat, message_id=message_id, caption=part.text, caption_entities=part.entities,
            reply_markup=part.markup,
        )  # fmt: skip
    return EditMessageText(
        chat_id=chat, message_id=message_id, text=part.text, entities=part.entities, link_preview_options=NO_PREVIEW,
        reply_markup=part.markup,
    )  # fmt: skip


def _parts_of(chat: str, message: Message) -> list[_Part]:
    """Composed anew: nothing of it is sent, so any file will do."""
    files = dict(_own_files(message))
    return [part for call in calls(chat, message, files) for part in _parts(call)]


def _own_files(message: Message) -> Iterator[tuple[FileId, BufferedInputFile]]:
    for each in message.content.attachments:
        if each.file_id and not each.url:
            yield each.file_id, BufferedInputFile(b"", each.name)


def _parts(call: Call) -> Iterator[_Part]:
    if isinstance(call, SendMediaGroup):
        for each in call.media:
            yield _Part(under_file=True, text=each.caption or "", entities=each.caption_entities)
        return
    markup = call.reply_markup if isinstance(call.reply_markup, InlineKeyboardMarkup) else None
    if isinstance(call, SendMessage):
        yield _Part(under_file=False, text=call.text, entities=call.entities, markup=markup)
    else:
        yield _Part(under_file=True, text=call.caption or "", entities=call.caption_entities, markup=markup)
