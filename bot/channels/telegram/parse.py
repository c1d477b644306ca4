"""An update of the Bot API, as events. Everything but private chats is acknowledged and ignored."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    Message,
    MessageReactionUpdated,
    Update,
    User,
)
from pydantic import ValidationError

from bot.channels.base import Malformed
from bot.channels.telegram.attachments import attachments
from bot.channels.telegram.context import context, foreign_quote, signs
from bot.channels.telegram.text import plain
from bot.events import Edited, FromCustomer, Left, Pressed, Profile, Reacted, Returned, Said, Started
from handoff.customer import Address
from handoff.ids import EventId
from handoff.messages import Card, Content, Place

KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
"""What we ask Telegram for. Asked each time: left out, Telegram keeps the list of an earlier day."""

_START = re.compile(r"/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*")
_SERVICE = frozenset({
    ContentType.PINNED_MESSAGE, ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED, ContentType.CHAT_BACKGROUND_SET,
    ContentType.WRITE_ACCESS_ALLOWED, ContentType.CONNECTED_WEBSITE, ContentType.FORUM_TOPIC_CREATED,
    ContentType.FORUM_TOPIC_EDITED, ContentType.FORUM_TOPIC_CLOSED, ContentType.FORUM_TOPIC_REOPENED,
    ContentType.PROXIMITY_ALERT_TRIGGERED,
})  # fmt: skip
"""Things Telegram reports in the thread that nobody has said."""


def read_json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("The body is not JSON.") from error


def read_update(raw: Any, account: str, received_at: datetime) -> tuple[FromCustomer, ...]:
    """At most one event. Raises Malformed, without a word of the customer's in it."""
    try:
        update = Update.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Malformed(f"The update is not of a known shape: {place or 'update'}: {first['type']}.") from None
    reading = _Reading(update, account, received_at)
    event = reading.event()
    return (event,) if event else ()


class _Reading:
    """One update on its way to an event; it knows what all events have in common."""

    def __init__(self, update: Update, account: str, received_at: datetime) -> None:
        self._update = update
        self._account = account
        self._at = received_at

    def event(self) -> FromCustomer | None:
        update = self._update
        if update.message:
            return self._message(update.message)
        if update.edited_message:
            return self._edited(update.edited_message)
        if update.callback_query:
            return self._pressed(update.callback_query)
        if update.my_chat_member:
            return self._membership(update.my_chat_member)
        if update.message_reaction:
            return self._reacted(update.message_reaction)
        return None

    def _message(self, message: Message) -> FromCustomer | None:
        if not _private(message.chat) or message.content_type in _SERVICE:
            return None
        common = self._common(message.chat, message.from_user, message.date)
        if message.text and (start := _START.fullmatch(message.text)):
            return Started(**common, payload=start[1] or "")
        content = _content(message)
        unsupported = ContentType(message.content_type).value if content == Content() else None
        around = context(message)
        return Said(**common, **around, content=content, provider_id=str(message.message_id), unsupported=unsupported)

    def _edited(self, message: Message) -> FromCustomer | None:
        # A live location arrives as an edit every few seconds.
        if not _private(message.chat) or message.location:
            return None
        edited_at = _unix(message.edit_date) if message.edit_date else message.date
        common = self._common(message.chat, message.from_user, edited_at)
        return Edited(**common, provider_id=str(message.message_id), text=_words(message))

    def _pressed(self, query: CallbackQuery) -> FromCustomer | None:
        if query.data is None or query.message is None or not _private(query.message.chat):
            return None
        # An old message comes without its keyboard, and the press without the words that were pressed.
        markup = query.message.reply_markup if isinstance(query.message, Message) else None
        common = self._common(query.message.chat, query.from_user, self._at)
        return Pressed(**common, action=query.data, label=_label(markup, query.data), callback_id=query.id)

    def _reacted(self, change: MessageReactionUpdated) -> FromCustomer | None:
        if not _private(change.chat) or change.user is None:
            return None
        common = self._common(change.chat, change.user, change.date)
        return Reacted(**common, provider_id=str(change.message_id), reactions=signs(change.new_reaction))

    def _membership(self, change: ChatMemberUpdated) -> FromCustomer | None:
        if not _private(change.chat):
            return None
        common = self._common(change.chat, change.from_user, change.date)
        match change.new_chat_member.status:
            case ChatMemberStatus.KICKED:
                return Left(**common)
            case ChatMemberStatus.MEMBER:
                return Returned(**common)
            case _:
                return None

    def _common(self, chat: Chat, writer: User | None, sent_at: datetime) -> Mapping[str, Any]:
        return {
            "id": EventId(f"telegram:{self._account}:{self._update.update_id}"),
            "address": Address(channel="telegram", account=self._account, external_id=str(chat.id)),
            "at": self._at,
            "sent_at": sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC),
            "profile": _profile(writer) if writer else Profile(name=chat.first_name, username=chat.username),
        }


def _private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _profile(writer: User) -> Profile:
    language = writer.language_code.split("-")[0].lower() if writer.language_code else None
    return Profile(name=writer.full_name.strip() or None, language=language, username=writer.username)


def _content(message: Message) -> Content:
    """Empty when the kind is unknown to us."""
    text, place, cards = foreign_quote(message) + _words(message), None, tuple[Card, ...]()
    if message.location:
        place = Place(latitude=message.location.latitude, longitude=message.location.longitude)
    if message.venue:
        text = ", ".join(filter(None, (message.venue.title, message.venue.address)))
    if message.contact:
        name = " ".join(filter(None, (message.contact.first_name, message.contact.last_name)))
        writer = message.from_user.id if message.from_user and not message.forward_origin else None
        own = writer is not None and message.contact.user_id == writer
        cards = (Card(name=name, phone=message.contact.phone_number, own=own),)
    return Content(text=text, attachments=attachments(message), place=place, cards=cards)


def _words(message: Message) -> str:
    if message.text is not None:
        return plain(message.text, message.entities or ())
    return plain(message.caption or "", message.caption_entities or ())


def _label(markup: InlineKeyboardMarkup | None, data: str) -> str:
    buttons = (button for row in (markup.inline_keyboard if markup else ()) for button in row)
    return next((button.text for button in buttons if button.callback_data == data), "")


def _unix(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise Malformed("The update is dated outside of time.") from error
