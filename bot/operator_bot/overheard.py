"""What all who read a session's topic should hear of a message: everything that is said, and what presses."""

from datetime import datetime
from typing import assert_never

from bot.operator_bot import telling
from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from bot.operator_bot.words import TOLD, said
from handoff.conversation import Conversation
from handoff.messages import Happening, Message, Side


def overheard(message: Message, conversation: Conversation, known: Names, say: Say, now: datetime) -> str | None:
    """The customer's words as they are, all others' under their name; None where the topic shows it anyway."""
    match message.side:
        case Side.CUSTOMER:
            return said(message, say)
        case Side.BOT | Side.OPERATOR:
            name = message.author_name or say("bot")
            if message.note:
                return say("note_from", name=name, text=message.content.text)
            return f"{name}: {said(message, say)}"
        case Side.SYSTEM:
            return _happened(message, conversation, known, say, now)
        case other:
            assert_never(other)


def _happened(message: Message, conversation: Conversation, known: Names, say: Say, now: datetime) -> str | None:
    match message.happening:
        case Happening.SLA_WARNING | Happening.SLA_BREACH as happening:
            return telling.promise(happening, message.details, conversation, known, say, now)
        case Happening.WINDOW_CLOSING:
            return telling.closing(message.details, conversation, known, say, now)
        case happening if happening is not None and happening in TOLD:
            return say(happening.value)
        case _:
            return None
