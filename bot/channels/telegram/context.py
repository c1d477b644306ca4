"""What stands around a message's own words: what it answers, whose words are passed on, which album it is of."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.types import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    ReactionTypePaid,
)

CUSTOM, PAID = "❓", "⭐"
"""In the place of signs that are pictures of Telegram's own: only it can show them."""


def context(message: Message) -> Mapping[str, Any]:
    """As the fields of `Said`."""
    answered = message.reply_to_message
    return {
        "reply_to": str(answered.message_id) if answered else None,
        "picked": message.quote.text if answered and message.quote else "",
        "forwarded_from": _passed_on(message),
        "album": message.media_group_id,
    }


def foreign_quote(message: Message) -> str:
    """The words of another chat that are answered here: nobody would find them in this one's history."""
    if message.external_reply is None or message.quote is None:
        return ""
    return "".join(f"> {line}\n" for line in message.quote.text.splitlines())


def signs(reactions: Sequence[object]) -> tuple[str, ...]:
    return tuple(sign for each in reactions if (sign := _sign(each)))


def _sign(reaction: object) -> str:
    match reaction:
        case ReactionTypeEmoji():
            return reaction.emoji
        case ReactionTypeCustomEmoji():
            return CUSTOM
        case ReactionTypePaid():
            return PAID
        case _:
            return ""


def _passed_on(message: Message) -> str | None:
    """Whose words they are; empty where Telegram does not say."""
    match message.forward_origin:
        case None:
            return None
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.title or ""
        case _:
            return ""
