"""Everything that goes out into operators' chats. Each message is remembered with the conversation it is about."""

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram import Message as Sent
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.text import LIMIT, split
from bot.operator_bot.cards import Card, Rows
from bot.operator_bot.memory import Memory
from bot.operator_bot.texts import Say
from bot.operator_bot.words import title
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import Attachment, FileKind, Message
from handoff.ports import Files

log = structlog.get_logger()
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PHOTO_LIMIT, _FILE_LIMIT = 10 * 1024 * 1024, 50 * 1024 * 1024
"""Bytes that a bot may send."""


class Post:
    """A chat that can't be written to (the operator blocked the bot, or never started it) is no error here."""

    def __init__(self, bot: Bot, memory: Memory, files: Files) -> None:
        self._bot, self._memory, self._files = bot, memory, files

    async def send(self, chat: int, card: Card, about: ConversationId | None = None) -> int | None:
        """The id of the last message sent, None if refused. A long text goes in several, the last with the buttons."""
        *first, last = split(card.text, LIMIT)
        if card.rows and about is not None:
            await self._memory.name(about)
        try:
            for part in first:
                await self._remember(await self._bot.send_message(chat, part, link_preview_options=_NO_PREVIEW), about)
            sent = await self._bot.send_message(
                chat, last, reply_markup=_keyboard(card.rows), link_preview_options=_NO_PREVIEW
            )
        except (BadRequest, Forbidden) as error:
            log.warning("Operator not reached", action="operator_not_reached", chat=chat, reason=error.message)
            return None
        await self._remember(sent, about)
        return sent.message_id

    async def edit(self, chat: int, message_id: int, card: Card) -> None:
        """Change a message; one that is gone, or says so already, is left alone."""
        try:
            await self._bot.edit_message_text(
                split(card.text, LIMIT)[0], chat, message_id,
                reply_markup=_keyboard(card.rows), link_preview_options=_NO_PREVIEW,
            )  # fmt: skip
        except (BadRequest, Forbidden) as error:
            log.info("Message not changed", action="edit_refused", chat=chat, reason=error.message)

    async def remove(self, chat: int, message_id: int) -> None:
        """Take a menu away; one that is too old to be removed stays."""
        try:
            await self._bot.delete_message(chat, message_id)
        except (BadRequest, Forbidden) as error:
            log.info("Message not removed", action="remove_refused", chat=chat, reason=error.message)

    async def forward(
        self, chat: int, conversation: Conversation, text: str, message: Message, rows: Rows, say: Say
    ) -> None:
        """A message of the conversation: its words, then what is enclosed."""
        await self.send(chat, Card(text=f"{title(conversation, say)}\n{text}", rows=rows), conversation.id)
        await self.enclose(chat, conversation, message, say)

    async def enclose(self, chat: int, conversation: Conversation, message: Message, say: Say) -> None:
        """What a message has besides words, as what it is."""
        for attachment in message.content.attachments:
            await self._attach(chat, conversation, attachment, say)
        try:
            if place := message.content.place:
                sent = await self._bot.send_location(chat, place.latitude, place.longitude)
                await self._remember(sent, conversation.id)
            if card := message.content.card:
                sent = await self._bot.send_contact(chat, card.phone, card.name)
                await self._remember(sent, conversation.id)
        except (BadRequest, Forbidden) as error:  # its words have arrived already
            log.info("Not forwarded", action="forward_refused", chat=chat, reason=error.message)

    async def _attach(self, chat: int, conversation: Conversation, attachment: Attachment, say: Say) -> None:
        """The file itself, from our own copy: a messenger's links are never passed on."""
        stored = await self._files.find(attachment.file_id) if attachment.file_id else None
        if stored and stored.conversation_id == conversation.id and stored.size <= _FILE_LIMIT:
            data = b"".join([chunk async for chunk in self._files.read(stored.id)])
            try:
                sent = await self._send_file(
                    chat, attachment, InputFile(data, stored.name), len(data), title(conversation, say)
                )
            except (BadRequest, Forbidden) as error:
                log.info("File not forwarded", action="forward_refused", chat=chat, reason=error.message)
            else:
                await self._remember(sent, conversation.id)
                return
        missing = say("file_missing", name=attachment.name)
        await self.send(chat, Card(text=f"{title(conversation, say)}\n{missing}"), conversation.id)

    async def _send_file(self, chat: int, attachment: Attachment, file: InputFile, size: int, caption: str) -> Sent:
        match attachment:
            case Attachment(kind=FileKind.PHOTO, mime="image/jpeg" | "image/png") if size <= _PHOTO_LIMIT:
                return await self._bot.send_photo(chat, file, caption=caption)
            case Attachment(kind=FileKind.VOICE, mime="audio/ogg"):
                return await self._bot.send_voice(chat, file, caption=caption)
            case _:  # as a file anything arrives unchanged
                return await self._bot.send_document(chat, file, caption=caption)

    async def _remember(self, sent: Sent, about: ConversationId | None) -> None:
        if about is not None:
            await self._memory.is_about(sent.chat_id, sent.message_id, about)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows]
    )
