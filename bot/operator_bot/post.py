"""Everything that goes out into operators' chats. Each message is remembered with the conversation it is about."""

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram import Message as Sent
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.text import LIMIT
from bot.operator_bot.cards import Card, Rows
from bot.operator_bot.memory import Memory
from bot.operator_bot.parcels import parcels, send_parcel
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import Say
from bot.operator_bot.trouble import of_group
from flows.cutting import split
from handoff.conversation import Conversation
from handoff.ids import ConversationId, MessageId
from handoff.messages import Message
from handoff.ports import Files

log = structlog.get_logger()
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REFUSALS = (BadRequest, Forbidden, ChatMigrated)
CAPTION = 1024
KEPT = "✍"
"""Put to what was kept as a note, so that nobody takes it for sent."""


class Post:
    """A person's chat that can't be written to (they blocked the bot, or never started it) is no error here; a group
    is: GroupTrouble. With `waits` False a throttled chat is an error, too: RetryAfter."""

    def __init__(self, bot: ExtBot[bool], memory: Memory, files: Files, *, waits: bool = True) -> None:
        self._bot, self._memory, self._files = bot, memory, files
        self._at_once = not waits

    async def send(
        self,
        spot: Spot,
        card: Card,
        about: ConversationId | None = None,
        *,
        copy_of: MessageId | None = None,
        answers: int | None = None,
    ) -> int | None:
        """The id of the last message sent, None if refused. A long text goes in several, the last with the buttons."""
        *first, last = split(card.text, LIMIT)
        if card.rows and about is not None:
            await self._memory.name(about)
        reply = ReplyParameters(answers, allow_sending_without_reply=True) if answers else None
        try:
            for part in first:
                sent = await self._bot.send_message(
                    spot.chat, part, message_thread_id=spot.thread, link_preview_options=_NO_PREVIEW,
                    rate_limit_args=self._at_once,
                )  # fmt: skip
                await self._remember(sent, about, copy_of)
            sent = await self._bot.send_message(
                spot.chat, last, message_thread_id=spot.thread, reply_markup=_keyboard(card.rows),
                reply_parameters=reply, link_preview_options=_NO_PREVIEW, rate_limit_args=self._at_once,
            )  # fmt: skip
        except _REFUSALS as error:
            _refused("Operator not reached", "operator_not_reached", error, spot)
            return None
        await self._remember(sent, about, copy_of)
        return sent.message_id

    async def edit(self, spot: Spot, message_id: int, card: Card) -> None:
        """Change a message; one that is gone, or says so already, is left alone."""
        try:
            await self._bot.edit_message_text(
                split(card.text, LIMIT)[0], spot.chat, message_id, reply_markup=_keyboard(card.rows),
                link_preview_options=_NO_PREVIEW, rate_limit_args=self._at_once,
            )  # fmt: skip
        except _REFUSALS as error:
            _refused("Message not changed", "edit_refused", error, spot)

    async def strip(self, spot: Spot, message_id: int) -> None:
        """Take a message's buttons away."""
        try:
            await self._bot.edit_message_reply_markup(spot.chat, message_id, rate_limit_args=self._at_once)
        except _REFUSALS as error:
            _refused("Buttons not removed", "strip_refused", error, spot)

    async def remove(self, spot: Spot, message_id: int) -> None:
        """Take a menu away; one that is too old to be removed stays."""
        try:
            await self._bot.delete_message(spot.chat, message_id, rate_limit_args=self._at_once)
        except _REFUSALS as error:
            _refused("Message not removed", "remove_refused", error, spot)

    async def mark(self, spot: Spot, message_id: int) -> None:
        """Say that it was kept as a note, without a message more. Nothing depends on it."""
        try:
            await self._bot.set_message_reaction(spot.chat, message_id, KEPT, rate_limit_args=True)
        except TelegramError as error:
            log.info("Note not marked", action="mark_refused", spot=str(spot), reason=error.message)

    async def enclose(
        self, spot: Spot, conversation: Conversation, message: Message, say: Say, caption: str = ""
    ) -> None:
        """What a message has besides words, as what it is; `caption` under each file."""
        for parcel in parcels(message):
            sent: tuple[Sent, ...] = ()
            try:
                sent = await send_parcel(
                    self._bot, self._files, spot, parcel, conversation.id, caption, at_once=self._at_once
                )
            except _REFUSALS as error:  # its words have arrived already
                _refused("Not forwarded", "forward_refused", error, spot)
            for each in sent:
                await self._remember(each, conversation.id, message.id)
            if parcel.files and not sent:
                missing = [say("file_missing", name=each.name) for each in parcel.files]
                card = Card(text="\n".join(filter(None, [caption, *missing])))
                await self.send(spot, card, conversation.id, copy_of=message.id)

    async def _remember(self, sent: Sent, about: ConversationId | None, copy_of: MessageId | None = None) -> None:
        if about is not None:
            await self._memory.is_about(sent.chat_id, sent.message_id, about)
        if copy_of is not None:
            await self._memory.is_copy(sent.chat_id, sent.message_id, copy_of)


def _refused(sentence: str, action: str, error: TelegramError, spot: Spot) -> None:
    """Raises what is wrong with a group; all else is left at that."""
    if (trouble := of_group(error, spot)) is not None:
        raise trouble from error
    log.warning(sentence, action=action, spot=str(spot), reason=error.message)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows]
    )
